// The one program: `start` (serve and work, embedded database allowed), `serve`, `work`, `migrate`.
import { readConfig } from './platform/config.ts'
import { migrate } from './platform/migrate.ts'
import { type Duties, isStopping, start } from './start.ts'
import { openStorage } from './storage.ts'

const began = performance.now()
const say = (line: string) =>
  console.log(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${line}`)

const duties: Record<string, Duties> = {
  start: { serve: true, work: true, prepare: true },
  serve: { serve: true, work: false, prepare: false },
  work: { serve: false, work: true, prepare: false },
}

async function main([name = 'start']: string[]) {
  const config = readConfig()
  const duty = duties[name]
  if (duty) return start(config, duty, say)
  if (name !== 'migrate') throw new Error(`unknown command ${name}: start | serve | work | migrate`)
  const storage = await openStorage(config, { mode: 'join', say })
  const ran = await migrate(storage.url)
  say(ran.length > 0 ? `ran ${ran.join(', ')}` : 'nothing to do')
  await storage.close()
}

main(process.argv.slice(2)).catch((error: unknown) => {
  if (isStopping()) return
  console.error(`zhuguang: ${error instanceof Error ? error.message : String(error)}`)
  process.exit(1)
})

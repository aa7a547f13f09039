// `node tools/run.mjs [--dev] [--build] FILE …`: runs a program of the sources, on a fresh clone too. Only
// the program speaks on standard output; what has to be made ready first is told on standard error.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { prepare, root, stamped } from './setup.mjs'

const args = process.argv.slice(2)
const flag = (name) => args[0] === name && args.shift() !== undefined
const dev = flag('--dev')
const build = flag('--build')
try {
  await prepare({ dev, build, say: (line) => console.error(stamped(line)) })
} catch (error) {
  console.error(`zhuguang: ${error.message}`)
  process.exit(1)
}
const loader = pathToFileURL(join(root, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href
const child = spawn(process.execPath, ['--import', loader, ...args], { stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.once('error', (error) => {
  console.error(`zhuguang: ${error.message}`)
  process.exit(1)
})
child.once('close', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)))

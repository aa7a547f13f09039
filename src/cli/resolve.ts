// npm run -s resolve -- FILE.txt [--json]: the district of every line of a file, one answer a line.
// Needs no database.
import { createReadStream } from 'node:fs'
import { access } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { resolveAddress } from '../modules/places/index.ts'

const flush_chars = 64_000

function answer(input: string, json: boolean): string {
  const { code, candidates, reason } = resolveAddress(input)
  if (json) return JSON.stringify({ input, code, candidates, reason })
  const [first] = candidates
  const name =
    code && first
      ? first.name_zh
      : candidates
          .map((each) => each.name_zh)
          .slice(0, 3)
          .join(' / ')
  return [code ?? '------', reason.padEnd(14), name, '<', input].join('  ')
}

// Waits for the reader, so that a file of any length stays out of memory.
const write = (text: string) =>
  new Promise<void>((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()))
  })

async function main(): Promise<number> {
  const args = process.argv.slice(2)
  const json = args.includes('--json')
  const [file] = args.filter((arg) => !arg.startsWith('--'))
  if (!file) {
    process.stderr.write('usage: npm run -s resolve -- FILE.txt [--json]\n')
    return 1
  }
  try {
    await access(file)
  } catch {
    process.stderr.write(`resolve: cannot read ${file}\n`)
    return 1
  }
  let pending = ''
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    pending += `${answer(line.replace(/^\uFEFF/, ''), json)}\n`
    if (pending.length < flush_chars) continue
    await write(pending)
    pending = ''
  }
  await write(pending)
  return 0
}

process.exitCode = await main().catch((error: NodeJS.ErrnoException) => {
  // A reader that stops early (`| head`) is no failure.
  if (error.code === 'EPIPE') return 0
  process.stderr.write(`resolve: ${error.message}\n`)
  return 1
})

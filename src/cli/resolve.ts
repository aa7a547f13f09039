// npm run -s resolve -- FILE.txt [--json]: the district of every line of a file, one answer a line.
// Needs no database.
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
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

const utf8 = new TextDecoder('utf-8', { fatal: true })
const gb18030 = new TextDecoder('gb18030')

/** A line as read byte by byte: UTF-8, or what older programs in China write. */
function decode(bytes: string): string {
  const buffer = Buffer.from(bytes, 'latin1')
  try {
    return utf8.decode(buffer)
  } catch {
    return gb18030.decode(buffer)
  }
}

/** How a file that can be read is to be split into lines; spreadsheets save "Unicode text" as UTF-16. */
async function encodingOf(file: string): Promise<'utf16le' | 'latin1'> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0)
    return bytesRead === 2 && buffer.readUInt16LE() === 0xfeff ? 'utf16le' : 'latin1'
  } finally {
    await handle.close()
  }
}

async function* linesOf(file: string, encoding: 'utf16le' | 'latin1') {
  const input = createReadStream(file, { encoding })
  for await (const line of createInterface({ input, crlfDelay: Infinity }))
    yield (encoding === 'latin1' ? decode(line) : line).replace(/^\uFEFF/, '')
}

async function main(): Promise<number> {
  const args = process.argv.slice(2)
  const json = args.includes('--json')
  const [file] = args.filter((arg) => !arg.startsWith('--'))
  if (!file) {
    process.stderr.write('usage: npm run -s resolve -- FILE.txt [--json]\n')
    return 1
  }
  const encoding = await encodingOf(file).catch(() => null)
  if (!encoding) {
    process.stderr.write(`resolve: cannot read ${file}\n`)
    return 1
  }
  let pending = ''
  for await (const line of linesOf(file, encoding)) {
    pending += `${answer(line, json)}\n`
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

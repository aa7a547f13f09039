// npm run -s price -- FILE.jsonl|- [--json] [--lang zh-CN|en]: what every cart of a file costs, one answer a
// line. Needs no database. Ends with 0 when every cart was priced, 2 when some were refused, 1 when it did
// not run.
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { Cart } from '../modules/benefits/contract.ts'
import { priceCart } from '../modules/benefits/index.ts'
import { issueOf } from '../platform/problem.ts'
import { Lang } from '../platform/types.ts'
import { linesOf } from './lines.ts'
import { type LineError, pricedText, refusedText } from './price-words.ts'

const usage = 'usage: npm run -s price -- FILE.jsonl|- [--json] [--lang zh-CN|en]\n'
const flush_chars = 64_000
/** A thousand lines with their benefits take less than one of them. */
const line_bytes_max = 16_000_000
/** Of one cart. */
const errors_max = 50

type Wish = { file: string; json: boolean; lang: Lang }

function wishOf(args: string[]): Wish | null {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false }, lang: { type: 'string', default: 'zh-CN' } },
    })
    const [file, ...more] = positionals
    const lang = Lang.safeParse(values.lang)
    return file && more.length === 0 && lang.success ? { file, json: values.json, lang: lang.data } : null
  } catch {
    return null
  }
}

async function inputOf(file: string): Promise<AsyncIterable<Buffer> | null> {
  if (file === '-') return process.stdin
  const handle = await open(file).catch(() => null)
  const is_file = !(await handle?.stat())?.isDirectory()
  await handle?.close()
  return handle && is_file ? createReadStream(file) : null
}

type Answer = { priced: boolean; text: string }

function answerTo(line: number, bytes: Buffer | 'too_large', { json, lang }: Wish): Answer {
  const read =
    bytes === 'too_large' ? [{ field: '', reason: bytes, bytes_max: line_bytes_max }] : cartOf(bytes)
  if (Array.isArray(read)) {
    const text = json ? JSON.stringify({ line, errors: read }) : refusedText(line, read, lang)
    return { priced: false, text }
  }
  const priced = priceCart(read)
  return { priced: true, text: json ? JSON.stringify(priced) : pricedText(line, read, priced, lang) }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function cartOf(bytes: Buffer): Cart | LineError[] {
  let value: unknown
  try {
    value = JSON.parse(utf8.decode(bytes))
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'not_json' : 'unreadable_text'
    return [{ field: '', reason }]
  }
  const read = Cart.safeParse(value)
  if (read.success) return read.data
  return read.error.issues.slice(0, errors_max).map((issue) => {
    const { pointer, reason, detail, facts } = issueOf(issue)
    return { field: pointer, reason, ...(detail !== reason && { detail }), ...facts }
  })
}

const isBlank = (bytes: Buffer) => bytes.length < 100 && bytes.toString('latin1').trim() === ''

// A reader that stops early (`| head`) is told by each write; without a listener it would be thrown, too.
process.stdout.on('error', () => {})

// Waits for the reader, so that a file of any length stays out of memory.
const write = (text: string) =>
  new Promise<void>((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()))
  })

async function priceAll(input: AsyncIterable<Buffer>, wish: Wish): Promise<number> {
  let refused = 0
  let line = 0
  let pending = ''
  for await (const bytes of linesOf(input, line_bytes_max)) {
    line++
    if (bytes !== 'too_large' && isBlank(bytes)) continue
    const { priced, text } = answerTo(line, bytes, wish)
    if (!priced) refused++
    pending += `${text}\n`
    if (pending.length < flush_chars) continue
    await write(pending)
    pending = ''
  }
  await write(pending)
  return refused > 0 ? 2 : 0
}

async function main(): Promise<number> {
  const wish = wishOf(process.argv.slice(2))
  if (!wish) {
    process.stderr.write(usage)
    return 1
  }
  const input = await inputOf(wish.file)
  if (!input) {
    process.stderr.write(`price: cannot read ${wish.file}\n`)
    return 1
  }
  return priceAll(input, wish)
}

process.exitCode = await main().catch((error: NodeJS.ErrnoException) => {
  // A reader that stops early (`| head`) is no failure.
  if (error.code === 'EPIPE') return 0
  process.stderr.write(`price: ${error.message}\n`)
  return 1
})

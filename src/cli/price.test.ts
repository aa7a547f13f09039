// The command that prices carts: one answer a line and nothing else, no database, every refusal in its place.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { PricedCart } from '../modules/benefits/contract.ts'
import { priceCart } from '../modules/benefits/index.ts'
import { randomCart } from '../modules/benefits/random-cart.ts'
import { linesOf } from './lines.ts'

const folder = mkdtempSync(join(tmpdir(), 'price-'))
afterAll(() => rmSync(folder, { recursive: true }))

const root = fileURLToPath(new URL('../..', import.meta.url))
const started = (args: readonly string[], input: string | Buffer = '', flags: string[] = []) =>
  spawnSync(process.execPath, [...flags, '--import', 'tsx', join(root, 'src/cli/price.ts'), ...args], {
    cwd: root,
    input,
    encoding: 'utf8',
    maxBuffer: 100_000_000,
    env: { PATH: process.env.PATH },
  })
const run = (...args: string[]) => started(args)
function file(name: string, text: string | Buffer) {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}
const parsed = (stdout: string) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown)

const period = { starts_at: '2026-11-01T00:00:00+08:00', ends_at: '2026-12-01T00:00:00+08:00' }
const funders = [{ party: 'house', share_bp: 10_000 }]
const cart = {
  lines: [
    { sku_id: 'fridge', quantity: 1, unit_fen: 499_900, category_code: 'refrigerator' },
    { sku_id: 'washer', quantity: 2, unit_fen: 299_900, category_code: 'washer' },
  ],
  benefits: [
    {
      code: 'cut',
      kind: 'direct_cut',
      name_zh: '冰箱直降',
      name_en: 'Fridge cut',
      cut: { how: 'amount', amount_fen: 20_000 },
      condition: { category_codes: ['refrigerator'] },
      funders,
      ...period,
    },
    {
      code: 'gov',
      kind: 'subsidy',
      name_zh: '国补',
      name_en: 'State subsidy',
      cut: { how: 'rate', rate_bp: 1_500, cap_fen: null },
      units_max: 1,
      funders,
      ...period,
    },
  ],
  at: '2026-11-11T20:00:00+08:00',
}
const [cut, gov] = cart.benefits

test('prints what the function says of each cart, as JSON and nothing else', () => {
  const carts = Array.from({ length: 50 }, (_, seed) => randomCart(seed + 1))
  const path = file('carts.jsonl', carts.map((one) => JSON.stringify(one)).join('\r\n'))
  const { stdout, stderr, status } = run(path, '--json')
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 })
  expect(parsed(stdout)).toEqual(carts.map(priceCart))
  for (const told of parsed(stdout))
    expect(Object.keys(told as object)).toEqual(Object.keys(PricedCart.shape))
})

test('tells what is refused in its place, with the number of its line, and goes on', () => {
  const wrong = { ...cart, benefits: [{ ...cut, funders: [{ party: 'house', share_bp: 9_000 }] }] }
  const lines = [cart, '', 'no json', wrong, ' \t', { ...cart, lines: [] }, cart]
  const text = lines.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n')
  const { stdout, stderr, status } = started(['-', '--json'], `\uFEFF${text}`)
  expect({ stderr, status }).toEqual({ stderr: '', status: 2 })
  const priced = expect.objectContaining({ payable_fen: 962_730 })
  expect(parsed(stdout)).toEqual([
    priced,
    { line: 3, errors: [{ field: '', reason: 'not_json' }] },
    { line: 4, errors: [{ field: '/benefits/0/funders', reason: 'funders_not_whole', sum_bp: 9_000 }] },
    { line: 6, errors: [expect.objectContaining({ field: '/lines', reason: 'too_small' })] },
    priced,
  ])
})

test('says what no JSON can be: bytes that are no UTF-8, and a benefit that never ends', () => {
  const { ends_at: _, ...endless } = cut!
  const text = `\n${JSON.stringify({ ...cart, benefits: [endless] })}`
  const { stdout, status } = started(['-', '--json'], Buffer.concat([Buffer.from([255]), Buffer.from(text)]))
  expect(status).toBe(2)
  const [first, second] = parsed(stdout)
  expect(first).toEqual({ line: 1, errors: [{ field: '', reason: 'unreadable_text' }] })
  expect(second).toEqual({
    line: 2,
    errors: [
      {
        field: '/benefits/0/ends_at',
        reason: 'invalid_type',
        detail: 'a benefit has an end: give ends_at',
      },
    ],
  })
})

const plainly = (text: string) => text.replaceAll(/ +/g, ' ').split('\n')

test('the example of the room is what the command prints', () => {
  const page = readFileSync(join(root, 'src/modules/benefits/README.md'), 'utf8')
  const [given, told] = [...page.matchAll(/```json\n([^`]+)```/g)].map(([, text]) => JSON.parse(text!))
  const { stdout, status } = started(['-', '--json'], JSON.stringify(given))
  expect(status).toBe(0)
  expect(parsed(stdout)).toEqual([told])
})

test('draws a table and three lines that add up, what depends on the person below them', () => {
  const path = file('one.jsonl', `${JSON.stringify(cart)}\n`)
  const zh = run(path)
  expect(zh.status).toBe(0)
  expect(plainly(zh.stdout)).toEqual([
    '行 1',
    ' 商品 件数 标价 到手价 实付',
    ' fridge 1 ¥4,999.00 ¥4,799.00 ¥4,079.15',
    ' washer 2 ¥5,998.00 ¥5,998.00 ¥5,548.15',
    ' 标价 ¥10,997.00',
    ' 优惠 −¥200.00 冰箱直降 −¥200.00',
    ' 到手价 ¥10,797.00',
    ' 国补 −¥1,169.70',
    ' 实付 ¥9,627.30',
    '',
    '',
  ])
  const alone = file('alone.jsonl', JSON.stringify({ ...cart, benefits: [cut] }))
  expect(plainly(run(alone, '--lang', 'en').stdout).slice(4)).toEqual([
    ' list price ¥10,997.00',
    ' benefits −¥200.00 Fridge cut −¥200.00',
    ' final price ¥10,797.00',
    '',
    '',
  ])
})

test('names refusals in words, and lets no text of a file command the terminal', () => {
  const line = { ...cart.lines[0]!, sku_id: 'a\u001b[2J' }
  const text = JSON.stringify({ ...cart, lines: [line, line], benefits: [cut, gov] })
  const { stdout, status } = started(['-'], text)
  expect(status).toBe(2)
  expect(plainly(stdout).slice(0, 2)).toEqual([
    '行 1 不受理',
    ' /lines/1 duplicate_line 同一卖家的同一商品重复 · sku_id: a·[2J · seller: house · first: 0',
  ])
})

test('does not run without a file that can be read, or with words it does not know', () => {
  for (const args of [[], ['a', 'b'], ['-', '--lang', 'fr'], ['-', '--xml']])
    expect(started(args)).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining('usage') })
  const missing = run(join(folder, 'none.jsonl'), '--json')
  expect(missing).toMatchObject({ status: 1, stdout: '' })
  expect(missing.stderr).toContain('none.jsonl')
  expect(run(folder)).toMatchObject({ status: 1, stdout: '' })
})

test('a reader that stops early is no failure', () => {
  const path = file('piped.jsonl', `${JSON.stringify(cart)}\n`.repeat(2_000))
  const line = `"${process.execPath}" --import tsx src/cli/price.ts "${path}" --json`
  const { stdout, stderr } = spawnSync('sh', ['-c', `{ ${line}; echo $? >&2; } | head -n 1`], {
    cwd: root,
    encoding: 'utf8',
  })
  expect(parsed(stdout)).toHaveLength(1)
  expect(stderr).toBe('0\n')
})

test('holds no long file in memory', () => {
  const small = JSON.stringify({ ...cart, lines: [cart.lines[0]], benefits: [] })
  // 100 MB with blanks, of which a heap of 40 MB takes what it needs.
  const path = file('long.jsonl', `${small}${' '.repeat(9_000)}\n`.repeat(11_000))
  const { status, stdout } = started([path, '--json'], '', ['--max-old-space-size=40'])
  expect(status).toBe(0)
  expect(stdout.split('\n')).toHaveLength(11_001)
})

test('a line that is too long is told in its place, wherever the stream is cut', async () => {
  const text = Buffer.from('\uFEFFab\n\n12345678901\ncd\r\nlast')
  for (const size of [1, 2, 3, 5, 100]) {
    const chunks = async function* () {
      for (let at = 0; at < text.length; at += size) yield text.subarray(at, at + size)
    }
    const lines = []
    for await (const line of linesOf(chunks(), 10)) lines.push(String(line))
    expect(lines).toEqual(['ab', '', 'too_large', 'cd\r', 'last'])
  }
})

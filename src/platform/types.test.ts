// Words, days and moments: what a person, the document, the database and a reply can all say.
import { expect, test } from 'vitest'
import { z } from 'zod'
import { routes } from '../rooms.ts'
import { Day, Instant, text } from './types.ts'

test.each([
  ['1900-01-01', true],
  ['2999-12-31', true],
  ['2024-02-29', true],
  ['1899-12-31', false],
  ['3000-01-01', false],
  ['0000-01-01', false],
  ['2026-02-29', false],
])('the day %s: %s', (day, good) => {
  expect(Day.safeParse(day).success).toBe(good)
})

test.each([
  ['2026-05-01T09:30:00Z', true],
  ['2026-05-01T09:30:00.123+14:00', true],
  ['1900-01-01T00:00:00+14:00', true],
  ['2999-12-31T23:59:59-12:00', true],
  ['2026-05-01T09:30:00+15:00', false],
  ['2026-05-01T09:30:00-23:59', false],
  ['0001-01-01T00:00:00+14:00', false],
  ['9999-12-31T23:59:59-14:00', false],
  ['2026-05-01T09:30:00', false],
])('the moment %s: %s', (moment, good) => {
  expect(Instant.safeParse(moment).success).toBe(good)
})

test.each([
  ['  a b \n c\t', 'a b \n c'],
  ['\r\n\t a \v\n', 'a'],
  ['12345', '12345'],
  ['12345 ', '12345 '],
  ['12345678901', null],
  ['1234567890 ', null],
  [' \t\n\u3000', null],
  ['', null],
  ['a\tb', null],
  ['a\0', null],
  ['\ud800', null],
])('the text %j is read as %j', (raw, read) => {
  expect(text(10).safeParse(raw).data ?? null).toBe(read?.trim() ?? null)
  expect(text(10, 0).safeParse(raw).data ?? null).toBe(/^\s*$/.test(raw) ? '' : (read?.trim() ?? null))
})

// An expression that tries every way of reading them would not come to its end.
test('what is almost a text is refused, however long', () => {
  for (const hard of [
    ' '.repeat(2e5),
    `a${' '.repeat(2e5)}`,
    'a '.repeat(1e5),
    `a${'\n\t'.repeat(1e5)}`,
    `a${'\t '.repeat(1e5)}`,
  ]) {
    expect([text(1e7).safeParse(`${hard}\0`).success, text(1e7, 0).safeParse(`${hard}\0`).success]).toEqual([
      false,
      false,
    ])
  }
})

type Def = z.core.$ZodTypeDef & {
  checks?: { _zod: { def: { check: string } } }[]
  shape?: Record<string, z.ZodType>
  options?: z.ZodType[]
  [part: string]: unknown
}
const partsOf = (def: Def): [string, unknown][] => [
  ...Object.entries(def.shape ?? {}),
  ...(def.options ?? []).map((option, i): [string, unknown] => [String(i), option]),
  ...['element', 'innerType', 'keyType', 'valueType', 'in'].map((name): [string, unknown] => [
    name,
    def[name],
  ]),
]

/** Where something is asked of a value after it was changed: the document would ask it of what was sent. */
function lateQuestions(type: z.ZodType, path: string): string[] {
  const def = type._zod.def as Def
  const checks = (def.checks ?? []).map((check) => check._zod.def.check)
  const changed = checks.indexOf('overwrite')
  const late = changed < 0 ? [] : checks.slice(changed).filter((check) => /string_format|max/.test(check))
  return [
    ...late.map((check) => `${path}: ${check}`),
    ...partsOf(def).flatMap(([name, part]) =>
      part instanceof z.ZodType ? lateQuestions(part, `${path}/${name}`) : [],
    ),
  ]
}

test('every input is asked about as it was sent, as the document says', () => {
  const found = routes.flatMap(({ endpoint }) => lateQuestions(endpoint.input, endpoint.id))
  expect(found).toEqual([])
})

// The languages say the same things: same keys, same placeholders, and no dictionary shares its name.
import { expect, test } from 'vitest'
import { commonWords } from './common.ts'
import { say, sayIfKnown, type Words, words } from './words.ts'

const files = {
  ...import.meta.glob<Record<string, unknown>>(['./**/*.ts', '!./**/*.test.ts'], { eager: true }),
  ...import.meta.glob<Record<string, unknown>>('../**/*words.ts', { eager: true }),
  ...import.meta.glob<Record<string, unknown>>('../../modules/*/**/*words.ts', { eager: true }),
  ...import.meta.glob<Record<string, unknown>>('../../consoles/**/*words.ts', { eager: true }),
}
const isWords = (value: unknown): value is Words =>
  typeof value === 'object' && value !== null && 'ns' in value && 'by_lang' in value
const all = [...new Set(Object.values(files).flatMap((file) => Object.values(file).filter(isWords)))]

const slots = (text: string) => [...text.matchAll(/{{(\w+)}}/g)].map(([, name]) => name).sort()
const singular = /_one$/

export function differences({ ns, by_lang }: Words): string[] {
  const { 'zh-CN': zh, en } = by_lang as { 'zh-CN': Record<string, string>; en: Record<string, string> }
  const found = Object.keys(zh)
    .filter((key) => !(key in en))
    .map((key) => `${ns}.${key} has no English`)
  for (const [key, text] of Object.entries(en)) {
    const source = zh[key] ?? (singular.test(key) ? zh[key.replace(singular, '_other')] : undefined)
    if (source === undefined) found.push(`${ns}.${key} has no Chinese`)
    else if (String(slots(source)) !== String(slots(text))) found.push(`${ns}.${key} has other placeholders`)
    if (/[\u4e00-\u9fff]/.test(text) && key !== 'to_other_language') found.push(`${ns}.${key} is not English`)
    if (!text.trim() || !source?.trim()) found.push(`${ns}.${key} is empty`)
  }
  return found
}

test('every dictionary is found', () => expect(all.length).toBeGreaterThan(2))
test('names of dictionaries are unique', () =>
  expect(all.map(({ ns }) => ns)).toEqual([...new Set(all.map(({ ns }) => ns))]))
test.each(all.map((dictionary) => [dictionary.ns, dictionary] as const))(
  '%s says the same in both',
  (_, it) => expect(differences(it)).toEqual([]),
)

test('a planted difference is seen', () => {
  const planted = {
    ns: 'planted',
    by_lang: { 'zh-CN': { a: '{{n}} 件', b: '好' }, en: { a: 'items', c: 'ok' } },
  } as unknown as Words
  expect(differences(planted)).toEqual([
    'planted.b has no English',
    'planted.a has other placeholders',
    'planted.c has no Chinese',
    'planted.c is empty',
  ])
})

test('placeholders and plurals are filled', () => {
  expect(say(commonWords, 'en')('items', { count: 1 })).toBe('1 item')
  expect(say(commonWords, 'en')('items', { count: 2 })).toBe('2 items')
  expect(say(commonWords, 'zh-CN')('items', { count: 2 })).toBe('2 件')
  expect(sayIfKnown(commonWords, 'en', 'no_such_key')).toBeNull()
})

test('a number inside a sentence is grouped, as everywhere else', () => {
  const t = say(
    words('grouping', {
      'zh-CN': { n_other: '{{count}} 家' },
      en: { n_one: '{{count}} store', n_other: '{{count}} stores' },
    }),
    'en',
  )
  expect(t('n', { count: 15_058 })).toBe('15,058 stores')
  expect(t('n', { count: 1 })).toBe('1 store')
})

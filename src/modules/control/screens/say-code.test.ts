// Whatever the rooms write into the audit has words in both languages.
import { readFileSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { sayCode } from './say-code.ts'

const sources = readdirSync('src/modules', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.includes('.test.'))
  .map((file) => readFileSync(`src/modules/${file}`, 'utf8'))
const found = (pattern: RegExp, name: (hit: string) => string = (hit) => hit) => [
  ...new Set(sources.flatMap((text) => [...text.matchAll(pattern)].map(([, hit]) => name(hit!)))),
]

test('every deed and every subject of the audit has words', () => {
  const deeds = found(/audit\(\s*(?:tx|sql),\s*\w+,\s*'([a-z_.]+)'/g)
  const subjects = found(/audit\([^)]{0,120}\{ kind: '([a-z_]+)'/g)
  const of_orders = found(/note\(tx, actor, '((?:order|goods)_[a-z]+)'/g, (deed) => `purchase.${deed}`)
  expect(deeds.length).toBeGreaterThan(40)
  expect(of_orders.length).toBeGreaterThan(8)
  const unsaid = (lang: 'zh-CN' | 'en', codes: string[]) =>
    codes.filter((code) => sayCode(lang, code) === code)
  expect([...unsaid('en', [...deeds, ...of_orders]), ...unsaid('zh-CN', [...deeds, ...of_orders])]).toEqual(
    [],
  )
  // In English some subjects are called what their code says.
  expect(unsaid('zh-CN', subjects)).toEqual([])
})

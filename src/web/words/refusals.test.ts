// Every reason a contract may refuse with has a sentence and a next step.
import { expect, test } from 'vitest'
import type { Endpoint } from '../../platform/endpoint.ts'
import { Problem } from '../api.ts'
import { fieldWords } from './field-words.ts'
import { fieldError, refusalDictionaries, sayRefusal, tell } from './refusals.ts'

const contracts = import.meta.glob<Record<string, unknown>>('../../modules/*/contract.ts', { eager: true })
const isEndpoint = (value: unknown): value is Endpoint =>
  typeof value === 'object' && value !== null && 'method' in value && 'path' in value
const reasons = Object.values(contracts)
  .flatMap((file) => Object.values(file).filter(isEndpoint))
  .flatMap((endpoint) => endpoint.refusals ?? [])

test('every refusal of every contract has words', () => {
  const lacking = [...new Set(reasons)].filter(
    (reason) => !sayRefusal('zh-CN', reason) || !sayRefusal('zh-CN', `${reason}_next`),
  )
  expect(lacking).toEqual([])
})

// Also what no contract lists: wherever the server says no, a person reads why and what to do.
const sources = import.meta.glob<string>(['../../modules/*/*.ts', '../../platform/*.ts', '!**/*.test.ts'], {
  eager: true,
  query: '?raw',
  import: 'default',
})
/** Said on a terminal only, in the words of the command. */
const at_terminals = new Set(['controllers_exist', 'no_demo_person'])
const thrown = /(?:new Refused\(|wrongField\([^,()[]+,|new Invalid\([^,()[]+,)\s*'([a-z_]+)'/g

test('every reason in the code has words, here or at its field', () => {
  const said = Object.values(sources).flatMap((text) =>
    [...text.matchAll(thrown)].map(([, reason]) => reason!),
  )
  expect(said.length).toBeGreaterThan(100)
  const lacking = [...new Set(said)].filter((reason) => {
    const told = sayRefusal('zh-CN', reason) && sayRefusal('en', `${reason}_next`)
    return !told && !(reason in fieldWords.by_lang.en) && !at_terminals.has(reason)
  })
  expect(lacking).toEqual([])
})

test('every sentence has a next step', () => {
  const keys = refusalDictionaries.flatMap(({ by_lang }) => Object.keys(by_lang['zh-CN']))
  const lonely = keys.filter((key) => !key.endsWith('_next') && !keys.includes(`${key}_next`))
  expect(lonely).toEqual([])
})

test('an unknown reason is still told', () => {
  const told = tell(new Problem({ reason: 'never_heard', title: 'Not possible' }), 'en')
  expect(told).toEqual({
    sentence: 'Not possible',
    next: 'Try again; if it still fails, tell customer service',
  })
  const errors = [{ pointer: '/quantity', reason: 'too_small' }]
  expect(fieldError(new Problem({ errors }), '/quantity', 'zh-CN')).toBe('太小或太短')
  expect(fieldError(new Problem({ errors }), '/name', 'zh-CN')).toBeUndefined()
})

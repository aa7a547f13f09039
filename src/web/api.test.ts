// Input is split losslessly into path, query and body, and one intention keeps one key.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encode, intention, newKey, Problem } from './api.ts'

const scalars = fc.oneof(fc.string(), fc.integer(), fc.boolean())
const rest = fc.dictionary(
  fc.stringMatching(/^[a-z][a-z_]{0,8}$/).filter((name) => name !== 'id' && name !== 'line'),
  fc.oneof(scalars, fc.array(scalars, { minLength: 2, maxLength: 4 })),
)

test('path parameters are encoded and nothing is lost or doubled', () =>
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), scalars, rest, (id, line, others) => {
      const path = '/orders/:id/lines/:line'
      const sent = encode({ method: 'POST', path }, { id, line, ...others })
      const parts = sent.url.split('/')
      expect(parts.slice(0, 4)).toEqual(['', 'api', 'v1', 'orders'])
      expect([parts[4], parts[6]].map((part) => decodeURIComponent(part!))).toEqual([id, String(line)])
      expect(JSON.parse(sent.body!)).toEqual(JSON.parse(JSON.stringify(others)))
    }),
  ))

test('GET and DELETE carry the rest in the query', () =>
  fc.assert(
    fc.property(rest, (others) => {
      const sent = encode({ method: 'GET', path: '/orders' }, others)
      const query = new URL(sent.url, 'http://x').searchParams
      expect(sent.body).toBeUndefined()
      const shown = Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name)]))
      const asText = Object.entries(others).map(([name, value]) => [name, [value].flat().map(String)])
      expect(shown).toEqual(Object.fromEntries(asText))
    }),
  ))

test('what is not given is not sent', () => {
  expect(encode({ method: 'GET', path: '/orders' }, { after: undefined, q: null }).url).toBe('/api/v1/orders')
  expect(encode({ method: 'PUT', path: '/a' }, { note: null }).body).toBe('{"note":null}')
})

test('a retry after a lost connection repeats the key; a settled or changed one does not', () => {
  const mine = intention()
  const first = mine.keyFor({ sku: 1 })
  mine.settled(new Problem({ reason: 'offline' }))
  expect(mine.keyFor({ sku: 1 })).toBe(first)
  expect(mine.keyFor({ sku: 2 })).not.toBe(first)
  const second = mine.keyFor({ sku: 2 })
  mine.settled(new Problem({ reason: 'stock_gone', status: 409 }))
  expect(mine.keyFor({ sku: 2 })).not.toBe(second)
})

test('keys are UUIDs of version 4', () =>
  expect(newKey()).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/))

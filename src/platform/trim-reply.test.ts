import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { trimmer } from './trim-reply.ts'

const Line = z.object({
  id: z.string(),
  facts: z.record(z.string(), z.unknown()),
  note: z.string().optional(),
})
const Reply = z.object({
  id: z.string(),
  lines: z.array(Line),
  last: Line.nullable(),
  pair: z.union([z.string(), z.number(), z.null()]),
  any: z.unknown(),
})
const line = fc.record(
  {
    id: fc.string(),
    facts: fc.dictionary(fc.constantFrom('a', 'b'), fc.jsonValue()),
    note: fc.string(),
    secret: fc.string(),
  },
  { requiredKeys: ['id', 'facts'] },
)
const reply = fc.record({
  id: fc.string(),
  lines: fc.array(line),
  last: fc.option(line),
  pair: fc.oneof(fc.string(), fc.integer(), fc.constant(null)),
  any: fc.jsonValue(),
  secret: fc.string(),
})

test('what is left of a reply is what its schema reads from it, in the order of the schema', () => {
  const trim = trimmer(z.toJSONSchema(Reply, { io: 'output', reused: 'inline' }) as never)
  fc.assert(
    fc.property(reply, (value) => {
      expect(JSON.stringify(trim(value))).toBe(JSON.stringify(Reply.parse(value)))
    }),
  )
})

// The batcher: one item alone waits for nobody, two batches are under way at most, and neither a fault nor a
// crowd costs anybody else their answer.
import { expect, test } from 'vitest'
import { anonymous } from './access.ts'
import { type Item, type Outcome, batcher } from './batch.ts'
import type { Db } from './db.ts'

type Told = Outcome<string, number>
type Run = (items: readonly Item<string, number>[]) => Promise<Told[]>

const db = {} as Db
const item = (input: string, key: string | null = null, input_hash = input) => ({
  actor: anonymous,
  input,
  claim: key === null ? null : { key, input_hash },
})
const echo = (items: readonly Item<string, number>[]): Told[] => items.map(({ input }) => ({ reply: input }))

/** A batcher whose batches end when the test says so. */
function held(limits: Parameters<typeof batcher>[1] = {}) {
  const batches: { inputs: string[]; end: (told?: Told[] | Error) => void }[] = []
  const run: Run = (items) =>
    new Promise((resolve, reject) => {
      const inputs = items.map(({ input }) => input)
      batches.push({
        inputs,
        end: (told = echo(items)) => (told instanceof Error ? reject(told) : resolve(told)),
      })
    })
  const submit = batcher<string, string, number>({ run: (_db, items) => run(items) }, limits)
  return { batches, submit: (...asked: Parameters<typeof item>) => submit(db, item(...asked)) }
}
const turn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
const reason = (promise: Promise<unknown>) =>
  promise.then(
    () => 'answered',
    (error: { reason?: string; message: string }) => error.reason ?? error.message,
  )

test('one alone starts at once; what comes meanwhile forms the next batches, two under way at most', async () => {
  const { batches, submit } = held()
  const answers = [submit('a')]
  await turn()
  answers.push(submit('b'), submit('c'))
  await turn()
  answers.push(submit('d'), submit('e'))
  await turn()
  expect(batches.map(({ inputs }) => inputs)).toEqual([['a'], ['b', 'c']])
  batches[1]!.end()
  await turn()
  expect(batches[2]!.inputs).toEqual(['d', 'e'])
  batches[0]!.end()
  batches[2]!.end()
  expect(await Promise.all(answers)).toEqual(['a', 'b', 'c', 'd', 'e'])
})

test('a batch has a largest size, and who came first goes first', async () => {
  const { batches, submit } = held({ items_max: 2, in_flight_max: 1 })
  const answers = ['a', 'b', 'c', 'd', 'e'].map((input) => submit(input))
  for (const expected of [['a', 'b'], ['c', 'd'], ['e']]) {
    await turn()
    expect(batches.at(-1)!.inputs).toEqual(expected)
    batches.at(-1)!.end()
    await turn()
  }
  await Promise.all(answers)
})

test('the same key and input is one item, another input under it is refused, other actors keep theirs', async () => {
  const { batches, submit } = held()
  const answers = [submit('a', 'k'), submit('a', 'k')]
  expect(await reason(submit('b', 'k'))).toBe('idempotency_key_reused')
  await turn()
  expect(batches.map(({ inputs }) => inputs)).toEqual([['a']])
  batches[0]!.end()
  expect(await Promise.all(answers)).toEqual(['a', 'a'])
  const later = submit('a', 'k')
  await turn()
  batches[1]!.end()
  expect(await later).toBe('a')
})

test('a fault of one is told to that one alone', async () => {
  const run: Run = async (items) => {
    if (items.some(({ input }) => input === 'poison')) throw new Error('broken')
    return echo(items)
  }
  const submit = batcher<string, string, number>({ run: (_db, items) => run(items) })
  const asked = ['a', 'b', 'poison', 'c', 'd']
  const told = await Promise.all(asked.map((input) => reason(submit(db, item(input)))))
  expect(told).toEqual(['answered', 'answered', 'broken', 'answered', 'answered'])
})

test('a database that went away is not asked again for each half', async () => {
  let asked = 0
  const run: Run = async () => {
    asked += 1
    throw Object.assign(new Error('gone'), { code: 'CONNECTION_CLOSED' })
  }
  const submit = batcher<string, string, number>({ run: (_db, items) => run(items) })
  const told = await Promise.all(['a', 'b', 'c', 'd'].map((input) => reason(submit(db, item(input)))))
  expect({ told, asked }).toEqual({ told: ['gone', 'gone', 'gone', 'gone'], asked: 1 })
})

test('who must try again keeps the place and brings what was learned', async () => {
  const seen: string[] = []
  const run: Run = async (items) => {
    seen.push(items.map(({ input, state }) => `${input}${state ?? ''}`).join())
    return items.map(({ input, state }): Told => {
      if (input === 'a' && (state ?? 0) < 2) return { again: Promise.resolve((state ?? 0) + 1) }
      return { reply: `${input} after ${state ?? 0}` }
    })
  }
  const submit = batcher<string, string, number>({ run: (_db, items) => run(items) }, { in_flight_max: 1 })
  const told = await Promise.all(['a', 'b'].map((input) => submit(db, item(input))))
  expect(told).toEqual(['a after 2', 'b after 0'])
  expect(seen).toEqual(['a,b', 'a1', 'a2'])
})

test('beyond the limits the answer is an early 503, and those who wait get theirs', async () => {
  const { batches, submit } = held({ waiting_max: 2, in_flight_max: 1 })
  const first = submit('a')
  await turn()
  const waiting = [submit('b'), submit('c')]
  expect(await submit('d').catch((error: unknown) => error)).toMatchObject({ reason: 'busy', status: 503 })
  batches[0]!.end()
  await turn()
  batches[1]!.end()
  expect(await Promise.all([first, ...waiting])).toEqual(['a', 'b', 'c'])
})

test('who has waited too long is told so while the database stands still', async () => {
  const { batches, submit } = held({ in_flight_max: 1, wait_ms_max: 0 })
  const first = submit('a')
  await turn()
  const late = submit('b')
  expect(await late.catch((error: unknown) => error)).toMatchObject({ reason: 'busy', status: 503 })
  batches[0]!.end()
  expect(await first).toBe('a')
  expect(batches.length).toBe(1)
})

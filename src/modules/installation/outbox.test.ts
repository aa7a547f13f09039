// The queue of a crew against a server that forgets nothing and a network and a device that fail at any
// moment.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { add, type Box, dismiss, drain, type Item, nextToSend, outcomeOf, prune, settle } from './outbox.ts'

const at = '2026-11-24T08:00:00.000Z'
const item = (n: number): Item => ({
  id: `key-${n}`,
  work_order_id: `work-${n % 3}`,
  deed: 'step',
  what: String(n),
  body: { step: String(n) },
  made_at: at,
  state: 'waiting',
  settled_at: null,
  reason: null,
  facts: {},
})

/** Effects in the order they came about; a key that was heard before only gets its first answer again. */
function newServer(refuses: (id: string) => boolean) {
  const heard = new Map<string, boolean>()
  const effects: string[] = []
  const hear = (id: string) => {
    if (!heard.has(id)) {
      heard.set(id, !refuses(id))
      if (!refuses(id)) effects.push(id)
    }
    return heard.get(id)
  }
  return { effects, hear }
}

class Crash extends Error {}
/**
 * One try: nothing arrives, the answer is lost, the device dies before it notes the answer, or all is
 * well.
 */
const fates = ['offline', 'answer_lost', 'crash_before', 'crash_after', 'well'] as const
type Fate = (typeof fates)[number]
type Event = { kind: 'act' } | { kind: 'sync'; fates: Fate[] }

const event: fc.Arbitrary<Event> = fc.oneof(
  fc.record({ kind: fc.constant('act' as const) }),
  fc.record({
    kind: fc.constant('sync' as const),
    fates: fc.array(fc.constantFrom(...fates), { maxLength: 6 }),
  }),
)

function newDevice() {
  let disk: Item[] = []
  let dies = false
  const box: Box = {
    read: async () => disk.map((one) => ({ ...one })),
    change: async (how) => {
      if (dies) throw new Crash()
      disk = how(disk)
    },
  }
  return { box, die: (now: boolean) => (dies = now), disk: () => disk }
}

test('any interleaving of work, lost network and crashes sends each action’s effect once, in order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 40 }), fc.nat(5), async (events, bad) => {
      const refuses = (id: string) => bad > 0 && Number(id.slice(4)) % (bad + 1) === bad
      const server = newServer(refuses)
      const device = newDevice()
      let made = 0
      const sync = async (given: Fate[]) => {
        const left = [...given]
        device.die(false)
        await drain(
          device.box,
          async ({ id }) => {
            const fate = left.shift() ?? 'well'
            if (fate === 'offline') return { kind: 'later' }
            if (fate === 'crash_before') throw new Crash()
            const done = server.hear(id)
            if (fate === 'answer_lost') return { kind: 'later' }
            device.die(fate === 'crash_after')
            return done ? { kind: 'done' } : { kind: 'refused', reason: 'step_too_early', facts: {} }
          },
          () => at,
        ).catch((error: unknown) => {
          if (!(error instanceof Crash)) throw error
        })
        device.die(false)
      }
      for (const one of events) {
        if (one.kind === 'sync') await sync(one.fates)
        else await device.box.change((queue) => add(queue, item(made++)))
      }
      await sync([])
      const all = Array.from({ length: made }, (_, n) => `key-${n}`)
      expect(server.effects).toEqual(all.filter((id) => !refuses(id)))
      expect(nextToSend(device.disk())).toBeNull()
      expect(device.disk().map(({ id, state }) => [id, state])).toEqual(
        all.map((id) => [id, refuses(id) ? 'refused' : 'sent']),
      )
    }),
    { numRuns: 400 },
  )
})

test('an answer is final only when it is about this action', () => {
  const told = (status: number, reason: string) => outcomeOf({ status, reason, facts: {} }).kind
  for (const status of [0, 401, 408, 425, 429, 500, 502, 503]) expect(told(status, 'x')).toBe('later')
  for (const status of [400, 403, 404, 409, 422]) expect(told(status, 'work_ended')).toBe('refused')
})

test('what is settled stays settled; what waits is never put aside or forgotten', () => {
  const [sent] = settle([item(1)], 'key-1', { kind: 'done' }, at)
  const again = settle([sent!], 'key-1', { kind: 'refused', reason: 'x', facts: {} }, at)
  expect(again[0]?.state).toBe('sent')
  expect(add([item(1)], item(1))).toHaveLength(1)
  expect(add([item(1)], { ...item(1), id: 'second-tap' })).toHaveLength(1)
  expect(dismiss([item(1)], 'key-1')).toHaveLength(1)
  const week_later = Date.parse(at) + 7 * 86_400_000
  expect(prune([sent!, item(2)], week_later).map(({ id }) => id)).toEqual(['key-2'])
})

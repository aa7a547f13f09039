// What a crew did, waiting to be sent: one list in the order of doing. Pure, so that every way of losing the
// network can be tried in a test. Each action carries its own key: sent again, it has its effect once.

export type Deed = 'step' | 'photo' | 'serial' | 'accept' | 'fail'
export type Item = {
  /** Client-made UUID: the Idempotency-Key of every try. */
  id: string
  work_order_id: string
  deed: Deed
  /** For the list a person reads: the step, the serial number, the reason. */
  what: string
  /** The input of the command; the picture of a photo is kept beside the queue, under the same key. */
  body: Readonly<Record<string, unknown>>
  made_at: string
  state: 'waiting' | 'sent' | 'refused'
  settled_at: string | null
  /** Why it was refused, as the server says it. */
  reason: string | null
  facts: Record<string, unknown>
}

/** How a try ended: `later` leaves it waiting (no network, server busy, session over). */
export type Outcome =
  | { kind: 'done' }
  | { kind: 'refused'; reason: string; facts: Record<string, unknown> }
  | { kind: 'later' }

const kept_ms = 24 * 3_600_000

/** A thumb that taps twice did the step once. */
const sameTap = (a: Item, b: Item) =>
  a.deed === 'step' &&
  b.deed === 'step' &&
  a.state === 'waiting' &&
  a.work_order_id === b.work_order_id &&
  a.body.step === b.body.step

export const add = (queue: readonly Item[], item: Item): Item[] =>
  queue.some((known) => known.id === item.id || sameTap(known, item)) ? [...queue] : [...queue, item]

/**
 * Q1: in the order of doing; one that was refused holds nothing else up, its successors get their own
 * answer.
 */
export const nextToSend = (queue: readonly Item[]): Item | null =>
  queue.find(({ state }) => state === 'waiting') ?? null

/** Q2: an answer settles one item once; what is settled stays so. */
export function settle(queue: readonly Item[], id: string, outcome: Outcome, now: string): Item[] {
  if (outcome.kind === 'later') return [...queue]
  return queue.map((item) => {
    if (item.id !== id || item.state !== 'waiting') return item
    if (outcome.kind === 'done') return { ...item, state: 'sent', settled_at: now }
    const { reason, facts } = outcome
    return { ...item, state: 'refused', settled_at: now, reason, facts }
  })
}

/** A refused action is put aside by the person who read why. */
export const dismiss = (queue: readonly Item[], id: string): Item[] =>
  queue.filter((item) => item.id !== id || item.state === 'waiting')

/** Sent ones are shown for a day; waiting and refused ones stay until they are sent or put aside. */
export const prune = (queue: readonly Item[], now_ms: number): Item[] =>
  queue.filter((item) => item.state !== 'sent' || now_ms - Date.parse(item.settled_at ?? '') < kept_ms)

/** Q3: only an answer about this very action is final; all else is tried again with the same key. */
export function outcomeOf(problem: {
  status: number
  reason: string
  facts: Record<string, unknown>
}): Outcome {
  const { status, reason, facts } = problem
  const final = status >= 400 && status < 500 && !again.has(status) && !stillRunning.has(reason)
  return final ? { kind: 'refused', reason, facts } : { kind: 'later' }
}
const again = new Set([401, 408, 425, 429])
const stillRunning = new Set(['key_in_flight', 'in_progress', 'busy'])

export type Box = {
  read: () => Promise<Item[]>
  /** Reads, changes and writes as one step of the store. */
  change: (how: (queue: Item[]) => Item[]) => Promise<void>
}

/**
 * Sends until nothing waits or a try must be made later; returns whether all is sent. Only one at a time: the
 * caller holds a lock. A crash between an answer and its note leaves the item waiting; its key makes that
 * harmless.
 */
export async function drain(
  box: Box,
  send: (item: Item) => Promise<Outcome>,
  now: () => string,
): Promise<boolean> {
  for (;;) {
    const item = nextToSend(await box.read())
    if (!item) return true
    const outcome = await send(item)
    if (outcome.kind === 'later') return false
    await box.change((queue) => settle(queue, item.id, outcome, now()))
  }
}

// Batched commands: requests that arrive while a batch commits form the next one, and one statement does the
// work of all. No waiting window, so one request alone waits for nobody. House, "Writes at 8 pm".
import type { Actor } from './access.ts'
import { isAway } from './away.ts'
import { type Db, actorKey } from './db.ts'
import { Refused } from './refusal.ts'

/** What a request's Idempotency-Key stands for. */
export type Claim = { key: string; input_hash: string }
export type Item<I, S> = {
  actor: Actor
  input: I
  /** null: sent without a key, so each sending is an intention of its own. */
  claim: Claim | null
  /** What the last batch learned for the next one; null the first time. */
  state: S | null
}
/** What becomes of an item: an answer, a refusal, or another place in the queue with what was learned. */
export type Outcome<R, S> = { reply: R } | { refused: unknown } | { again: S | null | Promise<S> }
export type BatchedCommand<I, R, S> = {
  /**
   * One transaction for all items, tried again on conflicts that pass. It throws only when nothing was done
   * for any of them.
   */
  run: (db: Db, items: readonly Item<I, S>[]) => Promise<Outcome<R, S>[]>
}

export const limits = {
  items_max: 500,
  in_flight_max: 2,
  /** Waiting longer than the deadline is certain beyond this, so whoever comes is sent away at once. */
  waiting_max: 4_000,
  wait_ms_max: 3_000,
}
type Limits = typeof limits

type Waiting<I, R, S> = {
  item: Item<I, S>
  since_ms: number
  resolve: (reply: R) => void
  reject: (error: unknown) => void
}

type Queue<I, R, S> = {
  db: Db
  run: BatchedCommand<I, R, S>['run']
  limit: Limits
  /** In the order of arrival. */
  waiting: Waiting<I, R, S>[]
  in_flight: number
  planned: boolean
  watch: NodeJS.Timeout | null
  /** Keys of requests not yet answered: the same intention sent twice is one item. */
  pending: Map<string, { input_hash: string; answer: Promise<R> }>
}
type Asked<I> = Omit<Item<I, never>, 'state'>

/** One batcher: for each database of this process one queue over everything. */
export function batcher<I, R, S>({ run }: BatchedCommand<I, R, S>, own: Partial<Limits> = {}) {
  const queues = new WeakMap<Db, Queue<I, R, S>>()
  const open = (db: Db): Queue<I, R, S> => ({
    db,
    run,
    limit: { ...limits, ...own },
    waiting: [],
    in_flight: 0,
    planned: false,
    watch: null,
    pending: new Map(),
  })
  return (db: Db, asked: Asked<I>): Promise<R> => {
    const queue = queues.get(db) ?? open(db)
    queues.set(db, queue)
    return submit(queue, asked)
  }
}

const busy = () => new Refused('busy', 503)

function submit<I, R, S>(queue: Queue<I, R, S>, asked: Asked<I>): Promise<R> {
  const { claim } = asked
  if (!claim) return enter(queue, asked)
  const name = `${actorKey(asked.actor)} ${claim.key}`
  const known = queue.pending.get(name)
  if (known && known.input_hash !== claim.input_hash)
    return Promise.reject(new Refused('idempotency_key_reused', 409))
  if (known) return known.answer
  const answer = enter(queue, asked).finally(() => queue.pending.delete(name))
  queue.pending.set(name, { input_hash: claim.input_hash, answer })
  return answer
}

function enter<I, R, S>(queue: Queue<I, R, S>, asked: Asked<I>): Promise<R> {
  if (queue.waiting.length >= queue.limit.waiting_max) return Promise.reject(busy())
  return new Promise<R>((resolve, reject) => {
    const item = { ...asked, state: null }
    queue.waiting.push({ item, since_ms: performance.now(), resolve, reject })
    plan(queue)
  })
}

function plan<I, R, S>(queue: Queue<I, R, S>) {
  queue.watch ??= setInterval(() => sendAwayLate(queue), 250).unref()
  if (queue.planned || queue.in_flight >= queue.limit.in_flight_max || queue.waiting.length === 0) return
  queue.planned = true
  setImmediate(() => {
    queue.planned = false
    start(queue)
  })
}

function start<I, R, S>(queue: Queue<I, R, S>) {
  const batch = queue.waiting.splice(0, queue.limit.items_max)
  if (batch.length === 0) return
  queue.in_flight += 1
  void work(queue, batch).finally(() => {
    queue.in_flight -= 1
    plan(queue)
  })
  plan(queue)
}

/** An early no with Retry-After is better than an answer nobody waits for any more. */
function sendAwayLate<I, R, S>(queue: Queue<I, R, S>) {
  const oldest_ms = performance.now() - queue.limit.wait_ms_max
  const late = queue.waiting.filter(({ since_ms }) => since_ms < oldest_ms)
  if (late.length > 0) queue.waiting = queue.waiting.filter(({ since_ms }) => since_ms >= oldest_ms)
  for (const { reject } of late) reject(busy())
  if (queue.waiting.length > 0 || queue.in_flight > 0) return
  clearInterval(queue.watch!)
  queue.watch = null
}

type Batch<I, R, S> = readonly Waiting<I, R, S>[]

async function work<I, R, S>(queue: Queue<I, R, S>, batch: Batch<I, R, S>): Promise<void> {
  const items = batch.map(({ item }) => item)
  try {
    const outcomes = await queue.run(queue.db, items)
    for (const [at, one] of batch.entries()) settle(queue, one, outcomes[at]!)
  } catch (error) {
    await afterFailure(queue, batch, error)
  }
}

function settle<I, R, S>(queue: Queue<I, R, S>, one: Waiting<I, R, S>, outcome: Outcome<R, S>) {
  if ('reply' in outcome) return one.resolve(outcome.reply)
  if ('refused' in outcome) return one.reject(outcome.refused)
  Promise.resolve(outcome.again).then((state) => {
    // Who came first stays first.
    const behind = queue.waiting.findIndex(({ since_ms }) => since_ms > one.since_ms)
    const at = behind < 0 ? queue.waiting.length : behind
    queue.waiting.splice(at, 0, { ...one, item: { ...one.item, state } })
    plan(queue)
  }, one.reject)
}

/** Nothing was done: the one at fault is found by halving, and the others are served. */
async function afterFailure<I, R, S>(queue: Queue<I, R, S>, batch: Batch<I, R, S>, error: unknown) {
  // A database that is away, or too slow, is not asked for each half: that would only take longer.
  const slow = (error as { code?: string }).code === '57014'
  if (batch.length === 1 || isAway(error) || slow) {
    for (const { reject } of batch) reject(error)
    return
  }
  const half = Math.ceil(batch.length / 2)
  await work(queue, batch.slice(0, half))
  await work(queue, batch.slice(half))
}

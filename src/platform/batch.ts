// Batched commands: requests that arrive while a batch commits form the next one, and one statement does the
// work of all. No waiting window, so one request alone waits for nobody. House, "Writes at 8 pm".
import type { Actor } from './access.ts'
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

/** One batcher: for each database of this process one queue over everything. */
export function batcher<I, R, S>(command: BatchedCommand<I, R, S>, own: Partial<Limits> = {}) {
  const queues = new WeakMap<Db, ReturnType<typeof queueOf<I, R, S>>>()
  return (db: Db, item: Omit<Item<I, S>, 'state'>): Promise<R> => {
    const queue = queues.get(db) ?? queueOf(db, command, { ...limits, ...own })
    queues.set(db, queue)
    return queue.submit(item)
  }
}

const busy = () => new Refused('busy', 503)

function queueOf<I, R, S>(db: Db, { run }: BatchedCommand<I, R, S>, limit: Limits) {
  let waiting: Waiting<I, R, S>[] = []
  let in_flight = 0
  let planned = false
  let watch: NodeJS.Timeout | null = null
  /** Keys of requests not yet answered: the same intention sent twice is one item. */
  const pending = new Map<string, { input_hash: string; answer: Promise<R> }>()

  function submit(item: Omit<Item<I, S>, 'state'>): Promise<R> {
    const { claim } = item
    if (!claim) return enter(item)
    const name = `${actorKey(item.actor)} ${claim.key}`
    const known = pending.get(name)
    if (known && known.input_hash !== claim.input_hash)
      return Promise.reject(new Refused('idempotency_key_reused', 409))
    if (known) return known.answer
    const answer = enter(item).finally(() => pending.delete(name))
    pending.set(name, { input_hash: claim.input_hash, answer })
    return answer
  }

  function enter(item: Omit<Item<I, S>, 'state'>): Promise<R> {
    if (waiting.length >= limit.waiting_max) return Promise.reject(busy())
    return new Promise<R>((resolve, reject) => {
      waiting.push({ item: { ...item, state: null }, since_ms: performance.now(), resolve, reject })
      plan()
    })
  }

  function plan() {
    watch ??= setInterval(sendAwayLate, 250).unref()
    if (planned || in_flight >= limit.in_flight_max || waiting.length === 0) return
    planned = true
    setImmediate(() => {
      planned = false
      start()
    })
  }

  function start() {
    const batch = waiting.splice(0, limit.items_max)
    if (batch.length === 0) return
    in_flight += 1
    void work(batch).finally(() => {
      in_flight -= 1
      plan()
    })
    plan()
  }

  // An early no with Retry-After is better than an answer nobody waits for any more.
  function sendAwayLate() {
    const oldest_ms = performance.now() - limit.wait_ms_max
    const late = waiting.filter(({ since_ms }) => since_ms < oldest_ms)
    if (late.length > 0) waiting = waiting.filter(({ since_ms }) => since_ms >= oldest_ms)
    for (const { reject } of late) reject(busy())
    if (waiting.length > 0 || in_flight > 0) return
    clearInterval(watch!)
    watch = null
  }

  async function work(batch: readonly Waiting<I, R, S>[]): Promise<void> {
    try {
      const outcomes = await run(
        db,
        batch.map(({ item }) => item),
      )
      for (const [at, one] of batch.entries()) settle(one, outcomes[at]!)
    } catch (error) {
      await afterFailure(batch, error)
    }
  }

  function settle(one: Waiting<I, R, S>, outcome: Outcome<R, S>) {
    if ('reply' in outcome) one.resolve(outcome.reply)
    else if ('refused' in outcome) one.reject(outcome.refused)
    else
      Promise.resolve(outcome.again).then((state) => {
        // Who came first stays first.
        const behind = waiting.findIndex(({ since_ms }) => since_ms > one.since_ms)
        waiting.splice(behind < 0 ? waiting.length : behind, 0, { ...one, item: { ...one.item, state } })
        plan()
      }, one.reject)
  }

  /** Nothing was done: the one at fault is found by halving, and the others are served. */
  async function afterFailure(batch: readonly Waiting<I, R, S>[], error: unknown) {
    if (batch.length === 1 || isLost(error)) {
      for (const { reject } of batch) reject(error)
      return
    }
    const half = Math.ceil(batch.length / 2)
    await work(batch.slice(0, half))
    await work(batch.slice(half))
  }

  return { submit }
}

/** The database itself is away: asking it for each half would only take longer. */
const isLost = (error: unknown) => /^(CONNECT|ECONN|57)/.test((error as { code?: string }).code ?? '')

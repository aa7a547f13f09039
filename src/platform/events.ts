// An event is one row plus one job per listener, written in the caller's transaction: heard if and only if
// it happened.
import type { Actor } from './access.ts'
import type { Tx } from './db.ts'
import { type Instant, newId } from './types.ts'

const listeners = new Map<string, string[]>()

/** Registers a job to run after every event of this name. Called once at start by reactions.ts of a room. */
export function listen(event: string, task: string) {
  const known = listeners.get(event) ?? []
  if (!known.includes(task)) listeners.set(event, [...known, task])
}

/** The jobs that an event of this name starts: a batch adds one of each for all of its events. */
export const listenersOf = (event: string): string[] => listeners.get(event) ?? []

export async function emit(
  tx: Tx,
  actor: Actor,
  name: string,
  payload: Record<string, unknown>,
  city_code: string | null = null,
) {
  const event_id = newId()
  await tx`
    insert into platform.event (id, name, payload, actor_id, city_code, happened_at)
    values (${event_id}, ${name}, ${tx.json(payload as never)}, ${actor.person_id}, ${city_code},
      platform.clock())`
  for (const task of listenersOf(name)) {
    await enqueue(tx, task, { event_id, ...payload }, { key: `${task}:${event_id}` })
  }
}

/** Adds a job in the caller's transaction. `key` makes it one job however often it is added. */
export async function enqueue(
  tx: Tx,
  task: string,
  payload: Record<string, unknown>,
  options: { run_at?: Instant; key?: string } = {},
) {
  await tx`
    select platform.add_job(${task}, ${tx.json(payload as never)}::json,
                            ${options.run_at ?? null}::timestamptz, ${options.key ?? null})`
}

/**
 * Asks for a sweep within a second, in the caller's transaction: a task that looks for everything due and
 * misses nothing that its next run would not find. All who ask in one second ask for one.
 */
export async function sweepSoon(tx: Tx, task: string) {
  await tx`select platform.sweep_soon(${task})`
}

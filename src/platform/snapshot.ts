// A versioned value in each process, rebuilt when its version in the database moves: catalog, prices,
// places. Readers never wait for the database; a change is followed within a second.
import { type Actor, system } from './access.ts'
import type { Db, Tx } from './db.ts'
import { sweepSoon } from './events.ts'

const followers = new Map<string, Set<string>>()

/** A sweep of this task is asked for whenever the named snapshot changes. At start, in every process. */
export function sweepAfter(name: string, task: string) {
  followers.set(name, (followers.get(name) ?? new Set()).add(task))
}

/** Marks the named snapshot as changed; every process follows after the commit. */
export async function bumpSnapshot(tx: Tx, _actor: Actor, name: string) {
  await tx`
    insert into platform.snapshot as s (name, version) values (${name}, 1)
    on conflict (name) do update set version = s.version + 1, changed_at = now()`
  await tx`select pg_notify('snapshot', ${name})`
  for (const task of followers.get(name) ?? []) await sweepSoon(tx, task)
}

/** Those this process keeps. */
const kept = new Set<() => Promise<void>>()

/**
 * Has this process look whether any of its snapshots has changed, instead of waiting to hear of it. Returns
 * the versions that all of them have reached at least.
 */
export async function caughtUp(db: Db, names: readonly string[]): Promise<string> {
  const rows = await db.sql<{ name: string; version: number }[]>`
    select name, version from platform.snapshot where name = any(${[...names]}) order by name`
  await Promise.all([...kept].map((refresh) => refresh()))
  return rows.map(({ name, version }) => `${name}.${version}`).join(' ')
}

export type Snapshot<T> = {
  current: () => T
  version: () => number
  refresh: () => Promise<void>
  stop: () => void
}

/** Loads now, then again whenever a bump is heard (and every 15 s, should a notification be lost). */
export async function keepSnapshot<T>(
  db: Db,
  name: string,
  load: (tx: Tx) => Promise<T>,
  onError: (error: unknown) => void = () => {},
): Promise<Snapshot<T>> {
  let state = await loadOnce()
  let running: Promise<void> | null = null
  let again = false

  async function loadOnce() {
    return db.read(system, async (tx) => {
      const [row] = await tx<{ version: number }[]>`
        select version from platform.snapshot where name = ${name}`
      return { version: row?.version ?? 0, value: await load(tx) }
    })
  }
  async function versionNow() {
    const [row] = await db.sql<{ version: number }[]>`
      select version from platform.snapshot where name = ${name}`
    return row?.version ?? 0
  }
  async function follow() {
    do {
      again = false
      if ((await versionNow()) !== state.version) state = await loadOnce()
    } while (again)
  }
  function refresh() {
    again = true
    running ??= follow()
      .catch(onError)
      .finally(() => {
        running = null
      })
    return running
  }
  const channel = await db.sql.listen('snapshot', (changed) => {
    if (changed === name) void refresh()
  })
  const timer = setInterval(() => void refresh(), 15_000)
  timer.unref()
  kept.add(refresh)
  return {
    current: () => state.value,
    version: () => state.version,
    refresh,
    stop: () => {
      clearInterval(timer)
      kept.delete(refresh)
      // A connection that is closing listens no more anyway.
      channel.unlisten().catch(() => {})
    },
  }
}

// Live updates: a transaction names the topics it touched; after its commit every server process hears them
// and tells its own listeners. Only names travel, never data: who may not read a thing learns nothing.
import type { Sql, Tx } from './db.ts'

export async function touch(tx: Tx, ...topics: string[]) {
  for (const topic of topics) await tx`select pg_notify('live', ${topic})`
}

export type Live = Awaited<ReturnType<typeof hearLive>>

export async function hearLive(sql: Sql) {
  const listeners = new Map<string, Set<(topic: string) => void>>()
  const tell = (topic: string) => {
    for (const hear of listeners.get(topic) ?? []) hear(topic)
  }
  // A line to the database that broke and stands again may have missed anything: everybody is told.
  const channel = await sql.listen('live', tell, () => [...listeners.keys()].forEach(tell))
  return {
    on(topic: string, hear: (topic: string) => void) {
      const heard = listeners.get(topic) ?? new Set()
      listeners.set(topic, heard.add(hear))
      return () => {
        heard.delete(hear)
        if (heard.size === 0) listeners.delete(topic)
      }
    },
    close: () => channel.unlisten(),
  }
}

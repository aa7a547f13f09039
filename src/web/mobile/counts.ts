// How much waits behind a tab: the page that knows tells, the tab bar shows.
import { useEffect, useSyncExternalStore } from 'react'

const counts = new Map<string, number>()
const heard = new Set<() => void>()
const follow = (listener: () => void) => {
  heard.add(listener)
  return () => heard.delete(listener)
}

export const useCount = (page_id: string) => useSyncExternalStore(follow, () => counts.get(page_id) ?? 0)

/** `undefined` while it is not known: the tab keeps what it showed. */
export function useTellCount(page_id: string, count: number | undefined) {
  useEffect(() => {
    if (count === undefined || counts.get(page_id) === count) return
    counts.set(page_id, count)
    for (const listener of heard) listener()
  }, [page_id, count])
}

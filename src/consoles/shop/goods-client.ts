// Goods by id in the browser: what carts and orders show of a SKU. Each is asked for once a page. What could
// not be asked stays open, and is asked again: only the server may say that something is not there.
import { useCallback, useEffect, useState } from 'react'
import { getSku } from '../../modules/catalog/contract.ts'
import { call, type Reply } from '../../web/api.ts'
import { isAnswer } from './read.ts'

export type Article = Reply<typeof getSku.reply>

const asked = new Map<string, Promise<Article | null>>()

/** null for what is no longer there; throws while it cannot be asked. */
function articleOf(sku_id: string): Promise<Article | null> {
  const known = asked.get(sku_id)
  if (known) return known
  const found = call(getSku, { sku_id: sku_id as never }).catch((thrown: unknown) => {
    asked.delete(sku_id)
    if (isAnswer(thrown)) return null
    throw thrown
  })
  asked.set(sku_id, found)
  return found
}

export type Asked<T> = {
  /** Answers by id; missing while asked for. */
  known: ReadonlyMap<string, T>
  /** Some could not be asked; they are asked again once there is a network. */
  failed: boolean
  retry: () => void
}
const AGAIN_MS = 4_000

/** Asks for each id once. `ask` has to stay the same function from one rendering to the next. */
export function useEach<T>(ids: readonly string[], ask: (id: string) => Promise<T>): Asked<T> {
  const [known, setKnown] = useState<ReadonlyMap<string, T>>(new Map())
  const [failed, setFailed] = useState(false)
  const [round, setRound] = useState(0)
  const wanted = [...new Set(ids)].sort().join(' ')
  useEffect(() => {
    let here = true
    let broken = false
    const one = async (id: string): Promise<[string, T][]> => {
      try {
        return [[id, await ask(id)]]
      } catch {
        broken = true
        return []
      }
    }
    void Promise.all((wanted ? wanted.split(' ') : []).map(one)).then((found) => {
      if (!here) return
      setKnown(new Map(found.flat()))
      setFailed(broken)
    })
    return () => {
      here = false
    }
  }, [wanted, round, ask])
  const retry = useCallback(() => setRound((n) => n + 1), [])
  useEffect(() => {
    if (!failed) return undefined
    const timer = setTimeout(retry, AGAIN_MS)
    addEventListener('online', retry)
    return () => {
      clearTimeout(timer)
      removeEventListener('online', retry)
    }
  }, [failed, round, retry])
  return { known, failed, retry }
}

/** Articles by SKU id; missing while asked for, null when nobody knows them. */
export const useArticles = (sku_ids: readonly string[]): ReadonlyMap<string, Article | null> =>
  useEach(sku_ids, articleOf).known

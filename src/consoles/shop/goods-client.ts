// Goods by id in the browser: what carts and orders show of a SKU. Each is asked for once a page.
import { useEffect, useState } from 'react'
import { getSku } from '../../modules/catalog/contract.ts'
import { call, type Reply } from '../../web/api.ts'

export type Article = Reply<typeof getSku.reply>

const asked = new Map<string, Promise<Article | null>>()

/** null for what is no longer there. */
function articleOf(sku_id: string): Promise<Article | null> {
  const known = asked.get(sku_id)
  if (known) return known
  const found = call(getSku, { sku_id: sku_id as never }).catch(() => {
    asked.delete(sku_id)
    return null
  })
  asked.set(sku_id, found)
  return found
}

/** Articles by SKU id; missing while asked for, null when nobody knows them. */
export function useArticles(sku_ids: readonly string[]): ReadonlyMap<string, Article | null> {
  const [known, setKnown] = useState<ReadonlyMap<string, Article | null>>(new Map())
  const wanted = [...new Set(sku_ids)].sort().join(' ')
  useEffect(() => {
    let here = true
    const ids = wanted ? wanted.split(' ') : []
    void Promise.all(ids.map(async (id) => [id, await articleOf(id)] as const)).then((found) => {
      if (here) setKnown(new Map(found))
    })
    return () => {
      here = false
    }
  }, [wanted])
  return known
}

// Goods by id as a list needs them: one read for all rows, kept for the session, drawn from their sizes.
import { useQuery } from '@tanstack/react-query'
import { listSkuLines, type SkuLine } from '../../modules/search/contract-lines.ts'
import { call } from '../api.ts'
import type { Desc } from '../draw/contract.ts'
import { defsSvg } from '../draw/finish.ts'
import { front } from '../draw/front.ts'
import { Drawing, Picture } from '../kit/drawing.tsx'

export type Goods = SkuLine
const goods_max = 100
const none: ReadonlyMap<string, Goods> = new Map()

export const asMap = (items: readonly Goods[]): ReadonlyMap<string, Goods> =>
  new Map(items.map((item) => [item.id, item]))

/** SKU id → goods; those of an unknown id are missing. */
export const useGoods = (ids: readonly string[]): ReadonlyMap<string, Goods> => useGoodsRead(ids).goods

/** `pending` until the first answer: a list drawn without its names would jump when they come. */
export function useGoodsRead(ids: readonly string[]) {
  const asked = [...new Set(ids)].toSorted()
  const told = useQuery({
    queryKey: [listSkuLines.id, { ids: asked.join(',') }],
    queryFn: async () => {
      const parts = Array.from({ length: Math.ceil(asked.length / goods_max) }, (_, at) =>
        asked.slice(at * goods_max, (at + 1) * goods_max),
      )
      const replies = await Promise.all(parts.map((part) => call(listSkuLines, { ids: part.join(',') })))
      return asMap(replies.flatMap(({ items }) => items))
    },
    enabled: asked.length > 0,
    staleTime: 600_000,
    placeholderData: (before) => before,
  })
  return { goods: told.data ?? none, pending: told.isLoading }
}

/** The shared paints of all drawings; once a page. */
export const Paints = () => <Picture svg={defsSvg()} className="no-print" />

/** A product alone in its own box. Decoration: its name stands beside it. */
export const Thumb = ({ goods, className = 'size-16' }: { goods: Goods | undefined; className?: string }) => (
  <span
    className={`grid shrink-0 place-items-center overflow-hidden rounded-field bg-wall p-1.5 ${className}`}
  >
    {goods && (
      <Drawing
        drawing={front(goods.drawing as Desc, { lod: 0, shadow: false })}
        label=""
        className="size-full"
      />
    )}
  </span>
)

// Which tags a store has to print, now and for each moment ahead. Pure, so that list and paper agree.
import type { ShelfTag, TagSheet } from '../contract.ts'

export type DueTag = ShelfTag & { was_fen: number | null }

/** Whatever says something else than what was printed last. */
export const dueNow = ({ items }: Pick<TagSheet, 'items'>): DueTag[] =>
  items
    .filter(({ price_fen, printed_fen }) => price_fen !== printed_fen)
    .map((tag) => ({ ...tag, was_fen: tag.printed_fen }))

/** What a turn changes, less what was printed for it already. */
export function dueAt({ items, turns }: Pick<TagSheet, 'items' | 'turns'>, starts_at: string): DueTag[] {
  const at = turns.findIndex((turn) => turn.starts_at === starts_at)
  const bySku = new Map(items.map((tag) => [tag.sku_id, tag]))
  return (turns[at]?.items ?? []).flatMap(({ sku_id, price_fen, was_fen }): DueTag[] => {
    const tag = bySku.get(sku_id)
    if (!tag || tag.printed_fen === price_fen) return []
    const later = turns.slice(at + 1).find((turn) => turn.items.some((one) => one.sku_id === sku_id))
    const valid_until = later?.starts_at ?? null
    return [{ ...tag, price_fen, was_fen, valid_from: starts_at, valid_until }]
  })
}

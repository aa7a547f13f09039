// What the tags of a store say and from when: rows of a whole followed by what changes, and how to read them.
import type { Fen, Instant } from '../../platform/types.ts'
import type { Stretch } from '../pricing/index.ts'

export type TagRow = { starts_at: Instant; sku_ids: string[]; price_fen: (Fen | null)[]; since: Instant[] }
export type Said = { fen: Fen | null; since: Instant }

/** What each tag says at a moment; rows in the order of their start. */
export function saidAt(rows: readonly TagRow[], at_ms: number): Map<string, Said> {
  const said = new Map<string, Said>()
  for (const row of rows) {
    if (Date.parse(row.starts_at) > at_ms) break
    for (const [i, sku_id] of row.sku_ids.entries())
      said.set(sku_id, { fen: row.price_fen[i]!, since: row.since[i]! })
  }
  return said
}

/**
 * The rows of a store from `at` on. A number that stays keeps the moment at which it began, whatever has been
 * agreed about it since.
 */
export function rowsOf(
  sku_ids: readonly string[],
  aheadOf: (sku_id: string) => readonly Stretch[],
  before: ReadonlyMap<string, Said>,
  at: Instant,
): TagRow[] {
  const whole: TagRow = { starts_at: at, sku_ids: [], price_fen: [], since: [] }
  const turns = new Map<number, TagRow>()
  for (const sku_id of sku_ids) {
    const [now, ...later] = aheadOf(sku_id)
    if (!now) continue
    const known = before.get(sku_id)
    const since =
      known?.fen === now.fen ? known.since : known ? laterOf(now.since, known.since, at) : now.since
    add(whole, sku_id, now.fen, since ?? at)
    for (const { fen, from_ms } of later) {
      const starts_at = new Date(from_ms).toISOString()
      const row = turns.get(from_ms) ?? { starts_at, sku_ids: [], price_fen: [], since: [] }
      turns.set(from_ms, row)
      add(row, sku_id, fen, starts_at)
    }
  }
  const rest = [...turns].sort(([a], [b]) => a - b).map(([, row]) => row)
  return [whole, ...rest]
}

function add(row: TagRow, sku_id: string, fen: Fen | null, since: Instant) {
  row.sku_ids.push(sku_id)
  row.price_fen.push(fen)
  row.since.push(since)
}

/** When a number that is not the one before it began: never before that one did. */
const laterOf = (since: Instant | null, before: Instant, at: Instant): Instant =>
  since && Date.parse(since) > Date.parse(before) ? since : at

// Reads of parity: the tags of a store as they were published, and the proofs.
import type { z } from 'zod'
import type { Actor } from '../../platform/access.ts'
import { type Tx, clockOf } from '../../platform/db.ts'
import { notFound } from '../../platform/refusal.ts'
import type { Fen, Id } from '../../platform/types.ts'
import { catalog } from '../catalog/index.ts'
import { nodeById } from '../places/index.ts'
import type { Difference, Run, ShelfTag, TagSheet, TagTurn, listRuns } from './contract.ts'
import { type TagRow, saidAt } from './tags.ts'

const shown_max = 200

/** GET /nodes/:node_id/shelf-tags: what was published, at this moment. */
export async function tagsOf(tx: Tx, _actor: Actor, { node_id }: { node_id: Id }): Promise<TagSheet> {
  const { city_code } = nodeById(node_id)
  const at = await clockOf(tx)
  const [rows, prints] = await Promise.all([
    tx<TagRow[]>`
      select starts_at, sku_ids, price_fen, since from parity.tag_set
       where city_code = ${city_code} and node_id = ${node_id} order by starts_at`,
    tx<{ sku_id: string; price_fen: Fen }[]>`
      select sku_id, price_fen from parity.tag_print where city_code = ${city_code} and node_id = ${node_id}`,
  ])
  const said = saidAt(rows, Date.parse(at))
  const turns = turnsOf(rows, said, Date.parse(at))
  const next = new Map(
    turns.toReversed().flatMap(({ starts_at, items }) => items.map((one) => [one.sku_id, starts_at])),
  )
  const printed = new Map(prints.map((one) => [one.sku_id, one.price_fen]))
  const items = [...said].flatMap(([sku_id, { fen, since }]): ShelfTag[] => {
    const sku = catalog().sku(sku_id)
    if (!sku) return []
    const { code, gtin, name_zh, name_en, variant_zh, variant_en } = sku
    return [
      {
        sku_id: sku_id as Id,
        code,
        gtin,
        name_zh,
        name_en,
        variant_zh,
        variant_en,
        tier: 'retail',
        price_fen: fen,
        valid_from: since,
        valid_until: next.get(sku_id as Id) ?? null,
        target: `/t/${node_id}/${encodeURIComponent(code)}`,
        printed_fen: printed.get(sku_id) ?? null,
      },
    ]
  })
  return { node_id, city_code, at, items, turns }
}

/** What changes after a moment, turn by turn. */
function turnsOf(rows: readonly TagRow[], now: ReturnType<typeof saidAt>, at_ms: number): TagTurn[] {
  const before = new Map([...now].map(([sku_id, { fen }]) => [sku_id, fen]))
  return rows
    .filter(({ starts_at }) => Date.parse(starts_at) > at_ms)
    .map(({ starts_at, sku_ids, price_fen }) => ({
      starts_at,
      items: sku_ids.map((sku_id, i) => {
        const was_fen = before.get(sku_id) ?? null
        before.set(sku_id, price_fen[i]!)
        return { sku_id: sku_id as Id, price_fen: price_fen[i]!, was_fen }
      }),
    }))
}

const columns = (tx: Tx) => tx`
  id, state, asked_at, asked_by, seed, pages, started_at, ended_at, took_ms, surfaces, prices, differences,
  error`

/** GET /parity-runs, the latest first. */
export async function runs(tx: Tx, _actor: Actor, input: z.output<typeof listRuns.input>) {
  const rows = await tx<Run[]>`
    select ${columns(tx)} from parity.run
     where (${input.after ?? null}::uuid is null or id < ${input.after ?? null}::uuid)
       ${input.only === 'different' ? tx`and differences > 0` : tx``}
       ${input.only === 'failed' ? tx`and state = 'failed'` : tx``}
     order by id desc limit ${input.limit + 1}`
  const items = rows.slice(0, input.limit)
  return { items, next: rows.length > input.limit ? items.at(-1)!.id : null }
}

export async function runOf(tx: Tx, _actor: Actor, { run_id }: { run_id: Id }) {
  const [run] = await tx<Run[]>`select ${columns(tx)} from parity.run where id = ${run_id}`
  if (!run) throw notFound()
  const found = await tx<Difference[]>`
    select no, surface, address, sku_id, node_id, place_code, channel, at, shown_fen, expected_fen,
           shown_trace, expected_trace
      from parity.difference where run_id = ${run_id} order by no limit ${shown_max}`
  return { ...run, found: [...found] }
}

/** Of which snapshots the tags were made last. */
export async function publishedVersion(tx: Tx): Promise<string | null> {
  const [row] = await tx<{ version: string }[]>`
    select version from parity.publication order by at desc, id desc limit 1`
  return row?.version ?? null
}

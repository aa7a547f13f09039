// The only writers of pricing.*: proposals go to control; an approval writes the row.
import type { z } from 'zod'
import type { Actor } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import type { ChangeKind, Check, Proposal } from '../../platform/change-kind.ts'
import { type Tx, clockOf } from '../../platform/db.ts'
import { Refused, wrongField } from '../../platform/refusal.ts'
import { bumpSnapshot } from '../../platform/snapshot.ts'
import { readSetting } from '../../platform/setting.ts'
import { type Fen, newId } from '../../platform/types.ts'
import { catalog } from '../catalog/index.ts'
import { propose } from '../control/index.ts'
import { city, county, province } from '../places/index.ts'
import { PriceChange, type PriceRow, type proposeChange } from './contract.ts'
import { aboveFloor, alone } from './commands-floors.ts'
import { priceLevels } from './hands.ts'
import { cutAfter, deepestBp, reference_days } from './limits.ts'
import { readBenefits } from './queries.ts'
import { resolvePrice } from './resolve-price.ts'
import { corridor } from './settings.ts'

export const knownPlace = (code: string) =>
  code === 'CN' || province(code) !== null || city(code) !== null || county(code) !== null

type Key = Pick<PriceChange, 'sku_id' | 'place_code' | 'channel' | 'tier'>

/** The row of this key that holds at a moment. */
async function rowAt(tx: Tx, key: Key, at: string) {
  const [row] = await tx<{ id: string; price_fen: number; starts_at: string; ends_at: string | null }[]>`
    select id, price_fen, lower(valid) as starts_at, upper(valid) as ends_at
      from pricing.price
     where sku_id = ${key.sku_id} and place_code = ${key.place_code} and channel = ${key.channel}
       and tier = ${key.tier} and valid @> ${at}::timestamptz`
  return row ?? null
}

const stateOf = (row: Awaited<ReturnType<typeof rowAt>>, key: Key) => ({
  place_code: key.place_code,
  channel: key.channel,
  tier: key.tier,
  price_fen: row?.price_fen ?? null,
  starts_at: row?.starts_at ?? null,
  ends_at: row?.ends_at ?? null,
})

/** Throws the first field that is wrong; says the moments in one spelling. */
async function sound(tx: Tx, change: PriceChange): Promise<PriceChange> {
  if (!catalog().sku(change.sku_id)) throw wrongField('/sku_id', 'unknown_sku')
  if (!knownPlace(change.place_code)) throw wrongField('/place_code', 'unknown_place')
  if (Date.parse(change.starts_at) < Date.parse(await clockOf(tx)) - 60_000)
    throw wrongField('/starts_at', 'starts_in_past')
  if (change.ends_at && Date.parse(change.ends_at) <= Date.parse(change.starts_at))
    throw wrongField('/ends_at', 'ends_before_start')
  // Moments are compared as text with what the database says.
  return {
    ...change,
    starts_at: new Date(change.starts_at).toISOString(),
    ends_at: change.ends_at && new Date(change.ends_at).toISOString(),
  }
}

export async function proposePrice(tx: Tx, actor: Actor, input: z.output<typeof proposeChange.input>) {
  const { reason, ...change } = input
  const after = await sound(tx, change)
  return propose(tx, actor, {
    kind: 'pricing.price_change',
    subject_kind: 'sku',
    subject_id: change.sku_id,
    before: stateOf(await rowAt(tx, change, change.starts_at), change),
    after,
    reason,
  })
}

/** The price a change is measured against: of its own key, else the one its buyers pay without it. */
async function priceBefore(tx: Tx, change: PriceChange): Promise<number | null> {
  const own = await rowAt(tx, change, change.starts_at)
  if (own) return own.price_fen
  const rows = await tx<PriceRow[]>`
    select id, sku_id, place_code, channel, tier, price_fen, lower(valid) as starts_at, upper(valid)
      as ends_at
      from pricing.price where sku_id = ${change.sku_id} and valid @> ${change.starts_at}::timestamptz`
  const found = resolvePrice(new Map([[change.sku_id, [...rows]]]), {
    sku_id: change.sku_id,
    places: placesAbove(change.place_code),
    channel: change.channel === 'counter' ? 'counter' : 'shop',
    tier: change.tier,
    at_ms: Date.parse(change.starts_at),
  })
  return found?.price_fen ?? null
}

/** From the place itself outwards to CN. */
export function placesAbove(code: string): string[] {
  const in_county = county(code)
  if (in_county) return [code, in_county.city_code, in_county.province_code, 'CN']
  const in_city = city(code)
  if (in_city) return [code, in_city.province_code, 'CN']
  return code === 'CN' ? ['CN'] : [code, 'CN']
}

async function checks(tx: Tx, change: PriceChange): Promise<Check[]> {
  await alone(tx)
  const before_fen = await priceBefore(tx, change)
  const step_bp = before_fen ? Math.round(((change.price_fen - before_fen) * 10_000) / before_fen) : 0
  const corridor_bp = await readSetting(tx, corridor)
  const planned = await plannedWithin(tx, change)
  const { sku_id, price_fen } = change
  const to_ms = change.ends_at ? Date.parse(change.ends_at) : Infinity
  const span = { from_ms: Date.parse(change.starts_at), to_ms }
  const sku = catalog().sku(sku_id)!
  const benefits = await readBenefits(tx)
  const deepest_bp = deepestBp(benefits, sku, price_fen as Fen, span)
  const cut = before_fen && price_fen > before_fen ? cutAfter(benefits, sku, span.from_ms) : undefined
  return [
    { code: 'above_zero', ok: change.price_fen > 0, facts: { price_fen: change.price_fen } },
    { code: 'within_corridor', ok: Math.abs(step_bp) <= corridor_bp, facts: { step_bp, corridor_bp } },
    ...(await aboveFloor(tx, [{ sku_id, fen: price_fen, span }])),
    {
      code: 'benefits_within_corridor',
      ok: -deepest_bp <= corridor_bp,
      facts: { step_bp: deepest_bp, corridor_bp },
    },
    {
      code: 'not_raised',
      ok: !cut,
      facts: cut
        ? { sku: sku.code, before_fen, price_fen, at: cut.wish.starts_at }
        : { days: reference_days },
    },
    { code: 'no_overlap', ok: planned === null, facts: planned ? { starts_at: planned } : {} },
  ]
}

/** When a price of the same key begins within the change: that one would have to be changed, not this one. */
async function plannedWithin(tx: Tx, change: PriceChange): Promise<string | null> {
  const [row] = await tx<{ starts_at: string }[]>`
    select lower(valid) as starts_at from pricing.price
     where sku_id = ${change.sku_id} and place_code = ${change.place_code} and channel = ${change.channel}
       and tier = ${change.tier} and lower(valid) >= ${change.starts_at}
       and valid && tstzrange(${change.starts_at}, ${change.ends_at})
     order by lower(valid) limit 1`
  return row?.starts_at ?? null
}

// Rows are closed and split, never overwritten: what was sold can always be explained.
async function applyChange(
  tx: Tx,
  actor: Actor,
  request: { id: string; after: PriceChange; requested_by: string },
) {
  const change = request.after
  const now = await clockOf(tx)
  const starts_at = change.starts_at > now ? change.starts_at : now
  if (change.ends_at && change.ends_at <= starts_at) throw new Refused('ends_before_start', 409)
  const replaced = await tx<{ id: string; price_fen: number; lower: string; upper: string | null }[]>`
    select id, price_fen, lower(valid) as lower, upper(valid) as upper from pricing.price
     where sku_id = ${change.sku_id} and place_code = ${change.place_code} and channel = ${change.channel}
       and tier = ${change.tier} and valid && tstzrange(${starts_at}, ${change.ends_at})
     order by lower(valid) for update`
  const insert = (price_fen: number, from: string, to: string | null) => tx`
    insert into pricing.price (id, sku_id, place_code, channel, tier, price_fen, valid, requested_by,
           approved_by, request_id)
    values (${newId()}, ${change.sku_id}, ${change.place_code}, ${change.channel}, ${change.tier},
            ${price_fen}, tstzrange(${from}, ${to}), ${request.requested_by},
            ${actor.person_id}, ${request.id})`
  const planned = replaced.filter((row) => row.lower >= starts_at)
  if (planned.length > 0) throw new Refused('overlaps', 409, { starts_at: planned[0]!.lower })
  for (const row of replaced)
    await tx`update pricing.price set valid = tstzrange(${row.lower}, ${starts_at}) where id = ${row.id}`
  await insert(change.price_fen, starts_at, change.ends_at)
  const cut = replaced[0]
  if (cut && change.ends_at && (cut.upper === null || cut.upper > change.ends_at))
    await insert(cut.price_fen, change.ends_at, cut.upper)
  await audit(tx, actor, 'pricing.changed', { kind: 'sku', id: change.sku_id }, { ...change })
  await bumpSnapshot(tx, actor, 'prices')
}

export const priceKinds: ChangeKind[] = [
  {
    kind: 'pricing.price_change',
    name_zh: '改价',
    name_en: 'Price change',
    permission_to_propose: 'pricing.propose',
    schema: PriceChange,
    fields: [
      { field: 'price_fen', label_zh: '到手价', label_en: 'Final price', unit: 'fen' },
      { field: 'starts_at', label_zh: '生效', label_en: 'From', unit: 'instant' },
      { field: 'ends_at', label_zh: '截止', label_en: 'Until', unit: 'instant' },
      { field: 'place_code', label_zh: '地区', label_en: 'Place', unit: 'text' },
      { field: 'channel', label_zh: '渠道', label_en: 'Channel', unit: 'text' },
      { field: 'tier', label_zh: '客层', label_en: 'Tier', unit: 'text' },
    ],
    current: async (tx, _id, after) => {
      const change = after as PriceChange
      return stateOf(await rowAt(tx, change, change.starts_at), change)
    },
    subject_name: async (_tx, after) => {
      const sku = catalog().sku((after as PriceChange).sku_id)
      return sku ? { zh: sku.name_zh, en: sku.name_en } : null
    },
    checks: (tx, after) => checks(tx, after as PriceChange),
    levels: (proposal) => priceLevels(proposal as Proposal<PriceChange>),
    effective_at: (after) => (after as PriceChange).starts_at,
    renew: async (tx, given) => {
      const after = await sound(tx, given as PriceChange)
      return { subject_id: after.sku_id, after }
    },
    apply: (tx, actor, request) =>
      applyChange(tx, actor, { ...request, after: request.after as PriceChange }),
  },
]

export type LoadedPrice = {
  id: string
  sku_id: string
  place_code: string
  price_fen: number
  starts_at: string
}

/** Bulk load of open-ended retail prices for all channels; rows that exist stay. Owner's connection only. */
export async function loadPrices(tx: Tx, actor: Actor, rows: readonly LoadedPrice[]): Promise<number> {
  const added = await tx`
    insert into pricing.price (id, sku_id, place_code, channel, tier, price_fen, valid)
    select id, sku_id, place, 'all', 'retail', fen, tstzrange(from_at, null)
      from unnest(${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.sku_id)}::uuid[],
                  ${rows.map((r) => r.place_code)}::text[], ${rows.map((r) => r.price_fen)}::bigint[],
                  ${rows.map((r) => r.starts_at)}::text[]::timestamptz[])
             as g(id, sku_id, place, fen, from_at)
    on conflict (id) do nothing`
  await bumpSnapshot(tx, actor, 'prices')
  return added.count
}

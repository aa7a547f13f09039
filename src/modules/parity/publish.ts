// Writes what the tags of all stores say, city by city: the only writer of parity.tag_set. Stores that pay
// the same share what was worked out; a store whose tags say what they said is left alone.
import { system } from '../../platform/access.ts'
import { nowInstant } from '../../platform/clock.ts'
import { type Db, type Tx, clockOf } from '../../platform/db.ts'
import { caughtUp } from '../../platform/snapshot.ts'
import { type Id, type Instant, newId } from '../../platform/types.ts'
import { catalog } from '../catalog/index.ts'
import { type Node, nodes } from '../places/index.ts'
import { type Stretch, namedPlaces, placesOf, pricesAhead } from '../pricing/index.ts'
import { carried } from '../stock/index.ts'
import { type TagRow, rowsOf, saidAt } from './tags.ts'

/** What is planned further ahead is published when it comes nearer. */
const days_ahead = 8
const stores_at_once = 250

/** The SKUs of each store of a city. */
export type Assortment = (tx: Tx, city_code: string) => Promise<ReadonlyMap<string, readonly string[]>>

/** The versions of what tags are made from, once this process has them. */
export const versionsHere = (db: Db) => caughtUp(db, ['catalog', 'places', 'prices'])

export type Published = { stores: number; tags: number; changed: number; took_ms: number }

export async function publishTags(db: Db, assortment: Assortment = carried): Promise<Published> {
  const began = performance.now()
  const version = await versionsHere(db)
  const at = nowInstant()
  const ahead = openAhead(Date.parse(at))
  const cities = new Map<string, Node[]>()
  for (const node of nodes().all)
    if (node.kind === 'store' && node.state !== 'closed')
      cities.set(node.city_code, [...(cities.get(node.city_code) ?? []), node])
  const sum = { stores: 0, tags: 0, changed: 0 }
  for (const [city_code, stores] of cities) {
    const given = await db.read(system, (tx) => assortment(tx, city_code))
    for (let from = 0; from < stores.length; from += stores_at_once) {
      const part = stores.slice(from, from + stores_at_once)
      const done = await db.command(system, (tx) =>
        publishStores(tx, { city_code, stores: part, given, ahead, at }),
      )
      sum.stores += part.length
      sum.tags += done.tags
      sum.changed += done.changed
    }
  }
  const took_ms = Math.round(performance.now() - began)
  await db.command(system, async (tx) => {
    const row = { id: newId(), at: await clockOf(tx), version, ...sum, took_ms }
    await tx`insert into parity.publication ${tx(row)}`
  })
  return { ...sum, took_ms }
}

type AheadOf = (county_code: string, sku_id: string) => readonly Stretch[]

/** Numbers from a moment on, worked out once for all counties that no price and no benefit tells apart. */
function openAhead(from_ms: number): AheadOf {
  const named = namedPlaces()
  const groups = new Map<string, Map<string, Stretch[]>>()
  const byCounty = new Map<string, Map<string, Stretch[]>>()
  const groupOf = (county_code: string) => {
    const key = placesOf(county_code)
      .filter((place) => named.has(place))
      .join()
    const group = groups.get(key) ?? new Map<string, Stretch[]>()
    groups.set(key, group)
    byCounty.set(county_code, group)
    return group
  }
  return (county_code, sku_id) => {
    const group = byCounty.get(county_code) ?? groupOf(county_code)
    const known = group.get(sku_id)
    if (known) return known
    const asked = { sku_id, county_code, channel: 'counter' as const, tier: 'retail' as const }
    const made = pricesAhead(asked, from_ms, days_ahead)
    group.set(sku_id, made)
    return made
  }
}

type Known = TagRow & { node_id: string }
type Part = {
  city_code: string
  stores: readonly Node[]
  given: ReadonlyMap<string, readonly string[]>
  ahead: AheadOf
  at: Instant
}

async function publishStores(tx: Tx, { city_code, stores, given, ahead, at }: Part) {
  const ids = stores.map(({ id }) => id as string)
  const rows = await tx<Known[]>`
    select node_id, starts_at, sku_ids, price_fen, since from parity.tag_set
     where city_code = ${city_code} and node_id = any(${ids}::uuid[]) order by node_id, starts_at for update`
  const known = new Map<string, Known[]>()
  for (const row of rows) known.set(row.node_id, [...(known.get(row.node_id) ?? []), row])
  const fresh: (TagRow & { city_code: string; node_id: Id })[] = []
  let tags = 0
  for (const { id: node_id, county_code } of stores) {
    const before = known.get(node_id) ?? []
    const sku_ids = (given.get(node_id) ?? []).filter((sku_id) => catalog().sku(sku_id)?.for_sale)
    const said = saidAt(before, Date.parse(at))
    const now = rowsOf(sku_ids, (sku_id) => ahead(county_code, sku_id), said, at)
    tags += now[0]!.sku_ids.length
    if (!saysTheSame(before, now)) fresh.push(...now.map((row) => ({ city_code, node_id, ...row })))
  }
  const changed = [...new Set(fresh.map(({ node_id }) => node_id as string))]
  if (changed.length > 0) await replace(tx, city_code, changed, fresh)
  return { tags, changed: changed.length }
}

/** The same tags with the same numbers from the same moments, whenever that was written. */
function saysTheSame(before: readonly TagRow[], now: readonly TagRow[]): boolean {
  const [first, ...turns] = now
  if (!first || before.length !== now.length) return false
  const told = ({ sku_ids, price_fen, since }: TagRow) => JSON.stringify([sku_ids, price_fen, since])
  return (
    told(before[0]!) === told(first) &&
    turns.every((row, i) => before[i + 1]!.starts_at === row.starts_at && told(before[i + 1]!) === told(row))
  )
}

async function replace(
  tx: Tx,
  city_code: string,
  changed: readonly string[],
  rows: readonly (TagRow & { node_id: string })[],
) {
  await tx`
    delete from parity.tag_set where city_code = ${city_code} and node_id = any(${[...changed]}::uuid[])`
  // Arrays of arrays have one length in PostgreSQL, and these have not: they travel as texts.
  const list = (values: readonly unknown[]) => `{${values.map((one) => one ?? 'null').join()}}`
  await tx`
    insert into parity.tag_set (city_code, node_id, starts_at, sku_ids, price_fen, since)
    select ${city_code}, r.node_id, r.starts_at, r.skus::uuid[], r.fen::bigint[], r.since::timestamptz[]
      from unnest(${rows.map((row) => row.node_id)}::uuid[],
                  ${rows.map((row) => row.starts_at)}::timestamptz[],
                  ${rows.map((row) => list(row.sku_ids))}::text[],
                  ${rows.map((row) => list(row.price_fen))}::text[],
                  ${rows.map((row) => list(row.since))}::text[]) as r(node_id, starts_at, skus, fen, since)`
}

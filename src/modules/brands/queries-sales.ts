// Reads of what was sold, what lies where and what funding bought: sums of days, and stock as it is now.
import type { z } from 'zod'
import type { Actor } from '../../platform/access.ts'
import { type Tx, clockOf } from '../../platform/db.ts'
import { addDays, dayOf } from '../../platform/time.ts'
import type { Fen, Id, Page } from '../../platform/types.ts'
import { catalog, ownProducts } from '../catalog/index.ts'
import { type Format, type Node, nodes } from '../places/index.ts'
import { type Available, available } from '../stock/index.ts'
import type {
  Bought,
  Funding,
  PlaceSales,
  SkuSales,
  listBought,
  listFunding,
  listPlaceSales,
  listSkuSales,
} from './contract-sales.ts'

type Sums = Pick<PlaceSales, 'units' | 'returned_units' | 'on_hand' | 'nodes'>
type SoldRow = { city_code: string; format: Format; sku_id: Id; units: number; returned_units: number }
type Wanted = {
  days: number
  sku_id?: Id | undefined
  city_code?: string | undefined
  format?: Format | undefined
}

const nothing = (): Sums => ({ units: 0, returned_units: 0, on_hand: 0, nodes: 0 })
const through = ({ units, on_hand }: Sums) =>
  units + on_hand > 0 ? Math.round((units * 10_000) / (units + on_hand)) : null

/** The first of the last `days` days, today among them. */
const since = async (tx: Tx, days: number) => addDays(dayOf(await clockOf(tx)), 1 - days)

/** The row policy says the same; told so, the index finds the rows. */
const ofOwn = (tx: Tx, { scope }: Actor) =>
  scope.brands === null ? tx`` : tx`and brand_id = any(${scope.brands}::uuid[])`

async function soldOf(tx: Tx, actor: Actor, wanted: Wanted): Promise<SoldRow[]> {
  const { days, sku_id, city_code, format } = wanted
  return tx<SoldRow[]>`
    select city_code, format, sku_id, sum(units)::int as units, sum(returned_units)::int as returned_units
      from brands.sold
     where day >= ${await since(tx, days)} ${ofOwn(tx, actor)}
       ${sku_id ? tx`and sku_id = ${sku_id}` : tx``}
       ${city_code ? tx`and city_code = ${city_code}` : tx``}
       ${format ? tx`and format = ${format}` : tx``}
     group by city_code, format, sku_id`
}

type Cell = { node: Node; cell: Available }

/** What lies where of the reader's own goods, at this moment. */
async function stockOf(tx: Tx, { sku_id, city_code, format }: Wanted): Promise<Cell[]> {
  const own = (await ownProducts(tx)).flatMap(({ skus }) => skus.map(({ id }) => id))
  const sku_ids = sku_id ? own.filter((id) => id === sku_id) : own
  if (sku_ids.length === 0) return []
  const city_codes = city_code ? [city_code] : [...new Set(nodes().all.map((node) => node.city_code))]
  const cells = await available(tx, { city_codes, sku_ids, seller: 'owner' })
  return cells.flatMap((cell) => {
    const node = nodes().byId(cell.node_id)
    return node && cell.on_hand > 0 && (!format || node.format === format) ? [{ node, cell }] : []
  })
}

/** Sums by a key of what was sold and of what lies there. */
async function sumsBy(
  tx: Tx,
  actor: Actor,
  wanted: Wanted,
  keyOf: (at: { city_code: string; format: Format; sku_id: Id }) => string,
): Promise<Map<string, Sums>> {
  const all = new Map<string, Sums>()
  const of = (key: string) => all.get(key) ?? all.set(key, nothing()).get(key)!
  for (const row of await soldOf(tx, actor, wanted)) {
    const sums = of(keyOf(row))
    sums.units += row.units - row.returned_units
    sums.returned_units += row.returned_units
  }
  const counted = new Set<string>()
  for (const { node, cell } of await stockOf(tx, wanted)) {
    const { city_code, format } = node
    const key = keyOf({ city_code, format, sku_id: cell.sku_id as Id })
    const sums = of(key)
    sums.on_hand += cell.on_hand
    if (!counted.has(`${key} ${node.id}`)) sums.nodes += 1
    counted.add(`${key} ${node.id}`)
  }
  return all
}

/** Most sold first; `after` is the key of the last row of the page before. */
function paged<T extends { units: number }>(
  rows: readonly T[],
  keyOf: (row: T) => string,
  { limit, after }: { limit: number; after?: string | undefined },
): Page<T> {
  const sorted = rows.toSorted((a, b) => b.units - a.units || (keyOf(a) < keyOf(b) ? -1 : 1))
  const from = after === undefined ? 0 : sorted.findIndex((row) => keyOf(row) === after) + 1
  const items = sorted.slice(from, from + limit)
  return { items, next: from + limit < sorted.length ? keyOf(items.at(-1)!) : null }
}

export async function placeSales(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof listPlaceSales.input>,
): Promise<Page<PlaceSales>> {
  const keyOf = ({ city_code, format }: { city_code: string; format: string }) => `${city_code}:${format}`
  const rows = [...(await sumsBy(tx, actor, input, keyOf))].map(([key, sums]): PlaceSales => {
    const [city_code = '', format = ''] = key.split(':')
    return { city_code, format: format as Format, ...sums, sell_through_bp: through(sums) }
  })
  return paged(rows, keyOf, input)
}

export async function skuSales(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof listSkuSales.input>,
): Promise<Page<SkuSales>> {
  const rows = [...(await sumsBy(tx, actor, input, ({ sku_id }) => sku_id))].map(([key, sums]): SkuSales => {
    const { code = key, name_zh = '', name_en = '' } = catalog().sku(key) ?? {}
    return { sku_id: key as Id, code, name_zh, name_en, ...sums, sell_through_bp: through(sums) }
  })
  return paged(rows, ({ sku_id }) => sku_id, input)
}

export async function boughtBy(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof listBought.input>,
): Promise<Page<Bought>> {
  const rows = await tx<Bought[]>`
    select code, max(name_zh) as name_zh, max(name_en) as name_en, sum(units)::int as units,
           sum(off_fen)::bigint as off_fen, sum(own_fen)::bigint as own_fen, min(day)::text as first_on,
           max(day)::text as last_on
      from brands.bought
     where day >= ${await since(tx, input.days)} ${ofOwn(tx, actor)}
     group by code`
  return paged(rows, ({ code }) => code, input)
}

type FundingRow = Omit<Funding, 'brand_zh' | 'brand_en' | 'state' | 'budget_fen'> & {
  brand_id: Id
  budget_fen: Fen
}

/** Row policies say whose: a brand its own, selling and control all. */
export async function findFunding(
  tx: Tx,
  { limit, after }: z.output<typeof listFunding.input>,
): Promise<Page<Funding>> {
  const rows = await tx<FundingRow[]>`
    select funding_id, brand_id, sku_codes, share_bp, budget_fen, lower(valid) as starts_at,
           upper(valid) as ends_at, reason
      from brands.funding
     where ${after ?? null}::uuid is null or funding_id < ${after ?? null}::uuid
     order by funding_id desc limit ${limit + 1}`
  const now = Date.parse(await clockOf(tx))
  const items = rows.slice(0, limit).map(({ brand_id, ...row }): Funding => {
    const brand = catalog().brand(brand_id)
    const state =
      Date.parse(row.ends_at) <= now ? 'past' : Date.parse(row.starts_at) > now ? 'planned' : 'now'
    return { ...row, brand_zh: brand?.name_zh ?? '', brand_en: brand?.name_en ?? '', state }
  })
  return { items, next: rows.length > limit ? items.at(-1)!.funding_id : null }
}

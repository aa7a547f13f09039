// Reads of brands. Row policies show a brand its own rows; what all may see is asked in its scope.
import type { z } from 'zod'
import type { Tx } from '../../platform/db.ts'
import { notFound } from '../../platform/refusal.ts'
import type { Fen, Id, Page } from '../../platform/types.ts'
import {
  type OwnProduct as Rows,
  catalog,
  drawingOf,
  lacksOf,
  ownProducts,
  whyNotForSale,
} from '../catalog/index.ts'
import { nodes } from '../places/index.ts'
import type {
  BrandCounts,
  BrandOrder,
  BrandOrderWhole,
  Lack,
  OwnProduct,
  OwnProductLine,
  OwnSku,
  listBrandOrders,
  listOwnProducts,
} from './contract.ts'
import { lackCodes } from './contract.ts'
import { completeness } from './rules.ts'

// ── products ────────────────────────────────────────────────────────────────────────────────────────────

const skusOf = ({ product, skus }: Rows): OwnSku[] =>
  skus.map((sku) => ({
    id: sku.id,
    code: sku.code,
    gtin: sku.gtin,
    variant_zh: sku.variant_zh,
    variant_en: sku.variant_en,
    state: sku.state,
    width_mm: sku.width_mm,
    height_mm: sku.height_mm,
    depth_mm: sku.depth_mm,
    weight_g: sku.weight_g,
    package_volume_l: sku.package_volume_l,
    lacks: lacksOf(product, sku),
    why_not: whyNotForSale(product, sku),
  }))

function lineOf(rows: Rows): OwnProductLine {
  const { product, brand, skus } = rows
  const own = skusOf(rows)
  const missing = new Set(own.flatMap(({ lacks }) => lacks))
  return {
    id: product.id,
    brand_zh: brand.name_zh,
    brand_en: brand.name_en,
    category_code: product.category_code,
    model: product.model,
    name_zh: product.name_zh,
    name_en: product.name_en,
    state: product.state,
    skus: own.length,
    skus_for_sale: own.filter(({ why_not }) => why_not === null).length,
    lacks: lackCodes.filter((code) => missing.has(code)),
    complete_bp: completeness(own),
    drawing: skus[0] ? drawingOf(skus[0], product, brand) : null,
  }
}

/** What is complete, retired goods left aside, is no longer asked for. */
const asks = ({ state, lacks }: OwnProductLine) => state !== 'retired' && lacks.length > 0

export async function findOwnProducts(
  tx: Tx,
  { q, state, lacks, open, after, limit }: z.output<typeof listOwnProducts.input>,
): Promise<Page<OwnProductLine>> {
  const words = q?.toLowerCase().split(/\s+/) ?? []
  const found = (await ownProducts(tx)).map(lineOf).filter((line) => {
    const said = `${line.name_zh} ${line.name_en} ${line.model}`.toLowerCase()
    if (after && line.id <= after) return false
    if (state && line.state !== state) return false
    if (lacks && !(asks(line) && line.lacks.includes(lacks))) return false
    return (!open || asks(line)) && words.every((word) => said.includes(word))
  })
  const items = found.slice(0, limit)
  return { items, next: found.length > limit ? items.at(-1)!.id : null }
}

export async function ownProduct(tx: Tx, product_id: Id): Promise<OwnProduct> {
  const [rows] = await ownProducts(tx, product_id)
  if (!rows) throw notFound()
  const { product } = rows
  return {
    ...lineOf(rows),
    noise_db: product.noise_db,
    warranty_months: product.warranty_months,
    energy_grade: product.energy?.grade ?? null,
    kwh_year: product.energy?.kwh_year ?? null,
    water_l_year: product.energy?.water_l_year ?? null,
    gas_m3_year: product.energy?.gas_m3_year ?? null,
    attributes: { ...product.attributes },
    skus: skusOf(rows),
  }
}

export async function brandCounts(tx: Tx): Promise<BrandCounts> {
  const lines = (await ownProducts(tx)).map(lineOf)
  const open = lines.filter(asks)
  const of = (state: OwnProductLine['state']) => lines.filter((line) => line.state === state).length
  const sum = (part: (line: OwnProductLine) => number) => lines.reduce((all, line) => all + part(line), 0)
  const [orders] = await tx<{ to_answer: number; to_ship: number }[]>`
    select count(*) filter (where o.state = 'sent')::int as to_answer,
           count(*) filter (where o.state in ('acknowledged', 'part_shipped', 'part_received')
                              and exists (select from purchase.public_asked_line l
                                           where l.order_id = o.order_id
                                             and coalesce(l.acknowledged_units, l.units)
                                                 > l.despatched_units))::int as to_ship
      from purchase.public_asked o where platform.in_scope('brands', o.brand_id::text)`
  const [sums] = await tx<{ summed_at: string | null }[]>`select max(at) as summed_at from brands.summed`
  const lacking = (code: Lack) => open.filter((line) => line.lacks.includes(code)).length
  return {
    products: lines.length,
    draft: of('draft'),
    live: of('live'),
    retired: of('retired'),
    incomplete: open.length,
    lacking: Object.fromEntries(lackCodes.map((code) => [code, lacking(code)])) as BrandCounts['lacking'],
    skus: sum((line) => line.skus),
    skus_for_sale: sum((line) => line.skus_for_sale),
    ...orders!,
    ...sums!,
  }
}

// ── orders from us ──────────────────────────────────────────────────────────────────────────────────────

type OrderRow = Omit<BrandOrder, 'node_zh' | 'node_en' | 'purchase_order_id'> & {
  order_id: Id
  node_id: string
}

function orderOf({ order_id, node_id, ...row }: OrderRow): BrandOrder {
  const node = nodes().byId(node_id)
  return {
    purchase_order_id: order_id,
    ...row,
    node_zh: node?.name_zh ?? row.city_code,
    node_en: node?.name_en ?? row.city_code,
  }
}

/** Orders with their sums; `where` narrows them. Drafts are never the brand's to see. */
const ordersWhere = (tx: Tx, where: ReturnType<Tx>, limit: number) => tx<OrderRow[]>`
  select o.order_id, o.no, o.state, o.node_id, o.city_code, o.expected_on::text as expected_on, o.sent_at,
         l.lines, l.units, l.agreed_units, l.despatched_units, l.good_units, l.total_fen
    from purchase.public_asked o
   cross join lateral (
     select count(*)::int as lines, coalesce(sum(x.units), 0)::int as units,
            coalesce(sum(coalesce(x.acknowledged_units, x.units)), 0)::int as agreed_units,
            coalesce(sum(x.despatched_units), 0)::int as despatched_units,
            coalesce(sum(x.good_units), 0)::int as good_units,
            coalesce(sum(coalesce(x.acknowledged_units, x.units) * x.unit_cost_fen), 0)::bigint as total_fen
       from purchase.public_asked_line x where x.order_id = o.order_id) l
   where o.state not in ('draft', 'approving') and platform.in_scope('brands', o.brand_id::text) ${where}
   order by o.created_at desc, o.order_id desc
   limit ${limit}`

export async function findBrandOrders(
  tx: Tx,
  { state, waits, q, after, limit }: z.output<typeof listBrandOrders.input>,
): Promise<Page<BrandOrder>> {
  const like = q && `%${q.trim().replaceAll(/[\\%_]/g, '\\$&')}%`
  const where = tx`
    ${state ? tx`and o.state = ${state}` : tx``}
    ${waits === 'answer' ? tx`and o.state = 'sent'` : tx``}
    ${
      waits === 'goods'
        ? tx`and o.state in ('acknowledged', 'part_shipped', 'part_received')
             and l.agreed_units > l.despatched_units`
        : tx``
    }
    ${like ? tx`and o.no ilike ${like}` : tx``}
    ${
      after
        ? tx`and (o.created_at, o.order_id) < (select a.created_at, a.order_id from purchase.public_asked a
                                                where a.order_id = ${after})`
        : tx``
    }`
  const rows = await ordersWhere(tx, where as never, limit + 1)
  const items = rows.slice(0, limit).map(orderOf)
  return { items, next: rows.length > limit ? items.at(-1)!.purchase_order_id : null }
}

type LineRow = {
  line_no: number
  sku_id: Id
  units: number
  acknowledged_units: number | null
  despatched_units: number
  good_units: number
  damaged_units: number
  unit_cost_fen: Fen | null
  vat_bp: number | null
}

export async function brandOrder(tx: Tx, id: Id): Promise<BrandOrderWhole> {
  const [row] = await ordersWhere(tx, tx`and o.order_id = ${id}` as never, 1)
  if (!row) throw notFound()
  const lines = await tx<LineRow[]>`
    select line_no, sku_id, units, acknowledged_units, despatched_units, good_units, damaged_units,
           unit_cost_fen, vat_bp
      from purchase.public_asked_line where order_id = ${id} order by line_no`
  const despatches = await tx<BrandOrderWhole['despatches']>`
    select despatch_id, no, carrier, tracking_no, arrives_on::text as arrives_on, at,
           (select coalesce(sum((x->>'units')::int), 0)::int from jsonb_array_elements(lines) x) as units
      from purchase.public_despatch where order_id = ${id} order by at, despatch_id`
  const items = lines.map((line) => {
    const sku = catalog().sku(line.sku_id)
    const { code = line.sku_id as string, name_zh = '', name_en = '' } = sku ?? {}
    return { ...line, code, name_zh, name_en }
  })
  return { ...orderOf(row), items, despatches: [...despatches] }
}

/** Live topic `brands:all`: that something moved, never what or whose; the reads say who sees which. */
export const hearsBrands = async (_tx: Tx, actor: { permissions: ReadonlySet<string> }, id: string) =>
  id === 'all' && actor.permissions.has('brand.read')

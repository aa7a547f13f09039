// Sums of what was sold, a day at a time: days whose orders have moved since are summed anew.
import type { Tx } from '../../platform/db.ts'
import { touch } from '../../platform/live.ts'
import { addDays, atMinute } from '../../platform/time.ts'
import { catalog } from '../catalog/index.ts'
import { nodes } from '../places/index.ts'
import { type Borne, borneByOthers } from '../pricing/index.ts'

type Day = { day: string; orders: number; changed_at: string }

/** In one go at most; the rest is due at the next. */
const days_max = 40

/** Returns how many days it summed. */
export async function sumDays(tx: Tx): Promise<number> {
  const [lock] = await tx<{ alone: boolean }[]>`
    select pg_try_advisory_xact_lock(hashtextextended('brands.sums', 0)) as alone`
  if (!lock!.alone) return 0
  const due = await tx<Day[]>`
    select d.day::text as day, d.orders, d.changed_at from orders.public_day d
      left join brands.summed s on s.day = d.day
     where s.day is null or s.orders <> d.orders or s.changed_at <> d.changed_at
     order by d.day desc limit ${days_max}`
  if (due.length === 0) return 0
  const shares = sharesOf(await borneByOthers(tx))
  for (const one of due) {
    await sumSold(tx, one.day)
    await sumBought(tx, one.day, shares)
    await tx`
      insert into brands.summed (day, orders, changed_at, at)
      values (${one.day}, ${one.orders}, ${one.changed_at}, platform.clock())
      on conflict (day) do update set orders = excluded.orders, changed_at = excluded.changed_at,
                                      at = excluded.at`
  }
  await touch(tx, 'brands:all')
  return due.length
}

const span = (day: string) => ({ from: atMinute(day, 0), to: atMinute(addDays(day, 1), 0) })
/** Not paid, or given up before it was handed over. */
const unsold = ['created', 'expired', 'cancelled']
const goods = () => ({
  ids: catalog().skus.map(({ id }) => id),
  brands: catalog().skus.map(({ brand_id }) => brand_id),
})

async function sumSold(tx: Tx, day: string) {
  const { from, to } = span(day)
  const { ids, brands } = goods()
  const all = nodes().all
  await tx`delete from brands.sold where day = ${day}`
  await tx`
    insert into brands.sold (city_code, day, format, sku_id, brand_id, units, returned_units)
    select l.city_code, ${day}::date, n.format, l.sku_id, s.brand_id, sum(l.quantity),
           sum(l.returned_quantity)
      from orders.public_line l
      join unnest(${all.map(({ id }) => id)}::uuid[], ${all.map(({ format }) => format)}::text[])
           as n(id, format) on n.id = l.node_id
      join unnest(${ids}::uuid[], ${brands}::uuid[]) as s(id, brand_id) on s.id = l.sku_id
     where l.placed_at >= ${from} and l.placed_at < ${to} and l.state <> all(${unsold}::text[])
     group by l.city_code, n.format, l.sku_id, s.brand_id`
}

type Share = { code: string; brand_id: string | null; share_bp: number }

/** `brand` is whose goods they are; a brand's own code is that brand alone. Others are no brand. */
function sharesOf(borne: readonly Borne[]): Share[] {
  const named = new Map(catalog().brands.map(({ code, id }) => [code, id as string]))
  return borne.flatMap(({ code, party, share_bp }): Share[] => {
    if (party === 'brand') return [{ code, brand_id: null, share_bp }]
    const brand_id = named.get(party)
    return brand_id ? [{ code, brand_id, share_bp }] : []
  })
}

/**
 * V3: of the units that were kept. A price's own benefits are frozen in its trace: the share of them is taken
 * of a line, to the nearest fen. Those of the whole order are frozen with what each funder bears.
 */
async function sumBought(tx: Tx, day: string, shares: readonly Share[]) {
  const { from, to } = span(day)
  const { ids, brands } = goods()
  const codes = new Map(catalog().brands.map(({ id, code }) => [id, code]))
  await tx`delete from brands.bought where day = ${day}`
  await tx`
    with line as (
      select l.*, l.quantity - l.returned_quantity as kept, s.brand_id, s.brand_code
        from orders.public_line l
        join unnest(${ids}::uuid[], ${brands}::uuid[],
                    ${brands.map((id) => codes.get(id) ?? null)}::text[]) as s(id, brand_id, brand_code)
             on s.id = l.sku_id
       where l.placed_at >= ${from} and l.placed_at < ${to} and l.state <> all(${unsold}::text[])
         and l.quantity > l.returned_quantity),
    of_price as (
      select l.sku_id, l.brand_id, b.code, b.name_zh, b.name_en, l.kept, b.cut_fen * l.kept as off_fen,
             (b.cut_fen * l.kept * f.share_bp + 5000) / 10000 as own_fen
        from line l
       cross join lateral jsonb_to_recordset(l.benefits)
                          as b(code text, name_zh text, name_en text, cut_fen bigint)
        join unnest(${shares.map(({ code }) => code)}::text[],
                    ${shares.map(({ brand_id }) => brand_id)}::uuid[],
                    ${shares.map(({ share_bp }) => share_bp)}::int[]) as f(code, brand_id, share_bp)
             on f.code = b.code and (f.brand_id is null or f.brand_id = l.brand_id)),
    of_order as (
      select l.sku_id, l.brand_id, b.code, b.name_zh, b.name_en, l.kept, b.off_fen, b.own_fen
        from line l
        join orders.public_borne b on b.city_code = l.city_code and b.order_id = l.order_id
                                  and b.line_no = l.line_no and b.party in ('brand', l.brand_code))
    insert into brands.bought (day, code, sku_id, brand_id, name_zh, name_en, units, off_fen, own_fen)
    select ${day}::date, code, sku_id, brand_id, max(name_zh), max(name_en), sum(kept), sum(off_fen),
           sum(own_fen)
      from (select * from of_price union all select * from of_order) all_of_it
     group by code, sku_id, brand_id`
}

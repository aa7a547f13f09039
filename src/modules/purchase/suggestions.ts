// What a warehouse should order: from what it and the stores it serves have sold, what lies there, what is on
// its way, and how long the supplier takes. A proposal in figures and words; a person decides.
import type { z } from 'zod'
import type { Actor } from '../../platform/access.ts'
import { type Tx, clockOf } from '../../platform/db.ts'
import { addDays, dayOf } from '../../platform/time.ts'
import { readSetting } from '../../platform/setting.ts'
import { fen } from '../../platform/types.ts'
import { nodeById, nodes } from '../places/index.ts'
import { available, soldBetween } from '../stock/index.ts'
import type { Suggestion, Tier, listSuggestions } from './contract.ts'
import { namesOf } from './queries.ts'
import { costFor } from './rules.ts'
import { leastUnits } from './settings.ts'

const looked_back_days = 28

type Figures = {
  free: number
  on_order: number
  sold: number
  lead_time_days: number
  min_units: number
  cover_weeks: number
  /** What should lie there whether or not it sells. */
  least: number
}

/** Units that bring the cover to `cover_weeks` after the lead time, and to the least; 0: none are needed. */
export function unitsToOrder(figures: Figures) {
  const { free, on_order, sold, lead_time_days, min_units, cover_weeks, least } = figures
  const needed = Math.ceil((sold * (lead_time_days + cover_weeks * 7)) / looked_back_days)
  const missing = Math.max(needed, least) - free - on_order
  return missing <= 0 ? 0 : Math.max(missing, min_units)
}

/** How many weeks the units last at the pace of the last four; null: nothing was sold. */
export const weeksOfCover = (units: number, sold: number) =>
  sold === 0 ? null : Math.round((units / sold) * (looked_back_days / 7) * 10) / 10

type CostRow = {
  sku_id: Suggestion['sku_id']
  supplier_id: Suggestion['supplier_id']
  supplier_name: string
  supplier_name_en: string
  lead_time_days: number
  tiers: Tier[]
  min_units: number
}

/** The cheapest active supplier of each SKU. */
const offers = (tx: Tx, supplier_id: string | null) => tx<CostRow[]>`
  select distinct on (a.sku_id) a.sku_id, a.supplier_id, s.name as supplier_name,
         s.name_en as supplier_name_en, s.lead_time_days, a.tiers, a.min_units
    from purchase.agreement a join purchase.supplier s using (supplier_id)
   where a.valid @> platform.clock() and s.state = 'active'
     and (${supplier_id}::uuid is null or a.supplier_id = ${supplier_id})
   order by a.sku_id, (a.tiers -> 0 ->> 'unit_cost_fen')::bigint, s.code`

async function onOrder(tx: Tx, node_id: string) {
  const rows = await tx<{ sku_id: string; units: number }[]>`
    select p.sku_id, sum(greatest(p.agreed_units - p.good_units, 0))::int as units
      from purchase.public_progress p join purchase.purchase_order o using (order_id)
     where o.node_id = ${node_id}
       and o.state in ('approving', 'sent', 'acknowledged', 'part_shipped', 'part_received')
     group by 1`
  return new Map(rows.map(({ sku_id, units }) => [sku_id, units]))
}

function reasonOf(one: Figures & { units: number; weeks: number | null }) {
  const { free, on_order, sold, lead_time_days, min_units, cover_weeks, least, units, weeks } = one
  const lifted = units === min_units && min_units > 1
  return {
    reason_zh:
      `近 4 周卖 ${sold} 件，仓里可用 ${free} 件、在途 ${on_order} 件，够卖 ${weeks ?? '—'} 周，至少备 ${least} 件；` +
      `供货 ${lead_time_days} 天，备足之后 ${cover_weeks} 周要补 ${units} 件${lifted ? '（起订量）' : ''}`,
    reason_en:
      `${sold} sold in 4 weeks; ${free} free, ${on_order} on order: ${weeks ?? '—'} weeks of cover, ` +
      `at least ${least} should lie there. ` +
      `With ${lead_time_days} days to wait and ${cover_weeks} weeks to cover, ${units} are needed` +
      `${lifted ? ' (minimum order)' : ''}`,
  }
}

export async function suggestionsOf(
  tx: Tx,
  _actor: Actor,
  input: z.output<typeof listSuggestions.input>,
): Promise<{ items: Suggestion[] }> {
  const node = nodeById(input.node_id)
  const costs = await offers(tx, input.supplier_id ?? null)
  const served = nodes().all.filter(({ id, warehouse_id }) => id === node.id || warehouse_id === node.id)
  const now = await clockOf(tx)
  const since = new Date(Date.parse(now) - looked_back_days * 86_400_000).toISOString()
  const sold = await soldBetween(tx, served, since, now)
  const coming = await onOrder(tx, node.id)
  const least = await readSetting(tx, leastUnits)
  const sku_ids = costs.map(({ sku_id }) => sku_id)
  const cells = await available(tx, { node_ids: [node.id], sku_ids, seller: 'owner' })
  const free = new Map(cells.map((cell) => [cell.sku_id, cell.available]))
  const items = costs.flatMap((cost): Suggestion[] => {
    const { sku_id, tiers, lead_time_days, min_units, ...supplier } = cost
    // What this warehouse neither carries nor sells is for somebody else to order.
    if (!free.has(sku_id) && !sold.has(sku_id)) return []
    const figures = {
      free: free.get(sku_id) ?? 0,
      on_order: coming.get(sku_id) ?? 0,
      sold: Math.max(sold.get(sku_id) ?? 0, 0),
      lead_time_days,
      min_units,
      cover_weeks: input.cover_weeks,
      least,
    }
    const units = unitsToOrder(figures)
    if (units === 0) return []
    const weeks = weeksOfCover(figures.free + figures.on_order, figures.sold)
    return [
      {
        sku_id,
        ...namesOf(sku_id),
        ...supplier,
        node_id: node.id,
        units,
        unit_cost_fen: fen(costFor(tiers, units)),
        expected_on: addDays(dayOf(now), lead_time_days),
        on_hand: figures.free,
        on_order: figures.on_order,
        sold_28_days: figures.sold,
        weeks_of_cover: weeks,
        lead_time_days,
        min_units,
        ...reasonOf({ ...figures, units, weeks }),
      },
    ]
  })
  // What runs out first stands first.
  const last = (one: Suggestion) => one.weeks_of_cover ?? Number.MAX_SAFE_INTEGER
  items.sort((x, y) => last(x) - last(y) || x.on_hand - y.on_hand || (x.sku_id < y.sku_id ? -1 : 1))
  return { items: items.slice(0, input.limit) }
}

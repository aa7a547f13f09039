// What is loaded in bulk, beside the doors: as the owner of the tables, who has locked everybody else out or
// writes what nobody else writes.
import { type Tx, uuidOf } from '../../platform/db.ts'

export type LevelRow = {
  city_code: string
  node_id: string
  sku_id: string
  on_hand: number
  protected: number
  display: number
  /** What the house paid for one; null or none: not known. */
  unit_cost_fen?: number | null
}

/**
 * Cells that do not exist yet, each with its receipt in the ledger, and with its cost where the goods are the
 * house's. `openCosts` sums the costs up when all are there.
 */
export async function loadLevels(tx: Tx, rows: readonly LevelRow[], at: string): Promise<number> {
  // Codes, ids and counts need no quotes, and the driver's quoting costs as much as drawing the rows.
  const column = (key: keyof LevelRow) => `{${rows.map((row) => row[key] ?? 'null').join()}}`
  const [added] = await tx<{ entries: number }[]>`
    with given as (
      select g.*, h.holder_id
        from unnest(${column('city_code')}::text::text[], ${column('sku_id')}::text::uuid[],
                    ${column('node_id')}::text::uuid[], ${column('on_hand')}::text::int[],
                    ${column('protected')}::text::int[], ${column('display')}::text::int[],
                    ${column('unit_cost_fen')}::text::bigint[])
             as g(city_code, sku_id, node_id, on_hand, protected, display, unit_cost_fen)
        left join places.public_holder h on h.id = g.node_id),
    fresh as (
      insert into stock.level (city_code, sku_id, node_id, on_hand, protected, display, owner_id)
      select city_code, sku_id, node_id, on_hand, protected, display, holder_id from given
      on conflict do nothing
      returning city_code, sku_id, node_id, on_hand, owner_id),
    booked as (
      insert into stock.entry (city_code, id, node_id, sku_id, kind, quantity, reason, at)
      select city_code, uuidv7(), node_id, sku_id, 'receipt', on_hand, 'opening', ${at} from fresh
       where on_hand > 0
      returning city_code, id, node_id, sku_id, quantity),
    costed as (
      insert into stock.entry_cost (city_code, entry_id, owner_id, cost_fen)
      select b.city_code, b.id, stock.house(), g.unit_cost_fen * b.quantity
        from booked b
        join given g on g.node_id = b.node_id and g.sku_id = b.sku_id
       where g.holder_id is null and g.unit_cost_fen is not null)
    select count(*)::int as entries from booked`
  return added!.entries
}

/** What the house's loaded units are worth, by SKU. Nothing else may have moved yet; once is enough. */
export async function openCosts(tx: Tx) {
  await tx`
    insert into stock.cost (owner_id, sku_id, known, units, value_fen, unit_fen)
    select c.owner_id, e.sku_id, true, sum(e.quantity), sum(c.cost_fen),
           div(sum(c.cost_fen), sum(e.quantity))
      from stock.entry_cost c join stock.entry e on e.city_code = c.city_code and e.id = c.entry_id
     where c.cost_fen is not null
     group by 1, 2
    on conflict do nothing`
}

export type PastSale = {
  city_code: string
  id: string
  node_id: string
  sku_id: string
  quantity: number
  placed_at: string
  unit_cost_fen?: number | null
}

/** Units that came and went before: a receipt and a sale each, so counters and values stay as they are. */
export async function loadPastSales(tx: Tx, rows: readonly PastSale[]) {
  const id = uuidOf(tx, tx`r.id::text || k.kind`)
  await tx`
    with past as (
      select r.*, k.kind, k.sign, k.before, ${id} as entry_id
        from jsonb_to_recordset(${tx.json(rows as never)})
             as r(city_code text, id uuid, node_id uuid, sku_id uuid, quantity int, placed_at timestamptz,
                  unit_cost_fen bigint)
       cross join (values ('receipt', 1, interval '3 days'), ('sale', -1, interval '0'))
               as k(kind, sign, before)),
    costed as (
      insert into stock.entry_cost (city_code, entry_id, owner_id, cost_fen)
      select p.city_code, p.entry_id, coalesce(h.holder_id, stock.house()),
             case when h.holder_id is null then p.sign * p.quantity * p.unit_cost_fen end
        from past p left join places.public_holder h on h.id = p.node_id
      on conflict do nothing)
    insert into stock.entry (city_code, id, node_id, sku_id, kind, quantity, reason, order_id, at)
    select city_code, entry_id, node_id, sku_id, kind, quantity * sign, 'past',
           case kind when 'sale' then id end, placed_at - before
      from past
    on conflict do nothing`
}

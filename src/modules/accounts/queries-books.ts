// The journal as accountants read it, and what it says is earned.
import type { z } from 'zod'
import type { Actor } from '../../platform/access.ts'
import type { Tx } from '../../platform/db.ts'
import type { Fen, Id, Page } from '../../platform/types.ts'
import { catalog } from '../catalog/index.ts'
import { nodes } from '../places/index.ts'
import type {
  JournalEntry,
  MarginRow,
  TrialRow,
  listJournal,
  listMargins,
  marginTotal,
  trialBalance,
} from './contract-books.ts'
import { pageOf } from './queries.ts'

export async function trial(tx: Tx, _actor: Actor, { until }: z.output<typeof trialBalance.input>) {
  const items = await tx<TrialRow[]>`
    select a.code as account, a.no, a.name_zh, a.name_en, a.side, coalesce(l.debit, 0)::bigint as debit_fen,
           coalesce(l.credit, 0)::bigint as credit_fen,
           (case a.side when 'debit' then 1 else -1 end
             * (coalesce(l.debit, 0) - coalesce(l.credit, 0)))::bigint as balance_fen
      from accounts.account a
      left join (select account, sum(debit_fen) as debit, sum(credit_fen) as credit
                   from accounts.journal_line
                  where true ${until ? tx`and day <= ${until}` : tx``} group by 1) l on l.account = a.code
     order by a.no`
  const sumOf = (key: 'debit_fen' | 'credit_fen') => items.reduce((all, row) => all + row[key], 0) as Fen
  return { items: [...items], debit_fen: sumOf('debit_fen'), credit_fen: sumOf('credit_fen') }
}

export async function journal(
  tx: Tx,
  _actor: Actor,
  { source_kind, after, limit }: z.output<typeof listJournal.input>,
): Promise<Page<JournalEntry>> {
  const rows = await tx<JournalEntry[]>`
    select e.entry_id as id, e.at, e.source_kind, e.source_id, e.memo, l.total_fen, l.lines
      from (select * from accounts.journal_entry j
             where true
               ${source_kind ? tx`and j.source_kind = ${source_kind}` : tx``}
               ${
                 after
                   ? tx`and (j.at, j.entry_id) < (select c.at, c.entry_id from accounts.journal_entry c
                                                   where c.entry_id = ${after})`
                   : tx``
               }
             order by j.at desc, j.entry_id desc limit ${limit + 1}) e
     cross join lateral (
       select coalesce(sum(s.debit), 0)::bigint as total_fen,
              jsonb_agg(jsonb_build_object('account', s.account, 'debit_fen', s.debit,
                                           'credit_fen', s.credit) order by s.first) as lines
         from (select account, sum(debit_fen)::bigint as debit, sum(credit_fen)::bigint as credit,
                      min(line_no) as first
                 from accounts.journal_line where entry_id = e.entry_id group by account) s) l
     order by e.at desc, e.entry_id desc`
  return pageOf(rows, limit)
}

type Span = { from?: string | undefined; until?: string | undefined }

/** By account, with its sign: what was earned stands on the credit side. */
const earned = (tx: Tx) => tx`
  coalesce(sum(l.debit_fen - l.credit_fen) filter (where l.account = 'benefits_ours'), 0)::bigint
    as our_benefits_fen,
  coalesce(sum(l.credit_fen - l.debit_fen) filter (where l.account = 'output_vat'), 0)::bigint as vat_fen,
  coalesce(sum(l.credit_fen - l.debit_fen) filter (where l.account = 'revenue'), 0)::bigint as list_fen,
  coalesce(sum(l.debit_fen - l.credit_fen) filter (where l.account = 'cost_of_sales'), 0)::bigint as cost_fen`
const earning = ['revenue', 'benefits_ours', 'output_vat', 'cost_of_sales']
const within = (tx: Tx, { from, until }: Span) => tx`
  l.account = any(${earning}) ${from ? tx`and l.day >= ${from}` : tx``}
  ${until ? tx`and l.day <= ${until}` : tx``}`

type Sums = { list_fen: number; our_benefits_fen: number; vat_fen: number; cost_fen: number }
function earnedOf({ list_fen, our_benefits_fen, vat_fen, cost_fen }: Sums) {
  const net_fen = list_fen - our_benefits_fen
  const margin_fen = net_fen - cost_fen
  return { list_fen, our_benefits_fen, vat_fen, net_fen, cost_fen, margin_fen } as unknown as Pick<
    MarginRow,
    'list_fen' | 'our_benefits_fen' | 'vat_fen' | 'net_fen' | 'cost_fen' | 'margin_fen'
  >
}

export async function total(tx: Tx, _actor: Actor, span: z.output<typeof marginTotal.input>) {
  const [sums] = await tx<Sums[]>`
    select ${earned(tx)} from accounts.journal_line l where ${within(tx, span)}`
  return earnedOf(sums!)
}

type Wish = z.output<typeof listMargins.input>
type Found = Sums & { id: Id; memo?: string | null }

/** The latest orders first; of SKUs, stores and brands the largest margin first. */
export async function margins(tx: Tx, _actor: Actor, wish: Wish): Promise<Page<MarginRow>> {
  const { after = 0, limit } = wish
  const rows = wish.by === 'order' ? await byOrder(tx, wish) : await bySubject(tx, wish)
  const page = wish.by === 'order' ? rows.slice(0, limit) : rows.slice(after, after + limit)
  const more = wish.by === 'order' ? rows.length > limit : rows.length > after + limit
  const items = page.map((row) => ({ id: row.id, ...nameOf(wish.by, row), ...earnedOf(row) }))
  return { items, next: more ? String(after + limit) : null }
}

const byOrder = (tx: Tx, wish: Wish) => tx<Found[]>`
  with latest as (
    select l.order_id, max(l.day) as day, max(l.entry_id::text) as last
      from accounts.journal_line l where ${within(tx, wish)} and l.order_id is not null
     group by 1 order by 2 desc, 3 desc offset ${wish.after ?? 0} limit ${wish.limit + 1})
  select s.order_id as id, ${earned(tx)},
         (select e.memo from accounts.journal_line f join accounts.journal_entry e using (entry_id)
           where f.order_id = s.order_id and e.memo is not null limit 1) as memo
    from latest s join accounts.journal_line l on l.order_id = s.order_id
   where ${within(tx, wish)}
   group by s.order_id, s.day, s.last order by s.day desc, s.last desc`

async function bySubject(tx: Tx, wish: Wish): Promise<Found[]> {
  const key = wish.by === 'store' ? tx`l.node_id` : tx`l.sku_id`
  const rows = await tx<Found[]>`
    select ${key} as id, ${earned(tx)} from accounts.journal_line l
     where ${within(tx, wish)} and ${key} is not null and l.order_id is not null group by 1`
  const found = wish.by === 'brand' ? byBrand(rows) : [...rows]
  const marginOf = (row: Found) => earnedOf(row).margin_fen
  return found.sort((x, y) => marginOf(y) - marginOf(x) || (x.id < y.id ? -1 : 1))
}

function byBrand(rows: readonly Found[]): Found[] {
  const brands = new Map<string, Found>()
  for (const row of rows) {
    const sku = catalog().sku(row.id)
    const brand_id = sku && catalog().product(sku.product_id)?.brand_id
    if (!brand_id) continue
    const sum = brands.get(brand_id)
    const add = (key: keyof Sums) => (sum?.[key] ?? 0) + row[key]
    brands.set(brand_id, {
      id: brand_id,
      list_fen: add('list_fen'),
      our_benefits_fen: add('our_benefits_fen'),
      vat_fen: add('vat_fen'),
      cost_fen: add('cost_fen'),
    })
  }
  return [...brands.values()]
}

function nameOf(by: Wish['by'], { id, memo }: Found) {
  const told = { code: memo ?? '', name_zh: memo ?? '', name_en: memo ?? '' }
  if (by === 'order') return told
  const found = by === 'sku' ? catalog().sku(id) : by === 'brand' ? catalog().brand(id) : nodes().byId(id)
  const code = found && 'code' in found ? String(found.code) : ''
  return { code, name_zh: found?.name_zh ?? '', name_en: found?.name_en ?? '' }
}

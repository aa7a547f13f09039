// Reads of suppliers, costs and budgets. Row policies say whose; who does not read costs finds none.
import type { z } from 'zod'
import type { Actor } from '../../platform/access.ts'
import type { Tx } from '../../platform/db.ts'
import { notFound } from '../../platform/refusal.ts'
import { type Fen, Id, type Page, fen } from '../../platform/types.ts'
import { catalog } from '../catalog/index.ts'
import { everywhereFen } from '../pricing/index.ts'
import type {
  Agreement,
  Budget,
  Supplier,
  Tier,
  listAgreements,
  listBudgets,
  listSuppliers,
} from './contract.ts'

const suppliers = (tx: Tx) => tx`
  select s.supplier_id, s.code, s.name, s.name_en, s.brand_id, s.tax_id, s.payment_terms_days,
         s.lead_time_days, s.currency, s.state,
         (select count(*)::int from purchase.agreement a
           where a.supplier_id = s.supplier_id and a.valid @> platform.clock()) as agreements,
         (select count(*)::int from purchase.purchase_order o
           where o.supplier_id = s.supplier_id and o.state not in ('closed', 'cancelled')) as open_orders
    from purchase.supplier s`

export async function supplierIfKnown(tx: Tx, supplier_id: string): Promise<Supplier | null> {
  const [row] = await tx<Supplier[]>`${suppliers(tx)} where s.supplier_id = ${supplier_id}`
  return row ?? null
}

/** What of purchase control may hold still. */
export const freezables = {
  supplier: async (tx: Tx, id: string) => {
    const found = Id.safeParse(id).success ? await supplierIfKnown(tx, id) : null
    return found && { zh: found.name, en: found.name_en }
  },
}

export async function supplierRow(tx: Tx, supplier_id: string): Promise<Supplier> {
  const row = await supplierIfKnown(tx, supplier_id)
  if (!row) throw notFound()
  return row
}

type BankRow = { version: number; bank_name: string; account_name: string; account_no: string }
export async function bankShown(tx: Tx, supplier_id: string): Promise<BankRow | null> {
  const [row] = await tx<BankRow[]>`select * from purchase.bank_shown(${supplier_id})`
  return row ?? null
}

export async function oneSupplier(tx: Tx, _actor: Actor, { supplier_id }: { supplier_id: string }) {
  return { ...(await supplierRow(tx, supplier_id)), bank: await bankShown(tx, supplier_id) }
}

/** Matches anything that holds `q`, whatever signs of a pattern are in it. */
export const holding = (q: string) => `%${q.replaceAll(/[\\%_]/g, '\\$&')}%`

export async function suppliersPage(
  tx: Tx,
  _actor: Actor,
  input: z.output<typeof listSuppliers.input>,
): Promise<Page<Supplier>> {
  const like = input.q ? holding(input.q) : null
  const rows = await tx<Supplier[]>`
    ${suppliers(tx)}
     where (${like}::text is null or concat_ws(' ', s.code, s.name, s.name_en) ilike ${like})
       and (${input.state ?? null}::text is null or s.state = ${input.state ?? null})
       and (${input.after ?? null}::uuid is null
            or s.code > (select a.code from purchase.supplier a where a.supplier_id = ${input.after ?? null}))
     order by s.code
     limit ${input.limit + 1}`
  const items = rows.slice(0, input.limit)
  return { items, next: rows.length > input.limit ? items.at(-1)!.supplier_id : null }
}

type AgreementRow = Omit<Agreement, 'code' | 'name_zh' | 'name_en' | 'price_fen'>

export async function agreementsPage(
  tx: Tx,
  _actor: Actor,
  input: z.output<typeof listAgreements.input>,
): Promise<Page<Agreement>> {
  const skus = input.q ? skusNamedLike(input.q) : null
  const rows = await tx<AgreementRow[]>`
    select a.agreement_id, a.supplier_id, s.name as supplier_name, s.name_en as supplier_name_en, a.sku_id,
           a.tiers, a.vat_bp, a.min_units, lower(a.valid) as starts_at, upper(a.valid) as ends_at,
           case when a.valid @> platform.clock() then 'holds'
                when lower(a.valid) > platform.clock() then 'planned' else 'ended' end as state
      from purchase.agreement a join purchase.supplier s using (supplier_id)
     where not isempty(a.valid)
       and (${input.supplier_id ?? null}::uuid is null or a.supplier_id = ${input.supplier_id ?? null})
       and (${input.sku_id ?? null}::uuid is null or a.sku_id = ${input.sku_id ?? null})
       and (${skus}::uuid[] is null or a.sku_id = any(${skus}::uuid[]))
       ${input.state === 'holds' ? tx`and a.valid @> platform.clock()` : tx``}
       ${input.state === 'planned' ? tx`and lower(a.valid) > platform.clock()` : tx``}
       ${input.state === 'ended' ? tx`and upper(a.valid) <= platform.clock()` : tx``}
       and (${input.after ?? null}::uuid is null or a.agreement_id < ${input.after ?? null})
     order by a.agreement_id desc
     limit ${input.limit + 1}`
  const now = Date.now()
  const items = rows.slice(0, input.limit).map((row) => ({
    ...row,
    ...namesOf(row.sku_id),
    price_fen: everywhereFen(row.sku_id, now),
  }))
  return { items, next: rows.length > input.limit ? items.at(-1)!.agreement_id : null }
}

export function namesOf(sku_id: string) {
  const sku = catalog().sku(sku_id)
  return { code: sku?.code ?? sku_id, name_zh: sku?.name_zh ?? sku_id, name_en: sku?.name_en ?? sku_id }
}

/** SKUs whose name or code holds every word. */
function skusNamedLike(q: string): string[] {
  const words = q.toLowerCase().split(/\s+/)
  return catalog()
    .skus.filter(({ name_zh, name_en, code, gtin }) => {
      const said = `${name_zh} ${name_en} ${code} ${gtin ?? ''}`.toLowerCase()
      return words.every((word) => said.includes(word))
    })
    .map(({ id }) => id)
}

export type CostAt = { agreement_id: string; tiers: Tier[]; vat_bp: number; min_units: number }

/** What holds on a day, by SKU. */
export async function costsOn(tx: Tx, supplier_id: string, sku_ids: readonly string[], at: string) {
  const rows = await tx<(CostAt & { sku_id: string })[]>`
    select agreement_id, sku_id, tiers, vat_bp, min_units from purchase.agreement
     where supplier_id = ${supplier_id} and sku_id = any(${[...sku_ids]}::uuid[])
       and valid @> ${at}::timestamptz`
  return new Map(rows.map((row) => [row.sku_id, row]))
}

/** What orders take of a month's budgets, by category; `without` is left out. */
export async function committed(tx: Tx, month: string, without: string | null = null) {
  const rows = await tx<{ sku_id: string; fen: number }[]>`
    select l.sku_id, sum(c.unit_cost_fen
             * case o.state when 'closed' then p.good_units else p.agreed_units end
             + c.freight_fen)::bigint as fen
      from purchase.purchase_order o
      join purchase.order_line l using (order_id)
      join purchase.order_cost c on c.order_id = l.order_id and c.line_no = l.line_no
      join purchase.public_progress p on p.order_id = l.order_id and p.line_no = l.line_no
     where o.state not in ('draft', 'cancelled')
       and o.expected_on >= ${`${month}-01`}::date
       and o.expected_on < (${`${month}-01`}::date + interval '1 month')
       and o.order_id is distinct from ${without}::uuid
     group by 1`
  return byCategory(rows)
}

export function byCategory(rows: readonly { sku_id: string; fen: number }[]): Map<string, number> {
  const sums = new Map<string, number>()
  for (const { sku_id, fen: amount } of rows) {
    const category = catalog().sku(sku_id)?.category_code ?? ''
    sums.set(category, (sums.get(category) ?? 0) + amount)
  }
  return sums
}

export async function budgetsOf(tx: Tx, month: string): Promise<Map<string, Fen>> {
  const rows = await tx<{ category_code: string; budget_fen: Fen }[]>`
    select category_code, budget_fen from purchase.budget where month = ${`${month}-01`}`
  return new Map(rows.map(({ category_code, budget_fen }) => [category_code, budget_fen]))
}

export async function budgetsPage(
  tx: Tx,
  _actor: Actor,
  { month }: z.output<typeof listBudgets.input>,
): Promise<{ items: Budget[] }> {
  const [budgets, taken] = [await budgetsOf(tx, month), await committed(tx, month)]
  const known = new Set([...budgets.keys(), ...taken.keys()])
  const items = catalog()
    .categories.filter(({ code }) => known.has(code))
    .map((category) => ({
      category_code: category.code,
      name_zh: category.name_zh,
      name_en: category.name_en,
      month,
      budget_fen: budgets.get(category.code) ?? fen(0),
      committed_fen: fen(taken.get(category.code) ?? 0),
    }))
  return { items }
}

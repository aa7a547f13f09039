// Where the demo's goods come from: a supplier for each brand, what it asks for each SKU, what may be spent.
// Drawn from the seed, so that every load says the same.
import type { Brand } from '../modules/catalog/index.ts'
import { demoPersonId } from '../modules/people/index.ts'
import {
  type CostRow,
  type Hands,
  type SupplierRow,
  loadBudgets,
  loadCosts,
  loadSuppliers,
} from '../modules/purchase/index.ts'
import type { Tx } from '../platform/db.ts'
import type { DemoCatalog } from './catalog/index.ts'
import { demoCost } from './cost.ts'
import { seeded } from './random.ts'

const tax_signs = [...'0123456789ABCDEFGHJKLMNPQRTUWXY']

/** A brand's own supplier, the same whoever draws it. */
export function supplierOf(seed: string, brand: Brand, party_id: string | null): SupplierRow {
  const random = seeded(`supplier ${seed} ${brand.code}`)
  return {
    supplier_id: random.uuid(),
    code: brand.code.toUpperCase(),
    name: `${brand.name_zh}电器（示例）`,
    name_en: `${brand.name_en} Appliances (demo)`,
    party_id,
    brand_id: brand.id,
    payment_terms_days: random.pick([30, 45, 60, 90]),
    lead_time_days: random.int(4, 15),
    tax_id: `91${Array.from({ length: 16 }, () => random.pick(tax_signs)).join('')}`,
  }
}

export async function signers(tx: Tx, requested: string, approved: string): Promise<Hands> {
  const [requested_by, approved_by] = [await demoPersonId(tx, requested), await demoPersonId(tx, approved)]
  return { requested_by: requested_by!, approved_by: approved_by! }
}

const monthOf = (at_ms: number, later: number) => {
  const day = new Date(at_ms)
  return new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + later, 1)).toISOString().slice(0, 10)
}

/** Suppliers, costs and budgets, before the shop opens: few rows. */
export async function loadDemoCosts(
  tx: Tx,
  mark: { seed: string; opened_at: string },
  rows: DemoCatalog,
  party_id: string | null,
) {
  const suppliers = rows.brands.map((brand, at) => supplierOf(mark.seed, brand, at === 0 ? party_id : null))
  const byBrand = new Map(suppliers.map((one) => [one.brand_id, one.supplier_id]))
  const products = new Map(rows.products.map(({ id, brand_id }) => [id as string, brand_id as string]))
  const skus = new Map(rows.skus.map(({ id, product_id }) => [id as string, product_id as string]))
  const random = seeded(`agreements ${mark.seed}`)
  const costs = rows.list_prices.map(({ sku_id, price_fen }): CostRow => {
    const unit_cost_fen = demoCost(sku_id, price_fen)
    const many = Math.round((unit_cost_fen * 0.97) / 100) * 100
    return {
      agreement_id: random.uuid(),
      supplier_id: byBrand.get(products.get(skus.get(sku_id)!)!)!,
      sku_id,
      tiers: [
        { min_units: 1, unit_cost_fen },
        { min_units: 500, unit_cost_fen: many },
      ],
      min_units: random.pick([1, 1, 2, 5, 10]),
    }
  })
  const opened = Date.parse(mark.opened_at)
  const categories = [...new Set(rows.products.map(({ category_code }) => category_code))]
  const budgets = [3, 4, 5, 6].flatMap((later) =>
    categories.map((category_code) => ({
      category_code,
      month: monthOf(opened, later),
      budget_fen: 800_000_000,
    })),
  )
  await loadSuppliers(tx, suppliers)
  const agreed = await signers(tx, 'buying', 'control')
  await loadCosts(tx, costs, agreed, new Date(opened - 30 * 86_400_000).toISOString())
  await loadBudgets(tx, budgets, await signers(tx, 'control2', 'control'))
}

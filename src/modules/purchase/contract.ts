// What crosses the walls of purchase: suppliers, what they cost us, what may be spent.
import { z } from 'zod'
import { endpoint } from '../../platform/endpoint.ts'
import { Day, Fen, Id, Instant, PageInput, page, text } from '../../platform/types.ts'

export const UnitCost = z.int().min(1).max(1e10)
const Code = z
  .string()
  .regex(/^[A-Z0-9][A-Z0-9-]{1,29}$/)
  .meta({ examples: ['CHENYAN'] })
const Days = z.int().min(0).max(365)

export const SupplierFields = {
  name: text(80),
  name_en: text(80),
  payment_terms_days: Days,
  lead_time_days: Days,
}
export const Supplier = z.object({
  supplier_id: Id,
  code: z.string(),
  name: z.string(),
  name_en: z.string(),
  brand_id: Id.nullable(),
  tax_id: z.string().nullable(),
  payment_terms_days: z.int(),
  lead_time_days: z.int(),
  currency: z.literal('CNY'),
  state: z.enum(['active', 'paused']),
  /** Costs that hold now, orders that are under way. */
  agreements: z.int(),
  open_orders: z.int(),
})
export type Supplier = z.infer<typeof Supplier>

export const listSuppliers = endpoint('GET /suppliers', {
  summary: 'Suppliers in the order of their codes',
  permission: 'purchasing.read',
  input: PageInput.extend({
    q: z.string().max(80).optional(),
    state: z.enum(['active', 'paused']).optional(),
  }),
  reply: page(Supplier),
})

/** The account shows its end only: enough to know it again, not to pay by. */
export const Bank = z.object({
  version: z.int(),
  bank_name: z.string(),
  account_name: z.string(),
  account_no: z.string(),
})
export const getSupplier = endpoint('GET /suppliers/:supplier_id', {
  id: 'get_supplier',
  summary: 'One supplier, with the end of the account it is paid to',
  permission: 'purchasing.read',
  input: z.object({ supplier_id: Id }),
  reply: Supplier.extend({ bank: Bank.nullable() }),
})

export const addSupplier = endpoint('POST /suppliers', {
  summary: 'A new supplier; its tax number and bank account need a second person',
  permission: 'purchasing.suppliers',
  refusals: ['already_exists', 'only_cny'],
  input: z.strictObject({
    code: Code,
    ...SupplierFields,
    brand_id: Id.optional(),
    currency: z.string().length(3).default('CNY'),
  }),
  reply: Supplier,
})

export const changeSupplier = endpoint('PUT /suppliers/:supplier_id', {
  summary: 'What a supplier is called, when it is paid, how long it takes, and whether we buy from it',
  permission: 'purchasing.suppliers',
  input: z.strictObject({ supplier_id: Id, ...SupplierFields, state: z.enum(['active', 'paused']) }),
  reply: Supplier,
})

/** Where money goes. One proposes, control agrees. */
export const BankChange = z.strictObject({
  supplier_id: Id,
  tax_id: z
    .string()
    .regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/)
    .meta({ examples: ['91510100MA6CABCD1X'] }),
  bank_name: text(80),
  bank_code: z
    .string()
    .regex(/^\d{12}$/)
    .meta({ examples: ['102651000012'] }),
  account_name: text(80),
  account_no: z
    .string()
    .regex(/^\d{8,30}$/)
    .meta({ examples: ['4402239009100123456'] }),
})
export type BankChange = z.infer<typeof BankChange>

export const Tier = z.strictObject({ min_units: z.int().min(1).max(100_000), unit_cost_fen: UnitCost })
export type Tier = z.infer<typeof Tier>
/** From one unit on, ascending, and more units never cost more for each. */
const Tiers = z
  .array(Tier)
  .min(1)
  .max(10)
  .refine((tiers) => tiers[0]!.min_units === 1, 'the first tier begins with one unit')
  .refine(
    (tiers) =>
      tiers.every(
        (tier, at) =>
          at === 0 ||
          (tier.min_units > tiers[at - 1]!.min_units && tier.unit_cost_fen <= tiers[at - 1]!.unit_cost_fen),
      ),
    'tiers ascend in units and never in cost',
  )
  .meta({ examples: [[{ min_units: 1, unit_cost_fen: 210_000 }]] })

export const CostFields = {
  supplier_id: Id,
  sku_id: Id,
  tiers: Tiers,
  vat_bp: z.int().min(0).max(5_000).default(1_300),
  /** Fewer are not sold to us. */
  min_units: z.int().min(1).max(100_000).default(1),
  starts_at: Instant.meta({ examples: ['2030-01-01T00:00:00+08:00'] }),
  ends_at: Instant.optional(),
}

export const Agreement = z.object({
  agreement_id: Id,
  supplier_id: Id,
  supplier_name: z.string(),
  supplier_name_en: z.string(),
  sku_id: Id,
  code: z.string(),
  name_zh: z.string(),
  name_en: z.string(),
  tiers: z.array(Tier),
  vat_bp: z.int(),
  min_units: z.int(),
  starts_at: Instant,
  ends_at: Instant.nullable(),
  state: z.enum(['planned', 'holds', 'ended']),
  /** What a buyer pays now, everywhere, VAT included; null: not priced. */
  price_fen: Fen.nullable(),
})
export type Agreement = z.infer<typeof Agreement>

export const listAgreements = endpoint('GET /cost-agreements', {
  summary: 'What suppliers have agreed to, net of VAT, newest first',
  permission: 'purchasing.costs',
  input: PageInput.extend({
    q: z.string().max(80).optional(),
    supplier_id: Id.optional(),
    sku_id: Id.optional(),
    state: z.enum(['planned', 'holds', 'ended']).optional(),
  }),
  reply: page(Agreement),
})

export const proposeCost = endpoint('POST /cost-agreements', {
  summary: 'Proposes what a SKU costs from a supplier; it holds when control has agreed',
  permission: 'purchasing.costs',
  refusals: ['cost_above_price', 'unknown_sku', 'unknown_supplier', 'no_price'],
  input: z.strictObject({ ...CostFields, reason: text(300) }),
  reply: z.object({ request_id: Id }),
})

export const BudgetChange = z.strictObject({
  category_code: z
    .string()
    .regex(/^[a-z][a-z0-9_]{1,39}$/)
    .meta({ examples: ['refrigerator'] }),
  month: z
    .string()
    .regex(/^20\d\d-(0[1-9]|1[0-2])$/)
    .meta({ examples: ['2030-01'] }),
  budget_fen: z.int().min(0).max(1e14),
})
export type BudgetChange = z.infer<typeof BudgetChange>

export const Budget = z.object({
  category_code: z.string(),
  name_zh: z.string(),
  name_en: z.string(),
  month: z.string(),
  budget_fen: Fen,
  /** What orders that are sent, wait for agreement or have come take of it. */
  committed_fen: Fen,
})
export type Budget = z.infer<typeof Budget>

export const listBudgets = endpoint('GET /purchase-budgets', {
  summary: 'What may be spent in a month by category, and what is spoken for; net of VAT',
  permission: 'purchasing.orders',
  input: z.object({ month: BudgetChange.shape.month }),
  reply: z.object({ items: z.array(Budget) }),
})

export const Suggestion = z.object({
  sku_id: Id,
  code: z.string(),
  name_zh: z.string(),
  name_en: z.string(),
  supplier_id: Id,
  supplier_name: z.string(),
  supplier_name_en: z.string(),
  node_id: Id,
  units: z.int(),
  unit_cost_fen: Fen,
  expected_on: Day,
  /** The figures it was reckoned from. */
  on_hand: z.int(),
  on_order: z.int(),
  sold_28_days: z.int(),
  weeks_of_cover: z.number().nullable(),
  lead_time_days: z.int(),
  min_units: z.int(),
  reason_zh: z.string(),
  reason_en: z.string(),
})
export type Suggestion = z.infer<typeof Suggestion>

export const listSuggestions = endpoint('GET /purchase-suggestions', {
  summary: 'What a warehouse should order, with the reasons; a person decides',
  permission: 'purchasing.orders',
  input: z.object({
    node_id: Id,
    supplier_id: Id.optional(),
    cover_weeks: z.coerce.number().int().min(1).max(26).default(4),
    limit: z.coerce.number().int().min(1).max(100).default(100),
  }),
  reply: z.object({ items: z.array(Suggestion) }),
})

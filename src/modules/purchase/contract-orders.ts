// Purchase orders: drafted from agreed costs, agreed by a second person, answered and sent by the supplier,
// received in parts.
import { z } from 'zod'
import { endpoint } from '../../platform/endpoint.ts'
import { Day, Fen, Id, Instant, PageInput, page, text } from '../../platform/types.ts'

export const orderStates = [
  'draft',
  'approving',
  'sent',
  'acknowledged',
  'part_shipped',
  'part_received',
  'closed',
  'cancelled',
] as const
export const OrderState = z.enum(orderStates)
export type OrderState = z.infer<typeof OrderState>

const Units = z
  .int()
  .min(1)
  .max(100_000)
  .meta({ examples: [10] })
const LineNo = z.int().min(1).max(1_000)
const OfOrder = { order_id: Id }

export const OrderHead = z.object({
  order_id: Id,
  no: z.string(),
  supplier_id: Id,
  supplier_name: z.string(),
  supplier_name_en: z.string(),
  node_id: Id,
  node_zh: z.string(),
  node_en: z.string(),
  state: OrderState,
  expected_on: Day,
  created_at: Instant,
  lines: z.int(),
  units: z.int(),
  good_units: z.int(),
  /** Net of VAT; null for who does not read costs. */
  total_fen: Fen.nullable(),
})
export type OrderHead = z.infer<typeof OrderHead>

export const listOrders = endpoint('GET /purchase-orders', {
  summary: 'Purchase orders, newest first; a node sees what has been sent for it, a brand its own',
  permission: 'account.own',
  input: PageInput.extend({
    state: OrderState.optional(),
    /** Those somebody still waits for. */
    open: z.enum(['true']).optional(),
    supplier_id: Id.optional(),
    node_id: Id.optional(),
    q: z.string().max(40).optional(),
  }),
  reply: page(OrderHead),
})

export const OrderLine = z.object({
  line_no: z.int(),
  sku_id: Id,
  code: z.string(),
  gtin: z.string().nullable(),
  name_zh: z.string(),
  name_en: z.string(),
  units: z.int(),
  acknowledged_units: z.int().nullable(),
  despatched_units: z.int(),
  good_units: z.int(),
  damaged_units: z.int(),
  unit_cost_fen: Fen.nullable(),
  vat_bp: z.int().nullable(),
  freight_fen: Fen.nullable(),
})
export type OrderLine = z.infer<typeof OrderLine>

export const Despatch = z.object({
  despatch_id: Id,
  no: z.string(),
  carrier: z.string().nullable(),
  tracking_no: z.string().nullable(),
  arrives_on: Day.nullable(),
  at: Instant,
  lines: z.array(z.object({ line_no: z.int(), units: z.int() })),
})
export const Receipt = z.object({
  receipt_id: Id,
  no: z.string(),
  received_at: Instant,
  note: z.string().nullable(),
  lines: z.array(
    z.object({
      line_no: z.int(),
      good_units: z.int(),
      over_units: z.int(),
      damaged_units: z.int(),
      short_units: z.int(),
      landed_fen: Fen.nullable(),
    }),
  ),
  wrong: z.array(z.object({ scanned: z.string(), units: z.int() })),
})
export const OrderWhole = OrderHead.extend({
  note: z.string().nullable(),
  request_id: Id.nullable(),
  /** Who looks may change, submit, answer for it. */
  mine: z.boolean(),
  items: z.array(OrderLine),
  despatches: z.array(Despatch),
  receipts: z.array(Receipt),
  returns: z.array(z.object({ return_id: Id, no: z.string(), reason: z.string(), returned_at: Instant })),
})
export type OrderWhole = z.infer<typeof OrderWhole>

export const getOrder = endpoint('GET /purchase-orders/:order_id', {
  summary: 'One purchase order with its lines, despatches, receipts and returns',
  permission: 'account.own',
  id: 'get_purchase_order',
  input: z.object(OfOrder),
  reply: OrderWhole,
})

const WishedLines = z
  .array(z.strictObject({ sku_id: Id, units: Units }))
  .min(1)
  .max(1_000)
const Wish = {
  expected_on: Day.meta({ examples: ['2030-01-15'] }),
  /** What we pay the carrier; it goes into the cost of the goods. */
  freight_fen: z.int().min(0).max(1e10).default(0),
  note: text(300).optional(),
  lines: WishedLines,
}
const draftRefusals = [
  'no_agreement',
  'below_minimum',
  'supplier_paused',
  'unknown_sku',
  'arrives_in_past',
] as const

export const draftOrder = endpoint('POST /purchase-orders', {
  summary: 'A draft at the agreed costs of its day',
  permission: 'purchasing.orders',
  refusals: [...draftRefusals, 'unknown_supplier', 'unknown_node'],
  input: z.strictObject({ supplier_id: Id, node_id: Id, ...Wish }),
  reply: OrderWhole,
})
export const changeDraft = endpoint('PUT /purchase-orders/:order_id', {
  summary: 'Writes a draft anew',
  permission: 'purchasing.orders',
  id: 'change_purchase_order',
  refusals: [...draftRefusals, 'order_state'],
  input: z.strictObject({ ...OfOrder, ...Wish }),
  reply: OrderWhole,
})
export const submitOrder = endpoint('PUT /purchase-orders/:order_id/submission', {
  summary: 'Asks control to agree; refused when more is asked than is open to buy',
  permission: 'purchasing.orders',
  refusals: ['order_state', 'over_budget', 'arrives_in_past'],
  input: z.strictObject({ ...OfOrder, reason: text(300) }),
  reply: OrderWhole,
})
export const redraftOrder = endpoint('PUT /purchase-orders/:order_id/draft', {
  summary: 'Makes it a draft again after control has said no or it was withdrawn',
  permission: 'purchasing.orders',
  refusals: ['order_state', 'still_waits'],
  input: z.strictObject(OfOrder),
  reply: OrderWhole,
})
export const acknowledgeOrder = endpoint('PUT /purchase-orders/:order_id/acknowledgement', {
  summary: 'What the supplier says it will send, line by line; lines that are left out are sent as ordered',
  permission: 'purchasing.orders',
  refusals: ['order_state', 'more_than_ordered', 'unknown_line', 'arrives_in_past'],
  input: z.strictObject({
    ...OfOrder,
    lines: z
      .array(z.strictObject({ line_no: LineNo, units: z.int().min(0).max(100_000) }))
      .max(1_000)
      .default([]),
    expected_on: Day.optional(),
  }),
  reply: OrderWhole,
})
export const addDespatch = endpoint('POST /purchase-orders/:order_id/despatches', {
  summary: "The supplier's notice that goods are on their way",
  permission: 'purchasing.orders',
  refusals: ['order_state', 'more_than_agreed', 'unknown_line', 'already_exists'],
  input: z.strictObject({
    ...OfOrder,
    no: text(40),
    carrier: text(60).optional(),
    tracking_no: text(60).optional(),
    arrives_on: Day.optional(),
    lines: z
      .array(z.strictObject({ line_no: LineNo, units: Units }))
      .min(1)
      .max(1_000),
  }),
  reply: OrderWhole,
})

const Counted = z.int().min(0).max(100_000)
export const receiveOrder = endpoint('POST /purchase-orders/:order_id/receipts', {
  summary: 'What has come, as it was scanned; good units go into stock at what they cost',
  permission: 'stock.receive',
  refusals: ['order_state', 'over_delivered', 'nothing_received', 'unknown_despatch'],
  input: z.strictObject({
    ...OfOrder,
    /** Given where the supplier sent word: what is missing of it is noted as short. */
    despatch_id: Id.optional(),
    note: text(300).optional(),
    lines: z
      .array(
        z.strictObject({
          /** GTIN or SKU code. What is not on the order is noted as wrong and not taken in. */
          scanned: text(60),
          good_units: Counted,
          damaged_units: Counted.default(0),
        }),
      )
      .min(1)
      .max(1_000),
  }),
  reply: OrderWhole,
})
export const closeOrder = endpoint('PUT /purchase-orders/:order_id/closure', {
  summary: 'Nothing more is waited for; what has not come is cancelled',
  permission: 'purchasing.orders',
  refusals: ['order_state'],
  input: z.strictObject({ ...OfOrder, reason: text(300) }),
  reply: OrderWhole,
})
export const cancelOrder = endpoint('PUT /purchase-orders/:order_id/cancellation', {
  summary: 'Cancels an order of which nothing has left the supplier',
  permission: 'purchasing.orders',
  id: 'cancel_purchase_order',
  refusals: ['order_state', 'still_waits'],
  input: z.strictObject({ ...OfOrder, reason: text(300) }),
  reply: OrderWhole,
})
export const returnGoods = endpoint('POST /purchase-orders/:order_id/returns', {
  summary: 'Goods that were taken go back to the supplier',
  permission: 'purchasing.orders',
  id: 'return_purchase_order',
  refusals: ['too_many_returned', 'stock_gone', 'unknown_line'],
  input: z.strictObject({
    ...OfOrder,
    reason: z.enum(['defective', 'wrong_goods', 'over_delivered', 'agreed']),
    lines: z
      .array(z.strictObject({ line_no: LineNo, units: Units }))
      .min(1)
      .max(1_000),
  }),
  reply: OrderWhole,
})

/** What is heard of an order after its goods came; control agrees. Net of VAT; a rebate is below zero. */
export const VarianceChange = z
  .strictObject({
    ...OfOrder,
    kind: z.enum(['freight', 'rebate']),
    amount_fen: z.int().min(-1e12).max(1e12),
  })
  .refine(({ kind, amount_fen }) => (kind === 'freight' ? amount_fen > 0 : amount_fen < 0), {
    path: ['amount_fen'],
    message: 'freight is above zero, a rebate below',
  })
export type VarianceChange = z.infer<typeof VarianceChange>

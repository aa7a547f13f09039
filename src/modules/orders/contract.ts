// What crosses the walls of the orders room: cart, quote, order, story, counter sale, return.
import { z } from 'zod'
import { endpoint } from '../../platform/endpoint.ts'
import { Day, CityCode, DistrictCode, Fen, Id, Instant, PageInput, page, text } from '../../platform/types.ts'
import { Leg, Reason, Rejected } from '../sourcing/contract.ts'
import {
  Facts,
  LineBenefit,
  LinesInput,
  Quantity,
  SlotWindow,
  TownCode,
  TraceLine,
} from './contract-quote.ts'

export * from './contract-quote.ts'

export const OrderState = z.enum([
  'created',
  'paid',
  'accepted',
  'picking',
  'handed_over',
  'delivering',
  'delivered',
  'installed',
  'closed',
  'expired',
  'cancelled',
  'resourcing',
  'awaiting_choice',
  'returning',
  'returned',
])
export type OrderState = z.infer<typeof OrderState>

export const OrderEvent = z.enum([
  'pay',
  'expire',
  'accept',
  'start_picking',
  'hand_over',
  'depart',
  'deliver',
  'install',
  'close',
  'cancel_by_customer',
  'cancel_by_house',
  'fail_pick',
  'resource',
  'offer_choice',
  'choose_wait',
  'choose_cancel',
  'request_return',
  'receive_return',
  'receive_part_return',
  'refund',
])
export type OrderEvent = z.infer<typeof OrderEvent>

// ── order ───────────────────────────────────────────────────────────────────────────────────────────────

export const Phone = z
  .string()
  .regex(/^\s*1[3-9]\d{9}\s*$/)
  .trim()
  .meta({ examples: ['13800000000'] })
export const AddressInput = z.strictObject({
  recipient: text(40),
  phone: Phone,
  county_code: DistrictCode,
  town_code: TownCode.optional(),
  line: text(200),
})
const ChosenSlot = z.strictObject({ day: Day, window: SlotWindow })
export type ChosenSlot = z.infer<typeof ChosenSlot>

export const RecipientView = z.object({
  name: z.string(),
  phone: z.string(),
  line: z.string(),
  /** Some readers need no number: they see the shape of it. */
  masked: z.boolean(),
})
export type RecipientView = z.infer<typeof RecipientView>

export const OrderLineView = z.object({
  line_no: z.int(),
  sku_id: Id,
  code: z.string(),
  name_zh: z.string(),
  name_en: z.string(),
  quantity: z.int(),
  unit_fen: Fen,
  total_fen: Fen,
  needs_install: z.boolean(),
  trace: z.array(TraceLine),
  /** `returned_fen` of each came back with units. */
  benefits: z.array(LineBenefit.extend({ returned_fen: Fen })),
  returned_quantity: z.int(),
  refunded_fen: Fen,
})
export type OrderLineView = z.infer<typeof OrderLineView>

export const OrderSummary = z.object({
  id: Id,
  city_code: CityCode,
  number: z.string(),
  basket_id: Id,
  payment_id: Id,
  channel: z.enum(['shop', 'counter']),
  mode: z.enum(['own_stock', 'agency']),
  state: OrderState,
  county_code: DistrictCode,
  town_code: TownCode,
  /** Whose stock serves it; for an agency sale the warehouse. */
  node_id: Id,
  /** The store that sold it; for an online order the serving node. */
  selling_node_id: Id,
  total_fen: Fen,
  refunded_fen: Fen,
  units: z.int(),
  first_sku_id: Id,
  lines_count: z.int(),
  needs_install: z.boolean(),
  placed_at: Instant,
  expires_at: Instant.nullable(),
  /** While it asks: until then the customer may choose; after it the money goes back by itself. */
  choose_by: Instant.nullable(),
  paid_at: Instant.nullable(),
  delivered_at: Instant.nullable(),
  changed_at: Instant,
  p50_at: Instant.nullable(),
  p90_at: Instant.nullable(),
  deliver_starts_at: Instant.nullable(),
  deliver_ends_at: Instant.nullable(),
  install_starts_at: Instant.nullable(),
  install_ends_at: Instant.nullable(),
})
export type OrderSummary = z.infer<typeof OrderSummary>

export const ReturnView = z.object({
  id: Id,
  state: z.enum(['requested', 'received']),
  reason: z.string(),
  refund_fen: Fen,
  requested_at: Instant,
  received_at: Instant.nullable(),
  lines: z.array(z.object({ line_no: z.int(), quantity: z.int(), refund_fen: Fen })),
})
export type ReturnView = z.infer<typeof ReturnView>

export const OrderView = OrderSummary.extend({
  lines: z.array(OrderLineView),
  recipient: RecipientView.nullable(),
  returns: z.array(ReturnView),
  reasons: z.array(Reason),
  resourced: z.int(),
  next_states: z.array(OrderState),
  next_events: z.array(OrderEvent),
  /** null when the reader may; else a reason literal to show beside the disabled button. */
  why_not_cancel: z.string().nullable(),
  why_not_return: z.string().nullable(),
  why_not_choose: z.string().nullable(),
})
export type OrderView = z.infer<typeof OrderView>

export const PlacedView = z.object({
  basket_id: Id,
  payment_id: Id,
  total_fen: Fen,
  expires_at: Instant,
  orders: z.array(z.object({ id: Id, city_code: CityCode, number: z.string(), node_id: Id, total_fen: Fen })),
})
export type PlacedView = z.infer<typeof PlacedView>

export const placeOrder = endpoint('POST /orders', {
  summary: 'Place a quote: holds stock and slots for 15 minutes, all lines or none, and opens one payment',
  permission: 'orders.own',
  input: z.strictObject({
    quote_id: Id,
    address_id: Id.optional(),
    address: AddressInput.optional(),
    deliver_slot: ChosenSlot.optional(),
    install_slot: ChosenSlot.optional(),
    /** What the person saw and agreed to pay; another price now is told, never taken. */
    expected_total_fen: z.int().min(0).max(1e13),
    /** Name, phone and address go to the store and the crew that serve this order. */
    consent: z.boolean().meta({ examples: [true] }),
  }),
  reply: PlacedView,
  refusals: [
    'quote_expired',
    'quote_used',
    'other_place',
    'price_moved',
    'benefit_gone',
    'stock_gone',
    'slot_gone',
    'install_before_delivery',
    'no_consent',
    'no_address',
    'no_price',
    'not_for_sale',
  ],
})

export const listOrders = endpoint('GET /orders', {
  summary: 'Orders you may see, newest first: your own, your node’s, or all',
  permission: 'account.own',
  input: PageInput.extend({
    /** true: only those you placed yourself */
    mine: z
      .enum(['true', 'false'])
      .optional()
      .transform((value) => value === 'true'),
    state: OrderState.optional(),
    day: Day.optional(),
    city_code: CityCode.optional(),
    node_id: Id.optional(),
    basket_id: Id.optional(),
    /** The whole number or its end, four digits at least; dashes do not count. */
    number: z
      .string()
      .regex(/^[0-9-]{1,24}$/)
      .optional(),
  }).strict(),
  reply: page(OrderSummary),
})

const OfOrder = z.strictObject({ order_id: Id })
export const getOrder = endpoint('GET /orders/:order_id', {
  id: 'get_order',
  summary: 'One order, with what may happen to it next',
  permission: 'account.own',
  input: OfOrder,
  reply: OrderView,
})

export const StoryRow = z.object({
  id: Id,
  at: Instant,
  /**
   * Words for each code are in the screen; codes: the events of the table and notes such as
   * `payment_failed`.
   */
  code: z.string(),
  by: z.enum(['customer', 'store', 'crew', 'house']),
  facts: Facts,
})
export type StoryRow = z.infer<typeof StoryRow>
export const getStory = endpoint('GET /orders/:order_id/story', {
  summary: 'Everything that happened to an order, oldest first; no personal data in it',
  permission: 'account.own',
  input: OfOrder,
  reply: z.object({ order_id: Id, state: OrderState, rows: z.array(StoryRow) }),
})

export const OrderPlan = z.object({
  /** false: its quote has been forgotten, or it had none (a counter sale, a loaded order). */
  kept: z.boolean(),
  at: Instant.nullable(),
  candidates: z.int(),
  legs: z.array(Leg),
  rejected: z.array(Rejected),
})
export type OrderPlan = z.infer<typeof OrderPlan>
export const getOrderPlan = endpoint('GET /orders/:order_id/plan', {
  summary:
    'What sourcing looked at when the order was placed: the chosen nodes with their costs, each rejected one',
  permission: 'account.own',
  id: 'get_order_plan',
  input: OfOrder,
  reply: OrderPlan,
})

export const countOrders = endpoint('GET /order-counts', {
  summary: 'How many orders there are in each state that is not an end, and how many were placed today',
  permission: 'account.own',
  input: z.strictObject({}),
  reply: z.object({
    states: z.array(z.object({ state: OrderState, count: z.int() })),
    today: z.object({ placed: z.int(), total_fen: Fen }),
  }),
})

export const CancelReason = z.enum(['changed_mind', 'found_cheaper', 'too_slow', 'wrong_item', 'other'])
export const cancelOrder = endpoint('PUT /orders/:order_id/cancellation', {
  summary: 'Cancel before the goods leave the store; what was paid goes back by itself',
  permission: 'orders.own',
  input: z.strictObject({ order_id: Id, reason: CancelReason.default('changed_mind') }),
  reply: OrderView,
  refusals: ['already_handed_over', 'already_ended', 'not_possible_now'],
})

export const chooseAfterFailure = endpoint('PUT /orders/:order_id/choice', {
  summary: 'No store could serve it: wait for the next one, or cancel and get the money back',
  permission: 'orders.own',
  input: z.strictObject({ order_id: Id, choice: z.enum(['wait', 'cancel']) }),
  reply: OrderView,
  refusals: ['no_choice_open'],
})

export const LineNo = z
  .int()
  .min(1)
  .max(50)
  .meta({ examples: [1] })
export const ReturnReason = z.enum(['changed_mind', 'faulty', 'damaged', 'wrong_item'])
export const requestReturn = endpoint('POST /orders/:order_id/returns', {
  summary: 'Ask to return some or all lines: 7 days without a reason, 15 days for a fault',
  permission: 'orders.own',
  input: z.strictObject({
    order_id: Id,
    reason: ReturnReason,
    lines: z
      .array(z.strictObject({ line_no: LineNo, quantity: Quantity }))
      .min(1)
      .max(50),
  }),
  reply: OrderView,
  refusals: ['not_delivered', 'return_window_over', 'too_many_returned', 'not_possible_now'],
})

export const receiveReturn = endpoint('PUT /orders/:order_id/returns/:return_id/receipt', {
  summary: 'The node has the goods back: they enter its stock and the money goes back',
  permission: 'store.read',
  input: z.strictObject({ order_id: Id, return_id: Id }),
  reply: OrderView,
  refusals: ['already_received', 'not_possible_now'],
})

// ── counter ─────────────────────────────────────────────────────────────────────────────────────────────

export const counterSale = endpoint('POST /counter-sales', {
  summary: 'Sell at the counter: from the store’s own stock, or as an agency sale from its warehouse',
  permission: 'orders.counter_sale',
  input: z.strictObject({
    node_id: Id,
    lines: LinesInput,
    mode: z.enum(['own_stock', 'agency']),
    payment_method: z.enum(['cash', 'qr', 'card']),
    expected_total_fen: z.int().min(0).max(1e13),
    customer_phone: Phone.optional(),
    /** Where an agency sale, or anything to install, goes. */
    address: AddressInput.optional(),
  }),
  reply: OrderView,
  refusals: [
    'price_moved',
    'benefit_gone',
    'stock_gone',
    'no_warehouse',
    'no_address',
    'no_price',
    'not_for_sale',
    'unknown_sku',
    'too_many',
    'store_closed',
  ],
})

export const ReceiptView = z.object({
  number: z.string(),
  channel: z.enum(['shop', 'counter']),
  mode: z.enum(['own_stock', 'agency']),
  sold_at: Instant,
  node_id: Id,
  node_name_zh: z.string(),
  node_name_en: z.string(),
  node_address_zh: z.string(),
  node_address_en: z.string(),
  node_phone: z.string(),
  payment_method: z.string(),
  lines: z.array(
    z.object({
      line_no: z.int(),
      code: z.string(),
      name_zh: z.string(),
      name_en: z.string(),
      quantity: z.int(),
      unit_fen: Fen,
      total_fen: Fen,
    }),
  ),
  total_fen: Fen,
  paid_fen: Fen,
  refunded_fen: Fen,
})
export type ReceiptView = z.infer<typeof ReceiptView>
export const getReceipt = endpoint('GET /orders/:order_id/receipt', {
  summary: 'The receipt of a paid order, to print',
  permission: 'account.own',
  input: OfOrder,
  reply: ReceiptView,
  refusals: ['not_paid'],
})

// What crosses the walls of stock: cells, ledger entries, receipts, counts, adjustments, transfers.
import { z } from 'zod'
import { endpoint } from '../../platform/endpoint.ts'
import { CityCode, Id, Instant, PageInput, page, text } from '../../platform/types.ts'
import { IdList } from '../search/contract-lines.ts'

export const Units = z
  .int()
  .min(1)
  .max(100_000)
  .meta({ examples: [2] })
export const entryKinds = [
  'receipt',
  'sale',
  'transfer_out',
  'transfer_in',
  'count',
  'adjustment',
  'customer_return',
  'supplier_return',
] as const

export const Cell = z.object({
  city_code: CityCode,
  node_id: Id,
  sku_id: Id,
  on_hand: z.int(),
  held: z.int(),
  protected: z.int(),
  display: z.int(),
  /** What an online order may take. */
  available: z.int(),
  /** What the owner may sell at the counter. */
  counter_available: z.int(),
})
export type Cell = z.infer<typeof Cell>

export const Entry = z.object({
  id: Id,
  city_code: CityCode,
  node_id: Id,
  sku_id: Id,
  kind: z.enum(entryKinds),
  quantity: z.int(),
  reason: z.string().nullable(),
  order_id: Id.nullable(),
  at: Instant,
})
export type Entry = z.infer<typeof Entry>

const OfNode = { node_id: Id }
const QuantityLine = z.strictObject({ sku_id: Id, quantity: Units })
const lines = z.array(QuantityLine).min(1).max(200)

export const listStock = endpoint('GET /nodes/:node_id/stock', {
  summary: 'What a node has: on hand, held, protected, on display and free, by SKU',
  permission: 'account.own',
  id: 'list_node_stock',
  input: PageInput.extend({
    ...OfNode,
    low: z.enum(['true', 'false']).optional(),
    sku_ids: IdList.optional(),
  }),
  reply: page(Cell),
})

export const findStock = endpoint('GET /stock', {
  summary: 'Where a SKU is in a city',
  permission: 'account.own',
  id: 'find_stock',
  input: PageInput.extend({ sku_id: Id, city_code: CityCode }),
  reply: page(Cell),
})

export const listEntries = endpoint('GET /nodes/:node_id/stock-entries', {
  summary: 'The ledger of a node, newest first: what changed, why, by which order',
  permission: 'account.own',
  id: 'list_stock_entries',
  input: PageInput.extend({ ...OfNode, sku_id: Id.optional() }),
  reply: page(Entry),
})

export const receive = endpoint('POST /nodes/:node_id/receipts', {
  summary: 'Goods have arrived at the node; many of the house’s own come against a purchase order only',
  permission: 'stock.receive',
  id: 'receive_stock',
  refusals: ['unknown_sku', 'receive_by_order'],
  input: z.strictObject({ ...OfNode, lines, reason: text(120).optional() }),
  reply: z.object({ items: z.array(Cell) }),
})

export const count = endpoint('POST /nodes/:node_id/counts', {
  summary: 'What was counted on the shelf; a difference above the limit waits for a second person',
  permission: 'stock.count',
  id: 'count_stock',
  refusals: ['below_held', 'unknown_sku'],
  input: z.strictObject({
    ...OfNode,
    lines: z
      .array(
        z.strictObject({
          sku_id: Id,
          counted: z
            .int()
            .min(0)
            .max(100_000)
            .meta({ examples: [6] }),
        }),
      )
      .min(1)
      .max(200),
  }),
  /** request_id is set where the difference waits for a second person; on_hand is then as before. */
  reply: z.object({ items: z.array(Cell.extend({ difference: z.int(), request_id: Id.nullable() })) }),
})

export const AdjustmentReason = z.enum(['damaged', 'lost', 'found', 'expired_display', 'data_error'])
/** Why a cell was corrected: an adjustment says its reason, a count is one. */
export const CorrectionReason = z.enum([...AdjustmentReason.options, 'counted'])
export type CorrectionReason = z.infer<typeof CorrectionReason>

export const adjust = endpoint('POST /nodes/:node_id/adjustments', {
  summary: 'Corrects a cell with a reason; above the limit it waits for a second person',
  permission: 'stock.adjust',
  id: 'adjust_stock',
  refusals: ['below_held', 'unknown_sku'],
  input: z.strictObject({
    ...OfNode,
    sku_id: Id,
    quantity: z
      .int()
      .min(-100_000)
      .max(100_000)
      .refine((n) => n !== 0)
      .meta({ examples: [-1] }),
    reason: AdjustmentReason,
  }),
  /** request_id is set when the change waits for a second person. */
  reply: z.object({ cell: Cell, request_id: Id.nullable() }),
})

export const transfer = endpoint('POST /transfers', {
  summary: 'Moves units from one node to another; what leaves one arrives at the other',
  permission: 'stock.transfer',
  id: 'transfer_stock',
  refusals: ['stock_gone', 'same_node', 'unknown_sku'],
  input: z.strictObject({ from_node_id: Id, to_node_id: Id, lines }),
  reply: z.object({ transfer_id: Id, items: z.array(Cell) }),
})

export const protect = endpoint('PUT /nodes/:node_id/stock/:sku_id/protection', {
  summary: 'How many units the owner keeps from online orders',
  permission: 'stock.count',
  id: 'protect_stock',
  refusals: ['unknown_sku'],
  input: z.strictObject({
    ...OfNode,
    sku_id: Id,
    protected: z
      .int()
      .min(0)
      .max(100_000)
      .meta({ examples: [1] }),
  }),
  reply: Cell,
})

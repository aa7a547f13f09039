// What crosses the walls of fulfilment: a store's queue, the pick by scan, hand-over, delivery, label and
// income.
import { z } from 'zod'
import { endpoint } from '../../platform/endpoint.ts'
import { Day, DistrictCode, Fen, Id, Instant, PageInput, page } from '../../platform/types.ts'

export const TaskState = z.enum([
  'waiting',
  'accepted',
  'picking',
  'packed',
  'handed_over',
  'delivering',
  'delivered',
  'failed',
  'cancelled',
])
export type TaskState = z.infer<typeof TaskState>

export const FailureReason = z.enum(['not_found', 'damaged', 'too_busy', 'closed'])
export type FailureReason = z.infer<typeof FailureReason>
export const HandedTo = z.enum(['courier', 'customer', 'crew'])
export type HandedTo = z.infer<typeof HandedTo>

export const TaskSummary = z.object({
  id: Id,
  city_code: DistrictCode,
  order_id: Id,
  number: z.string(),
  node_id: Id,
  /** The store that sold it; differs from the node for an agency sale. */
  selling_node_id: Id,
  state: TaskState,
  channel: z.enum(['shop', 'counter']),
  needs_install: z.boolean(),
  units: z.int(),
  picked_units: z.int(),
  lines_count: z.int(),
  total_fen: Fen,
  first_sku_id: Id,
  first_name_zh: z.string(),
  first_name_en: z.string(),
  county_code: DistrictCode,
  opened_at: Instant,
  accept_by: Instant,
  hand_over_by: Instant,
  /** Promised delivery window; null when the sale named none. */
  promised_from: Instant.nullable(),
  promised_to: Instant.nullable(),
  accepted_at: Instant.nullable(),
  packed_at: Instant.nullable(),
  handed_over_at: Instant.nullable(),
  handed_to: HandedTo.nullable(),
  delivered_at: Instant.nullable(),
  failed_at: Instant.nullable(),
  /** A FailureReason, or `no_answer` when the house gave the task up. */
  failure: z.string().nullable(),
})
export type TaskSummary = z.infer<typeof TaskSummary>

export const TaskLine = z.object({
  line_no: z.int(),
  sku_id: Id,
  code: z.string(),
  gtin: z.string(),
  name_zh: z.string(),
  name_en: z.string(),
  quantity: z.int(),
  picked: z.int(),
  serials: z.array(z.string()),
})
export type TaskLine = z.infer<typeof TaskLine>

/** Name, number and address only for the serving node, and in full only while it has to deliver. */
export const TaskRecipient = z.object({
  name: z.string(),
  phone: z.string(),
  line: z.string(),
  masked: z.boolean(),
})

export const TaskAction = z.enum(['accept', 'pick', 'hand_over', 'depart', 'deliver', 'fail'])
export type TaskAction = z.infer<typeof TaskAction>

export const TaskView = TaskSummary.extend({
  lines: z.array(TaskLine),
  recipient: TaskRecipient.nullable(),
  /** What may be done now; a screen shows the others disabled. */
  next: z.array(TaskAction),
})
export type TaskView = z.infer<typeof TaskView>

export const listTasks = endpoint('GET /nodes/:node_id/fulfilments', {
  summary: 'What a store or warehouse has to do, the most urgent first',
  permission: 'fulfilment.work',
  input: PageInput.extend({
    node_id: Id,
    state: TaskState.optional(),
    /** true (unless said otherwise): only what is not finished */
    open: z.enum(['true', 'false']).default('true'),
    /** the business day on which the task was opened */
    day: Day.optional(),
  }).strict(),
  reply: page(TaskSummary).extend({
    now: Instant,
    counts: z.object({
      waiting: z.int(),
      preparing: z.int(),
      packed: z.int(),
      on_the_way: z.int(),
      late: z.int(),
    }),
  }),
})

const OfTask = z.strictObject({ fulfilment_id: Id })
export const getTask = endpoint('GET /fulfilments/:fulfilment_id', {
  summary: 'One task with its lines and, while it is to deliver, the recipient',
  permission: 'fulfilment.work',
  input: OfTask,
  reply: TaskView,
})

export const acceptTask = endpoint('PUT /fulfilments/:fulfilment_id/acceptance', {
  summary: 'The store takes the order on',
  permission: 'fulfilment.work',
  input: OfTask,
  reply: TaskView,
  refusals: ['task_moved_on'],
})

/** What a scanner reads or a person types: GTIN-8, -12, -13, -14 or our own SKU code. */
export const Scanned = z
  .string()
  .regex(/^\s*[\w.-]{4,40}\s*$/)
  .trim()
  .meta({ examples: ['6901234567892'] })

export const pickUnits = endpoint('POST /fulfilments/:fulfilment_id/picks', {
  summary: 'One scan: the product must be one of the order’s and still wanted',
  permission: 'fulfilment.work',
  input: z.strictObject({
    fulfilment_id: Id,
    scanned: Scanned,
    quantity: z.int().min(1).max(1_000).default(1),
    serial: z
      .string()
      .regex(/^\s*[A-Za-z0-9-]{4,32}\s*$/)
      .trim()
      .optional(),
  }),
  reply: TaskView,
  refusals: [
    'bad_check_digit',
    'other_product',
    'enough_picked',
    'serial_one_unit',
    'serial_scanned',
    'task_moved_on',
  ],
})

export const handOverTask = endpoint('PUT /fulfilments/:fulfilment_id/handover', {
  summary:
    'The goods leave: to a courier, to the customer at the counter, or to the crew that will install them',
  permission: 'fulfilment.work',
  input: z.strictObject({ fulfilment_id: Id, to: HandedTo }),
  reply: TaskView,
  refusals: ['not_all_picked', 'no_crew_needed', 'task_moved_on'],
})

export const departTask = endpoint('PUT /fulfilments/:fulfilment_id/departure', {
  summary: 'The courier is on the way',
  permission: 'fulfilment.work',
  input: OfTask,
  reply: TaskView,
  refusals: ['task_moved_on'],
})

export const deliverTask = endpoint('PUT /fulfilments/:fulfilment_id/delivery', {
  summary: 'The customer has the goods',
  permission: 'fulfilment.work',
  input: OfTask,
  reply: TaskView,
  refusals: ['task_moved_on'],
})

export const failTask = endpoint('PUT /fulfilments/:fulfilment_id/failure', {
  summary: 'The store cannot serve it: another one is looked for at once',
  permission: 'fulfilment.work',
  input: z.strictObject({ fulfilment_id: Id, reason: FailureReason }),
  reply: TaskView,
  refusals: ['task_moved_on'],
})

export const Label = z.object({
  number: z.string(),
  /** What the barcode on the parcel says. */
  barcode: z.string(),
  node_name_zh: z.string(),
  node_name_en: z.string(),
  node_address_zh: z.string(),
  node_address_en: z.string(),
  node_phone: z.string(),
  recipient: TaskRecipient.nullable(),
  /** Province, city and county: a county's name alone is not unique. */
  place_zh: z.string(),
  place_en: z.string(),
  promised_from: Instant.nullable(),
  promised_to: Instant.nullable(),
  needs_install: z.boolean(),
  lines: z.array(z.object({ code: z.string(), name_zh: z.string(), name_en: z.string(), quantity: z.int() })),
  printed_at: Instant,
})
export type Label = z.infer<typeof Label>
export const getLabel = endpoint('GET /fulfilments/:fulfilment_id/label', {
  summary: 'What to print on the parcel',
  permission: 'fulfilment.work',
  input: OfTask,
  reply: Label,
})

export const IncomeSum = z.object({
  from: Instant,
  to: Instant,
  orders: z.int(),
  units: z.int(),
  /** sales_fen = online_fen + counter_fen + agency_fen − refunded_fen */
  sales_fen: Fen,
  online_fen: Fen,
  counter_fen: Fen,
  agency_fen: Fen,
  refunded_fen: Fen,
})
export type IncomeSum = z.infer<typeof IncomeSum>
export const IncomeEntry = z.object({
  id: Id,
  order_id: Id,
  number: z.string(),
  kind: z.enum(['online', 'counter', 'agency', 'refund']),
  units: z.int(),
  amount_fen: Fen,
  at: Instant,
})
export type IncomeEntry = z.infer<typeof IncomeEntry>
export const Income = z.object({
  node_id: Id,
  today: IncomeSum,
  month: IncomeSum,
  /** The newest entries of the month: the sums come from all of them. */
  entries: z.array(IncomeEntry),
})
export type Income = z.infer<typeof Income>
export const getIncome = endpoint('GET /nodes/:node_id/income', {
  summary: 'Sales of a node today and this month, with the entries they come from',
  permission: 'fulfilment.work',
  input: z.strictObject({ node_id: Id }),
  reply: Income,
})

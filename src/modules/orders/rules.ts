// What may happen to an order, and what it comes to. Pure: the server enforces it, the screens explain with
// it.
import { split, sum } from '../../platform/money.ts'
import { day_ms } from '../../platform/time.ts'
import { type Fen, type Instant, fen } from '../../platform/types.ts'
import { OrderEvent, OrderState, type OrderView } from './contract.ts'

/** O3: every state × every event is here or it is refused. A loop keeps the state and tells the story. */
export const transitions: Readonly<Record<OrderState, Partial<Record<OrderEvent, OrderState>>>> = {
  created: {
    pay: 'paid',
    expire: 'expired',
    cancel_by_customer: 'cancelled',
    cancel_by_house: 'cancelled',
  },
  paid: {
    accept: 'accepted',
    start_picking: 'picking',
    fail_pick: 'resourcing',
    cancel_by_customer: 'cancelled',
    cancel_by_house: 'cancelled',
  },
  accepted: {
    start_picking: 'picking',
    fail_pick: 'resourcing',
    cancel_by_customer: 'cancelled',
    cancel_by_house: 'cancelled',
  },
  picking: {
    hand_over: 'handed_over',
    fail_pick: 'resourcing',
    cancel_by_customer: 'cancelled',
    cancel_by_house: 'cancelled',
  },
  resourcing: {
    resource: 'paid',
    offer_choice: 'awaiting_choice',
    cancel_by_customer: 'cancelled',
    cancel_by_house: 'cancelled',
  },
  awaiting_choice: {
    choose_wait: 'resourcing',
    choose_cancel: 'cancelled',
    cancel_by_customer: 'cancelled',
    cancel_by_house: 'cancelled',
  },
  handed_over: { depart: 'delivering', deliver: 'delivered' },
  delivering: { deliver: 'delivered' },
  delivered: { install: 'installed', close: 'closed', request_return: 'returning' },
  installed: { close: 'closed', request_return: 'returning' },
  closed: { request_return: 'returning', refund: 'closed' },
  returning: { receive_return: 'returned', receive_part_return: 'closed', refund: 'returning' },
  returned: { refund: 'returned' },
  cancelled: { refund: 'cancelled' },
  // A late payment finds the goods again, or goes back.
  expired: { pay: 'paid', refund: 'expired' },
}

/**
 * Where an order begins: online it waits for money; at the counter money and perhaps goods have changed
 * hands.
 */
export const beginnings = { shop: 'created', agency: 'paid', counter: 'delivered' } as const satisfies Record<
  string,
  OrderState
>

type Facing = { state: OrderState; needs_install: boolean }

/** The next state, or null when the table (or the goods: nothing to install) refuses the event. */
export function nextState({ state, needs_install }: Facing, event: OrderEvent): OrderState | null {
  if (event === 'install' && !needs_install) return null
  if (event === 'close' && state === 'delivered' && needs_install) return null
  return transitions[state][event] ?? null
}

export const nextEvents = (order: Facing): OrderEvent[] =>
  OrderEvent.options.filter((event) => nextState(order, event) !== null)

export const nextStates = (order: Facing): OrderState[] => [
  ...new Set(nextEvents(order).map((event) => nextState(order, event)!)),
]

/** The order still holds units and slots in these states. */
export const holding: ReadonlySet<OrderState> = new Set([
  'created',
  'paid',
  'accepted',
  'picking',
  'resourcing',
  'awaiting_choice',
])

const ended: ReadonlySet<OrderState> = new Set(['expired', 'cancelled', 'returned', 'closed'])
const gone: ReadonlySet<OrderState> = new Set(['handed_over', 'delivering', 'delivered', 'installed'])

export function whyNotCancel(order: Facing): string | null {
  if (nextState(order, 'cancel_by_customer')) return null
  if (ended.has(order.state)) return 'already_ended'
  return gone.has(order.state) ? 'already_handed_over' : 'not_possible_now'
}

export const whyNotChoose = (order: Facing): string | null =>
  order.state === 'awaiting_choice' ? null : 'no_choice_open'

/**
 * Days after delivery: without a reason (consumer law), and for what is our fault. Assumptions of the demo.
 */
export const return_days = { changed_mind: 7, faulty: 15, damaged: 15, wrong_item: 15 } as const
export type ReturnReason = keyof typeof return_days

export function whyNotReturn(
  order: Facing & { delivered_at: Instant | null },
  now: Instant,
  reason: ReturnReason = 'faulty',
): string | null {
  if (!order.delivered_at) return ended.has(order.state) ? 'already_ended' : 'not_delivered'
  if (!nextState(order, 'request_return')) return 'not_possible_now'
  const age_ms = Date.parse(now) - Date.parse(order.delivered_at)
  return age_ms > return_days[reason] * day_ms ? 'return_window_over' : null
}

type Sold = Pick<
  OrderView['lines'][number],
  'line_no' | 'quantity' | 'total_fen' | 'returned_quantity' | 'refunded_fen'
>

/**
 * O6: what `quantity` more units of a line give back. Units of a line may differ by one fen (largest
 * remainder), so returning all of them one by one gives back exactly the line.
 */
export function refundOf(line: Sold, quantity: number): Fen {
  const parts = split(
    line.total_fen,
    Array.from({ length: line.quantity }, () => 1),
  )
  return sum(parts.slice(line.returned_quantity, line.returned_quantity + quantity))
}

export const leftToReturn = (line: Sold) => line.quantity - line.returned_quantity

/** Lines of one SKU are one line: demand is summed before it is checked. */
export function mergeLines<T extends { sku_id: string; quantity: number }>(lines: readonly T[]): T[] {
  const merged = new Map<string, T>()
  for (const line of lines) {
    const known = merged.get(line.sku_id)
    merged.set(line.sku_id, known ? { ...known, quantity: known.quantity + line.quantity } : { ...line })
  }
  return [...merged.values()]
}

export const totalOf = (lines: readonly { total_fen: Fen }[]): Fen =>
  lines.length === 0 ? fen(0) : sum(lines.map(({ total_fen }) => total_fen))

/** A line of an order over several nodes: the money follows the units, exact to the fen. */
export const shareOf = (total_fen: Fen, quantities: readonly number[]): Fen[] => split(total_fen, quantities)

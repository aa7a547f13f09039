// What an order's state means for those who read it in the shop.
import type { OrderState } from '../../modules/orders/contract.ts'

const on_the_way: readonly OrderState[] = [
  'paid',
  'accepted',
  'picking',
  'handed_over',
  'delivering',
  'resourcing',
]

/** Paid and not yet there: only then is a time of arrival still true. */
export const onTheWay = (state: OrderState) => on_the_way.includes(state)

// After a sale at the counter: the neighbour has no account, so the store that sold acts for them.
import { endpoint } from '../../platform/endpoint.ts'
import { cancelOrder, chooseAfterFailure, requestReturn } from './contract.ts'

const ofStore = { permission: 'orders.counter_sale' } as const

export const cancelCounterSale = endpoint('PUT /counter-sales/:order_id/cancellation', {
  ...ofStore,
  summary: 'Cancel an agency sale before the goods leave the warehouse; the money goes back by hand',
  input: cancelOrder.input,
  reply: cancelOrder.reply,
  refusals: ['already_handed_over', 'already_ended', 'not_possible_now'],
})

export const chooseForCustomer = endpoint('PUT /counter-sales/:order_id/choice', {
  ...ofStore,
  summary: 'Nobody could serve an agency sale: wait for the next one, or cancel, as the customer says',
  input: chooseAfterFailure.input,
  reply: chooseAfterFailure.reply,
  refusals: ['no_choice_open'],
})

export const returnCounterSale = endpoint('POST /counter-sales/:order_id/returns', {
  ...ofStore,
  summary: 'The customer brings goods back: asked for here, received by the node that served the sale',
  input: requestReturn.input,
  reply: requestReturn.reply,
  refusals: ['not_delivered', 'return_window_over', 'too_many_returned', 'not_possible_now'],
})

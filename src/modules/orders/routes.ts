import { answer, batched, command } from '../../platform/route.ts'
import {
  cancelOrder,
  chooseAfterFailure,
  countOrders,
  counterSale,
  getCart,
  getOrder,
  getOrderPlan,
  getQuote,
  getReceipt,
  getStory,
  listOrders,
  makeQuote,
  placeOrder,
  priceLinesTogether,
  putCart,
  receiveReturn,
  requestReturn,
} from './contract.ts'
import { cancelCounterSale, chooseForCustomer, returnCounterSale } from './contract-counter.ts'
import { sellAtCounter } from './counter.ts'
import { cancel, choose } from './life.ts'
import { place } from './place.ts'
import { findOrders, orderCounts, orderStory, orderView, planOf, receiptOf } from './queries.ts'
import { cartOf, priceTogether, quote, quoteOf, saveCart } from './quote.ts'
import { askReturn, takeReturn } from './returns.ts'

export const routes = [
  answer(getCart, cartOf),
  command(putCart, saveCart),
  answer(priceLinesTogether, priceTogether),
  batched(makeQuote, quote),
  answer(getQuote, quoteOf),
  batched(placeOrder, place),
  answer(listOrders, findOrders),
  answer(getOrder, orderView),
  answer(getStory, orderStory),
  answer(getOrderPlan, planOf),
  answer(countOrders, orderCounts),
  command(cancelOrder, cancel),
  command(chooseAfterFailure, choose),
  command(requestReturn, askReturn),
  command(receiveReturn, takeReturn),
  command(counterSale, sellAtCounter),
  command(cancelCounterSale, cancel),
  command(chooseForCustomer, choose),
  command(returnCounterSale, askReturn),
  answer(getReceipt, receiptOf),
]

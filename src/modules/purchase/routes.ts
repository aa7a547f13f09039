import { answer, command } from '../../platform/route.ts'
import { proposeOne } from './commands-costs.ts'
import { acknowledgeOne, despatchOne, receiveOne, returnSome } from './commands-deliveries.ts'
import { cancelOne, changeOne, closeOne, draftOne, redraftOne, submitOne } from './commands-orders.ts'
import { addOne, changeOne as changeSupplierOne } from './commands-suppliers.ts'
import * as api from './contract.ts'
import * as orders from './contract-orders.ts'
import { agreementsPage, budgetsPage, oneSupplier, suppliersPage } from './queries.ts'
import { ordersPage, wholeOrder } from './queries-orders.ts'
import { suggestionsOf } from './suggestions.ts'

export const routes = [
  answer(api.listSuppliers, suppliersPage),
  answer(api.getSupplier, oneSupplier),
  command(api.addSupplier, addOne),
  command(api.changeSupplier, changeSupplierOne),
  answer(api.listAgreements, agreementsPage),
  command(api.proposeCost, proposeOne),
  answer(api.listBudgets, budgetsPage),
  answer(api.listSuggestions, suggestionsOf),
  answer(orders.listOrders, ordersPage),
  answer(orders.getOrder, wholeOrder),
  command(orders.draftOrder, draftOne),
  command(orders.changeDraft, changeOne),
  command(orders.submitOrder, submitOne),
  command(orders.redraftOrder, redraftOne),
  command(orders.acknowledgeOrder, acknowledgeOne),
  command(orders.addDespatch, despatchOne),
  command(orders.receiveOrder, receiveOne),
  command(orders.closeOrder, closeOne),
  command(orders.cancelOrder, cancelOne),
  command(orders.returnGoods, returnSome),
]

// Which function stands behind which endpoint of brands.
import { answer as read, command } from '../../platform/route.ts'
import { answer, propose, send } from './commands.ts'
import { offer } from './commands-funding.ts'
import * as api from './contract.ts'
import * as sales from './contract-sales.ts'
import { brandCounts, brandOrder, findBrandOrders, findOwnProducts, ownProduct } from './queries.ts'
import { boughtBy, findFunding, placeSales, skuSales } from './queries-sales.ts'

export const routes = [
  read(api.listOwnProducts, (tx, _actor, input) => findOwnProducts(tx, input)),
  read(api.getOwnProduct, (tx, _actor, { product_id }) => ownProduct(tx, product_id)),
  command(api.proposeFacts, propose),
  read(api.listBrandOrders, (tx, _actor, input) => findBrandOrders(tx, input)),
  read(api.getBrandOrder, (tx, _actor, { purchase_order_id }) => brandOrder(tx, purchase_order_id)),
  command(api.answerOrder, answer),
  command(api.sendGoods, send),
  read(api.countBrand, (tx) => brandCounts(tx)),
  read(sales.listPlaceSales, (tx, actor, input) => placeSales(tx, actor, input)),
  read(sales.listSkuSales, (tx, actor, input) => skuSales(tx, actor, input)),
  read(sales.listBought, (tx, actor, input) => boughtBy(tx, actor, input)),
  read(sales.listFunding, (tx, _actor, input) => findFunding(tx, input)),
  read(sales.listOffers, (tx, _actor, input) => findFunding(tx, input)),
  command(sales.offerFunding, offer),
]

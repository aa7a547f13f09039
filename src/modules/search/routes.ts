// SKUs by number and by what is meant. Lists of products with prices are of the room that knows prices.
import { recall } from '../../platform/route.ts'
import { listSkuLines } from './contract-lines.ts'
import { skuLines } from './lines.ts'

export const routes = [recall(listSkuLines, (_actor, input) => skuLines(input))]

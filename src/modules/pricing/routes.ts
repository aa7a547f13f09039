import { Refused } from '../../platform/refusal.ts'
import { command, recall } from '../../platform/route.ts'
import { proposePrice } from './commands.ts'
import * as api from './contract.ts'
import { price, rowsOf } from './queries.ts'

export const routes = [
  recall(api.getPrice, (_actor, input) => {
    const found = price({ ...input, at: new Date().toISOString() })
    if (!found) throw new Refused('no_price', 404)
    return found
  }),
  recall(api.listPrices, (_actor, input) => rowsOf(input.sku_id, input.limit, input.after)),
  command(api.proposeChange, proposePrice),
]

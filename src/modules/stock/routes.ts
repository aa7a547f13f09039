import { answer, command } from '../../platform/route.ts'
import { adjustCell, countShelf, protectCell, receiveGoods, transferUnits } from './commands.ts'
import * as api from './contract.ts'
import { ledgerOf, stockOf, whereIs } from './queries.ts'

export const routes = [
  answer(api.listStock, stockOf),
  answer(api.findStock, whereIs),
  answer(api.listEntries, ledgerOf),
  command(api.receive, receiveGoods),
  command(api.count, countShelf),
  command(api.adjust, adjustCell),
  command(api.transfer, transferUnits),
  command(api.protect, protectCell),
]

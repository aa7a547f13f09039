// Which function stands behind which endpoint.
import { answer, command, recall } from '../../platform/route.ts'
import { announce, arrive, drop, keepPart, release, repair } from './commands-send.ts'
import * as api from './contract.ts'
import { fieldOf } from './fields.ts'
import { mappings } from './mappings.ts'
import { findImports, findRows, importView } from './queries.ts'

export const routes = [
  command(api.addProductFile, announce('products')),
  command(api.addStoreFile, announce('stores')),
  command(api.addStockFile, announce('stock')),
  command(api.addPriceFile, announce('prices')),
  command(api.sendPart, keepPart),
  command(api.startImport, arrive),
  answer(api.getImport, (tx, _actor, { file_id }) => importView(tx, file_id)),
  answer(api.listImports, (tx, _actor, input) => findImports(tx, input)),
  answer(api.listRows, (tx, _actor, input) => findRows(tx, input)),
  command(api.repairRow, repair),
  command(api.releaseImport, release),
  command(api.dropImport, drop),
  recall(api.listMappings, (_actor, { kind }) => ({
    items: mappings
      .filter((mapping) => kind === undefined || mapping.kind === kind)
      .map(({ name, title, kind: its, fields }) => ({
        name,
        title,
        kind: its,
        fields: Object.entries(fields).map(([field, { from }]) => {
          return { field, must: fieldOf(its, field)?.must ?? false, from }
        }),
      })),
  })),
]

// Everybody reads the launched catalog from memory; its makers read and change the tables.
import { notFound } from '../../platform/refusal.ts'
import { answer, command, recall } from '../../platform/route.ts'
import { addBrand, addProduct, addSku, editProduct, editSku } from './commands.ts'
import * as api from './contract.ts'
import * as sheets from './contract-sheets.ts'
import { catalog } from './queries.ts'
import { findSheets, sheetCounts, sheetOf } from './sheets.ts'
import { brandViews, categoryViews, productView, skuView } from './views.ts'

// K4: a draft looks like what does not exist.
function launched(product_id: string) {
  const index = catalog()
  const product = index.product(product_id)
  if (!product || product.state === 'draft') throw notFound()
  return { index, product }
}

const kept = { version: () => String(catalog().version) }

export const routes = [
  recall(api.listCategories, (_actor, { space }) => ({ items: categoryViews(catalog(), space) }), kept),
  recall(api.listBrands, () => ({ items: brandViews(catalog()) })),
  recall(
    api.getProduct,
    (_actor, { product_id }) => {
      const { index, product } = launched(product_id)
      return productView(index, product)
    },
    kept,
  ),
  recall(api.getSku, (_actor, { sku_id }) => {
    const sku = catalog().sku(sku_id)
    if (!sku) throw notFound()
    launched(sku.product_id)
    return skuView(catalog().category(sku.category_code)!, sku)
  }),
  answer(sheets.listSheets, (tx, _actor, input) => findSheets(tx, input)),
  answer(sheets.countSheets, (tx) => sheetCounts(tx)),
  answer(sheets.getSheet, (tx, _actor, { product_id }) => sheetOf(tx, product_id)),
  command(sheets.addBrand, addBrand),
  command(sheets.addProduct, addProduct),
  command(sheets.editProduct, editProduct),
  command(sheets.addSku, addSku),
  command(sheets.editSku, editSku),
]

// The door of catalog.
export { describeAttributes } from './attribute-text.ts'
export { type Attribute, attributeOf } from './attributes.ts'
export { type CatalogIndex, drawingOf } from './catalog-index.ts'
export { categories, categoryOf } from './categories.ts'
export { loadCatalog } from './commands.ts'
export { changeKinds, proposeData } from './commands-data.ts'
export {
  brandsNamed,
  catalogChanged,
  type GivenProduct,
  type GivenSku,
  type Taken,
  takeProducts,
} from './commands-import.ts'
export type { Brand, CatalogRows, Product, ProductRow, Sku, SkuRow } from './contract.ts'
export { gtin14, whyNotGtin, withCheckDigit } from './gtin.ts'
export { anyOwnGoods, catalog, openCatalog, skusById, skusNamed } from './queries.ts'
export { lacksOf, whyNotAttributes, whyNotForSale } from './rules.ts'
export { routes } from './routes.ts'
export { runningCost } from './running-cost.ts'
export { type OwnProduct, ownProducts } from './sheets.ts'

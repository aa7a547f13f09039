// The door of catalog.
export { attributeOf, attributes, type Attribute, type AttributeCode } from './attributes.ts'
export type { CatalogIndex } from './catalog-index.ts'
export { categories, categoryOf, type Category } from './categories.ts'
export { loadCatalog } from './commands.ts'
export type { Brand, CatalogRows, Product, ProductRow, Sku, SkuRow } from './contract.ts'
export { whyNotGtin, withCheckDigit } from './gtin.ts'
export { catalog, openCatalog } from './queries.ts'

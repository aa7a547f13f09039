// The door of search's screens: what screens of rooms above show of a SKU.
export { SkuName, useSkuLines } from './sku-lines.tsx'
export { SkuPicker } from './sku-picker.tsx'

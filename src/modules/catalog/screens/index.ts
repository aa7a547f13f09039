// The door of catalog's screens: what screens of rooms above show of a SKU.
export { SkuName, Thumb, useSkuLines } from './sku-lines.tsx'
export { SkuPicker } from './sku-picker.tsx'

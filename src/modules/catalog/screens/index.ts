// The door of catalog's screens: what screens of rooms above show of goods.
export { useCategories } from './desk-names.ts'
export { Thumb } from './thumb.tsx'

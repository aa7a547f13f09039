// The door of benefits.
export type { Benefit } from './contract.ts'
export { priceCart } from './price-cart.ts'

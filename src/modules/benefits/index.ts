// The door of benefits.
export type { FaultReason } from './faults.ts'
export { priceCart } from './price-cart.ts'

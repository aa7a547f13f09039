// The door of benefits.
export type { Benefit } from './contract.ts'
export type { FaultReason } from './faults.ts'
export { cutFrom } from './apply-set.ts'
export { borne, priceCart } from './price-cart.ts'
export { type WorstBasket, worstBasket } from './worst-basket.ts'

// The door of pricing.
import { benefitKinds } from './commands-benefits.ts'
import { floorKinds } from './commands-floors.ts'
import { priceKinds } from './commands.ts'

export const changeKinds = [...priceKinds, ...benefitKinds, ...floorKinds]
export { knownPlace, loadPrices } from './commands.ts'
export {
  type Agreed,
  type GivenPrice,
  pricesChanged,
  stepsOf,
  type TakenPrice,
  takePrices,
} from './commands-import.ts'
export type { Price, TraceLine } from './contract.ts'
export { everywhereFen } from './lines.ts'
export { freezables } from './hands.ts'
export {
  type Borne,
  borneByOthers,
  type FundingAsk,
  type FundingTold,
  promisedBy,
  registerFundingCheck,
} from './funders.ts'
export { placePrices } from './offers.ts'
export { type Stretch, namedPlaces, pricesAhead } from './ahead.ts'
export {
  bookOf,
  nextChangeAt,
  openPrices,
  placesOf,
  price,
  priceBook,
  pricesVersion,
} from './queries.ts'
export { type RawRows, rawRows } from './raw-rows.ts'
export {
  type Basket,
  type BasketAsk,
  funded,
  type Left,
  type LineCut,
  orderBenefits,
  priceBasket,
} from './basket.ts'
export { couponsUntil, leftOf, liveCoupons, openCoupons, type Use, useAtCounter } from './coupons.ts'
export type { UnusedCoupon } from './contract-coupons.ts'
export { routes } from './routes.ts'
export { corridor, settings } from './settings.ts'

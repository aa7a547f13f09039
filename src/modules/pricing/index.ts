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
export { type Borne, borneByOthers } from './funders.ts'
export { placePrices } from './offers.ts'
export { bookOf, nextChangeAt, openPrices, price, priceBook, pricesVersion } from './queries.ts'
export { routes } from './routes.ts'
export { corridor, settings } from './settings.ts'

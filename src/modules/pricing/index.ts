// The door of pricing.
export { changeKinds, loadPrices } from './commands.ts'
export type { Price, TraceLine } from './contract.ts'
export { placePrices } from './offers.ts'
export { nextChangeAt, openPrices, price, priceBook, pricesVersion } from './queries.ts'
export { routes } from './routes.ts'
export { settings } from './settings.ts'

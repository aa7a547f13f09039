// The door of brands.
export { changeKinds } from './commands-funding.ts'
export { fundingTold } from './funding-told.ts'
export { hearsBrands } from './queries.ts'
export { reactions } from './reactions.ts'
export { routes } from './routes.ts'

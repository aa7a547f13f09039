// The door of search.
export { catalogSearch } from './queries.ts'
export { routes } from './routes.ts'
export { type Prices, pricesOf, search } from './search.ts'

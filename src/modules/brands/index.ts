// The door of brands.
export { hearsBrands } from './queries.ts'
export { routes } from './routes.ts'

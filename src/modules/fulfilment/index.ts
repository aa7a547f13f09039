// The door of fulfilment.
export { hearsNode } from './queries.ts'
export { reactions } from './reactions.ts'
export { routes } from './routes.ts'

// The door of fulfilment.
export { useCarrier } from './carrier.ts'
export { hearsNode } from './queries.ts'
export { reactions } from './reactions.ts'
export { routes } from './routes.ts'

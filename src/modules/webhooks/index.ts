// The door of webhooks.
export { hearsWebhooks } from './queries.ts'
export { reactions } from './reactions.ts'
export { routes } from './routes.ts'

// The door of notices.
export { reactions } from './reactions.ts'
export { routes } from './routes.ts'

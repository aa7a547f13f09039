// The door of notices.
export { useNotifier } from './notifier.ts'
export { reactions } from './reactions.ts'
export { routes } from './routes.ts'

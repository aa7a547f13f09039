// The door of installation.
import './privacy.ts'

export { hearsCrew } from './queries.ts'
export { reactions } from './reactions.ts'
export { routes } from './routes.ts'

// The door of accounts.
export { check, type Finding } from './check.ts'
export { loadInvoices } from './commands-load.ts'
export { changeKinds } from './kinds.ts'
export { postDue, postLoaded } from './post.ts'
export { reactions } from './reactions.ts'
export { routes } from './routes.ts'
export { settings } from './settings.ts'

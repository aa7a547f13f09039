// The door of accounts.
export { check, type Finding } from './check.ts'
export { changeKinds } from './kinds.ts'
export { postDue } from './post.ts'
export { reactions } from './reactions.ts'
export { routes } from './routes.ts'
export { settings } from './settings.ts'

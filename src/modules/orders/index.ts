// The door of orders.
export {
  type Advance,
  type LockedOrder,
  type OrderKey,
  advance,
  entrust,
  entrustMany,
  happened,
  lockOrder,
  lockOrders,
  noteStory,
} from './advance.ts'
export { cancelByHouse, resource, resource_max, sourceAgain } from './life.ts'
export { loadPastOrders, type PastOrder } from './load-history.ts'
export {
  type Contact,
  contactOf,
  contactsOf,
  hearsOrder,
  linesOfMany,
  orderStory,
  orderView,
  type PickLine,
  type Tellable,
  tellable,
  type Unpaid,
  unpaidSince,
} from './queries.ts'
export { reactions } from './reactions.ts'
export { routes } from './routes.ts'
export { settings } from './settings.ts'

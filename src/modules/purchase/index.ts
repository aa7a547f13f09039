// The door of purchase.
import { costKinds } from './commands-costs.ts'
import { deliveryKinds } from './commands-deliveries.ts'
import { orderKinds } from './commands-orders.ts'
import { supplierKinds } from './commands-suppliers.ts'

export { freezables } from './queries.ts'
export const changeKinds = [...supplierKinds, ...costKinds, ...orderKinds, ...deliveryKinds]
export { routes } from './routes.ts'
export { settings } from './settings.ts'
export {
  type CostRow,
  type Hands,
  loadBudgets,
  loadCosts,
  loadPastPurchases,
  loadSuppliers,
  type PastPurchase,
  type SupplierRow,
} from './load.ts'

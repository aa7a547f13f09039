// Starts the buying console: a loader for each page of its menu.
import '../../web/console/console.css'
import { startConsole } from '../../web/console/start.tsx'
import { DeskFrame } from '../../web/console/frame.tsx'
import { buyingMenu } from './menu.ts'

startConsole(
  buyingMenu,
  {
    today: () => import('./today-page.tsx'),
    orders: () => import('../../modules/purchase/screens/desk-orders.tsx'),
    suggestions: () => import('../../modules/purchase/screens/desk-suggestions.tsx'),
    costs: () => import('../../modules/purchase/screens/desk-costs.tsx'),
    suppliers: () => import('../../modules/purchase/screens/desk-suppliers.tsx'),
    products: () => import('../../modules/catalog/screens/desk-products.tsx'),
    stock: () => import('../../modules/stock/screens/desk-stock.tsx'),
    ledger: () => import('../../modules/stock/screens/desk-ledger.tsx'),
    imports: () => import('../../modules/imports/screens/desk-imports.tsx'),
    account: () => import('../../web/console/account-page.tsx'),
  },
  DeskFrame,
)

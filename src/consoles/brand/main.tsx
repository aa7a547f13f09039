// Starts the brand console: a loader for each page of its menu.
import '../../web/console/console.css'
import { startConsole } from '../../web/console/start.tsx'
import { DeskFrame } from '../../web/console/frame.tsx'
import { brandMenu } from './menu.ts'

startConsole(
  brandMenu,
  {
    today: () => import('./today-page.tsx'),
    products: () => import('../../modules/brands/screens/desk-own-products.tsx'),
    orders: () => import('../../modules/brands/screens/desk-orders.tsx'),
    sales: () => import('../../modules/brands/screens/desk-sales.tsx'),
    statements: () => import('../../modules/brands/screens/desk-statements.tsx'),
    funding: () => import('../../modules/brands/screens/desk-funding.tsx'),
    mine: () => import('./mine-page.tsx'),
    account: () => import('../../web/console/account-page.tsx'),
  },
  DeskFrame,
)

// Starts the selling console: a loader for each page of its menu.
import '../../web/console/console.css'
import { startConsole } from '../../web/console/start.tsx'
import { DeskFrame } from '../../web/console/frame.tsx'
import { sellingMenu } from './menu.ts'

startConsole(
  sellingMenu,
  {
    today: () => import('./today-page.tsx'),
    orders: () => import('../../modules/orders/screens/desk-orders.tsx'),
    network: () => import('./network-page.tsx'),
    prices: () => import('../../modules/pricing/screens/desk-prices.tsx'),
    benefits: () => import('../../modules/pricing/screens/desk-benefits.tsx'),
    funding: () => import('../../modules/brands/screens/desk-offers.tsx'),
    mine: () => import('./mine-page.tsx'),
    work: () => import('../../modules/installation/screens/desk-work.tsx'),
    imports: () => import('../../modules/imports/screens/desk-imports.tsx'),
    webhooks: () => import('../../modules/webhooks/screens/desk-endpoints.tsx'),
    deliveries: () => import('../../modules/webhooks/screens/desk-deliveries.tsx'),
    account: () => import('../../web/console/account-page.tsx'),
  },
  DeskFrame,
)

// Starts the owner console: a loader for each page of its menu.
import '../../web/base.css'
import { startConsole } from '../../web/console/start.tsx'
import { MobileFrame } from '../../web/mobile/frame.tsx'
import { ownerMenu } from './menu.ts'

startConsole(
  ownerMenu,
  {
    today: () => import('../../modules/fulfilment/screens/hand-today.tsx'),
    orders: () => import('../../modules/fulfilment/screens/hand-queue.tsx'),
    task: () => import('../../modules/fulfilment/screens/hand-task.tsx'),
    label: () => import('../../modules/fulfilment/screens/hand-label.tsx'),
    sale: () => import('../../modules/orders/screens/hand-sale.tsx'),
    receipt: () => import('../../modules/orders/screens/hand-receipt.tsx'),
    stock: () => import('../../modules/stock/screens/hand-stock.tsx'),
    cell: () => import('../../modules/stock/screens/hand-cell.tsx'),
    tags: () => import('../../modules/parity/screens/hand-tags.tsx'),
    tag_sheet: () => import('../../modules/parity/screens/hand-tag-sheet.tsx'),
    arrivals: () => import('../../modules/purchase/screens/hand-arrivals.tsx'),
    arrival: () => import('../../modules/purchase/screens/hand-arrival.tsx'),
    returns: () => import('../../modules/orders/screens/hand-returns.tsx'),
    income: () => import('../../modules/fulfilment/screens/hand-income.tsx'),
    store: () => import('../../modules/places/screens/hand-store.tsx'),
    imports: () => import('../../modules/imports/screens/hand-imports.tsx'),
    account: () => import('./account-page.tsx'),
  },
  MobileFrame,
)

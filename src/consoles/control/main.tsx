// Starts the control console: a loader for each page of its menu.
import '../../web/console/console.css'
import { startConsole } from '../../web/console/start.tsx'
import { DeskFrame } from '../../web/console/frame.tsx'
import { controlMenu } from './menu.ts'

startConsole(
  controlMenu,
  {
    today: () => import('./today-page.tsx'),
    inbox: () => import('./inbox-page.tsx'),
    delegations: () => import('../../modules/control/screens/desk-delegations.tsx'),
    freezes: () => import('./freezes-page.tsx'),
    floors: () => import('../../modules/pricing/screens/desk-floors.tsx'),
    parity: () => import('../../modules/parity/screens/desk-parity.tsx'),
    people: () => import('./people-page.tsx'),
    orders: () => import('../../modules/orders/screens/desk-orders.tsx'),
    audit: () => import('../../modules/control/screens/desk-audit.tsx'),
    margins: () => import('../../modules/accounts/screens/desk-control-margins.tsx'),
    jobs: () => import('../../modules/control/screens/desk-jobs.tsx'),
    settings: () => import('../../modules/control/screens/desk-settings.tsx'),
    statements: () => import('../../modules/payment/screens/desk-statements.tsx'),
    differences: () => import('../../modules/payment/screens/desk-differences.tsx'),
    notices: () => import('../../modules/notices/screens/desk-notices.tsx'),
    webhooks: () => import('../../modules/webhooks/screens/desk-endpoints.tsx'),
    deliveries: () => import('../../modules/webhooks/screens/desk-deliveries.tsx'),
    account: () => import('../../web/console/account-page.tsx'),
  },
  DeskFrame,
)

// Starts the accounts console: a loader for each page of its menu.
import '../../web/console/console.css'
import { startConsole } from '../../web/console/start.tsx'
import { DeskFrame } from '../../web/console/frame.tsx'
import { accountsMenu } from './menu.ts'

startConsole(
  accountsMenu,
  {
    invoices: () => import('../../modules/accounts/screens/desk-invoices.tsx'),
    exceptions: () => import('../../modules/accounts/screens/desk-exceptions.tsx'),
    statements: () => import('../../modules/accounts/screens/desk-statements.tsx'),
    margins: () => import('../../modules/accounts/screens/desk-margins.tsx'),
    books: () => import('../../modules/accounts/screens/desk-books.tsx'),
    journal: () => import('../../modules/accounts/screens/desk-journal.tsx'),
    account: () => import('../../web/console/account-page.tsx'),
  },
  DeskFrame,
)

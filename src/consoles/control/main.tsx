// Starts the control console: a loader for each page of its menu.
import '../../web/console/console.css'
import { startConsole } from '../../web/console/start.tsx'
import { DeskFrame } from '../../web/console/frame.tsx'
import { controlMenu } from './menu.ts'

startConsole(
  controlMenu,
  {
    account: () => import('../../web/console/account-page.tsx'),
  },
  DeskFrame,
)

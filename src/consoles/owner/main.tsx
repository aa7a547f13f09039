// Starts the owner console: a loader for each page of its menu.
import '../../web/base.css'
import { startConsole } from '../../web/console/start.tsx'
import { MobileFrame } from '../../web/mobile/frame.tsx'
import { ownerMenu } from './menu.ts'

startConsole(
  ownerMenu,
  {
    account: () => import('../../web/console/account-page.tsx'),
  },
  MobileFrame,
)

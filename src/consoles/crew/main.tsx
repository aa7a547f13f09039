// Starts the crew console: a loader for each page of its menu.
import '../../web/base.css'
import { startConsole } from '../../web/console/start.tsx'
import { MobileFrame } from '../../web/mobile/frame.tsx'
import { keepShellOffline } from '../../web/mobile/offline-shell.ts'
import { crewMenu } from './menu.ts'

startConsole(
  crewMenu,
  {
    jobs: () => import('../../modules/installation/screens/hand-jobs.tsx'),
    job: () => import('../../modules/installation/screens/hand-job.tsx'),
    outbox: () => import('../../modules/installation/screens/hand-outbox.tsx'),
    account: () => import('../../web/console/account-page.tsx'),
  },
  MobileFrame,
)

keepShellOffline()

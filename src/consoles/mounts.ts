// Every console as the server mounts it: the addresses of its menu and its entry.
import { type ConsoleMount, mountOf } from '../web/console/menu.ts'
import { accountsMenu } from './accounts/menu.ts'
import { brandMenu } from './brand/menu.ts'
import { buyingMenu } from './buying/menu.ts'
import { controlMenu } from './control/menu.ts'
import { crewMenu } from './crew/menu.ts'
import { ownerMenu } from './owner/menu.ts'
import { sellingMenu } from './selling/menu.ts'

export const consoleMounts: readonly ConsoleMount[] = [
  mountOf(ownerMenu, '/owner.webmanifest'),
  mountOf(crewMenu, '/crew.webmanifest'),
  mountOf(sellingMenu),
  mountOf(buyingMenu),
  mountOf(controlMenu),
  mountOf(accountsMenu),
  mountOf(brandMenu),
]

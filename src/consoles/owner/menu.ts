// The pages of the owner console, for its menu and for the server.
import { accountEntry, type ConsoleMenu } from '../../web/console/menu.ts'

export const ownerMenu = {
  name: 'owner',
  base: '/owner',
  short: { 'zh-CN': '店', en: 'Store' },
  title: { 'zh-CN': '店主与库管', en: 'Stores and warehouses' },
  pages: [accountEntry],
} as const satisfies ConsoleMenu

// The pages of the selling console, for its menu and for the server.
import { accountEntry, type ConsoleMenu } from '../../web/console/menu.ts'

export const sellingMenu = {
  name: 'selling',
  base: '/selling',
  short: { 'zh-CN': '销', en: 'Selling' },
  title: { 'zh-CN': '销售', en: 'Selling' },
  pages: [accountEntry],
} as const satisfies ConsoleMenu

// The pages of the buying console, for its menu and for the server.
import { accountEntry, type ConsoleMenu } from '../../web/console/menu.ts'

export const buyingMenu = {
  name: 'buying',
  base: '/buying',
  short: { 'zh-CN': '采', en: 'Buying' },
  title: { 'zh-CN': '采购', en: 'Buying' },
  pages: [
    {
      id: 'products',
      path: '/products',
      title: { 'zh-CN': '产品', en: 'Products' },
      permission: 'purchasing.read',
      icon: 'box',
    },
    accountEntry,
  ],
} as const satisfies ConsoleMenu

// The pages of the buying console, for its menu and for the server.
import { accountEntry, type ConsoleMenu } from '../../web/console/menu.ts'

export const buyingMenu = {
  name: 'buying',
  base: '/buying',
  frame: 'desk',
  find_page: 'products',
  short: { 'zh-CN': '采', en: 'Buying' },
  title: { 'zh-CN': '采购', en: 'Buying' },
  pages: [
    {
      id: 'today',
      path: '/today',
      title: { 'zh-CN': '今天', en: 'Today' },
      permission: 'purchasing.read',
      icon: 'home',
    },
    {
      id: 'products',
      path: '/products',
      title: { 'zh-CN': '产品', en: 'Products' },
      permission: 'purchasing.read',
      find: { 'zh-CN': '搜产品、型号、条码', en: 'Find a product, model or barcode' },
      icon: 'box',
    },
    {
      id: 'stock',
      path: '/stock',
      title: { 'zh-CN': '库存', en: 'Stock' },
      permission: 'purchasing.read',
      icon: 'store',
    },
    {
      id: 'ledger',
      path: '/ledger',
      title: { 'zh-CN': '库存流水', en: 'Stock ledger' },
      permission: 'purchasing.read',
      icon: 'list',
    },
    {
      id: 'imports',
      path: '/imports',
      title: { 'zh-CN': '导入', en: 'Imports' },
      permission: 'catalog.edit',
      icon: 'import',
    },
    accountEntry,
  ],
} as const satisfies ConsoleMenu

// The pages of the brand console, for its menu and for the server.
import { accountEntry, type ConsoleMenu } from '../../web/console/menu.ts'

export const brandMenu = {
  name: 'brand',
  base: '/brand',
  frame: 'desk',
  find_page: 'products',
  short: { 'zh-CN': '品', en: 'Brand' },
  title: { 'zh-CN': '品牌', en: 'Brand' },
  pages: [
    {
      id: 'today',
      path: '/today',
      title: { 'zh-CN': '今天', en: 'Today' },
      permission: 'brand.read',
      icon: 'home',
    },
    {
      id: 'products',
      path: '/products',
      title: { 'zh-CN': '产品', en: 'Products' },
      permission: 'brand.read',
      find: { 'zh-CN': '搜产品、型号', en: 'Find a product or model' },
      icon: 'box',
    },
    {
      id: 'orders',
      path: '/orders',
      title: { 'zh-CN': '采购单', en: 'Orders' },
      permission: 'brand.read',
      find: { 'zh-CN': '搜采购单号', en: 'Find an order number' },
      icon: 'order',
    },
    {
      id: 'sales',
      path: '/sales',
      title: { 'zh-CN': '动销', en: 'Sell-through' },
      permission: 'brand.read',
      icon: 'store',
    },
    {
      id: 'statements',
      path: '/statements',
      title: { 'zh-CN': '对账单', en: 'Statements' },
      permission: 'brand.read',
      icon: 'check',
    },
    {
      id: 'funding',
      path: '/funding',
      title: { 'zh-CN': '出资', en: 'Funding' },
      permission: 'brand.read',
      icon: 'list',
    },
    {
      id: 'mine',
      path: '/mine',
      title: { 'zh-CN': '我的提议', en: 'My proposals' },
      permission: 'brand.propose',
      icon: 'clock',
    },
    accountEntry,
  ],
} as const satisfies ConsoleMenu

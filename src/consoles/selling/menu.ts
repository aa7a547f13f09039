// The pages of the selling console, for its menu and for the server.
import { accountEntry, type ConsoleMenu } from '../../web/console/menu.ts'

export const sellingMenu = {
  name: 'selling',
  base: '/selling',
  frame: 'desk',
  find_page: 'orders',
  short: { 'zh-CN': '销', en: 'Selling' },
  title: { 'zh-CN': '销售', en: 'Selling' },
  pages: [
    {
      id: 'today',
      path: '/today',
      title: { 'zh-CN': '今天', en: 'Today' },
      permission: 'sales.read',
      icon: 'home',
    },
    {
      id: 'orders',
      path: '/orders',
      title: { 'zh-CN': '订单', en: 'Orders' },
      permission: 'sales.read',
      find: { 'zh-CN': '搜单号，末四位也行', en: 'Order no. or last 4' },
      icon: 'order',
    },
    {
      id: 'network',
      path: '/network',
      title: { 'zh-CN': '网络', en: 'Network' },
      permission: 'sales.read',
      find: { 'zh-CN': '搜店和仓的名称', en: 'Find a store or warehouse' },
      icon: 'store',
    },
    {
      id: 'prices',
      path: '/prices',
      title: { 'zh-CN': '价格', en: 'Prices' },
      permission: 'pricing.propose',
      find: { 'zh-CN': '搜产品、型号、条码', en: 'Find a product, model or barcode' },
      icon: 'ruler',
    },
    {
      id: 'mine',
      path: '/proposals',
      title: { 'zh-CN': '我提的', en: 'My proposals' },
      permission: 'pricing.propose',
      icon: 'check',
    },
    {
      id: 'work',
      path: '/work',
      title: { 'zh-CN': '派工', en: 'Dispatch' },
      permission: 'installation.dispatch',
      icon: 'tool',
    },
    {
      id: 'webhooks',
      path: '/webhooks',
      title: { 'zh-CN': '推送', en: 'Webhooks' },
      permission: 'webhooks.manage',
      icon: 'plug',
    },
    {
      id: 'deliveries',
      path: '/deliveries',
      title: { 'zh-CN': '推送记录', en: 'Delivery log' },
      permission: 'webhooks.manage',
      icon: 'list',
    },
    accountEntry,
  ],
} as const satisfies ConsoleMenu

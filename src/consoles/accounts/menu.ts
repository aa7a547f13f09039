// The pages of the accounts console, for its menu and for the server.
import { accountEntry, type ConsoleMenu } from '../../web/console/menu.ts'

export const accountsMenu = {
  name: 'accounts',
  base: '/accounts',
  frame: 'desk',
  find_page: 'invoices',
  short: { 'zh-CN': '账', en: 'Accounts' },
  title: { 'zh-CN': '往来账', en: 'Accounts' },
  pages: [
    {
      id: 'invoices',
      path: '/invoices',
      title: { 'zh-CN': '供应商发票', en: 'Suppliers’ invoices' },
      permission: 'accounts.read',
      find: { 'zh-CN': '搜发票号、供应商编号', en: 'Find a number or a supplier’s code' },
      icon: 'order',
    },
    {
      id: 'exceptions',
      path: '/exceptions',
      title: { 'zh-CN': '发票差异', en: 'Differences' },
      permission: 'accounts.read',
      icon: 'warn',
    },
    {
      id: 'statements',
      path: '/statements',
      title: { 'zh-CN': '供应商对账', en: 'Statements' },
      permission: 'accounts.read',
      icon: 'check',
    },
    {
      id: 'margins',
      path: '/margins',
      title: { 'zh-CN': '毛利', en: 'Margin' },
      permission: 'accounts.read',
      icon: 'ruler',
    },
    {
      id: 'books',
      path: '/books',
      title: { 'zh-CN': '试算平衡', en: 'Trial balance' },
      permission: 'accounts.read',
      icon: 'box',
    },
    {
      id: 'journal',
      path: '/journal',
      title: { 'zh-CN': '凭证', en: 'Journal' },
      permission: 'accounts.read',
      icon: 'list',
    },
    accountEntry,
  ],
} as const satisfies ConsoleMenu

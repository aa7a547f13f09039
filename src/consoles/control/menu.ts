// The pages of the control console, for its menu and for the server.
import { accountEntry, type ConsoleMenu } from '../../web/console/menu.ts'

export const controlMenu = {
  name: 'control',
  base: '/control',
  frame: 'desk',
  find_page: 'orders',
  short: { 'zh-CN': '控', en: 'Control' },
  title: { 'zh-CN': '控制', en: 'Control' },
  pages: [
    {
      id: 'today',
      path: '/today',
      title: { 'zh-CN': '今天', en: 'Today' },
      permission: 'control.read',
      icon: 'home',
    },
    {
      id: 'inbox',
      path: '/inbox',
      title: { 'zh-CN': '等第二人', en: 'Second person' },
      permission: 'control.read',
      icon: 'check',
    },
    {
      id: 'people',
      path: '/people',
      title: { 'zh-CN': '人员与岗位', en: 'People and roles' },
      permission: 'control.people',
      find: { 'zh-CN': '搜姓名', en: 'Find a name' },
      icon: 'people',
    },
    {
      id: 'orders',
      path: '/orders',
      title: { 'zh-CN': '订单', en: 'Orders' },
      permission: 'control.read',
      find: { 'zh-CN': '搜单号，末四位也行', en: 'Order no. or last 4' },
      icon: 'order',
    },
    {
      id: 'audit',
      path: '/audit',
      title: { 'zh-CN': '审计', en: 'Audit' },
      permission: 'control.audit',
      find: { 'zh-CN': '搜对象的编号', en: 'Find the number of a thing' },
      icon: 'list',
    },
    {
      id: 'jobs',
      path: '/jobs',
      title: { 'zh-CN': '后台任务', en: 'Jobs' },
      permission: 'control.jobs',
      icon: 'refresh',
    },
    {
      id: 'settings',
      path: '/settings',
      title: { 'zh-CN': '设置', en: 'Settings' },
      permission: 'control.read',
      icon: 'ruler',
    },
    accountEntry,
  ],
} as const satisfies ConsoleMenu

// The pages of the crew console, for its menu and for the server.
import { accountEntry, type ConsoleMenu } from '../../web/console/menu.ts'

export const crewMenu = {
  name: 'crew',
  base: '/crew',
  frame: 'mobile',
  short: { 'zh-CN': '装', en: 'Crew' },
  title: { 'zh-CN': '安装班组', en: 'Installation crews' },
  pages: [
    {
      id: 'jobs',
      path: '/jobs',
      title: { 'zh-CN': '今天', en: 'Today' },
      permission: 'installation.work',
      icon: 'tool',
    },
    {
      id: 'job',
      path: '/jobs/:id',
      title: { 'zh-CN': '一家', en: 'Visit' },
      permission: 'installation.work',
      icon: 'tool',
      hidden: true,
    },
    {
      id: 'outbox',
      path: '/outbox',
      title: { 'zh-CN': '待发', en: 'To send' },
      permission: 'installation.work',
      icon: 'van',
    },
    accountEntry,
  ],
} as const satisfies ConsoleMenu

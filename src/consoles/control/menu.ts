// The pages of the control console, for its menu and for the server.
import { accountEntry, type ConsoleMenu } from '../../web/console/menu.ts'

export const controlMenu = {
  name: 'control',
  base: '/control',
  short: { 'zh-CN': '控', en: 'Control' },
  title: { 'zh-CN': '控制', en: 'Control' },
  pages: [accountEntry],
} as const satisfies ConsoleMenu

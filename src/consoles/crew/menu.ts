// The pages of the crew console, for its menu and for the server.
import { accountEntry, type ConsoleMenu } from '../../web/console/menu.ts'

export const crewMenu = {
  name: 'crew',
  base: '/crew',
  short: { 'zh-CN': '装', en: 'Crew' },
  title: { 'zh-CN': '安装班组', en: 'Installation crews' },
  pages: [accountEntry],
} as const satisfies ConsoleMenu

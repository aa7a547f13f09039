import { answer, command } from '../../platform/route.ts'
import { prefer } from './commands.ts'
import { getNoticePreference, listNotices, setNoticePreference } from './contract.ts'
import { notices, preference } from './queries.ts'

export const routes = [
  answer(listNotices, notices),
  answer(getNoticePreference, preference),
  command(setNoticePreference, prefer),
]

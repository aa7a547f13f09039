import { answer, command } from '../../platform/route.ts'
import { askRun, notePrinted } from './commands.ts'
import * as api from './contract.ts'
import { runOf, runs, tagsOf } from './queries.ts'

export const routes = [
  answer(api.listTags, tagsOf),
  command(api.notePrints, notePrinted),
  answer(api.listRuns, runs),
  answer(api.getRun, runOf),
  command(api.startRun, askRun),
]

// Puts functions behind the endpoints of fulfilment.
import { answer, command } from '../../platform/route.ts'
import { accept, deliver, depart, fail, handOver, pick } from './commands.ts'
import {
  acceptTask,
  deliverTask,
  departTask,
  failTask,
  getIncome,
  getLabel,
  getTask,
  handOverTask,
  listTasks,
  pickUnits,
} from './contract.ts'
import { incomeOf, labelOf, queueOf, taskView } from './queries.ts'

export const routes = [
  answer(listTasks, queueOf),
  answer(getTask, taskView),
  answer(getLabel, labelOf),
  answer(getIncome, incomeOf),
  command(acceptTask, accept),
  command(pickUnits, pick),
  command(handOverTask, handOver),
  command(departTask, depart),
  command(deliverTask, deliver),
  command(failTask, fail),
]

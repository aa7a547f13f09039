// Puts functions behind the endpoints of installation.
import { answer, command } from '../../platform/route.ts'
import { acceptByCode, keepPhoto, takeStep, writeSerial } from './commands.ts'
import {
  acceptWork,
  addPhoto,
  assignWork,
  doStep,
  failWork,
  getOrderInstallation,
  getPhoto,
  getWork,
  listBoard,
  listWork,
  putSerial,
} from './contract.ts'
import { board, myWork, orderInstallation, photoView, workView } from './queries.ts'
import { assign, failVisit } from './visits.ts'

export const routes = [
  answer(listWork, myWork),
  answer(listBoard, board),
  answer(getWork, workView),
  answer(getPhoto, photoView),
  answer(getOrderInstallation, orderInstallation),
  command(doStep, takeStep),
  command(addPhoto, keepPhoto),
  command(putSerial, writeSerial),
  command(acceptWork, acceptByCode),
  command(failWork, failVisit),
  command(assignWork, assign),
]

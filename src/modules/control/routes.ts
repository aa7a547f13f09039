import { verifyAudit } from '../../platform/audit.ts'
import { answer, command, recall } from '../../platform/route.ts'
import { comment, proposeOpen, retry, sendAgain, withdraw } from './commands.ts'
import * as api from './contract.ts'
import * as veto from './contract-freezes.ts'
import { approve, approveAll, giveBack, reject } from './decisions.ts'
import { findFreezes, freeze, lift } from './freezes.ts'
import { kindList } from './kinds.ts'
import { failedJobs, findAudit, findRequests, requestCounts, requestView } from './queries.ts'
import { findSettings } from './settings.ts'
import { storyOf } from './story.ts'

export const routes = [
  answer(api.listRequests, findRequests),
  answer(api.getRequest, (tx, actor, input) => requestView(tx, actor, input.request_id)),
  answer(api.getStory, storyOf),
  answer(api.countRequests, requestCounts),
  recall(api.listKinds, kindList),
  command(api.proposeAny, proposeOpen),
  command(api.approveRequest, approve),
  command(api.approveTogether, approveAll),
  command(api.rejectRequest, reject),
  command(api.returnRequest, giveBack),
  command(api.reviseRequest, sendAgain),
  command(api.commentRequest, comment),
  command(api.withdrawRequest, withdraw),
  answer(veto.listFreezes, findFreezes),
  command(veto.addFreeze, freeze),
  command(veto.liftFreeze, lift),
  answer(api.searchAudit, findAudit),
  answer(api.verifyAudit, (tx) => verifyAudit(tx)),
  answer(api.listFailedJobs, failedJobs),
  command(api.retryJob, retry),
  answer(api.listSettings, findSettings),
]

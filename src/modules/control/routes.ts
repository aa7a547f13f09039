import { verifyAudit } from '../../platform/audit.ts'
import { answer, command } from '../../platform/route.ts'
import { approve, proposeOpen, reject, retry, withdraw } from './commands.ts'
import * as api from './contract.ts'
import { failedJobs, findAudit, findRequests, requestCounts, requestView } from './queries.ts'
import { findSettings } from './settings.ts'

export const routes = [
  answer(api.listRequests, findRequests),
  answer(api.getRequest, (tx, actor, input) => requestView(tx, actor, input.request_id)),
  answer(api.countRequests, requestCounts),
  command(api.proposeAny, proposeOpen),
  command(api.approveRequest, approve),
  command(api.rejectRequest, reject),
  command(api.withdrawRequest, withdraw),
  answer(api.searchAudit, findAudit),
  answer(api.verifyAudit, (tx) => verifyAudit(tx)),
  answer(api.listFailedJobs, failedJobs),
  command(api.retryJob, retry),
  answer(api.listSettings, findSettings),
]

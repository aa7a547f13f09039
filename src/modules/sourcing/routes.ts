import { answer } from '../../platform/route.ts'
import * as api from './contract.ts'
import { planNow, promiseNow } from './promise.ts'

export const routes = [answer(api.getPromise, promiseNow), answer(api.explainPlan, planNow)]

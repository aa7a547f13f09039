// All rooms of the house in one place: what they serve, do later, let others approve and keep in memory.
import * as payment from './modules/payment/index.ts'
import type { LiveRules } from './platform/live-route.ts'
import type { Db } from './platform/db.ts'
import type { Reactions } from './platform/jobs.ts'
import { platformReactions } from './platform/upkeep.ts'
import type { Route } from './platform/route.ts'

export const routes: readonly Route[] = [...payment.routes]
export const reactions: readonly Reactions[] = [platformReactions, payment.reactions]
export const liveRules: LiveRules = { payment: payment.hearsPayment }

/** Loads what each process keeps in memory; the shop answers only after it. */
export async function openSnapshots(_db: Db) {}

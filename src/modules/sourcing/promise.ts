// The promise of a page: which store, when it arrives, when it is installed, for one SKU at one place, now.
import type { z } from 'zod'
import type { Actor } from '../../platform/access.ts'
import { type Tx, clockOf } from '../../platform/db.ts'
import { Refused } from '../../platform/refusal.ts'
import { addMinutes } from '../../platform/time.ts'
import type { Instant } from '../../platform/types.ts'
import type { Plan, Promise_, explainPlan, getPromise } from './contract.ts'
import { planFor } from './plan.ts'

/** A promise shown on a page is looked at again after this. */
const holds_min = 1

type Asked = { sku_id: string; county_code: string; town_code?: string | undefined; quantity?: number }

const nothing = (asked: Asked, why_not: string, at: Instant): Promise_ =>
  ({
    sku_id: asked.sku_id,
    county_code: asked.county_code,
    node_id: null,
    why_not,
    distance_m: null,
    available: 0,
    p50_at: null,
    p90_at: null,
    eta: null,
    deliver: null,
    install: null,
    approximate: true,
    valid_until: addMinutes(at, holds_min),
  }) as Promise_

/** Never refuses for want of stock: what cannot be promised says why. Refuses unknown places and SKUs. */
export async function promiseFor(
  tx: Tx,
  asked: Asked & { at: Instant | Promise<Instant> },
): Promise<Promise_> {
  const lines = [{ sku_id: asked.sku_id, quantity: asked.quantity ?? 1 }]
  try {
    const to = { county_code: asked.county_code }
    const plan = await planFor(tx, null, { to, lines, at: asked.at, windows_max: 1 })
    return promised(plan, asked, await asked.at)
  } catch (error) {
    const silent = ['no_source', 'not_for_sale', 'not_delivered_there']
    if (error instanceof Refused && silent.includes(error.reason))
      return nothing(asked, error.reason, await asked.at)
    throw error
  }
}

function promised(plan: Plan, asked: Asked, at: Instant): Promise_ {
  const [leg] = plan.legs
  const free = plan.reasons.find((reason) => reason.metric === 'free_units')
  return {
    ...nothing(asked, '', at),
    node_id: leg!.node_id,
    why_not: null,
    distance_m: leg!.distance_m,
    available: free?.value ?? 0,
    p50_at: plan.promise.p50_at,
    p90_at: plan.promise.p90_at,
    eta: leg!.eta,
    deliver: plan.promise.deliver_slots[0] ?? null,
    install: plan.promise.install_slots[0] ?? null,
    approximate: plan.approximate,
  }
}

export async function promiseNow(tx: Tx, _actor: Actor, input: z.output<typeof getPromise.input>) {
  return promiseFor(tx, { ...input, at: clockOf(tx) })
}

export async function planNow(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof explainPlan.input>,
): Promise<Plan> {
  const to = { county_code: input.county_code, town_code: input.town_code ?? null }
  return planFor(tx, actor, { to, lines: input.lines, at: clockOf(tx) })
}

// What a brand does: it answers our orders and tells what is on its way. The doors of purchase and catalog
// do the writing.
import type { z } from 'zod'
import type { Actor } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import { type Tx, clockOf } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { touch } from '../../platform/live.ts'
import { explainConstraints } from '../../platform/problem.ts'
import { notFound, wrongField } from '../../platform/refusal.ts'
import { dayOf } from '../../platform/time.ts'
import { newId } from '../../platform/types.ts'
import { proposeData } from '../catalog/index.ts'
import type { BrandOrderWhole, answerOrder, proposeFacts, sendGoods } from './contract.ts'
import { brandOrder } from './queries.ts'
import { whyNotArrives } from './rules.ts'

explainConstraints({
  brand_order_answered: 'brand_order_answered',
  brand_order_more: 'brand_order_more',
  brand_order_line: 'brand_order_line',
  brand_order_ships: 'brand_order_ships',
  brand_order_over: 'brand_order_over',
  despatch_no_once: 'despatch_no_taken',
})

async function refusePast(tx: Tx, field: string, day: string | undefined) {
  const why = whyNotArrives(day, dayOf(await clockOf(tx)))
  if (why) throw wrongField(field, why)
}

export async function answer(
  tx: Tx,
  actor: Actor,
  { purchase_order_id: id, lines, expected_on }: z.output<typeof answerOrder.input>,
): Promise<BrandOrderWhole> {
  await refusePast(tx, '/expected_on', expected_on)
  const [told] = await tx<{ state: string | null }[]>`
    select purchase.public_acknowledge(
             ${id}, ${lines.map(({ line_no }) => line_no)}::int[], ${lines.map(({ units }) => units)}::int[],
             ${expected_on ?? null}::date) as state`
  if (!told!.state) throw notFound()
  await audit(tx, actor, 'purchase.order_answered', { kind: 'purchase_order', id }, { lines, expected_on })
  await emit(tx, actor, 'brands.order_answered', { order_id: id })
  await touch(tx, 'brands:all')
  return brandOrder(tx, id)
}

export async function send(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof sendGoods.input>,
): Promise<BrandOrderWhole> {
  const { purchase_order_id: id, no, carrier, tracking_no, arrives_on, lines } = input
  await refusePast(tx, '/arrives_on', arrives_on)
  const [told] = await tx<{ state: string | null }[]>`
    select purchase.public_despatch_own(
             ${id}, ${newId()}, ${no}, ${carrier ?? null}, ${tracking_no ?? null},
             ${arrives_on ?? null}::date, ${lines.map(({ line_no }) => line_no)}::int[],
             ${lines.map(({ units }) => units)}::int[]) as state`
  if (!told!.state) throw notFound()
  await audit(tx, actor, 'purchase.goods_sent', { kind: 'purchase_order', id }, { no, lines, arrives_on })
  await emit(tx, actor, 'brands.goods_sent', { order_id: id, no })
  await touch(tx, 'brands:all')
  return brandOrder(tx, id)
}

export const propose = (tx: Tx, actor: Actor, input: z.output<typeof proposeFacts.input>) =>
  proposeData(tx, actor, input)

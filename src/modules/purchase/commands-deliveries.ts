// The only writers of what a supplier answers and sends, what comes of it, and what goes back. Good units go
// into stock through the door of `stock`, at what they cost (purchase.book_receipt).
import type { z } from 'zod'
import type { Actor } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import type { ChangeKind, ChangeToApply, Check } from '../../platform/change-kind.ts'
import type { Tx } from '../../platform/db.ts'
import { touch } from '../../platform/live.ts'
import { split } from '../../platform/money.ts'
import { explainConstraints } from '../../platform/problem.ts'
import { Refused, wrongField } from '../../platform/refusal.ts'
import { readSetting } from '../../platform/setting.ts'
import { fen, newId } from '../../platform/types.ts'
import { catalog } from '../catalog/index.ts'
import { lockFor, note, refusePast } from './commands-orders.ts'
import { type OrderLine, VarianceChange } from './contract-orders.ts'
import type * as api from './contract-orders.ts'
import { linesOf, wholeOrder } from './queries-orders.ts'
import { varianceLevels } from './hands.ts'
import { overAllowed, shortOf } from './rules.ts'
import { overTolerance } from './settings.ts'

explainConstraints({ variance_bounded: 'variance_too_large' })

type Input<E extends { input: z.ZodType }> = z.output<E['input']>

const agreedOf = (line: OrderLine) => line.acknowledged_units ?? line.units

/** Wished units by line; refuses lines the order does not have. A line named twice counts together. */
function byLine(lines: readonly OrderLine[], wished: readonly { line_no: number; units: number }[]) {
  const sums = new Map<number, number>()
  for (const [at, { line_no, units }] of wished.entries()) {
    if (!lines.some((line) => line.line_no === line_no))
      throw wrongField(`/lines/${at}/line_no`, 'unknown_line', { line_no })
    sums.set(line_no, (sums.get(line_no) ?? 0) + units)
  }
  return lines.flatMap((line) => {
    const units = sums.get(line.line_no)
    return units === undefined ? [] : [{ line, units }]
  })
}

export async function acknowledgeOne(tx: Tx, actor: Actor, input: Input<typeof api.acknowledgeOrder>) {
  const { order_id } = input
  const order = await lockFor(tx, order_id, 'acknowledge')
  if (input.expected_on) await refusePast(tx, input.expected_on)
  const lines = await linesOf(tx, order_id)
  const answered = new Map(byLine(lines, input.lines).map(({ line, units }) => [line.line_no, units]))
  const more = lines.find((line) => (answered.get(line.line_no) ?? 0) > line.units)
  if (more) throw new Refused('more_than_ordered', 409, { line_no: more.line_no, units: more.units })
  const units = lines.map((line) => answered.get(line.line_no) ?? line.units)
  await tx`
    update purchase.order_line l set acknowledged_units = w.units
      from unnest(${lines.map(({ line_no }) => line_no)}::int[], ${units}::int[]) as w(line_no, units)
     where l.order_id = ${order_id} and l.line_no = w.line_no`
  await tx`
    update purchase.purchase_order
       set state = 'acknowledged', expected_on = ${input.expected_on ?? order.expected_on}
     where order_id = ${order_id}`
  const changed = lines.filter((line, at) => line.units !== units[at]).map(({ line_no }) => line_no)
  await note(tx, actor, 'order_acknowledged', order_id, { changed })
  return wholeOrder(tx, actor, { order_id })
}

export async function despatchOne(tx: Tx, actor: Actor, input: Input<typeof api.addDespatch>) {
  const { order_id } = input
  const order = await lockFor(tx, order_id, 'despatch')
  const sent = byLine(await linesOf(tx, order_id), input.lines)
  const more = sent.find(({ line, units }) => line.despatched_units + units > agreedOf(line))
  if (more) {
    const { line, units } = more
    const facts = { line_no: line.line_no, units, left: agreedOf(line) - line.despatched_units }
    throw new Refused('more_than_agreed', 409, facts)
  }
  const despatch_id = newId()
  await tx`
    insert into purchase.despatch (despatch_id, order_id, no, carrier, tracking_no, arrives_on, by_id)
    values (${despatch_id}, ${order_id}, ${input.no}, ${input.carrier ?? null}, ${input.tracking_no ?? null},
            ${input.arrives_on ?? null}, ${actor.person_id})`
  await tx`
    insert into purchase.despatch_line (despatch_id, line_no, units)
    select ${despatch_id}, n, u
      from unnest(${sent.map(({ line }) => line.line_no)}::int[],
                  ${sent.map(({ units }) => units)}::int[]) as w(n, u)`
  if (order.state === 'acknowledged')
    await tx`update purchase.purchase_order set state = 'part_shipped' where order_id = ${order_id}`
  await note(tx, actor, 'order_despatched', order_id, { no: input.no })
  return wholeOrder(tx, actor, { order_id })
}

type Counted = { good: number; damaged: number }
type Wrong = { scanned: string; sku_id: string | null; units: number }

/** What was scanned, by line of the order; what is on no line is wrong. */
function sorted(lines: readonly OrderLine[], scans: Input<typeof api.receiveOrder>['lines']) {
  const counted = new Map<number, Counted>()
  const wrong: Wrong[] = []
  for (const { scanned, good_units, damaged_units } of scans) {
    const sku = catalog().byCode(scanned) ?? catalog().byGtin(scanned)
    const line = lines.find(({ sku_id }) => sku_id === sku?.id)
    const units = good_units + damaged_units
    if (line) {
      const so_far = counted.get(line.line_no) ?? { good: 0, damaged: 0 }
      const sum = { good: so_far.good + good_units, damaged: so_far.damaged + damaged_units }
      counted.set(line.line_no, sum)
    } else if (units > 0) wrong.push({ scanned, sku_id: sku?.id ?? null, units })
  }
  return { counted, wrong }
}

async function announcedBy(tx: Tx, order_id: string, despatch_id: string | undefined) {
  if (!despatch_id) return null
  const rows = await tx<{ line_no: number; units: number }[]>`
    select l.line_no, l.units
      from purchase.despatch_line l join purchase.despatch d using (despatch_id)
     where d.despatch_id = ${despatch_id} and d.order_id = ${order_id}`
  if (rows.length === 0) throw wrongField('/despatch_id', 'unknown_despatch')
  return new Map(rows.map(({ line_no, units }) => [line_no, units]))
}

/** Lines of the receipt: what came, and what is missing of what was announced. */
async function receiptLines(
  tx: Tx,
  lines: readonly OrderLine[],
  counted: ReadonlyMap<number, Counted>,
  announced: ReadonlyMap<number, number> | null,
) {
  const over_bp = await readSetting(tx, overTolerance)
  const rows = lines.flatMap((line) => {
    const came = counted.get(line.line_no)
    const told = announced?.get(line.line_no) ?? null
    if (!came && told === null) return []
    const { good, damaged } = came ?? { good: 0, damaged: 0 }
    const due = Math.max(agreedOf(line) - line.good_units, 0)
    const over_units = Math.max(good - due, 0)
    return [{ line, good, damaged, due, over_units, short: shortOf(told, good + damaged) }]
  })
  // Damaged units came too: of what is open, with its tolerance, no more than that can have come at once.
  const roomOf = (line: OrderLine) =>
    Math.max(agreedOf(line) + overAllowed(agreedOf(line), over_bp) - line.good_units, 0)
  const beyond = rows.filter(({ line, good, damaged }) => good + damaged > roomOf(line))
  if (beyond.length > 0) {
    const facts = beyond.map(({ line, good, damaged, due }) => ({
      sku: line.code,
      due,
      counted: good + damaged,
      allowed: overAllowed(agreedOf(line), over_bp),
    }))
    throw new Refused('over_delivered', 409, { lines: facts })
  }
  return rows
}

export async function receiveOne(tx: Tx, actor: Actor, input: Input<typeof api.receiveOrder>) {
  const { order_id } = input
  const order = await lockFor(tx, order_id, 'receive')
  const lines = await linesOf(tx, order_id)
  const { counted, wrong } = sorted(lines, input.lines)
  const rows = await receiptLines(tx, lines, counted, await announcedBy(tx, order_id, input.despatch_id))
  const units = rows.reduce((sum, { good, damaged }) => sum + good + damaged, 0)
  if (units === 0 && wrong.length === 0) throw new Refused('nothing_received')
  const receipt_id = newId()
  await tx`
    insert into purchase.receipt (receipt_id, order_id, despatch_id, node_id, city_code, received_by, note)
    values (${receipt_id}, ${order_id}, ${input.despatch_id ?? null}, ${order.node_id}, ${order.city_code},
            ${actor.person_id}, ${input.note ?? null})`
  await tx`
    insert into purchase.receipt_line (receipt_id, order_id, line_no, sku_id, good_units, over_units,
                                       damaged_units, short_units)
    select ${receipt_id}, ${order_id}, w.*
      from unnest(${rows.map(({ line }) => line.line_no)}::int[],
                  ${rows.map(({ line }) => line.sku_id)}::uuid[],
                  ${rows.map(({ good }) => good)}::int[], ${rows.map((row) => row.over_units)}::int[],
                  ${rows.map(({ damaged }) => damaged)}::int[],
                  ${rows.map(({ short }) => short)}::int[]) as w`
  await tx`
    insert into purchase.receipt_wrong (receipt_id, seq, scanned, sku_id, units)
    select ${receipt_id}, w.seq, w.scanned, w.sku_id, w.units
      from jsonb_to_recordset(${tx.json(wrong.map((one, seq) => ({ ...one, seq })))})
           as w(seq int, scanned text, sku_id uuid, units int)`
  const [done] = await tx<{ state: string }[]>`select purchase.book_receipt(${receipt_id}) as state`
  await note(tx, actor, 'order_received', order_id, { receipt_id, units, state: done!.state })
  await touch(tx, `node:${order.node_id}`)
  return wholeOrder(tx, actor, { order_id })
}

export async function returnSome(tx: Tx, actor: Actor, input: Input<typeof api.returnGoods>) {
  const { order_id } = input
  const order = await lockFor(tx, order_id, 'return')
  const gone = byLine(await linesOf(tx, order_id), input.lines)
  const before = await tx<{ line_no: number; units: number }[]>`
    select line_no, sum(units)::int as units from purchase.supplier_return_line
     where order_id = ${order_id} group by 1`
  const goneBefore = new Map(before.map(({ line_no, units }) => [line_no, units]))
  const more = gone.find(({ line, units }) => units > line.good_units - (goneBefore.get(line.line_no) ?? 0))
  if (more) throw new Refused('too_many_returned', 409, { line_no: more.line.line_no, units: more.units })
  const return_id = newId()
  await tx`
    insert into purchase.supplier_return (return_id, order_id, node_id, city_code, reason, by_id)
    values (${return_id}, ${order_id}, ${order.node_id}, ${order.city_code}, ${input.reason},
            ${actor.person_id})`
  await tx`
    insert into purchase.supplier_return_line (return_id, order_id, line_no, sku_id, units, unit_cost_fen)
    select ${return_id}, ${order_id}, w.*
      from unnest(${gone.map(({ line }) => line.line_no)}::int[],
                  ${gone.map(({ line }) => line.sku_id)}::uuid[],
                  ${gone.map(({ units }) => units)}::int[],
                  ${gone.map(({ line }) => line.unit_cost_fen)}::bigint[]) as w`
  const short = await tx<{ sku_id: string; available: number }[]>`
    select sku_id, available from purchase.book_return(${return_id})`
  if (short.length > 0) throw new Refused('stock_gone', 409, { lines: [...short] })
  await note(tx, actor, 'goods_returned', order_id, { return_id, reason: input.reason })
  await touch(tx, `node:${order.node_id}`)
  return wholeOrder(tx, actor, { order_id })
}

async function somethingCame(tx: Tx, { order_id }: VarianceChange): Promise<Check> {
  const lines = await linesOf(tx, order_id)
  return { code: 'goods_received', ok: lines.some(({ good_units }) => good_units > 0), facts: {} }
}

/** B9: the same is asked again where it is booked. */
async function withinWhatCame(tx: Tx, { order_id, kind, amount_fen }: VarianceChange): Promise<Check> {
  const [row] = await tx<{ room_fen: number }[]>`
    select purchase.variance_room(${order_id}, ${kind}) as room_fen`
  const { room_fen } = row!
  return { code: 'within_goods_received', ok: Math.abs(amount_fen) <= room_fen, facts: { room_fen } }
}

/** By what the lines were worth when they came: dear goods carry more of it. */
async function applyVariance(tx: Tx, actor: Actor, { id, after }: ChangeToApply<VarianceChange>) {
  const { order_id, kind, amount_fen } = after
  const lines = (await linesOf(tx, order_id)).filter(({ good_units }) => good_units > 0)
  const amounts = split(
    fen(amount_fen),
    lines.map((line) => line.good_units * (line.unit_cost_fen ?? 0)),
  )
  await tx`
    select purchase.post_variance(${order_id}, ${kind}, ${lines.map(({ line_no }) => line_no)}::int[],
                                  ${amounts}::bigint[], ${id})`
  const subject = { kind: 'purchase_order', id: order_id }
  await audit(tx, actor, 'purchase.variance_posted', subject, { kind, amount_fen })
}

export const deliveryKinds: ChangeKind[] = [
  {
    kind: 'purchase.variance',
    name_zh: '到货后的运费或返利',
    name_en: 'Late freight or rebate',
    permission_to_propose: 'purchasing.costs',
    schema: VarianceChange,
    subject: (_actor, after) => ({ kind: 'purchase_order', id: (after as VarianceChange).order_id }),
    fields: [
      { field: 'kind', label_zh: '是什么', label_en: 'What it is', unit: 'text' },
      { field: 'amount_fen', label_zh: '金额（未税）', label_en: 'Amount, net of VAT', unit: 'fen' },
    ],
    current: async () => ({}),
    subject_name: async (tx, after) => {
      const [order] = await tx<{ no: string }[]>`
        select no from purchase.purchase_order where order_id = ${(after as VarianceChange).order_id}`
      return order ? { zh: order.no, en: order.no } : null
    },
    checks: async (tx, after) => {
      const change = after as VarianceChange
      return [await somethingCame(tx, change), await withinWhatCame(tx, change)]
    },
    levels: ({ after }) => varianceLevels((after as VarianceChange).amount_fen),
    apply: (tx, actor, request) =>
      applyVariance(tx, actor, { ...request, after: request.after as VarianceChange }),
  },
]

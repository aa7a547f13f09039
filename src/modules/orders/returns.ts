// Goods that come back: asked for by the customer, received by the node, paid back to the fen.
import type { z } from 'zod'
import type { Actor } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import { type Tx, clockOf } from '../../platform/db.ts'
import { Invalid, Refused, notFound } from '../../platform/refusal.ts'
import { type Id, newId } from '../../platform/types.ts'
import { lockOrder, refund, step } from './advance.ts'
import type { OrderLineView, OrderView, receiveReturn, requestReturn } from './contract.ts'
import { doors } from './doors.ts'
import { ownOrder } from './life.ts'
import { keyOfOrder, orderView } from './queries.ts'
import { leftToReturn, refundOf, whyNotReturn } from './rules.ts'

type Lines = Pick<
  OrderLineView,
  'line_no' | 'sku_id' | 'quantity' | 'total_fen' | 'returned_quantity' | 'refunded_fen'
>[]
const soldLines = (tx: Tx, city_code: string, order_id: Id) => tx<Lines>`
  select line_no, sku_id, quantity, total_fen, returned_quantity, refunded_fen from orders.line
   where city_code = ${city_code} and order_id = ${order_id} order by line_no`

/** POST /orders/:order_id/returns, POST /counter-sales/:order_id/returns */
export async function askReturn(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof requestReturn.input>,
): Promise<OrderView> {
  const order = await ownOrder(tx, actor, input.order_id)
  const key = { city_code: order.city_code, order_id: order.id }
  const why_not = whyNotReturn(order, await clockOf(tx), input.reason)
  if (why_not) throw new Refused(why_not, 409, { state: order.state, delivered_at: order.delivered_at })
  const sold = await soldLines(tx, key.city_code, order.id)
  const back = backOf(sold, input.lines)
  const return_id = newId()
  const refund_fen = back.reduce((all, line) => all + line.refund_fen, 0)
  await tx`
    insert into orders.return_request (city_code, id, order_id, state, reason, refund_fen, requested_at)
    values (${key.city_code}, ${return_id}, ${order.id}, 'requested', ${input.reason}, ${refund_fen},
            platform.clock())`
  const rows = back.map((line) => ({ city_code: key.city_code, return_id, ...line }))
  await tx`insert into orders.return_line ${tx(rows)}`
  const units = back.reduce((all, line) => all + line.quantity, 0)
  const facts = { return_id, reason: input.reason, units, refund_fen }
  await step(tx, actor, order, { event: 'request_return', facts })
  return orderView(tx, actor, input)
}

function backOf(sold: Lines, wanted: readonly { line_no: number; quantity: number }[]) {
  const seen = new Set<number>()
  return wanted.map(({ line_no, quantity }, at) => {
    const line = sold.find((one) => one.line_no === line_no)
    if (!line || seen.has(line_no)) throw new Invalid(`/lines/${at}/line_no`, 'invalid_value')
    seen.add(line_no)
    const left = leftToReturn(line)
    if (quantity > left) throw new Refused('too_many_returned', 409, { line_no, left })
    return { line_no, quantity, refund_fen: refundOf(line, quantity) }
  })
}

/** PUT /orders/:order_id/returns/:return_id/receipt: into stock, and the money back. */
export async function takeReturn(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof receiveReturn.input>,
): Promise<OrderView> {
  const key = await keyOfOrder(tx, input.order_id)
  const order = await lockOrder(tx, actor, key)
  const [asked] = await tx<{ state: string; refund_fen: number; reason: string }[]>`
    select state, refund_fen, reason from orders.return_request
     where city_code = ${key.city_code} and id = ${input.return_id} and order_id = ${order.id}`
  if (!asked) throw notFound()
  if (asked.state === 'received') throw new Refused('already_received')
  const [done] = await tx<{ received: boolean }[]>`
    select orders.receive_return(${key.city_code}, ${input.return_id}) as received`
  if (!done!.received) throw notFound()
  const sold = await soldLines(tx, key.city_code, order.id)
  const units = await tx<{ sku_id: Id; quantity: number }[]>`
    select l.sku_id, r.quantity
      from orders.return_line r
      join orders.line l on l.city_code = r.city_code and l.order_id = ${order.id} and l.line_no = r.line_no
     where r.city_code = ${key.city_code} and r.return_id = ${input.return_id} order by r.line_no`
  const { node_id } = order
  await doors().takeBack(tx, actor, { ...key, node_id, lines: [...units], reason: asked.reason })
  const whole = sold.every((line) => leftToReturn(line) === 0)
  const facts = { return_id: input.return_id, refund_fen: asked.refund_fen }
  await step(tx, actor, order, { event: whole ? 'receive_return' : 'receive_part_return', facts })
  const refund_key = `return:${input.return_id}`
  await refund(tx, actor, order, { amount_fen: asked.refund_fen, reason: 'returned', key: refund_key })
  await audit(tx, actor, 'orders.return_received', { kind: 'order', id: order.id }, facts)
  return orderView(tx, actor, input)
}

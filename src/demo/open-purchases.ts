// Purchase orders that somebody still waits for, one in each state, made by the hands of the demo: what they
// leave behind is as real as anybody's.
import { setTimeout as sleep } from 'node:timers/promises'
import { approveRequest } from '../modules/control/contract.ts'
import { nodeById } from '../modules/places/index.ts'
import { listAgreements, listSuppliers } from '../modules/purchase/contract.ts'
import {
  type OrderState,
  type OrderWhole,
  acknowledgeOrder,
  addDespatch,
  cancelOrder,
  draftOrder,
  receiveOrder,
  submitOrder,
} from '../modules/purchase/contract-orders.ts'
import { type Db, type Tx, clockOf, connect } from '../platform/db.ts'
import type { Route } from '../platform/route.ts'
import { addDays, dayOf } from '../platform/time.ts'
import { noteWorld } from '../platform/world.ts'
import { type Deed, type Hands, handsOf } from './hands.ts'
import { readMark } from './load.ts'

const fates = [
  'part_received',
  'part_shipped',
  'acknowledged',
  'sent',
  'approving',
  'draft',
  'cancelled',
] as const satisfies readonly OrderState[]
type Fate = (typeof fates)[number]

const steps: Record<Fate, readonly Step[]> = {
  draft: [],
  cancelled: ['cancel'],
  approving: ['submit'],
  sent: ['submit', 'approve'],
  acknowledged: ['submit', 'approve', 'acknowledge'],
  part_shipped: ['submit', 'approve', 'acknowledge', 'despatch'],
  part_received: ['submit', 'approve', 'acknowledge', 'despatch', 'receive'],
}
type Step = 'submit' | 'approve' | 'acknowledge' | 'despatch' | 'receive' | 'cancel'

type Given = { url: string; db: Db; routes: readonly Route[]; say: (line: string) => void }

/** Needs the snapshots open. */
export async function loadOpenPurchases({ url, db, routes, say }: Given) {
  const sql = connect(url, { pool: 1, role: null, statement_timeout_ms: 0 })
  try {
    const mark = await readMark(sql)
    if (mark?.state !== 'facts' || mark.open_purchases) return
    const keys = ['buying', 'warehouse', 'control', 'control2', 'control3'] as const
    const [buying, warehouse, ...control] = await Promise.all(keys.map((key) => handsOf(db, routes, key)))
    const people = { buying: buying!, control, warehouse: warehouse! }
    for (const [at, fate] of fates.entries()) await patiently(() => bring(people, fate, at))
    await noteWorld(sql, { open_purchases: true })
    say(`demo: ${fates.length} open purchase orders`)
  } finally {
    await sql.end()
  }
}

const tries_max = 20
const pause_ms = 1_000

/** A start that was killed may hold what this one needs for a moment longer. */
async function patiently(work: () => Promise<void>) {
  for (let tries = 1; ; tries++)
    try {
      return await work()
    } catch (error) {
      if (tries === tries_max) throw error
      await sleep(pause_ms)
    }
}

type People = { buying: Hands; control: Hands[]; warehouse: Hands }

async function bring(people: People, fate: Fate, at: number) {
  const key = `demo purchase ${fate}`
  const node = nodeById(people.warehouse.actor.scope.nodes![0]!)
  let order = await people.buying.once(`${key} draft`, (deed, tx) => draftFor(deed, tx, node.id, at))
  for (const step of steps[fate])
    if (step === 'approve') await agreed(people, order, `${key} ${step}`)
    else {
      const hand = step === 'receive' ? people.warehouse : people.buying
      order = await hand.once(`${key} ${step}`, (deed) => take(deed, step, order))
    }
}

/** By as many hands of control as it needs. */
async function agreed({ control }: People, { request_id }: OrderWhole, key: string) {
  for (const [at, hand] of control.entries()) {
    const ask = { request_id: request_id! }
    const { state } = await hand.once(at === 0 ? key : `${key} ${at + 1}`, (deed) =>
      deed(approveRequest, ask),
    )
    if (state === 'approved') return
  }
}

async function draftFor(deed: Deed, tx: Tx, node_id: OrderWhole['node_id'], at: number) {
  const { items: suppliers } = await deed(listSuppliers, { limit: 40, state: 'active' })
  const { supplier_id, lead_time_days } = suppliers[at]!
  const { items } = await deed(listAgreements, { supplier_id, state: 'holds', limit: 40 })
  const lines = items.slice(0, 4 + at).map(({ sku_id, min_units }, n) => ({
    sku_id,
    units: Math.max(min_units, 10 + 5 * ((n + at) % 5)),
  }))
  const expected_on = addDays(dayOf(await clockOf(tx)), lead_time_days)
  return deed(draftOrder, { supplier_id, node_id, expected_on, freight_fen: 88_000, lines })
}

/** One step with an order; the reply of each is the order as it is then. */
async function take(deed: Deed, step: Exclude<Step, 'approve'>, order: OrderWhole): Promise<OrderWhole> {
  const { order_id, items } = order
  if (step === 'submit') return deed(submitOrder, { order_id, reason: '补仓（示例）' })
  if (step === 'cancel') return deed(cancelOrder, { order_id, reason: '换了一家（示例）' })
  // The supplier sends two fewer of the first line.
  const agreed = (line: OrderWhole['items'][number]) => line.units - (line.line_no === 1 ? 2 : 0)
  if (step === 'acknowledge')
    return deed(acknowledgeOrder, { order_id, lines: [{ line_no: 1, units: agreed(items[0]!) }] })
  if (step === 'despatch') {
    const lines = items.map((line) => ({ line_no: line.line_no, units: agreed(line) }))
    return deed(addDespatch, { order_id, no: `DN-${order.no.slice(-6)}`, carrier: '示例物流', lines })
  }
  const [first, second] = items
  return deed(receiveOrder, {
    order_id,
    despatch_id: order.despatches[0]!.despatch_id,
    lines: [
      { scanned: first!.code, good_units: agreed(first!) - 1, damaged_units: 1 },
      { scanned: second!.code, good_units: second!.units },
    ],
  })
}

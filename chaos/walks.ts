// What people do, each walk a few requests long, chosen anew again and again while the faults happen.
import type { Body, Clients } from './clients.ts'

type Walk = (clients: Clients, known: Known) => Promise<unknown>
/** What the clients remember of earlier answers. */
export type Known = {
  placed: Body[]
  /** Orders that a store gave up and another one has taken over, or will. */
  failed: string[]
  delivered: string[]
  returning: { order_id: string; return_id: string }[]
}

const hot = 3
const address = (county_code: string) => ({
  recipient: '示例',
  phone: '13800000000',
  county_code,
  line: '示例路 1 号',
})

async function quote({ world, random, intend }: Clients) {
  const lines = new Map<string, number>()
  // Most want the same few, so that they meet at the last unit.
  const wish = () => random.pick(random.chance(0.6) ? world.skus.slice(0, hot) : world.skus)
  for (let line = random.between(1, 3); line > 0; line--) lines.set(wish(), random.between(1, 2))
  const wanted = [...lines].map(([sku_id, quantity]) => ({ sku_id, quantity }))
  const county_code = random.chance(0.7) ? world.counties[0]! : random.pick(world.counties)
  const body = { lines: wanted, county_code }
  const told = await intend({ who: 'shopper', method: 'POST', path: '/api/v1/quotes', kind: 'quote', body })
  return told?.status === 200 ? told.body : null
}

const buy: Walk = async (clients, known) => {
  const quoted = await quote(clients)
  if (!quoted) return
  const { intend, random } = clients
  const body = {
    quote_id: quoted.id,
    expected_total_fen: quoted.total_fen,
    consent: true,
    address: address(quoted.county_code),
  }
  const intent = { who: 'shopper', method: 'POST', path: '/api/v1/orders', kind: 'place', body }
  const key = `place-${quoted.id}`
  // A double click: the same intention twice at the same time, on two servers as it may be.
  const twice = random.chance(0.3)
  const [told, other] = await Promise.all([intend(intent, key), twice ? intend(intent, key) : null])
  const placed = [told, other].find((one) => one?.status === 200)?.body
  if (!placed) return
  // Somebody else's click on the same quote: one quote is one order, whatever the key.
  if (random.chance(0.1)) await intend(intent)
  known.placed.push(placed)
  if (random.chance(0.12)) return cancel(clients, known)
  if (random.chance(0.9)) return pay(clients, placed)
}

/** The provider reports, as a provider does: once, twice, out of order, too much, with a clock of its own. */
async function pay({ intend, random }: Clients, placed: Body) {
  const { payment_id, total_fen } = placed
  const charge_ref = `zg_${String(payment_id).replaceAll('-', '')}`
  const call = (n: number, type: string, amount_fen: number) => {
    const data = { payment_id, charge_ref, transaction_id: `tx_${payment_id}_${n}`, amount_fen }
    // Within five minutes a call is believed; beyond them it must be refused.
    const skew_s = random.chance(0.1) ? random.pick([-900, 900]) : random.between(-200, 200)
    const path = '/api/v1/payment-callbacks/sandbox'
    return { who: 'provider', method: 'POST', path, kind: 'callback', body: { type, data }, skew_s }
  }
  const paid = call(1, 'charge.succeeded', total_fen)
  const key = `msg-${payment_id}`
  if (random.chance(0.1)) await intend(call(0, 'charge.failed', total_fen), `${key}-0`)
  if (random.chance(0.1)) await intend(call(2, 'charge.succeeded', total_fen + 100), `${key}-2`)
  const reports = [intend(paid, `${key}-1`)]
  if (random.chance(0.3)) reports.push(intend({ ...paid, skew_s: 0 }, `${key}-1`))
  if (random.chance(0.2)) reports.push(intend({ ...paid, skew_s: 0 }, `${key}-1-again`))
  if (random.chance(0.1)) reports.push(intend(call(3, 'charge.succeeded', total_fen), `${key}-3`))
  await Promise.all(reports)
}

const ordersOf = (placed: Body) => placed.orders as Body[]

const cancel: Walk = async ({ intend, random }, known) => {
  if (known.placed.length === 0) return
  const moved = known.failed.length > 0 && random.chance(0.5)
  const order_id = moved ? random.pick(known.failed) : random.pick(ordersOf(random.pick(known.placed))).id
  const path = `/api/v1/orders/${order_id}/cancellation`
  const intent = { who: 'shopper', method: 'PUT', path, kind: 'cancel', body: {} }
  const key = `cancel-${order_id}`
  if (random.chance(0.3)) return Promise.all([intend(intent, key), intend(intent, `${key}-again`)])
  return intend(intent, key)
}

/** The provider says late, and again, that money went back. */
const refundAgain: Walk = async ({ intend, read, random }, known) => {
  if (known.placed.length === 0) return
  const { payment_id } = random.pick(known.placed)
  const payment = await read('shopper', `/api/v1/payments/${payment_id}`)
  const refund = (payment?.refunds as Body[] | undefined)?.[0]
  if (!refund) return
  const charge_ref = `zg_${String(payment_id).replaceAll('-', '')}`
  const { id: refund_id, amount_fen } = refund
  const data = { payment_id, charge_ref, refund_id, amount_fen, transaction_id: `rf_${refund_id}` }
  const path = '/api/v1/payment-callbacks/sandbox'
  const intent = {
    who: 'provider',
    method: 'POST',
    path,
    kind: 'callback',
    body: { type: 'refund.succeeded', data },
  }
  await intend(intent, `msg-refund-${refund_id}-${random.below(2)}`)
}

/** A store takes the next task as far as it gets; sometimes it fails it. */
const serve: Walk = async (clients, known) => {
  const { world, random, intend, read } = clients
  const node = random.pick(world.nodes)
  const found = await read(node.who, `/api/v1/nodes/${node.id}/fulfilments?limit=20`)
  const items = (found?.items ?? []) as Body[]
  if (items.length === 0) return
  const task = random.pick(items)
  const at = `/api/v1/fulfilments/${task.id}`
  const put = (what: string, kind: string, body = {}, more = '') =>
    intend({ who: node.who, method: 'PUT', path: `${at}/${what}`, kind, body }, `${kind}-${task.id}${more}`)
  const reason = random.pick(['too_busy', 'not_found'])
  if (random.chance(0.08)) {
    const told = await put('failure', 'fail', { reason }, `-${reason}`)
    if (told?.status === 200) known.failed.push(told.body.order_id)
    return
  }
  if (task.state === 'waiting') await put('acceptance', 'accept')
  if (['waiting', 'accepted', 'picking'].includes(task.state)) await pickAll(clients, node.who, at)
  await put('handover', 'hand_over', { to: 'courier' })
  if (task.state !== 'delivering') await put('departure', 'depart')
  const told = await put('delivery', 'deliver')
  if (told?.status === 200) known.delivered.push(told.body.order_id)
}

async function pickAll({ intend, read }: Clients, who: string, at: string) {
  const task = await read(who, at)
  for (const line of (task?.lines ?? []) as Body[]) {
    const quantity = line.quantity - line.picked
    if (quantity <= 0) continue
    const body = { scanned: line.code, quantity }
    const key = `pick-${at}-${line.line_no}-${line.picked}`.replaceAll('/', '.')
    await intend({ who, method: 'POST', path: `${at}/picks`, kind: 'pick', body }, key)
  }
}

const giveBack: Walk = async ({ intend, read, random }, known) => {
  if (known.delivered.length === 0) return
  const order_id = random.pick(known.delivered)
  const order = await read('shopper', `/api/v1/orders/${order_id}`)
  const line = (order?.lines as Body[] | undefined)?.find((one) => one.returned_quantity < one.quantity)
  if (!line || !['delivered', 'closed'].includes(order!.state)) return
  const body = { reason: 'changed_mind', lines: [{ line_no: line.line_no, quantity: 1 }] }
  const path = `/api/v1/orders/${order_id}/returns`
  const key = `return-${order_id}-${line.line_no}-${line.returned_quantity}`
  const told = await intend({ who: 'shopper', method: 'POST', path, kind: 'return', body }, key)
  const asked = (told?.body.returns as Body[] | undefined)?.find((one) => one.state === 'requested')
  if (asked) known.returning.push({ order_id, return_id: asked.id })
}

const takeBack: Walk = async ({ intend, random }, known) => {
  if (known.returning.length === 0) return
  const { order_id, return_id } = random.pick(known.returning)
  const path = `/api/v1/orders/${order_id}/returns/${return_id}/receipt`
  const intent = { method: 'PUT', path, kind: 'take_back', body: {} }
  // Only who works where it was served may; the other one is refused, which changes nothing.
  for (const who of ['owner', 'warehouse']) await intend({ ...intent, who }, `back-${return_id}-${who}`)
}

/** Goods arrive: said twice, they arrive once. The reason carries the key, which the ledger is asked for. */
const receive: Walk = async ({ world, intend, random }) => {
  const node = random.pick(world.nodes)
  const key = `receipt-${random.below(1e9)}-${random.below(1e9)}`
  const lines = [{ sku_id: random.pick(world.skus), quantity: random.between(1, 4) }]
  const path = `/api/v1/nodes/${node.id}/receipts`
  const intent = { who: node.who, method: 'POST', path, kind: 'receipt', body: { lines, reason: key } }
  await Promise.all([intend(intent, key), random.chance(0.2) ? intend(intent, key) : null])
}

const count: Walk = async ({ world, intend, read, random }) => {
  const node = world.nodes.find(({ who }) => who === 'owner')!
  const sku_id = random.pick(world.skus)
  const found = await read('owner', `/api/v1/nodes/${node.id}/stock?sku_ids=${sku_id}`)
  const cell = (found?.items as Body[] | undefined)?.[0]
  if (!cell) return
  const counted = Math.max(0, cell.on_hand + random.between(-1, 1))
  const path = `/api/v1/nodes/${node.id}/counts`
  const body = { lines: [{ sku_id, counted }] }
  return intend({ who: 'owner', method: 'POST', path, kind: 'count', body })
}

const sellHere: Walk = async (clients) => {
  const quoted = await quote(clients)
  if (!quoted) return
  const { world, intend, random } = clients
  const node = world.nodes.find(({ who }) => who === 'owner')!
  const lines = (quoted.lines as Body[]).map(({ sku_id, quantity }) => ({ sku_id, quantity }))
  const body = {
    node_id: node.id,
    lines,
    mode: random.pick(['own_stock', 'agency']),
    payment_method: random.pick(['cash', 'qr', 'card']),
    expected_total_fen: quoted.total_fen,
    address: address(world.counties[0]!),
  }
  const intent = { who: 'owner', method: 'POST', path: '/api/v1/counter-sales', kind: 'counter', body }
  return intend(intent, `counter-${quoted.id}`)
}

const walks: [share: number, walk: Walk][] = [
  [10, buy],
  [4, serve],
  [2, cancel],
  [1, refundAgain],
  [2, giveBack],
  [2, takeBack],
  [2, receive],
  [1, count],
  [1, sellHere],
]
const all = walks.flatMap(([share, walk]) => Array.from({ length: share }, () => walk))

/** Walks until the clients are stopped. */
export async function live(clients: Clients, known: Known) {
  while (!clients.isStopped()) {
    await clients.random.pick(all)(clients, known)
    await new Promise((done) => setImmediate(done))
  }
}

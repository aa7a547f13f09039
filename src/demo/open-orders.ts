// What is going on today in the demo world: open orders at the demo owner's store and its warehouse, counter
// sales, changes that wait for a second person. All of it by the commands people use; a load cut anywhere
// goes on.
import { catalog } from '../modules/catalog/index.ts'
import { placeOrder, makeQuote, counterSale } from '../modules/orders/contract.ts'
import { chooseSandboxOutcome } from '../modules/payment/contract.ts'
import { type Node, countiesOf, nodeById } from '../modules/places/index.ts'
import { proposeChange } from '../modules/pricing/contract.ts'
import { price } from '../modules/pricing/index.ts'
import { planFor } from '../modules/sourcing/index.ts'
import { adjust } from '../modules/stock/contract.ts'
import { available } from '../modules/stock/index.ts'
import { system } from '../platform/access.ts'
import { type Db, connect } from '../platform/db.ts'
import type { Route } from '../platform/route.ts'
import { addDays, atMinute, dayOf } from '../platform/time.ts'
import type { Id } from '../platform/types.ts'
import { type Hands, handsOf } from './hands.ts'
import { markOpenOrders, readMark } from './load.ts'
import { type Fate, bringTasks } from './open-tasks.ts'

type Line = { sku_id: Id; quantity: number }
type Wish = { fate: Fate; install: boolean; units: number }
type Place = { county_code: string; town_code?: string }

const wish = (fate: Fate, install = false, units = 1): Wish => ({ fate, install, units })
/** More than any store keeps of one SKU, so that nobody but the warehouse can serve it. */
const bulk_units = 36
const at_store = [
  wish('waiting'),
  wish('waiting', true),
  wish('accepted'),
  wish('waiting'),
  wish('packed', true),
  wish('accepted', true),
  wish('delivered', true),
]
const at_warehouse = [
  wish('waiting', true),
  wish('accepted'),
  wish('packed', true),
  wish('failed', false, bulk_units),
]

type Given = {
  url: string
  db: Db
  routes: readonly Route[]
  /** How long to wait for the jobs of a running server; the next load goes on from there. */
  patience_ms: number
  say: (line: string) => void
}

/** Needs the snapshots open, the reactions registered and a server at work on the same database. */
export async function loadOpenOrders({ url, db, routes, patience_ms, say }: Given) {
  const sql = connect(url, { pool: 1, role: null, statement_timeout_ms: 0 })
  try {
    const mark = await readMark(sql)
    if (mark?.state !== 'facts' || mark.open_orders) return
    const people = await peopleOf(db, routes)
    const [store, warehouse] = [placeOfWork(people.owner), placeOfWork(people.warehouse)]
    await proposeChanges(people, warehouse)
    await sellAtCounter(people.owner, store)
    const placed = [
      ...(await placeAt(people.shopper, store, homesNear(store), at_store)),
      ...(await placeAt(people.shopper, warehouse, homesAround(warehouse), at_warehouse)),
    ]
    const done = await bringTasks(people, placed, patience_ms)
    if (done) await markOpenOrders(sql)
    say(`demo: ${placed.length} open orders${done ? '' : ', some of them still on their way'}`)
  } finally {
    await sql.end()
  }
}

async function peopleOf(db: Db, routes: readonly Route[]) {
  const keys = ['shopper', 'owner', 'warehouse', 'selling'] as const
  const [shopper, owner, warehouse, selling] = await Promise.all(keys.map((key) => handsOf(db, routes, key)))
  return { shopper: shopper!, owner: owner!, warehouse: warehouse!, selling: selling! }
}
type People = Awaited<ReturnType<typeof peopleOf>>

const placeOfWork = ({ actor }: Hands): Node => nodeById(actor.scope.nodes![0]!)

const homesNear = ({ county_code, town_code }: Node): Place[] => [
  { county_code, ...(town_code && { town_code }) },
  { county_code },
]
/** The outer counties of a city: fewer stores there have what is asked for, so the warehouse sends it. */
const homesAround = ({ city_code }: Node): Place[] =>
  [...countiesOf(city_code)]
    .filter((county) => county.delivered)
    .reverse()
    .map(({ code }) => ({ county_code: code }))

async function freeUnits(hands: Hands, node: Node, seller: 'online' | 'owner') {
  const sku_ids = catalog().skus.map((sku) => sku.id)
  const cells = await hands.see((_, tx) => available(tx, { node_ids: [node.id], sku_ids, seller }))
  return cells.filter((cell) => cell.available > 0 && catalog().sku(cell.sku_id)?.for_sale)
}

/** Places one order for each wish that this node would serve; a wish nobody here can have is left out. */
async function placeAt(shopper: Hands, node: Node, homes: readonly Place[], wishes: readonly Wish[]) {
  const placed: { order_id: Id; fate: Fate }[] = []
  const used = new Set<string>()
  for (const [at, { fate, install, units }] of wishes.entries()) {
    const found = await findServed(shopper, node, homes, { install, units, used })
    if (!found) continue
    for (const { sku_id } of found.lines) used.add(sku_id)
    const order_id = await buy(shopper, `demo order ${node.id} ${at}`, found, at)
    placed.push({ order_id, fate })
  }
  return placed
}

type Wanted = { install: boolean; units: number; used: ReadonlySet<string> }
type Found = { place: Place; lines: Line[] }

async function findServed(
  shopper: Hands,
  node: Node,
  homes: readonly Place[],
  { install, units, used }: Wanted,
): Promise<Found | null> {
  const cells = await freeUnits(shopper, node, 'online')
  const suits = cells.filter(({ sku_id, available: free }) => {
    const installed = catalog().sku(sku_id)!.install_kind === 'install'
    return free >= units && installed === install && !used.has(sku_id)
  })
  const at = new Date().toISOString()
  for (const place of homes.slice(0, 6)) {
    for (const { sku_id } of suits.slice(0, 60)) {
      const lines = [{ sku_id, quantity: units }]
      const plan = await shopper
        .see((_, tx) => planFor(tx, system, { to: place, lines, at }))
        .catch(() => null) // nobody serves this one here: the next may do
      if (plan?.legs.length === 1 && plan.legs[0]!.node_id === node.id) return { place, lines }
    }
  }
  return null
}

async function buy(shopper: Hands, key: string, { place, lines }: Found, at: number) {
  const quote = await shopper.batched(`${key} quote`, makeQuote, { ...place, lines })
  const basket = await shopper.batched(key, placeOrder, {
    quote_id: quote.id,
    address: {
      ...place,
      recipient: '周晓（示例）',
      phone: '13800000000',
      line: `示例路 ${8 + at} 号 2 栋 ${at + 3}01`,
    },
    expected_total_fen: quote.total_fen,
    consent: true,
  })
  const { payment_id } = basket
  await shopper.once(`${key} paid`, (deed) => deed(chooseSandboxOutcome, { payment_id, outcome: 'success' }))
  return basket.orders[0]!.id
}

async function sellAtCounter(owner: Hands, store: Node) {
  const cells = await freeUnits(owner, store, 'owner')
  const at = new Date().toISOString()
  const { county_code } = store
  const priced = cells
    .filter(({ sku_id }) => catalog().sku(sku_id)!.install_kind !== 'install')
    .map(({ sku_id }) => ({
      sku_id,
      total_fen: price({ sku_id, county_code, channel: 'counter', tier: 'retail', at, quantity: 1 })
        ?.total_fen,
    }))
  const methods = ['qr', 'cash'] as const
  for (const [n, payment_method] of methods.entries()) {
    const { sku_id, total_fen } = priced[n] ?? {}
    if (!sku_id || !total_fen) continue
    const lines = [{ sku_id, quantity: 1 }]
    const sale = { node_id: store.id, lines, mode: 'own_stock', payment_method } as const
    await owner.once(`demo counter ${n}`, async (deed) => {
      await deed(counterSale, { ...sale, expected_total_fen: total_fen })
    })
  }
}

/** Two prices and a stock correction above the limit: control's inbox is not empty on the first day. */
async function proposeChanges({ selling, warehouse }: People, node: Node) {
  const skus = catalog().skus.filter((sku) => sku.for_sale)
  const starts_at = atMinute(addDays(dayOf(new Date().toISOString()), 1), 9 * 60)
  const changes = [
    { sku: skus[7], less_bp: 500, reason: '周末活动，和对面的店对齐（示例）' },
    { sku: skus[Math.floor(skus.length / 2)], less_bp: 800, reason: '新款到货，老款让位（示例）' },
  ]
  for (const [n, { sku, less_bp, reason }] of changes.entries()) {
    const now = sku && listPrice(sku.id)
    if (!now) continue
    const price_fen = Math.round((now * (10_000 - less_bp)) / 1_000_000) * 100
    await selling.once(`demo price ${n}`, async (deed) => {
      await deed(proposeChange, { sku_id: sku.id, price_fen, starts_at, reason })
    })
  }
  const [cell] = (await freeUnits(warehouse, node, 'online')).filter(({ available: free }) => free > 20)
  if (!cell) return
  await warehouse.once('demo adjustment', async (deed) => {
    await deed(adjust, { node_id: node.id, sku_id: cell.sku_id, quantity: -12, reason: 'damaged' })
  })
}

const listPrice = (sku_id: Id) =>
  price({
    sku_id,
    county_code: '110101',
    channel: 'shop',
    tier: 'retail',
    at: new Date().toISOString(),
    quantity: 1,
  })?.unit_fen

// Random lives of a few cells against a model: units are conserved, counters are what the ledger says,
// nothing promised is ever missing.
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { system } from '../../platform/access.ts'
import type { Tx } from '../../platform/db.ts'
import { Refused } from '../../platform/refusal.ts'
import { writeSetting } from '../../platform/setting.ts'
import { type Id, newId } from '../../platform/types.ts'
import {
  countShelf,
  holdUnits,
  protectCell,
  receiveGoods,
  releaseUnits,
  sellUnits,
  takeBack,
  transferUnits,
} from './commands.ts'
import { available, changeKinds, reconcile, routes } from './index.ts'
import { adjustmentLimit } from './settings.ts'
import { type Goods, nodeOf, openGoods } from '../../../tools/test-goods.ts'

let world: Goods
beforeAll(async () => {
  const far = { city_code: '310100' as never, county_code: '310115' as never, lon: 121.5, lat: 31.2 }
  world = await openGoods({
    routes,
    kinds: changeKinds,
    skus: 2,
    nodes: (owner) => [nodeOf(owner), nodeOf(owner), nodeOf(owner, far)],
    actors: () => ({}),
  })
  // The house asks for nobody's second signature; what waits for one is told in shelf.test.ts.
  await world.db.command(system, (tx) => writeSetting(tx, system, adjustmentLimit.key, adjustmentLimit.max))
})
afterAll(() => world.close())

const place = fc.record({ node: fc.nat(2), sku: fc.nat(1) })
const units = fc.integer({ min: 1, max: 6 })
const order = fc.nat(3)
const step = fc.oneof(
  fc.record({ do: fc.constant('receive' as const), at: place, units }),
  fc.record({ do: fc.constant('count' as const), at: place, units: fc.nat(12) }),
  fc.record({ do: fc.constant('protect' as const), at: place, units: fc.nat(4) }),
  fc.record({
    do: fc.constant('hold' as const),
    order,
    node: fc.nat(1),
    wanted: fc.array(fc.record({ sku: fc.nat(1), units }), { minLength: 1, maxLength: 3 }),
    seller: fc.constantFrom('online' as const, 'owner' as const),
  }),
  fc.record({ do: fc.constant('release' as const), order }),
  fc.record({ do: fc.constant('sell' as const), order }),
  fc.record({ do: fc.constant('back' as const), order, at: place, units }),
  fc.record({ do: fc.constant('move' as const), at: place, to: fc.nat(2), units }),
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

type Cell = { on_hand: number; protected: number; held: Map<number, number> }
/** The model: what a shopkeeper with a notebook would have. */
function notebook() {
  const cells = new Map<string, Cell>()
  const sold = new Map<string, number>()
  const cell = (node: number, sku: number) => {
    const key = `${node}/${sku}`
    if (!cells.has(key)) cells.set(key, { on_hand: 0, protected: 0, held: new Map() })
    return cells.get(key)!
  }
  const held = (one: Cell) => [...one.held.values()].reduce((a, b) => a + b, 0)
  return { cells, sold, cell, held }
}
type Notebook = ReturnType<typeof notebook>

const cities = ['510100', '510100', '310100'] as const
/** What the step should do to the notebook; false when it must be refused. */
function note(book: Notebook, it: Step): boolean {
  const { cell, held, sold } = book
  if (it.do === 'receive') cell(it.at.node, it.at.sku).on_hand += it.units
  else if (it.do === 'count') {
    const one = cell(it.at.node, it.at.sku)
    if (it.units < held(one)) return false
    one.on_hand = it.units
  } else if (it.do === 'protect') {
    if (!book.cells.has(`${it.at.node}/${it.at.sku}`)) return false
    cell(it.at.node, it.at.sku).protected = it.units
  } else if (it.do === 'hold') {
    const wanted = [0, 1].map((sku) =>
      it.wanted.filter((line) => line.sku === sku).reduce((sum, line) => sum + line.units, 0),
    )
    const fits = wanted.every((need, sku) => {
      const one = book.cells.get(`${it.node}/${sku}`)
      const free = one ? one.on_hand - held(one) - (it.seller === 'online' ? one.protected : 0) : 0
      return need === 0 || free >= need
    })
    if (!fits) return false
    for (const [sku, need] of wanted.entries()) {
      if (need === 0) continue
      const one = cell(it.node, sku)
      one.held.set(it.order, (one.held.get(it.order) ?? 0) + need)
    }
  } else if (it.do === 'release') for (const one of book.cells.values()) one.held.delete(it.order)
  else if (it.do === 'sell') {
    for (const [key, one] of book.cells) {
      const quantity = one.held.get(it.order) ?? 0
      one.held.delete(it.order)
      one.on_hand -= quantity
      const of = `${it.order}/${key.split('/')[1]}`
      sold.set(of, (sold.get(of) ?? 0) + quantity)
    }
  } else if (it.do === 'back') {
    const of = `${it.order}/${it.at.sku}`
    if ((sold.get(of) ?? 0) < it.units || it.at.node === 2) return false
    sold.set(of, sold.get(of)! - it.units)
    cell(it.at.node, it.at.sku).on_hand += it.units
  } else {
    const from = book.cells.get(`${it.at.node}/${it.at.sku}`)
    if (!from || it.to === it.at.node) return false
    if (from.on_hand - held(from) - from.protected < it.units) return false
    from.on_hand -= it.units
    cell(it.to, it.at.sku).on_hand += it.units
  }
  return true
}

/** The same step through the doors. */
function act(tx: Tx, orders: readonly Id[], it: Step): Promise<unknown> {
  const node = (at: number) => world.nodes[at]!.id
  const sku = (at: number) => world.sku_ids[at]!
  const lines = (at: { sku: number }, quantity: number) => [{ sku_id: sku(at.sku), quantity }]
  const key = (city = '510100') => ({ city_code: city, order_id: orders['order' in it ? it.order : 0]! })
  switch (it.do) {
    case 'receive':
      return receiveGoods(tx, system, { node_id: node(it.at.node), lines: lines(it.at, it.units) })
    case 'count': {
      const counted = [{ sku_id: sku(it.at.sku), counted: it.units }]
      return countShelf(tx, system, { node_id: node(it.at.node), lines: counted })
    }
    case 'protect':
      return protectCell(tx, system, {
        node_id: node(it.at.node),
        sku_id: sku(it.at.sku),
        protected: it.units,
      })
    case 'hold': {
      const wanted = it.wanted.map((line) => {
        return { node_id: node(it.node), sku_id: sku(line.sku), quantity: line.units }
      })
      const expires_at = '2099-01-01T00:00:00Z'
      return holdUnits(tx, system, { ...key(), expires_at, seller: it.seller, lines: wanted })
    }
    case 'release':
      return releaseUnits(tx, system, key())
    case 'sell':
      return sellUnits(tx, system, key())
    case 'back': {
      // Units go back to a node of the city that sold them: the third node is in another one.
      const back = { ...key(cities[it.at.node]), node_id: node(it.at.node), reason: 'unwanted' }
      return takeBack(tx, system, { ...back, lines: lines(it.at, it.units) })
    }
    default: {
      const move = { from_node_id: node(it.at.node), to_node_id: node(it.to) }
      return transferUnits(tx, system, { ...move, lines: lines(it.at, it.units) })
    }
  }
}

/** Refusals and the constraint behind one of them; anything else is a bug. */
const refused = (error: unknown) => {
  const { code = '' } = error as { code?: string }
  if (error instanceof Refused || code === '23514') return false
  throw error
}

async function sameAs(book: Notebook) {
  const rows = await world.owner<
    { node_id: string; sku_id: string; on_hand: number; held: number; protected: number }[]
  >`select node_id, sku_id, on_hand, held, protected from stock.level`
  const seen = new Map(rows.map((row) => [`${row.node_id}/${row.sku_id}`, row]))
  for (const [key, one] of book.cells) {
    const [node, sku] = key.split('/').map(Number)
    const row = seen.get(`${world.nodes[node!]!.id}/${world.sku_ids[sku!]!}`)
    const expected = { on_hand: one.on_hand, held: book.held(one), protected: one.protected }
    expect({ ...row, node_id: 0, sku_id: 0 }).toEqual({ ...expected, node_id: 0, sku_id: 0 })
  }
}

async function neverBelowZero() {
  const wanted = { city_codes: ['510100', '310100'], sku_ids: world.sku_ids }
  for (const seller of ['online', 'owner'] as const) {
    for (const row of await world.db.read(system, (tx) => available(tx, { ...wanted, seller }))) {
      const kept = seller === 'online' ? row.protected : 0
      expect(row.available).toBe(Math.max(0, row.on_hand - row.held - kept - row.display))
      expect(row.on_hand - row.held - row.display).toBeGreaterThanOrEqual(0)
    }
  }
}

test('any sequence of deeds leaves the counters, the ledger and the notebook the same', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
      await world.owner`truncate stock.level, stock.entry, stock.hold`
      const book = notebook()
      const orders = [newId(), newId(), newId(), newId()]
      for (const it of steps) {
        const done = await world.db.command(system, (tx) => act(tx, orders, it)).then(() => true, refused)
        expect([it, done]).toEqual([it, note(book, it)])
        await sameAs(book)
      }
      expect((await world.db.read(system, reconcile)).differences).toEqual([])
      await neverBelowZero()
    }),
    { numRuns: process.env.CI ? 100 : 40 },
  )
})

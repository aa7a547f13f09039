// Shelf tags: the data of every store in full, read as it stands in the table, and what the API gives the
// printer for some of them.
import { system } from '../../platform/access.ts'
import { nowMs } from '../../platform/clock.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { type Node, cities, nodes } from '../places/index.ts'
import { placesOf } from '../pricing/index.ts'
import { type Asker, askJson, eachOf } from './ask.ts'
import type { TagSheet } from './contract.ts'
import type { Reading, Said } from './prove.ts'
import { type TagRow, saidAt } from './tags.ts'

const stores_at_once = 500
type Row = TagRow & { node_id: string }

const rowsOfStores = (tx: Tx, city_code: string, ids: readonly string[]) => tx<Row[]>`
  select node_id, starts_at, sku_ids, price_fen, since from parity.tag_set
   where city_code = ${city_code} and node_id = any(${[...ids]}::uuid[]) order by node_id, starts_at`

export const tagData = (db: Db): Reading => ({
  surface: 'tag_data',
  async read(say) {
    let asked = 0
    for (const { code } of cities()) {
      const stores = nodes().inCity(code)
      for (let from = 0; from < stores.length; from += stores_at_once) {
        const part = stores.slice(from, from + stores_at_once)
        asked += await sayStores(db, code, part, say)
      }
    }
    return asked
  },
})

async function sayStores(db: Db, city_code: string, stores: readonly Node[], say: (said: Said) => void) {
  const from_ms = nowMs()
  const rows = await db.read(system, (tx) =>
    rowsOfStores(
      tx,
      city_code,
      stores.map(({ id }) => id),
    ),
  )
  const byStore = new Map<string, Row[]>()
  for (const row of rows) {
    const known = byStore.get(row.node_id)
    if (known) known.push(row)
    else byStore.set(row.node_id, [row])
  }
  const to_ms = nowMs()
  for (const node of stores) {
    const own = byStore.get(node.id)
    if (own) sayStore(db, node, saidAt(own, to_ms), { from_ms, to_ms }, say)
  }
  return byStore.size
}

type Moment = { from_ms: number; to_ms: number }

function sayStore(
  db: Db,
  node: Node,
  tags: ReturnType<typeof saidAt>,
  moment: Moment,
  say: (said: Said) => void,
) {
  const { id: node_id, city_code, county_code } = node
  const places = placesOf(county_code)
  for (const [sku_id, { fen }] of tags) {
    const again = async () => {
      const from_ms = nowMs()
      const rows = await db.read(system, (tx) => rowsOfStores(tx, city_code, [node_id]))
      const now = saidAt(rows, nowMs()).get(sku_id)
      return now ? { fen: now.fen, from_ms, to_ms: nowMs() } : null
    }
    const where = { surface: 'tag_data' as const, address: `/api/v1/nodes/${node_id}/shelf-tags`, places }
    say({ ...where, sku_id, node_id, channel: 'counter', fen, ...moment, again })
  }
}

/** What a printer or an electronic label asks for, of some stores. */
export const tagAnswers = (ask: Asker, stores: readonly Node[]): Reading => ({
  surface: 'tag_answer',
  async read(say) {
    const read = async (node_id: string) => {
      const { body, ...moment } = await askJson<TagSheet>(ask, `/nodes/${node_id}/shelf-tags`)
      return { ...moment, items: body.items }
    }
    await eachOf(stores, async ({ id: node_id, county_code }) => {
      const { items, from_ms, to_ms } = await read(node_id)
      const where = {
        surface: 'tag_answer' as const,
        address: `/api/v1/nodes/${node_id}/shelf-tags`,
        node_id,
      }
      for (const { sku_id, price_fen } of items) {
        const again = async () => {
          const next = await read(node_id)
          const tag = next.items.find((one) => one.sku_id === sku_id)
          return tag ? { fen: tag.price_fen, from_ms: next.from_ms, to_ms: next.to_ms } : null
        }
        const places = placesOf(county_code)
        say({ ...where, sku_id, places, channel: 'counter', fen: price_fen, from_ms, to_ms, again })
      }
    })
    return stores.length
  },
})

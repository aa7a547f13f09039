// The last hundred units and five hundred buyers at once: how long until everybody has an answer.
import type { Crowd, Ticket } from './crowd.ts'
import { placeAll } from './order.ts'

const buyers = 500
const units = 100

export type Rushed = { seconds: number; sold: number; answered: number }

/** `nodes` stores of one city share the units; everywhere else there is none. */
export async function sellOut(base: string, crowd: Crowd, nodes: 1 | 20): Promise<Rushed> {
  const { tickets, sku_id } = await crowd.scarce({ nodes, units, buyers })
  const before = await heldOf(crowd, sku_id)
  const began = performance.now()
  const { statuses } = await placeAll(base, tickets as Ticket[], buyers)
  const seconds = (performance.now() - began) / 1_000
  const sold = (await heldOf(crowd, sku_id)) - before
  const answered = (statuses.get(200) ?? 0) + (statuses.get(409) ?? 0)
  return { seconds, sold, answered }
}

async function heldOf({ sql }: Crowd, sku_id: string): Promise<number> {
  const [row] = await sql<{ units: number }[]>`
    select coalesce(sum(held), 0)::int as units from stock.level where sku_id = ${sku_id}`
  return row!.units
}

// B4: what may be done with an order in each of its states, tried over HTTP.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Id, newId } from '../../platform/types.ts'
import { type Purchase, codeOf, openPurchase, reason } from '../../../tools/test-purchase.ts'
import { orderStates } from './contract-orders.ts'

let world: Purchase
let skus: Id[]
beforeAll(async () => {
  world = await openPurchase(1)
  skus = world.sku_ids as Id[]
})
afterAll(() => world.close())
beforeEach(() => world.fresh())

type Reply = { status: number; body: { reason?: string; state?: string } }
const deeds: Record<string, (id: string) => Promise<Reply>> = {
  change: (id) =>
    world.order('buying', 'PUT', id, '', {
      expected_on: '2099-12-16',
      lines: [{ sku_id: skus[0]!, units: 5 }],
    }),
  submit: (id) => world.order('buying', 'PUT', id, 'submission', reason),
  redraft: (id) => world.order('buying', 'PUT', id, 'draft', {}),
  acknowledge: (id) => world.order('buying', 'PUT', id, 'acknowledgement', {}),
  despatch: (id) =>
    world.order('buying', 'POST', id, 'despatches', { no: newId(), lines: [{ line_no: 1, units: 1 }] }),
  receive: (id) => world.receive(id, [{ scanned: codeOf(skus[0]!), good_units: 1 }]),
  close: (id) => world.order('buying', 'PUT', id, 'closure', reason),
  cancel: (id) => world.order('buying', 'PUT', id, 'cancellation', reason),
  return: (id) =>
    world.order('buying', 'POST', id, 'returns', { reason: 'agreed', lines: [{ line_no: 1, units: 1 }] }),
}
/** How an order comes into each state. */
async function inState(state: (typeof orderStates)[number]): Promise<string> {
  const lines = [{ sku_id: skus[0]!, units: 5 }]
  if (state === 'sent') return world.sent(lines)
  if (['draft', 'approving', 'cancelled'].includes(state)) {
    const id = (await world.draft(lines)).body.order_id
    if (state === 'approving') await deeds.submit!(id)
    if (state === 'cancelled') await deeds.cancel!(id)
    return id
  }
  const id = await world.acknowledged(lines)
  if (state === 'part_shipped') await deeds.despatch!(id)
  if (state === 'part_received' || state === 'closed') await deeds.receive!(id)
  if (state === 'closed') await deeds.close!(id)
  return id
}
const table: Record<(typeof orderStates)[number], string> = {
  draft: 'change submit cancel',
  approving: '',
  sent: 'acknowledge cancel',
  acknowledged: 'despatch receive close cancel',
  part_shipped: 'despatch receive close',
  part_received: 'despatch receive close return',
  closed: 'return',
  cancelled: '',
}

test.each(orderStates)('of an order that is %s', async (state) => {
  await world.agree(skus[0]!, 1_000)
  await world.budget(9_000_000)
  const possible: string[] = []
  for (const [deed, run] of Object.entries(deeds)) {
    const id = await inState(state)
    expect((await world.order('buying', 'GET', id)).body.state).toBe(state)
    const { status, body } = await run(id)
    if (status === 200) possible.push(deed)
    else expect(['order_state', 'still_waits', 'not_found']).toContain(body.reason)
  }
  expect(possible.join(' ')).toBe(table[state])
})

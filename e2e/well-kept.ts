// The demo owner's store gets what all journeys together ask of it, through its own doors: hands for their
// orders and goods on its shelf. A store of the small world prepares twenty orders a day.
import type { Cell } from '../src/modules/stock/contract.ts'
import type { Node } from '../src/modules/places/contract.ts'
import type { z } from 'zod'

type Shelf = { items: z.infer<typeof Cell>[]; next: string | null }
const hands = 500
const more_units = 10

export async function keepWell(url: string) {
  const headers: Record<string, string> = {
    'x-requested-with': 'zhuguang',
    'content-type': 'application/json',
  }
  async function ask<T>(method: string, path: string, body?: object): Promise<T> {
    const sent = body ? { body: JSON.stringify(body) } : {}
    const reply = await fetch(`${url}/api/v1${path}`, { method, headers, ...sent })
    if (!reply.ok) throw new Error(`${method} ${path} answered ${reply.status}: ${await reply.text()}`)
    const cookies = reply.headers.getSetCookie().map((line) => line.split(';')[0])
    if (cookies.length > 0) headers.cookie = cookies.join('; ')
    return (await reply.json()) as T
  }
  await ask('POST', '/demo-session', { key: 'owner' })
  const { scope } = await ask<{ scope: { nodes: string[] } }>('GET', '/me')
  const node_id = scope.nodes[0]!
  const store = await ask<Node>('GET', `/nodes/${node_id}`)
  const { opens_minute, closes_minute, service_radius_m, sells_online, protected_default, state } = store
  const settings = { opens_minute, closes_minute, service_radius_m, sells_online, protected_default, state }
  await ask('PUT', `/nodes/${node_id}/settings`, { ...settings, capacity_per_day: hands })
  const { items } = await ask<Shelf>('GET', `/nodes/${node_id}/stock?limit=100`)
  const lines = items.filter((cell) => cell.available > 0)
  await ask('POST', `/nodes/${node_id}/receipts`, {
    lines: lines.map(({ sku_id }) => ({ sku_id, quantity: more_units })),
  })
}

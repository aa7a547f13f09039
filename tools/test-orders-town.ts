// A town for tests of orders: three stores and a warehouse, four articles with goods, and everybody who has a
// say.
import { newId } from '../src/platform/types.ts'
import type { Actor } from '../src/platform/access.ts'
import { actorOf, article, node, openWorld } from './test-orders-world.ts'

export const chengdu = node('510100', '桂溪店')
export const second = node('510100', '中和店')
export const zigong = node('510300', '自贡仓', { kind: 'warehouse' })
/** Sells over its counter only, from the warehouse. */
export const agency = node('510100', '代客店', { warehouse_id: zigong, sells_online: false })
export const fridge = article('BCD-500', 399_900, { install_kind: 'install' })
export const kettle = article('K-17', 9_990)
export const washer = article('XQG-100', 259_900)
export const lamp = article('L-3', 1_001)

export const actors: Record<string, Actor> = {
  lin: actorOf('shopper'),
  wu: actorOf('shopper'),
  mia: actorOf('shopper'),
  owner: actorOf('store_owner', { nodes: [chengdu, second, agency] }),
  stranger: actorOf('store_owner', { nodes: [newId()] }),
  clerk: actorOf('warehouse_clerk', { nodes: [zigong] }),
  seller: actorOf('merchandiser', { nodes: null, cities: null }),
  controller: actorOf('controller', { nodes: null, cities: null }),
  brand: actorOf('brand_partner'),
}

export async function openTown() {
  const world = await openWorld(actors)
  for (const store of [chengdu, second])
    for (const sku of [fridge, kettle, lamp]) await world.stockUp(store, sku, 500)
  await world.stockUp(zigong, washer, 500)
  await world.stockUp(zigong, fridge, 5)
  return world
}

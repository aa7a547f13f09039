// What orders ask of the rooms below, in one object: the seam where a later release places orders in batches.
import type { Actor } from '../../platform/access.ts'
import type { Tx } from '../../platform/db.ts'
import type { Fen, Instant } from '../../platform/types.ts'
import type { Node } from '../places/contract.ts'
import type { Plan } from '../sourcing/contract.ts'
import type { TraceLine } from './contract.ts'

export type Article = {
  id: string
  code: string
  name_zh: string
  name_en: string
  install_kind: 'none' | 'place' | 'install'
  for_sale: boolean
}
export type Priced = {
  unit_fen: Fen
  total_fen: Fen
  trace: readonly TraceLine[]
  valid_until: Instant | null
}
export type PriceAsk = {
  sku_id: string
  county_code: string
  channel: 'shop' | 'counter'
  tier: 'retail'
  at: Instant
  quantity: number
}
export type Address = {
  recipient: string
  phone: string
  county_code: string
  town_code: string | null
  line: string
  lon?: number | null
  lat?: number | null
}
export type PlanAsk = {
  to: { county_code: string; town_code?: string | null; lon?: number; lat?: number }
  lines: readonly { sku_id: string; quantity: number }[]
  at: Instant
  exclude_node_ids?: readonly string[]
}
type OfOrder = { city_code: string; order_id: string }
export type NodeLine = { node_id: string; sku_id: string; quantity: number }
export type HeldSlot =
  | { kind: 'deliver' | 'install'; county_code: string; day: string; window: string }
  | { kind: 'prepare'; node_id: string; day: string; capacity: number }

export type Doors = {
  article(sku_id: string): Article | null
  price(ask: PriceAsk): Priced | null
  node(node_id: string): Node | null
  knowsPlace(county_code: string, town_code: string | null): boolean
  addressOf(tx: Tx, actor: Actor, address_id: string): Promise<Address>
  planFor(tx: Tx, actor: Actor, ask: PlanAsk): Promise<Plan>
  holdUnits(
    tx: Tx,
    actor: Actor,
    hold: OfOrder & { expires_at: Instant; seller: 'online' | 'owner'; lines: readonly NodeLine[] },
  ): Promise<unknown>
  releaseUnits(tx: Tx, actor: Actor, order: OfOrder): Promise<unknown>
  sellUnits(tx: Tx, actor: Actor, order: OfOrder & { node_id: string }): Promise<unknown>
  extendHold(tx: Tx, actor: Actor, hold: OfOrder & { expires_at: Instant }): Promise<unknown>
  takeBack(
    tx: Tx,
    actor: Actor,
    back: OfOrder & {
      node_id: string
      lines: readonly { sku_id: string; quantity: number }[]
      reason: string
    },
  ): Promise<unknown>
  holdSlots(tx: Tx, actor: Actor, hold: OfOrder & { slots: readonly HeldSlot[] }): Promise<unknown>
  confirmSlots(tx: Tx, actor: Actor, order: OfOrder): Promise<unknown>
  releaseSlots(tx: Tx, actor: Actor, order: OfOrder): Promise<unknown>
}

let open: Doors | null = null
export function useDoors(doors: Doors) {
  open = doors
}
export function doors(): Doors {
  if (!open) throw new Error('orders have no doors yet')
  return open
}

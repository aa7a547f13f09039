// What orders ask of the rooms below, in one object.
import type { Actor } from '../../platform/access.ts'
import type { Tx } from '../../platform/db.ts'
import type { Fen, Id, Instant } from '../../platform/types.ts'
import { catalog } from '../catalog/index.ts'
import { addressOf } from '../people/index.ts'
import { type Node, county, nodes, town } from '../places/index.ts'
import {
  type Basket,
  type BasketAsk,
  type Left,
  type Use,
  leftOf,
  liveCoupons,
  orderBenefits,
  price,
  priceBasket,
  useAtCounter,
} from '../pricing/index.ts'
import { type Planned, confirmSlots, holdSlots, moveSlot, planFor, releaseSlots } from '../sourcing/index.ts'
import { extendHold, holdUnits, releaseUnits, sellUnits, takeBack } from '../stock/index.ts'
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
  /** Only nodes of this city. */
  within_city_code?: string
}
type OfOrder = { city_code: string; order_id: string }
export type NodeLine = { node_id: string; sku_id: string; quantity: number }
export type HeldSlot =
  | { kind: 'deliver' | 'install'; county_code: string; day: string; window: string }
  | { kind: 'prepare'; node_id: string; day: string; capacity: number }

export type Doors = {
  article(sku_id: string): Article | null
  price(ask: PriceAsk): Priced | null
  /** Codes of what may take something off an order as a whole, whoever orders. */
  orderBenefits(lines: BasketAsk['lines'], at: Instant): readonly string[]
  /** Those of these codes that are coupons and hold at the moment. */
  liveCoupons(codes: readonly string[], at: Instant): readonly string[]
  leftOf(tx: Tx, person_id: Id | null, codes: readonly string[]): Promise<ReadonlyMap<string, Left>>
  basket(ask: BasketAsk): Basket
  useAtCounter(tx: Tx, actor: Actor, basket_id: Id, uses: readonly Use[]): Promise<void>
  node(node_id: string): Node | null
  knowsPlace(county_code: string, town_code: string | null): boolean
  addressOf(tx: Tx, actor: Actor, address_id: string): Promise<Address>
  planFor(tx: Tx, actor: Actor, ask: PlanAsk): Promise<Planned>
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
  releaseSlots(tx: Tx, actor: Actor, order: OfOrder & { kind?: HeldSlot['kind'] }): Promise<unknown>
  moveSlot(
    tx: Tx,
    actor: Actor,
    to: OfOrder & { kind: 'deliver' | 'install'; county_code: string; day: string; window: string },
  ): Promise<unknown>
}

const real: Doors = {
  article: (sku_id) => catalog().sku(sku_id) ?? null,
  price,
  orderBenefits: (lines, at) => orderBenefits(lines, at).map(({ wish }) => wish.code),
  leftOf,
  liveCoupons,
  basket: priceBasket,
  useAtCounter,
  node: (node_id) => nodes().byId(node_id),
  knowsPlace: (county_code, town_code) =>
    county(county_code) !== null && (town_code === null || town(town_code)?.county_code === county_code),
  addressOf,
  planFor,
  holdUnits,
  releaseUnits,
  sellUnits,
  extendHold,
  takeBack,
  holdSlots,
  confirmSlots,
  releaseSlots,
  moveSlot,
}

let open: Doors = real
/** Tests of this room stand some doors in by a smaller world; nothing else does. */
export function useDoors(doors: Partial<Doors>) {
  open = { ...real, ...doors }
}
export const doors = (): Doors => open

// What the pages ask the rooms below about money and promises, in one place. Server only.
import type { Promise_ } from '../../modules/sourcing/contract.ts'
import type { PlaceData } from './data.ts'

export type Offer = {
  unit_fen: number
  trace: readonly {
    code: string
    label_zh: string
    label_en: string
    amount_fen: number
    facts: Readonly<Record<string, unknown>>
  }[]
  valid_until: string | null
}

export type Market = {
  /** Version of every snapshot the pages are made from. */
  version: () => string
  /** The shop's price of one unit for anybody; null when there is none. */
  offer: (sku_id: string, county_code: string, at: string) => Offer | null
  /** What can be promised at a place, by SKU; the same stock for all of them. */
  promises: (sku_ids: readonly string[], place: PlaceData, at: string) => Promise<Map<string, Promise_>>
  /** SKUs that a store near the place can still bring today. */
  today: (place: PlaceData, at: string) => Promise<number>
  /** What a node can sell online now: units by SKU. */
  shelf: (node_id: string, city_code: string) => Promise<Map<string, number>>
  /** Why the nearest other nodes would not serve it. */
  rejected: (
    sku_id: string,
    place: PlaceData,
    at: string,
  ) => Promise<readonly { node_id: string; reason: string; distance_m: number }[]>
}

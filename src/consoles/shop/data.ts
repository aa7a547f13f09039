// What the shop's pages are made from, in the reader's language already: the server fills it, both sides
// show it.
import type { Coupon } from '../../modules/pricing/contract-coupons.ts'
import type { Desc } from '../../web/draw/contract.ts'
import type { Space, Utility } from '../../web/draw/index.ts'
import type { Frame } from './hand.ts'

export type PlaceData = {
  county_code: string
  town_code: string | null
  /** `成都 · 桂溪街道` */
  short: string
  full: string
  /** The county has no centre on record: distances are to its city's. */
  city_centre: boolean
  /** False while nobody chose: the shop then shows its default, and says so. */
  chosen: boolean
}
/**
 * What every page of the shop knows. `today` counts the SKUs that can still be brought today; `signed_in`
 * is true
 * for those who have a cart and orders of their own.
 */
export type FrameData = { place: PlaceData; today: number | null; signed_in: boolean }

export type PriceData = {
  fen: number
  lines: { name: string; note: string; amount_fen: number; total?: boolean }[]
  valid_until: string | null
}
/** The next moment at which something comes, short enough for a card. */
export type BadgeData = { kind: 'today' | 'tomorrow' | 'later'; at: string } | { kind: 'none'; why: string }

export type TileData = {
  product_id: string
  sku_id: string
  name: string
  size: string
  desc: Desc
  fen: number | null
  badge: BadgeData
  installs: boolean
  /** What decides between like things: `双 1 级 · 44 分贝`. */
  note: string
}

export type LinkData = { name: string; href: string; current?: boolean; count?: number }
export type FacetData = { code: string; name: string; choices: LinkData[] }

/** Why a list stands in its order: a few lines, then each place with what it came from. */
export type OrderData = { lines: string[]; rows: { at: number; name: string; because: string }[] }

export type ListData = FrameData & {
  kind: 'room' | 'category' | 'search'
  title: string
  q: string
  total: number
  /** How many of them can still be brought today. */
  total_today: number
  order: OrderData
  frame: Frame
  tiles: TileData[]
  tabs: LinkData[]
  facets: FacetData[]
  chosen: LinkData[]
  /** The same list with nothing ticked. */
  cleared: string
  sorts: LinkData[]
  pages: { previous: string | null; next: string | null; at: number; of: number }
  did_you_mean: LinkData | null
  /** How a misspelt word was read. */
  read_as: string | null
  ignored: string[]
  relaxed: string[]
  home_links: LinkData[]
}

export type RoomData = {
  space: Space
  href: string
  label: string
  count_text: string
  goods_text: string
  products: Desc[]
}
export type HomeData = FrameData & {
  layout: 'wide' | 'tall'
  rooms: RoomData[]
  frame: Frame
  tiles: TileData[]
  stores: { count: number; near: StoreCard[] }
}

export type StoreCard = {
  node_id: string
  name: string
  format: string
  address: string
  distance_m: number
  opens_minute: number
  closes_minute: number
  open: boolean
  phone: string
  sells_online: boolean
}

export type CompareData = {
  tile: TileData
  current: boolean
  cells: { value: string | null; best: boolean }[]
}
export type EnergyData = {
  fen_year: number
  grade: number | null
  assumption: string
  lines: { name: string; amount: string; unit_price: string; fen: number }[]
  /** The middle of its category, for the bar beside it; null with fewer than three of a kind. */
  typical_fen: number | null
  sample: number
}
export type PromiseData = {
  p50_at: string
  p90_at: string
  available: number
  approximate: boolean
  eta: { accept_min: number; prepare_min: number; wait_min: number; travel_min: number }
  install: { starts_at: string; ends_at: string } | null
  reasons: string[]
  rejected: { name: string; reason: string; distance_m: number }[]
  candidates: number
}
export type ProductData = FrameData & {
  product_id: string
  sku_id: string
  code: string
  gtin: string | null
  name: string
  lead: string
  crumbs: LinkData[]
  desc: Desc
  finish: string
  finishes: { name: string; finish: Desc['finish']; href: string; current: boolean }[]
  price: PriceData | null
  /** The store whose shelf tag was scanned: the price is the one it charges. */
  at_store: { name: string; href: string } | null
  /** To take beside the price. */
  coupons: Coupon[]
  why_not: string | null
  promise: PromiseData | null
  store: StoreCard | null
  needs: { utility: Utility; name: string; spec: string }[]
  clearance: { left_mm: number; right_mm: number; top_mm: number; back_mm: number; front_mm: number }
  /** null: not measured. */
  sizes: { name: string; value: string | null }[]
  energy: EnergyData | null
  points: string[]
  facts: { name: string; value: string | null }[]
  compare: { frame: Frame; rows: string[]; items: CompareData[] }
  installs: boolean
}

export type StoreData = FrameData & {
  store: StoreCard
  owner_mode: string
  services: string[]
  people: { name: string; role: string }[]
  hours: string
  frame: Frame
  tiles: TileData[]
  total: number
  pages: { previous: string | null; next: string | null; at: number; of: number }
  capacity_per_day: number
  service_radius_m: number
  warehouse: boolean
}

export type StoresData = FrameData & { stores: StoreCard[] }

export type PlacePageData = FrameData & {
  next: string
  q: string
  answer: {
    reason: string
    delivered: boolean
    found: LinkData | null
    candidates: LinkData[]
    missing: string[]
  } | null
  level: 'province' | 'city' | 'county' | 'town'
  parents: LinkData[]
  /** Chooses the county itself, when its towns are shown. */
  whole: string | null
  items: (LinkData & { delivered: boolean })[]
}

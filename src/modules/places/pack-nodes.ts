// Nodes as they are kept in memory: 15,000 of them say a few hundred things over and over (their city,
// their owner, their services, their people's roles), so each is kept once. A quarter of the room they
// took as rows.
import type { Node } from './contract.ts'

/** Packs rows of one load; what two of them say alike becomes the same value. */
export function packer() {
  const said = new Map<string, unknown>()
  function once<T>(key: string, value: T): T {
    if (said.has(key)) return said.get(key) as T
    said.set(key, value)
    return value
  }
  const word = <T extends string | null>(value: T): T => (value === null ? value : once(value, value))
  // In brackets, so that no word is taken for a list.
  const list = <T>(value: T[]): T[] => once(JSON.stringify(value), value)

  return (row: Node): Node => ({
    id: row.id,
    kind: word(row.kind),
    format: word(row.format),
    name_zh: row.name_zh,
    name_en: row.name_en,
    owner_party_id: word(row.owner_party_id),
    city_code: word(row.city_code),
    county_code: word(row.county_code),
    town_code: word(row.town_code),
    lon: row.lon,
    lat: row.lat,
    address_zh: row.address_zh,
    address_en: row.address_en,
    phone: row.phone,
    opens_minute: row.opens_minute,
    closes_minute: row.closes_minute,
    capacity_per_day: row.capacity_per_day,
    trade_mode: word(row.trade_mode),
    warehouse_id: word(row.warehouse_id),
    sells_online: row.sells_online,
    service_radius_m: row.service_radius_m,
    services: list(row.services),
    people: list(row.people),
    protected_default: row.protected_default,
    state: word(row.state),
    demo: row.demo,
  })
}

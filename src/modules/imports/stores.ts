// Rows of a stores file: stores and warehouses with their place, told by code or read from the address.
import {
  type GivenNode,
  type Node,
  cityCodeOf,
  county,
  formats,
  placesChanged,
  resolveAddress,
  takeNodes,
  town,
} from '../places/index.ts'
import { housePartyFor, ownersNamed } from '../people/index.ts'
import { keepKeys } from './commands-keys.ts'
import { findNodes, knownKeys, newIds } from './keys.ts'
import { type Applied, type Job, type KindWork, plainCheck } from './kind-work.ts'
import { type Entry, note } from './record.ts'

type Place = { county_code: string; town_code: string | null }

/** By its code, else by what the address says; null when neither names one county. */
function placeOf({ values }: Entry): Place | null {
  const told = values.county_code
  const town_code = values.town_code === undefined ? null : String(values.town_code)
  if (told !== undefined) {
    const found = county(String(told))
    return found?.delivered ? { county_code: found.code, town_code } : null
  }
  const read = resolveAddress(String(values.address_zh ?? ''))
  return read.code ? { county_code: read.code, town_code: town_code ?? read.town_code ?? null } : null
}

async function check(job: Job, entries: readonly Entry[]) {
  return entries.map((entry) => {
    const { values, faults } = entry
    if (values.address_zh !== undefined || values.county_code !== undefined) {
      const place = placeOf(entry)
      const field = values.county_code === undefined ? 'address_zh' : 'county_code'
      if (!place) faults.push(note(job.plan, field, 'unknown_place', values[field]))
      else if (place.town_code && town(place.town_code)?.county_code !== place.county_code)
        faults.push(note(job.plan, 'town_code', 'unknown_place', place.town_code))
    }
    const phone = values.phone === undefined ? null : String(values.phone)
    if (phone !== null && !/^[\d+ -]{5,20}$/.test(phone))
      faults.push(note(job.plan, 'phone', 'not_a_phone', phone))
    return plainCheck(entry, values.code === undefined ? null : String(values.code))
  })
}

type Known = {
  ids: Map<string, string>
  warehouses: Map<string, string>
  owners: Map<string, string>
  house: string
}

/** What stands in the column of a node for each of our fields. */
const columns: Record<string, keyof Node> = {
  name_zh: 'name_zh',
  name_en: 'name_en',
  format: 'format',
  kind: 'kind',
  owner: 'owner_party_id',
  address_zh: 'address_zh',
  address_en: 'address_en',
  county_code: 'county_code',
  town_code: 'town_code',
  lon: 'lon',
  lat: 'lat',
  phone: 'phone',
  opens: 'opens_minute',
  closes: 'closes_minute',
  capacity_per_day: 'capacity_per_day',
  trade_mode: 'trade_mode',
  warehouse: 'warehouse_id',
  sells_online: 'sells_online',
  service_radius_m: 'service_radius_m',
  protected_default: 'protected_default',
  state: 'state',
}

function nodeOf(entry: Entry, known: Known, by_house: boolean): GivenNode {
  const { values } = entry
  const place = placeOf(entry)!
  const kind = (values.kind ?? (values.format === 'warehouse' ? 'warehouse' : 'store')) as Node['kind']
  const format = (values.format ?? (kind === 'warehouse' ? 'warehouse' : 'exclusive_store')) as Node['format']
  const usual = formats[format]
  const { centre } = county(place.county_code)!
  const warehouse_id = values.warehouse === undefined ? null : known.warehouses.get(String(values.warehouse))
  const node = {
    id: known.ids.get(String(values.code)),
    kind,
    format,
    name_zh: values.name_zh,
    name_en: values.name_en ?? values.name_zh,
    owner_party_id: values.owner === undefined ? known.house : known.owners.get(String(values.owner)),
    city_code: cityCodeOf(place.county_code),
    ...place,
    lon: values.lon ?? centre.lon,
    lat: values.lat ?? centre.lat,
    address_zh: values.address_zh,
    address_en: values.address_en ?? values.address_zh,
    phone: values.phone ?? '',
    opens_minute: values.opens ?? 540,
    closes_minute: values.closes ?? 1_260,
    capacity_per_day: values.capacity_per_day ?? usual.capacity_per_day,
    trade_mode: values.trade_mode ?? 'own_stock',
    warehouse_id: warehouse_id ?? null,
    // N1: only the house that opens its books may say that an owner has consented.
    sells_online: by_house && values.sells_online === true,
    service_radius_m: values.service_radius_m ?? usual.service_radius_m,
    services: kind === 'store' ? ['pickup', 'delivery', 'install'] : ['delivery'],
    people: [],
    protected_default: values.protected_default ?? 0,
    state: values.state ?? 'open',
    demo: false,
  } as unknown as Node
  return { node, said: Object.keys(values).flatMap((field) => (columns[field] ? [columns[field]] : [])) }
}

async function apply(job: Job, entries: readonly Entry[]): Promise<Applied[]> {
  const { tx, actor, plan } = job
  const done = new Map<number, Applied>()
  // Warehouses before the stores that sell from them.
  const isWarehouse = ({ values }: Entry) => values.kind === 'warehouse' || values.format === 'warehouse'
  for (const some of [entries.filter(isWarehouse), entries.filter((entry) => !isWarehouse(entry))]) {
    if (some.length === 0) continue
    const known = await knownOf(job, some)
    const fit = some.filter((entry) => {
      const why = whyNot(job, entry, known)
      if (why) done.set(entry.row, { outcome: 'rejected', faults: [why] })
      return why === null
    })
    const taken = await takeNodes(
      tx,
      actor,
      fit.map((entry) => nodeOf(entry, known, actor.person_id === null)),
    )
    const fresh = fit.filter((_entry, at) => 'outcome' in taken[at]! && taken[at].outcome === 'created')
    await keepKeys(
      tx,
      actor,
      plan.source,
      fresh.map(({ values }) => {
        const key = String(values.code)
        return { kind: 'node' as const, key, id: known.ids.get(key)! }
      }),
    )
    taken.forEach((one, at) => {
      const told = (left: { field: string; code: string; value: string }) =>
        note(plan, fieldNamed(left.field), left.code, left.value)
      const { row } = fit[at]!
      if ('fault' in one) done.set(row, { outcome: 'rejected', faults: [told(one.fault)] })
      else done.set(row, { outcome: one.outcome, warnings: one.left_out.map(told) })
    })
  }
  return entries.map(({ row }) => done.get(row)!)
}

const fieldNamed = (column: string) =>
  Object.entries(columns).find(([, name]) => name === column)?.[0] ?? column

async function knownOf({ tx, actor, plan }: Job, entries: readonly Entry[]): Promise<Known> {
  const codes = entries.map(({ values }) => String(values.code))
  const ids = new Map<string, string>(await knownKeys(tx, plan.source, 'node', codes))
  const spare = newIds(codes.length)
  for (const code of codes) if (!ids.has(code)) ids.set(code, spare.shift()!)
  const named = (field: string) =>
    entries.flatMap(({ values }) => (values[field] === undefined ? [] : [String(values[field])]))
  const warehouses = new Map<string, string>(await knownKeys(tx, 'own', 'node', named('warehouse')))
  for (const [name, id] of await findNodes(tx, named('warehouse'))) warehouses.set(name, id)
  return {
    ids,
    warehouses,
    owners: await ownersNamed(tx, actor, named('owner')),
    house: (await housePartyFor(tx, actor)) ?? '',
  }
}

function whyNot({ plan }: Job, { values }: Entry, known: Known) {
  if (values.warehouse !== undefined && !known.warehouses.has(String(values.warehouse)))
    return note(plan, 'warehouse', 'unknown_warehouse', values.warehouse)
  const needs = values.trade_mode === 'agency' || values.trade_mode === 'display_loan'
  if (needs && values.warehouse === undefined) return note(plan, 'warehouse', 'missing', '')
  if (values.owner !== undefined && !known.owners.has(String(values.owner)))
    return note(plan, 'owner', 'unknown_owner', values.owner)
  return known.house === '' && values.owner === undefined ? note(plan, 'owner', 'unknown_owner', '') : null
}

export const stores: KindWork = {
  key_field: 'code',
  check,
  apply,
  tell: ({ tx, actor }) => placesChanged(tx, actor),
}

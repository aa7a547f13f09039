import { notFound } from '../../platform/refusal.ts'
import { command, recall } from '../../platform/route.ts'
import { changeOwn, edit } from './commands.ts'
import * as api from './contract.ts'
import {
  chainOf,
  cities,
  city,
  citiesOf,
  countiesOf,
  county,
  fullName,
  province,
  provinces,
  town,
  townsOf,
} from './districts.ts'
import { geocode } from './geocoder.ts'
import { findNodes, namesOf, nodeById, nodeCounts, nodes } from './queries.ts'

type Named = { code: string; name_zh: string; name_en: string; delivered: boolean }

function view(found: Named): api.District {
  const { code } = found
  const level = code.length === 9 ? 'town' : province(code) ? 'province' : city(code) ? 'city' : 'county'
  const parent = {
    province: null,
    city: `${code.slice(0, 2)}0000`,
    county: county(code)?.city_code,
    town: code.slice(0, 6),
  }
  return {
    code,
    level,
    name_zh: found.name_zh,
    name_en: found.name_en,
    full_name_zh: chainOf(code) ? fullName(code, 'zh') : found.name_zh,
    full_name_en: chainOf(code) ? fullName(code, 'en') : found.name_en,
    parent_code: parent[level] ?? null,
    delivered: found.delivered,
    centre: level === 'city' ? city(code)!.centre : (county(code)?.centre ?? null),
  }
}

function childrenOf(parent: string | undefined): readonly Named[] {
  if (!parent) return provinces()
  if (province(parent)) return citiesOf(parent)
  if (city(parent)) return countiesOf(parent)
  if (county(parent)) return townsOf(parent)
  throw notFound()
}

function districtOf(code: string): Named {
  const found = code.length === 9 ? town(code) : (province(code) ?? city(code) ?? county(code))
  if (!found) throw notFound()
  return found
}

function dots() {
  const { all, version } = nodes()
  return {
    version,
    id: all.map((node) => node.id),
    lon: all.map((node) => node.lon),
    lat: all.map((node) => node.lat),
    format: all.map((node) => node.format),
    county_code: all.map((node) => node.county_code),
    open: all.map((node) => node.state === 'open'),
  }
}

const cityNames = () =>
  [...cities()].map(({ code, name_zh, name_en, province_code }) => {
    const above = province(province_code)!
    return { code, name_zh, name_en, province_zh: above.name_zh, province_en: above.name_en }
  })

async function resolved(text: string) {
  const { candidates, ...rest } = await geocode(text)
  return { ...rest, candidates: candidates.map(({ code, name_zh, name_en }) => ({ code, name_zh, name_en })) }
}

export const routes = [
  recall(api.listDistricts, (_actor, { parent }) => ({ items: childrenOf(parent).map(view) })),
  recall(api.getDistrict, (_actor, { code }) => view(districtOf(code))),
  recall(api.resolveText, (_actor, { text }) => resolved(text)),
  recall(api.listNodes, (_actor, input) => findNodes(input)),
  recall(api.getNode, (_actor, { node_id }) => nodeById(node_id)),
  recall(api.nodeDots, dots),
  recall(api.nodeNames, (_actor, { ids }) => ({ items: namesOf(ids.split(',')) })),
  recall(api.countNodes, () => ({ items: nodeCounts() })),
  recall(api.listCities, () => ({ items: cityNames() })),
  command(api.changeOwnStore, changeOwn),
  command(api.editNode, edit),
]

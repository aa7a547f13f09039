// The districts of China as facts in memory: province, city, county, town, with names, parents and centres.
// Server only: the data is 1.5 MB. Towns stay packed, one string a county, until somebody asks for them.
import districtLines from './data/districts.json' with { type: 'json' }
import townLines from './data/towns.json' with { type: 'json' }
import type { Point } from './distance.ts'

export type Lang = 'zh' | 'en'
/** GCJ-02 degrees. `approximate` when the place has no point of its own and carries its city's (D3). */
export type Centre = Point & { approximate: boolean }
type Named = { code: string; name_zh: string; name_en: string; delivered: boolean }
export type Province = Named
export type City = Named & { province_code: string; centre: Centre }
export type County = Named & { province_code: string; city_code: string; centre: Centre }
export type Town = Named & { county_code: string }

const provinceByCode = new Map<string, Province>()
const cityByCode = new Map<string, City>()
const countyByCode = new Map<string, County>()
const citiesByProvince = new Map<string, City[]>()
const countiesByCity = new Map<string, County[]>()
const packedTowns = new Map<string, string>()

const undelivered = /^(71|81|82)/

function centreFrom(text: string, parent: Centre | null): Centre {
  const comma = text.indexOf(',')
  if (comma < 0) return { lon: parent?.lon ?? 0, lat: parent?.lat ?? 0, approximate: true }
  return { lon: Number(text.slice(0, comma)), lat: Number(text.slice(comma + 1)), approximate: false }
}

function append<T>(groups: Map<string, T[]>, key: string, item: T) {
  const group = groups.get(key)
  if (group) group.push(item)
  else groups.set(key, [item])
}

// Counties follow their city in the file, so the last city read is the parent (D2).
function load() {
  let city: City | null = null
  for (const line of districtLines) {
    const [kind, code = '', name_zh = '', name_en = '', centre = ''] = line.split('|')
    const named = { code, name_zh, name_en, delivered: !undelivered.test(code) }
    const province_code = `${code.slice(0, 2)}0000`
    if (kind === 'P') {
      provinceByCode.set(code, named)
    } else if (kind === 'C') {
      city = { ...named, province_code, centre: centreFrom(centre, null) }
      cityByCode.set(code, city)
      append(citiesByProvince, province_code, city)
    } else if (city) {
      const county = {
        ...named,
        province_code,
        city_code: city.code,
        centre: centreFrom(centre, city.centre),
      }
      countyByCode.set(code, county)
      append(countiesByCity, city.code, county)
    }
  }
  for (const line of townLines) packedTowns.set(line.slice(0, 6), line)
}
load()

export const provinces = (): readonly Province[] => [...provinceByCode.values()]
export const cities = (): Iterable<City> => cityByCode.values()
export const counties = (): Iterable<County> => countyByCode.values()
export const province = (code: string): Province | null => provinceByCode.get(code) ?? null
export const city = (code: string): City | null => cityByCode.get(code) ?? null
export const county = (code: string): County | null => countyByCode.get(code) ?? null
export const citiesOf = (province_code: string): readonly City[] => citiesByProvince.get(province_code) ?? []
export const countiesOf = (city_code: string): readonly County[] => countiesByCity.get(city_code) ?? []

/** Towns of a county in code order; unpacked anew at each call, so keep the result if you need it twice. */
export function townsOf(county_code: string): Town[] {
  const line = packedTowns.get(county_code)
  if (!line) return []
  return line
    .slice(6)
    .split(';')
    .map((entry) => {
      const equals = entry.indexOf('=')
      return {
        code: county_code + entry.slice(0, 3),
        name_zh: entry.slice(3, equals),
        name_en: entry.slice(equals + 1),
        delivered: true,
        county_code,
      }
    })
}

export const town = (code: string): Town | null =>
  townsOf(code.slice(0, 6)).find((each) => each.code === code) ?? null

/** The grain of sharding: 6-digit code of the real city of a county (6 digits) or town (9 digits). D1. */
export const cityCodeOf = (code: string): string | null =>
  countyByCode.get(code.slice(0, 6))?.city_code ?? null

export type Chain = { province: Province; city: City | null; county: County | null; town: Town | null }

/** All parents of a county (6 digits) or town (9 digits), itself included; null when unknown. */
export function chainOf(code: string): Chain | null {
  const found = county(code.slice(0, 6))
  const top = province(`${code.slice(0, 2)}0000`)
  if (!found || !top) return null
  const inner = code.length > 6 ? town(code) : null
  if (code.length > 6 && !inner) return null
  return { province: top, city: city(found.city_code), county: found, town: inner }
}

/**
 * 四川省成都市武侯区 or "Wuhou District, Chengdu, Sichuan". A name that repeats its parent's is said
 * once.
 */
export function fullName(code: string, lang: Lang): string {
  const chain = chainOf(code)
  if (!chain) return ''
  const key = lang === 'zh' ? 'name_zh' : 'name_en'
  const names = [chain.province, chain.city, chain.county, chain.town].flatMap((each) =>
    each ? [each[key]] : [],
  )
  const said = names.filter((name, index) => name !== names[index - 1])
  return lang === 'zh' ? said.join('') : said.reverse().join(', ')
}

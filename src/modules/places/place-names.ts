// The gazetteer: every way we know to write a province, city or county in Chinese, built once, at first use.
import { fold } from './clean-address.ts'
import {
  type City,
  type County,
  cities,
  citiesOf,
  counties,
  countiesOf,
  provinces,
  townsOf,
} from './districts.ts'
import {
  cityAliases,
  cityToDistrict,
  countyToCity,
  countyToDistrict,
  formerCounties,
  movedCounties,
  shortForms,
} from './former-names.ts'
import { cityZones, namedAreas } from './zones.ts'

export type Level = 'province' | 'city' | 'county' | 'town'
export type Kind = 'name' | 'short' | 'former' | 'zone'
/**
 * One thing a name may mean. `needs`: it counts only beside a named province or city, or beside a named
 * city.
 */
export type Ref = { level: Level; code: string; kind: Kind; weight: number; needs: null | 'parent' | 'city' }

/** Full names outweigh short ones, and a county outweighs what is above it: it is the answer we look for. */
export const weights = {
  province: { name: 1, short: 0.8 },
  city: { name: 2, former: 1.6, short: 1.5 },
  county: { name: 3, former: 2.8, zone: 2.7, short: 2.2, shared: 2, raised: 1.8 },
  town: { name: 2.5, short: 0.8 },
} as const

const named = new Map<string, Ref[]>()
const townsNamed = new Map<string, string | string[]>()
/** First two letters → bit set of the lengths of the names that begin so. */
const lengthsOf = new Map<string, number>()

const peopleNames =
  '哈尼|土家|布依|傈僳|拉祜|纳西|景颇|朝鲜|柯尔克孜|达斡尔|仫佬|布朗|撒拉|毛南|仡佬|塔吉克|普米|' +
  '鄂温克|鄂伦春|裕固|保安|独龙|东乡|哈萨克|维吾尔|蒙古|锡伯|畲|满|回|藏|苗|彝|壮|侗|瑶|白|傣|黎|' +
  '佤|水|土|羌|怒|各'
const peoples = new RegExp(
  `(?:(?:${peopleNames})族)+$|(?:维吾尔|达斡尔|哈萨克|柯尔克孜|塔吉克|(?<!内)蒙古|锡伯|回)$`,
)

/** 恩施土家族苗族自治州 → 恩施, 武侯区 → 武侯; what is left may be a single letter. */
export function stemOf(name: string): string {
  const autonomous = /^(.+?)(自治州|自治县|自治旗|自治区)$/.exec(name)
  if (autonomous) return autonomous[1]!.replace(peoples, '') || autonomous[1]!
  if (name.endsWith('族区')) return name.slice(0, -1).replace(peoples, '')
  return name.replace(/(特别行政区|地区|新区|林区|特区|省|市|盟|区|县)$/, '')
}

function note(name: string, length: number) {
  const prefix = name.slice(0, 2)
  lengthsOf.set(prefix, (lengthsOf.get(prefix) ?? 0) | (1 << Math.min(length, 30)))
}

function add(name: string, ref: Ref) {
  const key = fold(name)
  if (key.length < 2) return
  const refs = named.get(key)
  const twin = refs?.find((each) => each.level === ref.level && each.code === ref.code)
  if (twin) {
    if (twin.weight < ref.weight) Object.assign(twin, ref)
    return
  }
  if (refs) refs.push(ref)
  else named.set(key, [ref])
  note(key, key.length)
}

const ref = (level: Level, code: string, kind: Kind, weight: number, needs: Ref['needs'] = null): Ref => ({
  level,
  code,
  kind,
  weight,
  needs,
})

function addProvinces() {
  for (const { code, name_zh } of provinces()) {
    if (citiesOf(code).some((city) => city.name_zh === name_zh && city.delivered)) continue
    const stem = stemOf(name_zh)
    add(name_zh, ref('province', code, 'name', weights.province.name))
    add(stem, ref('province', code, 'short', weights.province.short))
  }
  const listed = {
    710000: '台湾 台北市 新北市 桃园市 台中市 台南市 高雄市 基隆市 新竹市 嘉义市',
    810000: '香港 九龙 新界',
    820000: '澳门',
  }
  for (const [code, names] of Object.entries(listed))
    for (const name of names.split(' ')) add(name, ref('province', code, 'short', weights.city.short))
}

function addCity(city: City) {
  if (!city.delivered) return
  const inside = countiesOf(city.code)
  const only = inside.length === 1 ? inside[0] : undefined
  const stem = stemOf(city.name_zh)
  const forms: [string, Kind][] = [
    [city.name_zh, 'name'],
    [stem, 'short'],
    [`${stem}市`, 'former'],
    [`${stem}地区`, 'former'],
  ]
  if (city.name_zh.endsWith('州')) forms.push([`${stem}州`, 'name'], [`${stem}自治州`, 'name'])
  if (/地区|盟|州$/.test(city.name_zh)) forms.splice(2, 1)
  for (const [name, kind] of forms) {
    const weight = kind === 'short' ? weights.city.short : weights.city.name
    add(name, ref('city', city.code, kind, weight))
    if (only) add(name, ref('county', only.code, kind === 'short' ? 'short' : 'name', weights.county.name))
  }
}

/** 河北 alone is the province, though Tianjin has a 河北区. */
const isParentName = (name: string) => named.get(fold(name))?.some((each) => each.level !== 'county') ?? false

const generic = /^(城区|郊区|矿区|东区|西区|南区|北区|中区|新城区|城中区|城关区|市区)$/

function addCounty(county: County, city: City) {
  const stem = stemOf(county.name_zh)
  const { code, name_zh } = county
  add(name_zh, ref('county', code, 'name', weights.county.name, generic.test(name_zh) ? 'city' : null))
  if (/7\d$/.test(code) && addZone(county, city)) return
  if (stem.length < 2 || /[左右前后中]旗$/.test(name_zh) || generic.test(name_zh)) return
  if (name_zh.endsWith('自治县')) add(`${stem}县`, ref('county', code, 'name', weights.county.name))
  if (name_zh.endsWith('族区')) add(`${stem}区`, ref('county', code, 'name', weights.county.name))
  // 大理 alone means the prefecture, not the county-level city of the same stem.
  if (stem !== stemOf(city.name_zh))
    add(stem, ref('county', code, 'short', weights.county.short, isParentName(stem) ? 'city' : null))
  for (const suffix of ['区', '县', '市'])
    if (`${stem}${suffix}` !== city.name_zh)
      add(`${stem}${suffix}`, ref('county', code, 'former', weights.county.raised, 'parent'))
}

/** Statistical development zones: known by their kind inside their city. */
function addZone(county: County, city: City): boolean {
  const cityStem = stemOf(city.name_zh)
  const at = county.name_zh.indexOf(cityStem)
  const local = at < 0 ? county.name_zh : county.name_zh.slice(at + cityStem.length).replace(/^市/, '')
  if (local.length < 2) return false
  const forms = [local]
  const high = /^(.*?)(高新|高技术|国家高新)/.exec(local)
  const economic = /^(.*?)经济(技术)?开发区$/.exec(local)
  if (high) forms.push(`${high[1]}高新区`, `${high[1]}高新技术开发区`, `${high[1]}高新技术产业开发区`)
  if (high && high[1]!.length > 1) forms.push(`${high[1]}区`)
  if (economic)
    forms.push(
      `${economic[1]}经开区`,
      `${economic[1]}开发区`,
      `${economic[1]}经济开发区`,
      `${economic[1]}经济技术开发区`,
    )
  for (const form of forms) {
    const own = form !== local || /^(高新|经济|工业|城乡)/.test(form)
    add(form, ref('county', county.code, 'zone', weights.county.zone, own ? 'city' : null))
    add(cityStem + form, ref('county', county.code, 'zone', weights.county.name))
  }
  return true
}

const entries = (table: string) => table.split(/[|\n]/).filter(Boolean)

/** Counties that a table's target means; throws on a slip of the pen, so the tests see it. */
function findTarget(target: string): County[] {
  const [cityStem, name] = target.includes('/') ? target.split('/') : [null, target]
  const found = (countiesNamed.get(name!) ?? []).filter(
    (county) => cityStem === null || stemOf(cityByCounty.get(county.code)!.name_zh) === cityStem,
  )
  if (found.length !== 1) throw new Error(`place table: ${target} means ${found.length} counties`)
  return found
}

const cityByCounty = new Map<string, City>()
/** Counties by name, and by code. */
const countiesNamed = new Map<string, County[]>()

function addTables() {
  for (const entry of entries(formerCounties)) {
    const [old = '', targets = ''] = entry.split('>')
    const shared = targets.startsWith('~')
    for (const target of targets.replace('~', '').split(',')) {
      const code = findTarget(target)[0]!.code
      add(old, ref('county', code, 'former', shared ? weights.county.shared : weights.county.former))
      if (!shared && old.length > 2 && !isParentName(old.slice(0, -1)))
        add(old.slice(0, -1), ref('county', code, 'short', weights.county.short, 'parent'))
    }
  }
  const raised = [
    [countyToDistrict, '县', '区'],
    [cityToDistrict, '市', '区'],
    [countyToCity, '县', '市'],
  ] as const
  for (const [table, before, after] of raised)
    for (const stem of table.split(/\s+/).filter(Boolean)) {
      const [county] = findTarget(stem + after)
      add(stem.replace(/.*\//, '') + before, ref('county', county!.code, 'former', weights.county.former))
    }
  for (const entry of entries(shortForms)) {
    const [short = '', target = ''] = entry.split('>')
    const kind = /[旗县区]$/.test(short) ? 'name' : 'short'
    add(short, ref('county', findTarget(target)[0]!.code, kind, weights.county.former))
  }
  for (const entry of entries(cityAliases)) {
    const [alias = '', code = ''] = entry.split('>')
    const level = code.endsWith('0000') ? 'province' : 'city'
    add(alias, ref(level, code, /[市州盟省区]$/.test(alias) ? 'former' : 'short', weights[level].name))
  }
  // Chongqing was a city of Sichuan until 1997, and many people still write so.
  for (const name of ['四川', '四川省']) add(name, ref('city', '500100', 'short', weights.province.short))
}

/** County to the codes of the cities it once belonged to. */
const formerCities = new Map<string, string[]>()

function addMoves() {
  for (const entry of entries(movedCounties)) {
    const [city = '', targets = ''] = entry.split('>')
    const codes = (named.get(fold(city)) ?? []).filter(({ kind }) => kind === 'name').map(({ code }) => code)
    if (codes.length !== 1) throw new Error(`place table: ${city} means ${codes.length} cities`)
    for (const target of targets.split(',')) {
      const { code } = findTarget(target)[0]!
      formerCities.set(code, [...(formerCities.get(code) ?? []), ...codes])
    }
  }
}

function addZones() {
  for (const entry of entries(namedAreas)) {
    const [area = '', targets = ''] = entry.split('>')
    for (const target of targets.split(','))
      add(area, ref('county', findTarget(target)[0]!.code, 'zone', weights.county.zone))
  }
  for (const entry of entries(cityZones)) {
    const [place = '', targets = ''] = entry.split('>')
    const [city = '', zone = ''] = place.split(':')
    for (const target of targets.split(',')) {
      const code = findTarget(target)[0]!.code
      add(zone, ref('county', code, 'zone', weights.county.zone, 'city'))
      add(city + zone, ref('county', code, 'zone', weights.county.name))
    }
  }
}

function addTowns(county: County) {
  for (const town of townsOf(county.code)) {
    const key = fold(town.name_zh)
    if (key.length < 3) continue
    const known = townsNamed.get(key)
    if (known === undefined) {
      townsNamed.set(key, town.code)
      note(key, key.length)
    } else if (typeof known === 'string') townsNamed.set(key, [known, town.code])
    else known.push(town.code)
  }
}

let built = false
/** Chinese names to their meanings. Built at the first call (about 0.1 s), then shared. */
export function placeNames() {
  if (!built) {
    const byCode = new Map([...cities()].map((city) => [city.code, city]))
    for (const county of counties()) {
      cityByCounty.set(county.code, byCode.get(county.city_code)!)
      countiesNamed.set(county.code, [county])
      countiesNamed.set(county.name_zh, [...(countiesNamed.get(county.name_zh) ?? []), county])
    }
    addProvinces()
    for (const city of cities()) addCity(city)
    for (const county of counties()) addCounty(county, cityByCounty.get(county.code)!)
    addTables()
    addMoves()
    addZones()
    for (const county of counties()) addTowns(county)
    built = true
  }
  return { named, townsNamed, lengthsOf, formerCities }
}

// Weighs every county that the mentions of an address could mean: what it explains counts for it, what it
// leaves unexplained counts against it.
import type { CleanAddress } from './clean-address.ts'
import { type County, county as countyOf } from './districts.ts'
import type { Mention } from './find-mentions.ts'
import { type Kind, type Level, type Ref, placeNames, weights } from './place-names.ts'

export type Weighed = {
  county: County
  score: number
  /** Weight found at each level, 0 when the address does not name it. */
  named: Record<Level, number>
  kind: Kind
  town_code: string | null
  /** A province or city that the address names and this county is not in. */
  contradicted: boolean
  accepted: Mention[]
}

type Reading = { mention: Mention; level: Level; weight: number; ref: Ref | null; town_code: string | null }

/** Mentions behind the first house number or road are hints, no more: 南京市中山路1号上海银行. */
const detail_share = 0.35

export function detailStart(address: CleanAddress, mentions: readonly Mention[]): number {
  const at = address.text.search(/\d|路|街(?!道)|大道|巷|弄|号/)
  if (at < 0) return address.text.length
  const named = mentions.some((mention) => mention.end <= at && mention.refs.some((ref) => ref.weight > 1))
  return named ? at : address.text.length
}

function readingFor(county: County, mention: Mention, share: number): Reading | null {
  let best: Reading | null = null
  for (const ref of mention.refs) {
    const fits =
      ref.code === county.code
        ? ref.level === 'county'
        : (ref.level === 'city' && ref.code === county.city_code) ||
          (ref.level === 'province' && ref.code === county.province_code)
    if (fits && (!best || best.weight < ref.weight * share))
      best = { mention, level: ref.level, weight: ref.weight * share, ref, town_code: null }
  }
  if (best) return best
  const once = formerCity(county, mention)
  if (once) return { mention, level: 'city', weight: once.weight * share, ref: once, town_code: null }
  const town_code = mention.towns.find((code) => code.startsWith(county.code))
  if (!town_code) return null
  return { mention, level: 'town', weight: weights.town.name * share, ref: null, town_code }
}

/** 安庆市枞阳县: the county belonged to that city until it was given to another. */
function formerCity(county: County, mention: Mention): Ref | undefined {
  const codes = placeNames().formerCities.get(county.code)
  const ref = codes && mention.refs.find((each) => codes.includes(each.code) && each.kind !== 'short')
  return ref && { ...ref, level: 'city', kind: 'former', weight: weights.city.former }
}

/** 内江市中区: the 市 of the city is also the first letter of 市中区. */
function overlap(a: Mention, b: Mention, text: string): boolean {
  if (a.end <= b.start || b.end <= a.start) return false
  const first = a.start < b.start ? a : b
  const second = first === a ? b : a
  return !(first.end - second.start === 1 && text[second.start] === '市')
}

/** Some towns are called 济源市沁园街道: the city that opens their name is named all the same. */
const opens = (town: Reading, place: Reading) =>
  town.level === 'town' && place.level !== 'town' && town.mention.start === place.mention.start

function acceptReadings(readings: Reading[], text: string): Reading[] {
  readings.sort(
    (a, b) => b.mention.end - b.mention.start - (a.mention.end - a.mention.start) || b.weight - a.weight,
  )
  const accepted: Reading[] = []
  for (const reading of readings)
    if (!accepted.some((each) => !opens(each, reading) && overlap(each.mention, reading.mention, text)))
      accepted.push(reading)
  return accepted
}

export function weigh(
  county: County,
  address: CleanAddress,
  mentions: readonly Mention[],
  detail: number,
): Weighed {
  const readings: Reading[] = []
  for (const mention of mentions) {
    const reading = readingFor(county, mention, mention.start >= detail ? detail_share : 1)
    if (reading) readings.push(reading)
  }
  const accepted = acceptReadings(readings, address.text)
  const named: Record<Level, number> = { province: 0, city: 0, county: 0, town: 0 }
  let kind: Kind = 'name'
  let town_code: string | null = null
  const allowed = accepted.filter(({ ref }) => !ref?.needs || hasParent(accepted, ref.needs))
  for (const { level, weight, ref, town_code: found } of allowed) {
    if (weight <= named[level]) continue
    named[level] = weight
    if (level === 'county' && ref) kind = ref.kind
    if (found) town_code = found
  }
  const { cost, contradicted } = unexplained(
    mentions,
    allowed.map((each) => each.mention),
    detail,
    address.text,
  )
  const score = named.province + named.city + named.county + named.town - cost
  return {
    county,
    score,
    named,
    kind,
    town_code,
    contradicted,
    accepted: allowed.map((each) => each.mention),
  }
}

const hasParent = (readings: Reading[], needs: 'parent' | 'city') =>
  readings.some(
    ({ level, ref }) =>
      (level === 'city' && ref!.weight > 1) ||
      (level === 'province' && needs === 'parent' && ref!.weight > 0),
  )

/** More than any county can weigh. */
const full_weight = 10

const contains = (outer: Mention, inner: Mention) =>
  outer.start <= inner.start && outer.end >= inner.end && outer.end - outer.start > inner.end - inner.start

const weightOf = (mention: Mention) => Math.max(...mention.refs.map((ref) => ref.weight))
const aboveCounty = (mention: Mention) =>
  mention.refs.every((ref) => ref.level === 'province' || ref.level === 'city')

function unexplained(mentions: readonly Mention[], accepted: Mention[], detail: number, text: string) {
  let cost = 0
  let contradicted = false
  for (const mention of mentions) {
    if (mention.start >= detail || mention.refs.length === 0 || accepted.includes(mention)) continue
    const rivals = accepted.filter((each) => overlap(each, mention, text))
    if (rivals.length > 0) {
      // 黔西 inside 黔西南布依族苗族自治州: the longer name was meant. But 新县 in 信阳新县 is not 阳新县.
      const longer = mention.refs.some((ref) => ref.kind !== 'short' && ref.needs === null)
      if (longer && rivals.every((each) => contains(mention, each))) cost += full_weight
      continue
    }
    const leading = accepted.some((each) => each.start === mention.end)
    if (!mention.strong && !leading) continue
    if (mentions.some((each) => contains(each, mention))) continue
    cost += weightOf(mention) * 0.8
    contradicted ||= aboveCounty(mention)
  }
  return { cost, contradicted }
}

/** Without its city, 工业园区 or 林场 is no name; a street office, town or township is. */
const townSuffix = /..(街道|镇|乡|苏木)$/

/**
 * Counties worth weighing: those named, and those of the towns named, near the cities and provinces
 * named.
 */
export function candidateCounties(mentions: readonly Mention[], text: string): County[] {
  const codes = new Set<string>()
  const parents = new Set<string>()
  for (const { refs } of mentions)
    for (const ref of refs) {
      if (ref.level === 'county') codes.add(ref.code)
      else if (ref.level !== 'town') parents.add(ref.code)
    }
  for (const { towns, start, end } of mentions)
    for (const town of towns) {
      const county = countyOf(town.slice(0, 6))
      if (!county || codes.has(county.code)) continue
      const near = parents.has(county.city_code) || parents.has(county.province_code)
      const alone = parents.size === 0 && towns.length <= 40 && townSuffix.test(text.slice(start, end))
      if (near || alone) codes.add(county.code)
    }
  return [...codes].flatMap((code) => countyOf(code) ?? [])
}

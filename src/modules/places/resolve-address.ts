// Free text to district. A place is given only when the text says it; otherwise the reason and the
// candidates are.
import { cleanAddress, type CleanAddress, fold } from './clean-address.ts'
import {
  city as cityOf,
  type County,
  countiesOf,
  county as countyOf,
  fullName,
  province as provinceOf,
  townsOf,
} from './districts.ts'
import { findMentions, type Mention } from './find-mentions.ts'
import { findEnglishMentions, hasLatinWords } from './find-english-mentions.ts'
import { weights } from './place-names.ts'
import { candidateCounties, detailStart, weigh, type Weighed } from './weigh-counties.ts'

export type Reason =
  | 'named' // the county is named, and everything agrees
  | 'former_name' // named by a name it no longer bears
  | 'zone' // a development zone or known area lies in it
  | 'by_town' // only its town is named
  | 'ambiguous' // several counties fit equally
  | 'conflict' // the parts contradict each other
  | 'unknown_parent' // the county's name stands behind a city we do not know
  | 'missing_county' // only a city is named
  | 'missing_city' // only a province is named
  | 'not_delivered' // Hong Kong, Macau, Taiwan
  | 'foreign'
  | 'unknown'
  | 'empty'

export type Candidate = { code: string; name_zh: string; name_en: string; score: number }
export type Resolution = {
  /** 6-digit county code, or null when the text does not decide it (R1). */
  code: string | null
  /** 9-digit town code, when the text names a town of that county. */
  town_code: string | null
  candidates: Candidate[]
  /** Levels that the text does not name. */
  missing: ('province' | 'city' | 'county' | 'town' | 'detail')[]
  reason: Reason
  /** What follows the district: road, house, room. */
  rest: string
}

const candidates_max = 20
/** Two counties nearer than this are not told apart. */
const margin_min = 0.4
const full_score = 6 // province 1 + city 2 + county 3

const candidate = (county: County, score: number): Candidate => ({
  code: county.code,
  name_zh: fullName(county.code, 'zh'),
  name_en: fullName(county.code, 'en'),
  score: Math.max(0, Math.min(1, Math.round((score / full_score) * 100) / 100)),
})

const refusal = (
  reason: Reason,
  candidates: Candidate[] = [],
  missing: Resolution['missing'] = [],
): Resolution => ({
  code: null,
  town_code: null,
  candidates: candidates.slice(0, candidates_max),
  missing,
  reason,
  rest: '',
})

const abroad = new RegExp(
  '美国|英国|法国|德国|日本|韩国|朝鲜(?!族)|泰国|越南|印度|俄罗斯|加拿大|澳大利亚|澳洲|新西兰|' +
    '意大利|西班牙|巴西|墨西哥|埃及|南非|马来西亚|菲律宾|印度尼西亚|新加坡(?!食品)|首尔|东京|大阪|' +
    '京都府|北海道|纽约|洛杉矶|旧金山|华盛顿|伦敦|巴黎|柏林|莫斯科|曼谷|悉尼|墨尔本|多伦多|温哥华|' +
    '平壤|釜山|加州|火星|月球',
)
/** Written in Latin letters, where no place of ours is named: a country, or a state behind a comma. */
const abroad_latin = new RegExp(
  '\\b(usa|united states|uk|united kingdom|england|scotland|ireland|france|germany|deutschland|italy|italia|' +
    'spain|españa|portugal|netherlands|belgium|switzerland|austria|sweden|norway|denmark|finland|poland|' +
    'russia|japan|korea|thailand|vietnam|india|indonesia|malaysia|singapore|philippines|australia|' +
    'new zealand|canada|mexico|brasil|brazil|egypt|south africa|london|paris|berlin|new york|tokyo|' +
    'seoul|sydney|toronto|moscow)\\b|,\\s*[a-z]{2}(\\s+\\d{5}(-\\d{4})?)?\\s*$',
  'i',
)
const isAbroad = ({ text, readable }: CleanAddress) => abroad.test(text) || abroad_latin.test(readable)

function restOf(address: CleanAddress, accepted: readonly Mention[]): string {
  const start = Math.min(...accepted.map((mention) => mention.start))
  const end = Math.max(...accepted.map((mention) => mention.end))
  const trim = (text: string) =>
    text.replace(/^[\s,.:;、。·()[\]{}<>|/\\【】_-]+|[\s,.:;、。(|/\\【】_-]+$/gu, '')
  const after = trim(address.readable.slice(address.origin[end]))
  return after || trim(address.readable.slice(0, address.origin[start]))
}

type TownStem = { code: string; name: string; stem: string }
const townStemsByCounty = new Map<string, TownStem[]>()

// Bounded by the number of counties, so it may stay in memory.
function townStems(county_code: string): TownStem[] {
  let stems = townStemsByCounty.get(county_code)
  if (!stems) {
    stems = townsOf(county_code).map(({ code, name_zh }) => {
      const name = fold(name_zh)
      return { code, name, stem: name.replace(/(街道办事处|街道|民族乡|镇|乡|苏木)$/, '') }
    })
    townStemsByCounty.set(county_code, stems)
  }
  return stems
}

// 人民路 is a road in every city, and 吉林省 behind 长春市 is not its 吉林街道.
const isRoad = /(路|街|大道|巷)$/
const otherThing = /^[东西南北中]?(路|街(?!道)|大道|村|巷|区|市|省|县|州|盟)/

/** The town that stands right behind the county, in full or without its suffix. */
function townBehind(
  address: CleanAddress,
  end: number,
  county: County,
): { code: string; end: number } | null {
  const next = address.text.slice(end, end + 14)
  if (next.length < 2) return null
  let best: { code: string; end: number } | null = null
  for (const { code, name, stem } of townStems(county.code)) {
    const full = next.startsWith(name)
    if (!full && (stem.length < 2 || !next.startsWith(stem))) continue
    const length = full ? name.length : stem.length
    if (!full && (isRoad.test(stem) || otherThing.test(next.slice(length)))) continue
    if (!best || end + length > best.end) best = { code, end: end + length }
  }
  return best
}

function accept(best: Weighed, address: CleanAddress): Resolution {
  const end = endOf(best)
  const behind = best.town_code ? null : townBehind(address, end, best.county)
  const town_code = best.town_code ?? behind?.code ?? null
  const rest = behind
    ? address.readable.slice(address.origin[behind.end]).trim()
    : restOf(address, best.accepted)
  const { named, county } = best
  const top = cityOf(county.city_code)?.name_zh === provinceOf(county.province_code)?.name_zh
  const missing: Resolution['missing'] = []
  if (!named.province && !top) missing.push('province')
  if (!named.city && county.city_code !== county.code) missing.push('city')
  if (!named.county) missing.push('county')
  if (!town_code) missing.push('town')
  if (!rest) missing.push('detail')
  const reason = !named.county
    ? 'by_town'
    : best.kind === 'former'
      ? 'former_name'
      : best.kind === 'zone'
        ? 'zone'
        : 'named'
  return { code: county.code, town_code, candidates: [candidate(county, best.score)], missing, reason, rest }
}

/** 火星市武侯区: what stands directly before the district is a city or province that we do not know. */
function unknownParent(best: Weighed, address: CleanAddress): boolean {
  if (best.named.city > 0) return false
  return best.accepted.some(({ start }) => {
    const before = address.text[start - 1]
    if (start < 2 || !before || address.gaps[start] === 1 || !'市省州盟府都国'.includes(before)) return false
    return !best.accepted.some((mention) => mention.end === start)
  })
}

const endOf = (best: Weighed) => Math.max(...best.accepted.map((mention) => mention.end))

const before = (best: Weighed, address: CleanAddress) =>
  address.text.slice(0, Math.min(...best.accepted.map((mention) => mention.start)))

function decide(ranked: Weighed[], address: CleanAddress): Resolution {
  const best = ranked[0]!
  const rivals = ranked.filter((each) => each.score > best.score - margin_min)
  const list = rivals.map((each) => candidate(each.county, each.score))
  if (best.named.city + best.named.province === 0 && abroad.test(before(best, address)))
    return refusal('foreign')
  if (best.contradicted) return refusal('conflict', list)
  if (unknownParent(best, address)) return refusal('unknown_parent', list)
  if (rivals.length > 1) {
    const told = rivals.filter((each) => townBehind(address, endOf(each), each.county))
    return told.length === 1 ? accept(told[0]!, address) : refusal('ambiguous', list, ['city'])
  }
  if (!best.county.delivered) return refusal('not_delivered', list)
  const others = onceCalledSo(best)
  if (others.length > 0) return refusal('ambiguous', [...list, ...others], ['province', 'city'])
  if (timid(best, address)) return refusal('ambiguous', list, ['province', 'city'])
  return accept(best, address)
}

/** 清河区 is in 铁岭 today, but whoever writes no city may mean the one that 淮安 had until 2016. */
function onceCalledSo({ county, accepted, named }: Weighed): Candidate[] {
  if (named.city + named.town > 0) return []
  const own = accepted.find(({ refs }) => refs.some((ref) => ref.code === county.code && ref.kind === 'name'))
  const others = (own?.refs ?? []).filter(
    ({ level, code, kind, weight }) =>
      level === 'county' &&
      kind !== 'name' &&
      code !== county.code &&
      weight > weights.county.raised &&
      (named.province === 0 || code.startsWith(county.province_code.slice(0, 2))),
  )
  return others.map(({ code, weight }) => candidate(countyOf(code)!, weight))
}

/**
 * A bare short name ("大方", "平安保险") is too little by itself: it must end its part of the text, be followed by
 * one of its towns, or be a district so large that people say it without its city.
 */
function timid(best: Weighed, address: CleanAddress): boolean {
  if (best.named.city + best.named.province + best.named.town > 0) return false
  if (best.kind !== 'short') return false
  const end = endOf(best)
  if (commonWords.has(address.text.slice(best.accepted[0]!.start, end))) return true
  if (address.gaps[end] === 1 || townBehind(address, end, best.county)) return false
  return !/^(11|12|31|50|3201|3205|3301|3302|4201|4401|4403|5101|6101|3702|2102|3502)/.test(best.county.code)
}

const commonWords = new Set(
  '平安 富裕 大方 友好 和平 东方 丰满 阳光 安康 团结 解放 大安 永安 长安 新华 向阳 光明'.split(' '),
)

function onlyParents(mentions: readonly Mention[], address: CleanAddress): Resolution {
  const refs = mentions.flatMap((mention) => mention.refs).filter((ref) => ref.needs === null)
  const away = refs.find((ref) => /^(71|81|82)/.test(ref.code))
  const cityRefs = refs.filter((ref) => ref.level === 'city' && ref.weight > 1)
  const provinces = new Set(refs.filter((ref) => ref.level === 'province').map((ref) => ref.code))
  if (away && cityRefs.length === 0) {
    const name = provinceOf(away.code)
    const listed = name ? [{ code: name.code, name_zh: name.name_zh, name_en: name.name_en, score: 0.5 }] : []
    return refusal('not_delivered', listed)
  }
  if (abroad.test(address.text)) return refusal('foreign')
  const agreeing = cityRefs.filter(
    (ref) => provinces.size === 0 || [...provinces].some((code) => ref.code.startsWith(code.slice(0, 2))),
  )
  const codes = new Set((agreeing.length > 0 ? agreeing : cityRefs).map((ref) => ref.code))
  if (codes.size > 0) return inCity([...codes], mentions, address)
  if (provinces.size > 0) return refusal('missing_city', [], ['city', 'county'])
  return refusal(address.text ? 'unknown' : 'empty')
}

// 成都桂溪天府大道: a town's short name right behind the city decides, when only one county of the city has it.
function inCity(codes: string[], mentions: readonly Mention[], address: CleanAddress): Resolution {
  const inside = codes.flatMap((code) => countiesOf(code))
  const ends = mentions
    .filter((each) => each.refs.some((ref) => codes.includes(ref.code)))
    .map((each) => each.end)
  const end = Math.max(...ends)
  const found = inside.flatMap((county) => {
    const town = townBehind(address, end, county)
    return town ? [{ county, town }] : []
  })
  const longest = Math.max(0, ...found.map((each) => each.town.end))
  const best = found.filter((each) => each.town.end === longest)
  if (best.length === 1 && codes.length === 1) {
    const { county, town } = best[0]!
    const rest = address.readable.slice(address.origin[town.end]).trim()
    return {
      code: county.code,
      town_code: town.code,
      candidates: [candidate(county, 3)],
      missing: ['county'],
      reason: 'by_town',
      rest,
    }
  }
  const likely = best.length > 0 ? best.map((each) => each.county) : inside
  const next = new Set(address.text.slice(end, end + 4))
  const alike = (county: County) => [...county.name_zh].filter((letter) => next.has(letter)).length
  const sorted = likely.toSorted((a, b) => alike(b) - alike(a)).slice(0, candidates_max)
  return refusal(
    'missing_county',
    sorted.map((county) => candidate(county, 2)),
    ['county'],
  )
}

/**
 * The district of a Chinese address written by a person, in Chinese, pinyin or English.
 * Never throws; only the first 500 characters are considered.
 */
export function resolveAddress(raw: string): Resolution {
  const address = cleanAddress(raw)
  if (!address.text) return refusal('empty')
  let mentions = findMentions(address)
  if (mentions.length === 0 && hasLatinWords(address.readable)) mentions = findEnglishMentions(address)
  if (mentions.length === 0) return refusal(isAbroad(address) ? 'foreign' : 'unknown')
  const detail = detailStart(address, mentions)
  const ranked = candidateCounties(mentions, address.text)
    .map((county) => weigh(county, address, mentions, detail))
    .filter((each) => each.named.county + each.named.town > 0 && each.score > 0)
    .sort((a, b) => b.score - a.score || (a.county.code < b.county.code ? -1 : 1))
  return ranked.length > 0 ? decide(ranked, address) : onlyParents(mentions, address)
}

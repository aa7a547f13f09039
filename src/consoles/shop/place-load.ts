// Loads the place picker: districts level by level as links, a typed address read into districts. Choosing
// sets the cookie by a plain request, so it works before any script. Server only.
import {
  chainOf,
  citiesOf,
  city,
  countiesOf,
  county,
  fullName,
  geocode,
  province,
  provinces,
  townsOf,
} from '../../modules/places/index.ts'
import type { Lang } from '../../platform/types.ts'
import { ownAddress } from '../../web/own-address.ts'
import type { Loaded, Visit } from '../../web/page.ts'
import { nameIn } from '../../web/words/format.ts'
import type { LinkData, PlacePageData } from './data.ts'
import type { Market } from './market.ts'
import { frameData } from './tiles.ts'

type Named = { code: string; name_zh: string; name_en: string; delivered: boolean }

const safe = (next: string | null) => {
  const back = ownAddress(next)
  return back && back.length <= 500 ? back : '/'
}

/** A link that chooses, and one that opens the next level; both keep where the reader came from. */
const choose = (code: string, next: string) => `/place/${code}?next=${encodeURIComponent(next)}`
const open = (code: string, next: string) => `/place?in=${code}&next=${encodeURIComponent(next)}`

type Level = PlacePageData['level']

function levelOf(code: string): { level: Level; items: readonly Named[]; parents: readonly Named[] } {
  const top = province(code)
  if (top) return { level: 'city', items: citiesOf(code), parents: [top] }
  const inner = city(code)
  if (inner) {
    return { level: 'county', items: countiesOf(code), parents: [province(inner.province_code)!, inner] }
  }
  const last = county(code)
  if (last) {
    const above = [province(last.province_code)!, city(last.city_code)].filter((one) => one !== null)
    return { level: 'town', items: townsOf(code), parents: [...above, last] }
  }
  return { level: 'province', items: provinces(), parents: [] }
}

/** A city of a province's own rank holds one city only: its counties are shown at once. */
function opened(code: string) {
  const found = levelOf(code)
  const [only, ...others] = found.items
  return found.level === 'city' && only && others.length === 0 ? levelOf(only.code) : found
}

async function answerTo(q: string, lang: Lang, next: string): Promise<PlacePageData['answer']> {
  if (!q) return null
  const found = await geocode(q)
  const name = (code: string) => fullName(code, lang === 'en' ? 'en' : 'zh')
  const code = found.town_code ?? found.code
  const known = found.candidates
    .slice(0, 8)
    .map((one): LinkData => ({ name: name(one.code), href: choose(one.code, next) }))
  const candidates = known.length > 0 || code ? known : wider(q, lang, next)
  const here = found.code ? county(found.code) : null
  return {
    reason: found.reason,
    delivered: here?.delivered ?? true,
    found: code ? { name: name(code), href: choose(code, next) } : null,
    candidates: candidates.filter((one) => one.name !== ''),
    missing: [...found.missing],
  }
}

/** Only a province was written: its cities are the next question. */
function wider(q: string, lang: Lang, next: string): LinkData[] {
  const asked = q.toLowerCase()
  const meant = (one: Named) => one.name_zh.startsWith(q) || one.name_en.toLowerCase() === asked
  return provinces()
    .filter((one) => q.length > 1 && meant(one) && one.delivered)
    .map((one) => ({ name: nameIn(lang, one), href: open(one.code, next) }))
}

export async function loadPlacePage(market: Market, visit: Visit): Promise<Loaded<PlacePageData>> {
  const { query, lang } = visit
  const next = safe(query.get('next'))
  const q = (query.get('q') ?? '').trim().slice(0, 500)
  const { level, items, parents } = opened(query.get('in') ?? '')
  const data: PlacePageData = {
    ...(await frameData(market, visit)),
    next,
    q,
    answer: await answerTo(q, lang, next),
    level,
    parents: parents.map((one) => ({ name: nameIn(lang, one), href: open(one.code, next) })),
    whole: level === 'town' ? choose(parents.at(-1)!.code, next) : null,
    items: items.map((one) => ({
      name: nameIn(lang, one),
      href: level === 'town' ? choose(one.code, next) : open(one.code, next),
      delivered: one.delivered,
    })),
  }
  return { data }
}

/** Sets the cookie and goes back; a code nobody knows goes back to the picker. */
export function choosePlace(visit: Visit): Loaded<never> {
  const code = visit.params.code ?? ''
  const chain = chainOf(code)
  const next = safe(visit.query.get('next'))
  if (!chain?.county?.delivered) return { redirect: open('', next) }
  return { redirect: next, status: 303, cookie: `place=${code}; Path=/; Max-Age=31536000; SameSite=Lax` }
}

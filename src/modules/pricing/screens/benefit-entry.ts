// A benefit as it is being typed: text until it is read, and what of it cannot be read.
import { type BenefitWish, worksOnOrders } from '../contract-benefits.ts'
import type { Tier } from '../contract.ts'
import { codesOf, fenOf, instantOf, localOf, shareOf } from './typed.ts'

export type Entry = {
  kind: BenefitWish['kind']
  code: string
  name_zh: string
  name_en: string
  how: 'amount' | 'rate'
  amount: string
  rate: string
  cap: string
  skus: string
  /** Of benefits of an order; what is empty has no bound. */
  threshold: string
  parts: string
  uses: string
  person: string
  budget: string
  offered: BenefitWish['offered']
  restores: boolean
  category_codes: string[]
  place_codes: string[]
  channels: BenefitWish['channels']
  tiers: Tier[]
  funders: { party: string; share: string }[]
  /** Empty: as soon as a second person agrees. */
  from: string
  to: string
  reason: string
}

/** How the party is written that bears a benefit unless another one is named. */
export const house = 'house'

const days_usual = 7

/** Two on one day are told apart by a number. */
function codeOfDay(day: string, known: readonly string[]): string {
  const taken = new Set(known)
  let code = `sale-${day}`
  for (let n = 2; taken.has(code); n += 1) code = `sale-${day}-${n}`
  return code
}

export function emptyEntry(now_ms: number, known: readonly string[]): Entry {
  const day = (at_ms: number) => localOf(at_ms).slice(0, 10)
  return {
    kind: 'direct_cut',
    code: codeOfDay(day(now_ms), known),
    name_zh: '',
    name_en: '',
    how: 'amount',
    amount: '',
    rate: '',
    cap: '',
    skus: '',
    threshold: '',
    parts: '',
    uses: '',
    person: '',
    budget: '',
    offered: 'shop',
    restores: true,
    category_codes: [],
    place_codes: [],
    channels: [],
    tiers: [],
    funders: [{ party: house, share: '100' }],
    from: '',
    to: `${day(now_ms + days_usual * 86_400_000)}T00:00`,
    reason: '',
  }
}

/** What all shares add up to, in basis points; one that cannot be read counts nothing. */
export const sharesOf = (funders: Entry['funders']) =>
  funders.reduce((all, { share }) => all + (shareOf(share) ?? 0), 0)

/** The fields that cannot be read, by the name of the sentence that says why. */
export type Fault = 'bad_money' | 'bad_share' | 'bad_funder' | 'bad_time' | 'bad_count' | 'bad_parts'
type Faulty = 'amount' | 'rate' | 'cap' | 'funders' | 'ends_at'
type FaultyOfOrder = 'threshold' | 'parts' | 'uses' | 'person' | 'budget'
export type Faults = Partial<Record<Faulty | FaultyOfOrder, Fault>>

/** `CODE × 2` or `CODE 2` or `CODE`, one a line. */
function partsOf(text: string): BenefitWish['parts'] | null {
  const parts = text
    .split(/[\n,，;；]+/)
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => {
      const [, sku_code, quantity = '1'] = /^(\S+)(?:\s*[×x*\s]\s*(\d{1,2}))?$/.exec(line) ?? []
      return sku_code ? { sku_code, quantity: Number(quantity) } : null
    })
  const read = parts.filter((part) => part !== null)
  return read.length === parts.length && read.every(({ quantity }) => quantity > 0) ? read : null
}

const countOf = (text: string) => (/^\d{1,9}$/.test(text.trim()) ? Number(text) || null : null)

/** What only benefits of an order have, as far as this kind has it. */
function ofOrder({ kind, threshold, parts, uses, person, budget, offered, restores }: Entry) {
  const own = worksOnOrders(kind)
  const money = (text: string, has: boolean) => (has && text.trim() ? fenOf(text) : null)
  const count = (text: string) => (own && text.trim() ? countOf(text) : null)
  const wish = {
    threshold_fen: money(threshold, kind === 'coupon'),
    parts: kind === 'bundle' ? (partsOf(parts) ?? []) : [],
    uses_max: count(uses),
    person_max: count(person),
    budget_fen: money(budget, own),
    offered: kind === 'coupon' ? offered : ('shop' as const),
    restores,
  }
  const unread = (text: string, value: number | null, has: boolean) =>
    has && text.trim() !== '' && value === null
  const faults: Faults = {
    ...(unread(threshold, wish.threshold_fen, kind === 'coupon') && { threshold: 'bad_money' }),
    ...(unread(budget, wish.budget_fen, own) && { budget: 'bad_money' }),
    ...(unread(uses, wish.uses_max, own) && { uses: 'bad_count' }),
    ...(unread(person, wish.person_max, own) && { person: 'bad_count' }),
    ...(kind === 'bundle' && !partsOf(parts) && { parts: 'bad_parts' }),
  }
  return { wish, faults }
}

/** As it is sent; `now` stands for a beginning that was left open. */
export function readEntry(entry: Entry, now: string): { wish: BenefitWish } | { faults: Faults } {
  const by_amount = entry.how === 'amount'
  const amount_fen = by_amount ? fenOf(entry.amount) : null
  const rate_bp = by_amount ? null : shareOf(entry.rate)
  const capped = !by_amount && entry.cap.trim() !== ''
  const cap_fen = capped ? fenOf(entry.cap) : null
  const ends_at = instantOf(entry.to)
  const funders = entry.funders.map(({ party, share }) => ({
    party: party.trim(),
    share_bp: shareOf(share) ?? 0,
  }))
  const of_order = ofOrder(entry)
  const faults: Faults = {
    ...of_order.faults,
    ...(by_amount && !amount_fen && { amount: 'bad_money' }),
    ...(!by_amount && !rate_bp && { rate: 'bad_share' }),
    ...(capped && !cap_fen && { cap: 'bad_money' }),
    ...(funders.some(({ party, share_bp }) => !party || !share_bp) && { funders: 'bad_funder' }),
    ...(!ends_at && { ends_at: 'bad_time' }),
  }
  if (!ends_at || Object.keys(faults).length > 0) return { faults }
  const { kind, name_zh, name_en, place_codes, channels, tiers } = entry
  const wish = {
    kind,
    code: entry.code.trim(),
    name_zh: name_zh.trim(),
    name_en: name_en.trim(),
    amount_fen,
    rate_bp,
    cap_fen,
    sku_codes: kind === 'bundle' ? [] : codesOf(entry.skus),
    category_codes: kind === 'category' || kind === 'coupon' ? entry.category_codes : [],
    place_codes,
    channels,
    tiers,
    funders,
    ...of_order.wish,
    starts_at: instantOf(entry.from) ?? now,
    ends_at,
  }
  return { wish }
}

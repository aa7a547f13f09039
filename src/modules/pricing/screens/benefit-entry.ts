// A benefit as it is being typed: text until it is read, and what of it cannot be read.
import type { BenefitWish } from '../contract-benefits.ts'
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

/** What only benefits of an order have. */
const ofOrders = {
  threshold_fen: null,
  parts: [],
  uses_max: null,
  person_max: null,
  budget_fen: null,
  offered: 'shop' as const,
  restores: true,
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
export type Fault = 'bad_money' | 'bad_share' | 'bad_funder' | 'bad_time'
export type Faults = Partial<Record<'amount' | 'rate' | 'cap' | 'funders' | 'ends_at', Fault>>

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
  const faults: Faults = {
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
    sku_codes: codesOf(entry.skus),
    category_codes: kind === 'category' ? entry.category_codes : [],
    place_codes,
    channels,
    tiers,
    funders,
    ...ofOrders,
    starts_at: instantOf(entry.from) ?? now,
    ends_at,
  }
  return { wish }
}

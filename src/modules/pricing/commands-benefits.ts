// The only writers of pricing.benefit: proposals go to control; an approval writes the row or ends it sooner.
import type { z } from 'zod'
import type { Actor } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import type { ChangeKind, Check, Proposal } from '../../platform/change-kind.ts'
import { type Tx, clockOf } from '../../platform/db.ts'
import { Refused, wrongField } from '../../platform/refusal.ts'
import { bumpSnapshot } from '../../platform/snapshot.ts'
import { readSetting } from '../../platform/setting.ts'
import { addMinutes } from '../../platform/time.ts'
import type { Fen } from '../../platform/types.ts'
import { type Sku, catalog } from '../catalog/index.ts'
import { propose } from '../control/index.ts'
import { aboveFloor, alone } from './commands-floors.ts'
import { knownPlace } from './commands.ts'
import {
  BenefitEnd,
  BenefitWish,
  type WishKind,
  type endBenefit,
  type proposeBenefit,
  worksOnOrders,
} from './contract-benefits.ts'
import type { PriceRow } from './contract.ts'
import { type Standing, reaches, standing } from './final-price.ts'
import { fundingAgreed, refuseFunders } from './funders.ts'
import { benefitLevels, touchedBy } from './hands.ts'
import { type Span, finals, meeting, reference_days, stepBp } from './limits.ts'
import { readBenefits } from './queries.ts'
import { corridor } from './settings.ts'

/** More than this on one SKU is a puzzle, not a price (retail §12). */
const benefits_max = 3

const iso = (at: string) => new Date(at).toISOString()

export async function proposeNew(tx: Tx, actor: Actor, input: z.output<typeof proposeBenefit.input>) {
  const { reason, ...given } = input
  const after = await sound(tx, given)
  return propose(tx, actor, {
    kind: 'pricing.benefit',
    subject_kind: 'benefit',
    subject_id: given.code,
    before: { starts_at: null },
    after,
    reason,
  })
}

/** Also what came back and is sent again is held against all of it. */
async function sound(tx: Tx, given: BenefitWish): Promise<BenefitWish> {
  refuseWrong(given, await clockOf(tx))
  const [known] = await tx`select 1 from pricing.benefit where code = ${given.code}`
  if (known) throw wrongField('/code', 'benefit_code_taken')
  return { ...given, starts_at: iso(given.starts_at), ends_at: iso(given.ends_at) }
}

/** Throws the first field that is wrong, with the value that broke it. */
export function refuseWrong(wish: BenefitWish, now: string) {
  if ((wish.amount_fen === null) === (wish.rate_bp === null)) throw wrongField('/amount_fen', 'cut_not_one')
  if (wish.cap_fen !== null && wish.rate_bp === null) throw wrongField('/cap_fen', 'cut_not_one')
  refuseOtherKinds(wish)
  const codes = new Set(catalog().skus.map(({ code }) => code))
  const part = wish.parts.findIndex(({ sku_code }) => !codes.has(sku_code))
  if (part >= 0)
    throw wrongField(`/parts/${part}/sku_code`, 'sku_code_unknown', { given: wish.parts[part]!.sku_code })
  const strange = wish.sku_codes.findIndex((code) => !codes.has(code))
  if (strange >= 0)
    throw wrongField(`/sku_codes/${strange}`, 'sku_code_unknown', { given: wish.sku_codes[strange] })
  const category = wish.category_codes.findIndex((code) => !catalog().category(code))
  if (category >= 0) throw wrongField(`/category_codes/${category}`, 'unknown_category')
  const place = wish.place_codes.findIndex((code) => !knownPlace(code))
  if (place >= 0) throw wrongField(`/place_codes/${place}`, 'unknown_place')
  // Orders are priced as retail: nobody could buy at it.
  if (wish.tiers.length > 0 && !wish.tiers.includes('retail')) throw wrongField('/tiers', 'tier_not_sold')
  refuseFunders(wish)
  if (Date.parse(wish.starts_at) < Date.parse(now) - 60_000) throw wrongField('/starts_at', 'starts_in_past')
  if (Date.parse(wish.ends_at) <= Date.parse(wish.starts_at))
    throw wrongField('/ends_at', 'ends_before_start')
  if (Date.parse(wish.ends_at) <= Date.parse(now)) throw wrongField('/ends_at', 'ends_in_past')
}

/** What only some kinds have. */
function refuseOtherKinds(wish: BenefitWish) {
  const { kind, sku_codes, category_codes, parts, threshold_fen } = wish
  const named = kind === 'direct_cut' ? sku_codes : [...sku_codes, ...category_codes]
  if (kind !== 'bundle' && named.length === 0) throw wrongField('/sku_codes', 'nothing_named')
  const other = (field: string) => wrongField(field, 'not_of_this_kind', { kind })
  if (kind !== 'bundle' && parts.length > 0) throw other('/parts')
  if (kind === 'bundle' && [...sku_codes, ...category_codes].length > 0) throw other('/sku_codes')
  if (kind !== 'coupon' && threshold_fen !== null) throw other('/threshold_fen')
  const twice = new Set(parts.map(({ sku_code }) => sku_code)).size < parts.length
  if (kind === 'bundle' && (parts.length < 2 || twice)) throw wrongField('/parts', 'bundle_of_two')
  if (worksOnOrders(kind)) return
  if (wish.uses_max !== null) throw other('/uses_max')
  if (wish.person_max !== null) throw other('/person_max')
  if (wish.budget_fen !== null) throw other('/budget_fen')
}

export async function proposeEnd(tx: Tx, actor: Actor, input: z.output<typeof endBenefit.input>) {
  const { reason, code, ends_at } = input
  const state = await stateOf(tx, code)
  const now = await clockOf(tx)
  if (!state.ends_at || Date.parse(state.ends_at) <= Date.parse(now)) throw new Refused('benefit_over', 409)
  if (Date.parse(ends_at) < Date.parse(now) - 60_000) throw wrongField('/ends_at', 'ends_in_past')
  if (Date.parse(ends_at) >= Date.parse(state.ends_at)) throw wrongField('/ends_at', 'ends_too_late')
  return propose(tx, actor, {
    kind: 'pricing.benefit_end',
    subject_kind: 'benefit',
    subject_id: code,
    before: { ends_at: state.ends_at },
    after: { code, ends_at: iso(ends_at) },
    reason,
  })
}

async function stateOf(tx: Tx, code: string): Promise<{ starts_at: string | null; ends_at: string | null }> {
  const [row] = await tx<{ starts_at: string; ends_at: string }[]>`
    select lower(valid) as starts_at, upper(valid) as ends_at from pricing.benefit where code = ${code}`
  return row ?? { starts_at: null, ends_at: null }
}

export type Reached = { sku: Sku; rows: readonly PriceRow[] }

/** The SKUs of a benefit with every price they have from a week before it until it ends. */
export async function reachedBy(tx: Tx, wish: BenefitWish): Promise<Reached[]> {
  const skus = catalog().skus.filter((sku) => reaches(wish, sku))
  const rows = await tx<PriceRow[]>`
    select id, sku_id, place_code, channel, tier, price_fen, lower(valid) as starts_at,
           upper(valid) as ends_at
      from pricing.price
     where sku_id = any(${skus.map(({ id }) => id)}::uuid[])
       and valid && tstzrange(${addMinutes(wish.starts_at, -reference_days * 24 * 60)}, ${wish.ends_at})`
  const bySku = new Map<string, PriceRow[]>(skus.map(({ id }) => [id, []]))
  for (const row of rows) bySku.get(row.sku_id)!.push(row)
  return skus.map((sku) => ({ sku, rows: bySku.get(sku.id)! }))
}

async function checksAlone(tx: Tx, wish: BenefitWish): Promise<Check[]> {
  await alone(tx)
  return checks(tx, wish)
}

export async function checks(tx: Tx, wish: BenefitWish): Promise<Check[]> {
  const span = { from_ms: Date.parse(wish.starts_at), to_ms: Date.parse(wish.ends_at) }
  const reached = await reachedBy(tx, wish)
  const beside = (await readBenefits(tx)).filter((one) => one.wish.code !== wish.code)
  const all = outcomes([standing(wish), ...beside], reached, span)
  return [
    await deepestCut(tx, all, reached.length),
    ...(await aboveFloor(
      tx,
      all.map(({ sku, final_fen }) => ({ sku_id: sku.id, fen: final_fen, span })),
    )),
    fewEnough(reached, beside, span),
    ...(wish.kind === 'bundle' ? [oneBundle(wish, beside, span)] : []),
    notRaised(wish, reached),
    ...(await fundingAgreed(tx, wish)),
  ]
}

type Outcome = { sku: Sku; price_fen: Fen; final_fen: Fen }

/** What buyers pay while it holds: for every price of every SKU, whenever something begins. */
const outcomes = (all: readonly Standing[], reached: readonly Reached[], span: Span): Outcome[] =>
  reached.flatMap(({ sku, rows }) =>
    rows
      .filter(({ ends_at }) => !ends_at || Date.parse(ends_at) > span.from_ms)
      .flatMap(({ price_fen }) =>
        finals(all, sku, price_fen, span).map(({ fen }) => ({ sku, price_fen, final_fen: fen })),
      ),
  )

async function deepestCut(tx: Tx, all: readonly Outcome[], skus: number): Promise<Check> {
  const corridor_bp = await readSetting(tx, corridor)
  let worst = { step_bp: 0, sku: '', price_fen: 0, final_fen: 0 }
  for (const { sku, price_fen, final_fen } of all) {
    const step_bp = stepBp(price_fen, final_fen)
    if (step_bp < worst.step_bp) worst = { step_bp, sku: sku.code, price_fen, final_fen }
  }
  return {
    code: 'within_corridor',
    ok: -worst.step_bp <= corridor_bp,
    facts: { ...worst, corridor_bp, skus },
  }
}

/** As many as hold at one moment of it. */
function fewEnough(reached: readonly Reached[], beside: readonly Standing[], span: Span): Check {
  let most = { count: 1, sku: reached[0]?.sku.code ?? '' }
  for (const { sku } of reached) {
    const own = meeting(beside, sku, span)
    for (const { from_ms } of [span, ...own]) {
      const at_ms = Math.max(from_ms, span.from_ms)
      const count = 1 + own.filter((one) => one.from_ms <= at_ms && at_ms < one.to_ms).length
      if (count > most.count) most = { count, sku: sku.code }
    }
  }
  return { code: 'few_enough', ok: most.count <= benefits_max, facts: { ...most, max: benefits_max } }
}

/** A SKU is in one bundle at a time. */
function oneBundle(wish: BenefitWish, beside: readonly Standing[], span: Span): Check {
  const others = beside.filter(
    ({ wish: { kind }, from_ms, to_ms }) => kind === 'bundle' && from_ms < span.to_ms && span.from_ms < to_ms,
  )
  for (const { sku_code } of wish.parts) {
    const other = others.find((one) => one.wish.parts.some((part) => part.sku_code === sku_code))
    if (other) return { code: 'one_bundle', ok: false, facts: { sku: sku_code, other: other.wish.code } }
  }
  return { code: 'one_bundle', ok: true, facts: {} }
}

const isBase = (row: PriceRow) => row.place_code === 'CN' && row.channel === 'all' && row.tier === 'retail'

/** Raise-then-cut: the list price at its start is no higher than the lowest of the days before. */
function notRaised({ starts_at }: BenefitWish, reached: readonly Reached[]): Check {
  for (const { sku, rows } of reached) {
    const base = rows.filter(isBase)
    const now = base.find((row) => row.starts_at <= starts_at && (!row.ends_at || starts_at < row.ends_at))
    const lowest = base
      .filter((row) => row.starts_at < starts_at)
      .reduce<PriceRow | null>(
        (least, row) => (!least || row.price_fen < least.price_fen ? row : least),
        null,
      )
    if (now && lowest && now.price_fen > lowest.price_fen)
      return {
        code: 'not_raised',
        ok: false,
        facts: { sku: sku.code, before_fen: lowest.price_fen, price_fen: now.price_fen, at: now.starts_at },
      }
  }
  return { code: 'not_raised', ok: true, facts: { days: reference_days } }
}

type Request = { id: string; subject_id: string; requested_by: string }

async function applyNew(tx: Tx, actor: Actor, request: Request & { after: BenefitWish }) {
  const { starts_at: wished, ends_at, ...wish } = request.after
  const now = await clockOf(tx)
  const starts_at = wished > now ? wished : now
  if (ends_at <= starts_at) throw new Refused('ends_before_start', 409)
  await tx`
    insert into pricing.benefit (code, kind, wish, valid, requested_by, approved_by, request_id)
    values (${wish.code}, ${wish.kind}, ${tx.json(wish as never)}, tstzrange(${starts_at}, ${ends_at}),
            ${request.requested_by}, ${actor.person_id}, ${request.id})`
  if (worksOnOrders(wish.kind)) {
    // A coupon is for one order of a person, unless more was agreed.
    const person_max = wish.kind === 'coupon' ? (wish.person_max ?? 1) : wish.person_max
    await tx`
      insert into pricing.allowance (code, uses_max, person_max, budget_fen, restores)
      values (${wish.code}, ${wish.uses_max}, ${person_max}, ${wish.budget_fen}, ${wish.restores})`
  }
  await audit(tx, actor, 'pricing.benefit_agreed', { kind: 'benefit', id: wish.code }, { ...request.after })
  await bumpSnapshot(tx, actor, 'prices')
}

/** Sooner than agreed or not at all; one that has not begun never does. */
async function applyEnd(tx: Tx, actor: Actor, { after }: Request & { after: BenefitEnd }) {
  const now = await clockOf(tx)
  const state = await stateOf(tx, after.code)
  if (!state.ends_at || state.ends_at <= now) throw new Refused('benefit_over', 409)
  const ends_at = after.ends_at > now ? after.ends_at : now
  await tx`
    update pricing.benefit
       set valid = tstzrange(lower(valid), greatest(lower(valid), ${ends_at}::timestamptz))
     where code = ${after.code} and upper(valid) > ${ends_at}`
  await audit(tx, actor, 'pricing.benefit_ended', { kind: 'benefit', id: after.code }, { ends_at })
  await bumpSnapshot(tx, actor, 'prices')
}

const nameOf = async (tx: Tx, code: string) => {
  const [row] = await tx<{ zh: string; en: string }[]>`
    select wish->>'name_zh' as zh, wish->>'name_en' as en from pricing.benefit where code = ${code}`
  return row ?? null
}

type Label = { label_zh: string; label_en: string }
const labels: Partial<Record<WishKind, Record<string, Label>>> = {
  coupon: {
    amount_fen: { label_zh: '每单减', label_en: 'Off the order' },
    rate_bp: { label_zh: '每单减（比例）', label_en: 'Share off the order' },
    cap_fen: { label_zh: '每单最多减', label_en: 'At most an order' },
  },
  bundle: {
    amount_fen: { label_zh: '每套减', label_en: 'Off each bundle' },
    rate_bp: { label_zh: '每套减（比例）', label_en: 'Share off each bundle' },
    cap_fen: { label_zh: '每套最多减', label_en: 'At most a bundle' },
  },
}

export const benefitKinds: ChangeKind[] = [
  {
    kind: 'pricing.benefit',
    name_zh: '优惠',
    name_en: 'Benefit',
    permission_to_propose: 'pricing.propose',
    schema: BenefitWish,
    fields: [
      { field: 'amount_fen', label_zh: '每件减', label_en: 'Off each unit', unit: 'fen' },
      { field: 'rate_bp', label_zh: '每件减（比例）', label_en: 'Share off each unit', unit: 'share' },
      { field: 'cap_fen', label_zh: '每件最多减', label_en: 'At most a unit', unit: 'fen' },
      { field: 'kind', label_zh: '种类', label_en: 'Kind', unit: 'text' },
      { field: 'sku_codes', label_zh: '规格', label_en: 'SKUs', unit: 'text' },
      { field: 'category_codes', label_zh: '类别', label_en: 'Categories', unit: 'text' },
      { field: 'place_codes', label_zh: '地区', label_en: 'Places', unit: 'text' },
      { field: 'channels', label_zh: '渠道', label_en: 'Channels', unit: 'text' },
      { field: 'tiers', label_zh: '客层', label_en: 'Tiers', unit: 'text' },
      { field: 'funders', label_zh: '谁出钱', label_en: 'Who bears it', unit: 'text' },
      { field: 'threshold_fen', label_zh: '满多少可用', label_en: 'From an order of', unit: 'fen' },
      { field: 'parts', label_zh: '套购包含', label_en: 'Made of', unit: 'text' },
      { field: 'uses_max', label_zh: '总次数', label_en: 'Orders altogether', unit: 'units' },
      { field: 'person_max', label_zh: '每人次数', label_en: 'Orders of one person', unit: 'units' },
      { field: 'budget_fen', label_zh: '预算', label_en: 'Budget', unit: 'fen' },
      { field: 'offered', label_zh: '怎么领', label_en: 'How it is taken', unit: 'text' },
      { field: 'restores', label_zh: '全退后退回', label_en: 'Free again after a full return', unit: 'text' },
      { field: 'starts_at', label_zh: '生效', label_en: 'From', unit: 'instant' },
      { field: 'ends_at', label_zh: '截止', label_en: 'Until', unit: 'instant' },
      { field: 'name_zh', label_zh: '中文名称', label_en: 'Chinese name', unit: 'text' },
      { field: 'name_en', label_zh: '英文名称', label_en: 'English name', unit: 'text' },
    ],
    label_of: (field, after) => labels[(after as BenefitWish).kind]?.[field] ?? null,
    current: async (tx, code) => ({ starts_at: (await stateOf(tx, code)).starts_at }),
    subject_name: async (_tx, after) => {
      const { name_zh, name_en } = after as BenefitWish
      return { zh: name_zh, en: name_en }
    },
    checks: (tx, after) => checksAlone(tx, after as BenefitWish),
    levels: (proposal) => benefitLevels(proposal as Proposal<BenefitWish>),
    touches: (after) => touchedBy(after as BenefitWish),
    effective_at: (after) => (after as BenefitWish).starts_at,
    renew: async (tx, given) => {
      const after = await sound(tx, given as BenefitWish)
      return { subject_id: after.code, after }
    },
    apply: (tx, actor, request) => applyNew(tx, actor, { ...request, after: request.after as BenefitWish }),
  },
  {
    kind: 'pricing.benefit_end',
    name_zh: '优惠提前结束',
    name_en: 'Benefit ends sooner',
    permission_to_propose: 'pricing.propose',
    schema: BenefitEnd,
    fields: [{ field: 'ends_at', label_zh: '截止', label_en: 'Until', unit: 'instant' }],
    current: async (tx, code) => ({ ends_at: (await stateOf(tx, code)).ends_at }),
    subject_name: (tx, after) => nameOf(tx, (after as BenefitEnd).code),
    checks: async () => [],
    // Whoever holds a benefit still wants less of it, not more: its end is never held back.
    never_frozen: true,
    apply: (tx, actor, request) => applyEnd(tx, actor, { ...request, after: request.after as BenefitEnd }),
  },
]

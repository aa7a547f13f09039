// How the values of a change are read: money, units, moments, roles and the few codes of other rooms.
import { createContext, Fragment, type ReactNode, useContext } from 'react'
import type { Change } from '../../../web/console/diff.tsx'
import type { Lang } from '../../../platform/types.ts'
import { commonWords } from '../../../web/words/common.ts'
import {
  formatDuration,
  formatInstant,
  formatMoney,
  formatNumber,
  formatShare,
} from '../../../web/words/format.ts'
import { roleWords } from '../../../web/words/role-words.ts'
import { say, sayIfKnown } from '../../../web/words/words.ts'
import type { ChangeRequest, DiffRow } from '../contract.ts'
import { codeWords } from './code-words.ts'
import { controlWords } from './control-words.ts'

/** Names that rooms above control know (places, stores): the console hands them down. */
export type NameOf = (field: string, value: string) => ReactNode | null
export const NameContext = createContext<NameOf>(() => null)

type Value = DiffRow['before']

/** Conditions: what names nothing holds for all of them. */
const all_when_empty = new Set(['sku_codes', 'category_codes', 'channels', 'tiers'])

function listOf(value: string): unknown[] | null {
  if (!value.startsWith('[')) return null
  const parsed: unknown = JSON.parse(value)
  return Array.isArray(parsed) ? parsed : null
}

function everythingOf(field: string, lang: Lang): string {
  if (field === 'place_codes') return say(codeWords, lang)('CN')
  return all_when_empty.has(field) ? say(commonWords, lang)('all') : '—'
}

type Say = (field: string, code: string) => ReactNode

/** One of a list: a code, who bears which share, or how many of what make a bundle. */
function itemOf(field: string, item: unknown, sayCode: Say): ReactNode {
  const { party, share_bp, ...part } = Object(item) as Record<string, unknown>
  if (part.sku_code) return `${String(part.sku_code)} × ${formatNumber(Number(part.quantity))}`
  if (party === undefined) return sayCode(field, String(item))
  return (
    <>
      {sayCode('party', String(party))} {formatShare(Number(share_bp))}
    </>
  )
}

function textOf(field: string, value: string, lang: Lang, nameOf: NameOf): ReactNode {
  const list = listOf(value)
  // A word of one field alone stands before one that any field may use.
  const sayCode: Say = (of, code) =>
    nameOf(of, code) ??
    sayIfKnown(codeWords, lang, `${of}_${code}`) ??
    sayIfKnown(roleWords, lang, code) ??
    sayIfKnown(codeWords, lang, code) ??
    code
  if (!list) return sayCode(field, value)
  if (list.length === 0) return everythingOf(field, lang)
  return list.map((one, at) => (
    <Fragment key={at}>
      {at > 0 && (lang === 'en' ? ', ' : '、')}
      {itemOf(field, one, sayCode)}
    </Fragment>
  ))
}

function valueOf(row: DiffRow, value: Value, lang: Lang, nameOf: NameOf): ReactNode {
  if (value === null) return row.field === 'ends_at' ? say(controlWords, lang)('open_end') : '—'
  if (row.unit === 'fen') return formatMoney(Number(value))
  if (row.unit === 'units') return formatNumber(Number(value))
  if (row.unit === 'share') return formatShare(Number(value))
  if (row.unit === 'instant') return formatInstant(String(value), lang)
  return textOf(row.field, String(value), lang, nameOf)
}

function differenceOf({ unit, before, after }: DiffRow, lang: Lang): string | undefined {
  if (before === null || after === null) return undefined
  const step = Number(after) - Number(before)
  if (unit === 'fen') {
    const share = Math.round((step * 10_000) / Number(before))
    return `${step > 0 ? '+' : ''}${formatShare(share)}`
  }
  if (unit === 'units') return `${step > 0 ? '+' : ''}${formatNumber(step)}`
  if (unit !== 'instant') return undefined
  const span_ms = Date.parse(String(after)) - Date.parse(String(before))
  const t = say(controlWords, lang)
  const span = formatDuration(Math.abs(span_ms), lang)
  return span_ms < 0 ? t('earlier', { span }) : t('later', { span })
}

/** Of what was not there before nothing is struck, and nothing stayed as it was. */
export const isNew = ({ diff }: ChangeRequest) => diff.every(({ before }) => before === null)

export function changesOfRequest(request: ChangeRequest, lang: Lang, nameOf: NameOf): Change[] {
  const was_there = !isNew(request)
  return request.diff.map((row) => {
    const difference = differenceOf(row, lang)
    return {
      field: row.field,
      title: lang === 'en' ? row.label_en : row.label_zh,
      before: was_there ? valueOf(row, row.before, lang, nameOf) : null,
      after: valueOf(row, row.after, lang, nameOf),
      ...(difference ? { difference } : {}),
    }
  })
}

export const useNameOf = () => useContext(NameContext)

/** What the room of a change has to show beside its diff and its checks; a console hands it in. */
export const MoreContext = createContext<(request: ChangeRequest) => ReactNode>(() => null)
export const useMore = () => useContext(MoreContext)

const figure = (value: unknown) => formatNumber(Number(value ?? 0))

type Check = ChangeRequest['checks'][number]

/** Checks that name one SKU when they fail. */
const aboutSku = (facts: Check['facts'], lang: Lang) => {
  const t = say(controlWords, lang)
  const sku = String(facts.sku ?? '')
  return {
    above_floor: (): [string, string] => [t('check_above_floor'), sku],
    one_bundle: (): [string, string] => [
      t('check_one_bundle'),
      sku && t('fact_other_bundle', { sku, other: String(facts.other) }),
    ],
  }
}

/** The check as a sentence, and the figures behind it. */
export function checkText({ code, facts }: Check, lang: Lang): { title: string; facts: string } {
  const t = say(controlWords, lang)
  const share = (name: string) => formatShare(Number(facts[name] ?? 0))
  const known: Record<string, () => [string, string]> = {
    ...aboutSku(facts, lang),
    above_zero: () => [t('check_above_zero'), formatMoney(Number(facts.price_fen ?? 0))],
    within_corridor: () => [
      t(facts.final_fen === undefined ? 'check_within_corridor' : 'check_deepest_cut', {
        limit: share('corridor_bp'),
      }),
      facts.final_fen && facts.sku
        ? t('fact_deepest', {
            sku: String(facts.sku),
            before: formatMoney(Number(facts.price_fen)),
            after: formatMoney(Number(facts.final_fen)),
            step: share('step_bp'),
          })
        : [facts.sku, t('fact_step', { step: share('step_bp') })].filter(Boolean).join(' · '),
    ],
    benefits_within_corridor: () => [
      t('check_benefits_within_corridor', { limit: share('corridor_bp') }),
      t('fact_step', { step: share('step_bp') }),
    ],
    few_enough: () => [
      t('check_few_enough', { max: figure(facts.max) }),
      facts.sku ? t('fact_benefits', { sku: String(facts.sku), count: Number(facts.count ?? 0) }) : '',
    ],
    not_raised: () => [
      t('check_not_raised'),
      facts.sku
        ? t('fact_raised', {
            sku: String(facts.sku),
            before: formatMoney(Number(facts.before_fen)),
            after: formatMoney(Number(facts.price_fen)),
            at: formatInstant(String(facts.at), lang),
          })
        : '',
    ],
    within_accept_limit: () => [
      t('check_within_accept_limit', { above: share('above_bp'), limit: share('limit_bp') }),
      '',
    ],
    not_below_held: () => [
      t('check_not_below_held'),
      t('fact_free', { free: figure(facts.free), quantity: figure(facts.quantity) }),
    ],
    ...ofLimits(facts, lang),
    ...ofControl(facts, lang),
    ...ofPurchase(facts, lang),
    no_overlap: () => [
      t('check_no_overlap'),
      typeof facts.starts_at === 'string'
        ? t('fact_planned', { at: formatInstant(facts.starts_at, lang) })
        : '',
    ],
  }
  const [title, text] = known[code]?.() ?? [code, '']
  return { title, facts: text }
}

/** What the brand agreed to, beside what is asked of it. */
function fundingText(facts: Check['facts'], lang: Lang): string {
  const t = say(controlWords, lang)
  const why = (['goods', 'period', 'share', 'budget', 'unbounded'] as const).find((one) => one === facts.why)
  return t(`fact_funding_${why ?? 'ok'}`, {
    party: String(facts.party),
    share: formatShare(Number(facts.share_bp ?? 0)),
    offered: formatShare(Number(facts.offered_bp ?? 0)),
    left: formatMoney(Number(facts.left_fen ?? 0)),
    need: formatMoney(Number(facts.need_fen ?? 0)),
  })
}

/** What control and a brand have agreed to, held against what is asked. */
function ofLimits(facts: Check['facts'], lang: Lang): Record<string, () => [string, string]> {
  const t = say(controlWords, lang)
  return {
    price_above_floor: () => [
      t('check_price_above_floor'),
      t('fact_lowest', {
        price: formatMoney(Number(facts.price_fen ?? 0)),
        at: formatInstant(String(facts.from), lang),
      }),
    ],
    funding_agreed: () => [t('check_funding_agreed'), fundingText(facts, lang)],
  }
}

function pairText(pair: unknown, lang: Lang): string {
  if (!Array.isArray(pair)) return ''
  const [a, b] = pair.map((estate) => sayIfKnown(codeWords, lang, `estate_${estate}`) ?? String(estate))
  return say(controlWords, lang)('fact_pair', { a: a ?? '', b: b ?? '' })
}

/** What control itself asks: bounds of a setting, and that duties stay in different hands. */
function ofControl(facts: Check['facts'], lang: Lang): Record<string, () => [string, string]> {
  const t = say(controlWords, lang)
  return {
    within_bounds: () => [
      t('check_within_bounds'),
      t('fact_bounds', { min: figure(facts.min), max: figure(facts.max) }),
    ],
    brand_named: () => [t('check_brand_named'), ''],
    estates_apart: () => [t('check_estates_apart'), pairText(facts.pair, lang)],
    duties_apart: () => [
      t('check_duties_apart'),
      typeof facts.code === 'string'
        ? (sayIfKnown(codeWords, lang, `clash_${facts.code}`) ?? facts.code)
        : '',
    ],
  }
}

/** What is asked of a cost, an order and what is heard late of it. */
function ofPurchase(facts: Check['facts'], lang: Lang): Record<string, () => [string, string]> {
  const t = say(controlWords, lang)
  const money = (name: string) => formatMoney(Number(facts[name] ?? 0))
  return {
    goods_received: () => [t('check_goods_received'), ''],
    within_goods_received: () => [
      t('check_within_goods_received'),
      t('fact_room', { room: money('room_fen') }),
    ],
    cost_below_price: () => [
      t('check_cost_below_price'),
      t('fact_cost', { cost: money('cost_fen'), price: money('price_fen') }),
    ],
    order_unchanged: () => [t('check_order_unchanged'), ''],
    within_budget: () => [
      t('check_within_budget'),
      facts.over_fen === undefined
        ? ''
        : t('fact_over_budget', { over: money('over_fen'), budget: money('budget_fen') }),
    ],
  }
}

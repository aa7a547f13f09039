// What a priced or refused cart is called on a terminal, in Chinese or English.
import type { Benefit, BenefitKind, Cart, PricedCart } from '../modules/benefits/contract.ts'
import type { FaultReason } from '../modules/benefits/index.ts'
import type { Lang } from '../platform/types.ts'

export type LineError = { field: string; reason: string; [fact: string]: unknown }

const words = {
  'zh-CN': {
    line: '行',
    refused: '不受理',
    item: '商品',
    quantity: '件数',
    list: '标价',
    price: '到手价',
    payable: '实付',
    benefits: '优惠',
    none: '无',
    whole: '整行',
  },
  en: {
    line: 'line',
    refused: 'refused',
    item: 'item',
    quantity: 'units',
    list: 'list price',
    price: 'final price',
    payable: 'to pay',
    benefits: 'benefits',
    none: 'none',
    whole: 'the whole line',
  },
} satisfies Record<Lang, Record<string, string>>

type Reason = FaultReason | 'not_json' | 'too_large' | 'unreadable_text'
const reasons: Record<Reason, Record<Lang, string>> = {
  bundle_without_parts: { 'zh-CN': '套购没有组成', en: 'a bundle needs parts' },
  duplicate_code: { 'zh-CN': '优惠编码重复', en: 'this code stands there already' },
  duplicate_funder: { 'zh-CN': '出资方重复', en: 'this funder stands there already' },
  duplicate_line: { 'zh-CN': '同一卖家的同一商品重复', en: 'this item of this seller stands there already' },
  duplicate_part: { 'zh-CN': '套购组成重复', en: 'this part stands there already' },
  ends_before_start: { 'zh-CN': '截止不晚于生效', en: 'ends before it begins' },
  funders_not_whole: { 'zh-CN': '出资比例之和不是 10,000', en: 'the shares do not add up to 10,000' },
  not_json: { 'zh-CN': '不是 JSON', en: 'no JSON' },
  number_out_of_range: { 'zh-CN': '金额过大', en: 'amounts too large' },
  parts_without_bundle: { 'zh-CN': '不是套购却有组成', en: 'only a bundle has parts' },
  sku_in_two_bundles: { 'zh-CN': '同一时间在两个套购中', en: 'in two bundles at the same time' },
  too_large: { 'zh-CN': '行过长', en: 'too long' },
  unreadable_text: { 'zh-CN': '不是 UTF-8', en: 'no UTF-8' },
}

/** No word of a file reaches the terminal as a command to it. */
const shown = (text: string) => text.replace(/\p{Cc}/gu, '·')

export function refusedText(line: number, errors: readonly LineError[], lang: Lang): string {
  const t = words[lang]
  const told = errors.map(({ field, reason, detail, ...facts }) => {
    const known = reasons[reason as Reason]?.[lang] ?? String(detail ?? '')
    const rest = Object.entries(facts).map(([name, value]) => `${name}: ${String(value)}`)
    return shown(`  ${field || t.whole}  ${reason}  ${[known, ...rest].join(' · ')}`)
  })
  return [`${t.line} ${line}  ${t.refused}`, ...told, ''].join('\n')
}

const isPersonal = (kind: BenefitKind) => kind === 'subsidy' || kind === 'trade_in'

/** The lines of the cart, then three lines that add up; what depends on the person below them. */
export function pricedText(line: number, cart: Cart, priced: PricedCart, lang: Lang): string {
  const t = words[lang]
  const { lines, applied, price_fen, payable_fen } = priced
  const named = new Map(cart.benefits.map((one) => [one.code, nameOf(one, lang)]))
  const shared = applied.filter(({ kind }) => !isPersonal(kind))
  const personal = applied.filter(({ kind }) => isPersonal(kind))
  const list_fen = lines.reduce((all, one) => all + one.list_fen, 0)
  const cuts = shared.map(({ code, cut_fen }) => `${named.get(code)} ${yuan(-cut_fen)}`)
  const items = lines.map((one) => [
    one.sku_id,
    String(one.quantity),
    ...[one.list_fen, one.price_fen, one.payable_fen].map(yuan),
  ])
  const sums = [
    [t.list, yuan(list_fen)],
    [t.benefits, yuan(price_fen - list_fen), cuts.join(' · ') || t.none],
    [t.price, yuan(price_fen)],
    ...personal.map(({ code, cut_fen }) => [named.get(code)!, yuan(-cut_fen)]),
    ...(personal.length > 0 ? [[t.payable, yuan(payable_fen)]] : []),
  ]
  return [
    `${t.line} ${line}`,
    ...table([[t.item, t.quantity, t.list, t.price, t.payable], ...items]),
    ...table(sums),
    '',
  ].join('\n')
}

const nameOf = ({ name_zh, name_en }: Benefit, lang: Lang) => (lang === 'en' ? name_en : name_zh)

/** ¥1,234.50 of 123450. */
function yuan(amount_fen: number): string {
  const [whole, rest] = [Math.floor(Math.abs(amount_fen) / 100), Math.abs(amount_fen) % 100]
  const sign = amount_fen < 0 ? '−' : ''
  return `${sign}¥${whole.toLocaleString('en')}.${String(rest).padStart(2, '0')}`
}

/** A Chinese character takes two columns. */
const widthOf = (text: string) =>
  [...text].reduce((all, one) => all + (/[⺀-鿿가-힣豈-﫿＀-｠￠-￦]/u.test(one) ? 2 : 1), 0)

/** Columns of one width: the first and what follows amounts to the left, amounts to the right. */
function table(rows: readonly (readonly string[])[]): string[] {
  const cells = rows.map((row) => row.map(shown))
  const widths = cells[0]!.map((_, at) => Math.max(...cells.map((row) => widthOf(row[at] ?? ''))))
  return cells.map((row) =>
    row
      .map((cell, at) => {
        const space = ' '.repeat(Math.max(0, (widths[at] ?? 0) - widthOf(cell)))
        return at === 0 ? `  ${cell}${space}` : at in widths ? space + cell : cell
      })
      .join('  ')
      .trimEnd(),
  )
}

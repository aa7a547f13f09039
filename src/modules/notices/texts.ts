// What a customer is told, in both languages. Numbers, amounts and moments only: no names, no addresses.
import { dayOf, minuteOfDay } from '../../platform/time.ts'
import type { Instant, Lang } from '../../platform/types.ts'
import type { ToldEvent } from './contract.ts'

export type Facts = {
  number: string
  total_fen: number
  /** Of a refund. */
  amount_fen: number | null
  expires_at: Instant | null
  choose_by: Instant | null
  deliver_starts_at: Instant | null
  deliver_ends_at: Instant | null
  /** Whether any money had come in. */
  paid: boolean
  /** Whom the store gave the goods. */
  handed_to: string | null
}
export type Text = { subject: string; body: string }

const two = (n: number) => String(n).padStart(2, '0')
const clock = (at: Instant) => `${two(Math.floor(minuteOfDay(at) / 60))}:${two(minuteOfDay(at) % 60)}`
const moment = (at: Instant) => `${dayOf(at).slice(5)} ${clock(at)}`
const span = (from: Instant, to: Instant) => `${moment(from)}–${clock(to)}`

/** ¥3,999.00, to the fen: it is what one compares with a bank's message. */
export function yuan(amount_fen: number): string {
  const whole = String(Math.floor(amount_fen / 100)).replace(/\B(?=(\d{3})+$)/g, ',')
  return `¥${whole}.${two(amount_fen % 100)}`
}

type Write = (facts: Facts) => Text | null
type InBoth = Record<Lang, Write>

const of = (zh: (f: Facts) => [string, string] | null, en: (f: Facts) => [string, string] | null): InBoth => {
  const write =
    (say: typeof zh): Write =>
    (facts) => {
      const said = say(facts)
      return said && { subject: said[0], body: said[1] }
    }
  return { 'zh-CN': write(zh), en: write(en) }
}

const when = ({ deliver_starts_at: from, deliver_ends_at: to }: Facts) => (from && to ? span(from, to) : null)

const texts: Record<ToldEvent, InBoth> = {
  'orders.placed': of(
    ({ number, total_fen, expires_at: by }) =>
      by === null
        ? null
        : ['请付款', `订单 ${number} 已为您留货，请在 ${moment(by)} 前付款 ${yuan(total_fen)}。`],
    ({ number, total_fen, expires_at: by }) =>
      by === null
        ? null
        : ['Please pay', `Order ${number} is held for you. Please pay ${yuan(total_fen)} by ${moment(by)}.`],
  ),
  'orders.paid': of(
    (f) => [
      '已付款',
      `订单 ${f.number} 已付款 ${yuan(f.total_fen)}，门店开始备货${when(f) ? `，预计 ${when(f)} 送达` : ''}。`,
    ],
    (f) => [
      'Paid',
      `Order ${f.number} is paid: ${yuan(f.total_fen)}. The store prepares it${when(f) ? ` for ${when(f)}` : ''}.`,
    ],
  ),
  'orders.handed_over': of(
    (f) => (f.handed_to === 'customer' ? null : ['已出库', `订单 ${f.number} 的商品已出库，交给了配送。`]),
    (f) =>
      f.handed_to === 'customer'
        ? null
        : ['Left the store', `The goods of order ${f.number} have left the store.`],
  ),
  'orders.departed': of(
    (f) => ['正在配送', `订单 ${f.number} 正在路上${when(f) ? `，约定 ${when(f)} 送达` : ''}。`],
    (f) => ['On its way', `Order ${f.number} is on its way${when(f) ? `, promised for ${when(f)}` : ''}.`],
  ),
  'orders.delivered': of(
    ({ number }) => ['已送达', `订单 ${number} 已送达。7 天内可无理由退货。`],
    ({ number }) => [
      'Delivered',
      `Order ${number} is delivered. It may be returned for 7 days without a reason.`,
    ],
  ),
  'orders.choice_offered': of(
    ({ number, choose_by }) => [
      '请您选择',
      `订单 ${number} 暂时没有门店能按时送，请在 ${choose_by ? moment(choose_by) : '三天'} 前选择继续等或退款。`,
    ],
    ({ number, choose_by }) => [
      'Please choose',
      `No store can serve order ${number} in time. Please choose to wait or to be refunded` +
        `${choose_by ? ` by ${moment(choose_by)}` : ''}.`,
    ],
  ),
  'orders.expired': of(
    ({ number }) => ['未付款，已取消', `订单 ${number} 没有在时限内付款，已自动取消。`],
    ({ number }) => ['Not paid in time', `Order ${number} was not paid in time and has ended.`],
  ),
  'orders.cancelled': of(
    ({ number, paid }) => ['已取消', `订单 ${number} 已取消${paid ? '，已付的钱会原路退回' : ''}。`],
    ({ number, paid }) => [
      'Cancelled',
      `Order ${number} is cancelled${paid ? '; what was paid goes back the way it came' : ''}.`,
    ],
  ),
  'orders.returned': of(
    ({ number }) => ['退货已收到', `订单 ${number} 退回的商品已收到，退款在路上。`],
    ({ number }) => [
      'Return received',
      `What you returned of order ${number} is here; the money is on its way.`,
    ],
  ),
  'orders.refunded': of(
    ({ number, amount_fen }) => ['已退款', `订单 ${number} 已退款 ${yuan(amount_fen ?? 0)}，原路退回。`],
    ({ number, amount_fen }) => [
      'Refunded',
      `${yuan(amount_fen ?? 0)} of order ${number} went back the way it came.`,
    ],
  ),
}

/** null: this event in this case is not worth a message. */
export const textOf = (event: ToldEvent, lang: Lang, facts: Facts): Text | null => texts[event][lang](facts)

/** As an SMS begins in China, so that its reader knows who writes. */
export const signed = (lang: Lang, { subject, body }: Text, channel: 'sms' | 'email'): Text => {
  const house = lang === 'en' ? 'Zhuguang' : '逐光'
  if (channel === 'sms')
    return { subject: '', body: lang === 'en' ? `[${house}] ${body}` : `【${house}】${body}` }
  return { subject: `${subject} · ${house}`, body }
}

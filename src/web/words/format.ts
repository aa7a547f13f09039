// Money, times, sizes in the reader's form. Written out rather than taken from Intl, so that the server and
// every browser print the same characters and hydration never flickers.
import type { Lang } from '../../platform/types.ts'

const hour = 3_600_000
const day = 24 * hour
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const weekdays = {
  'zh-CN': ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
}
const two = (n: number) => String(n).padStart(2, '0')

/** 1234567.5 → `1,234,567.5`; at most `decimals` of them, trailing zeros dropped. */
export function formatNumber(value: number, decimals = 1): string {
  const [whole = '0', part] = String(Number(Math.abs(value).toFixed(decimals))).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  const sign = value < 0 && Number(value.toFixed(decimals)) !== 0 ? '−' : ''
  return sign + (part ? `${grouped}.${part}` : grouped)
}

/** The figure of an amount without its sign for money: 499900 → `4,999`, 499950 → `4,999.50`. */
export function moneyFigure(amount_fen: number): string {
  const cents = Math.abs(amount_fen) % 100
  const yuan = formatNumber(Math.trunc(Math.abs(amount_fen) / 100), 0)
  return cents ? `${yuan}.${two(cents)}` : yuan
}

/** Fen → `¥4,999`; no decimals when the fen are zero. */
export const formatMoney = (amount_fen: number) => `${amount_fen < 0 ? '−' : ''}¥${moneyFigure(amount_fen)}`

/** Basis points → `38 %`. */
export const formatShare = (share_bp: number, decimals = 1) => `${formatNumber(share_bp / 100, decimals)} %`

/** The wall clock of Asia/Shanghai, which keeps UTC+8 all year, read through the UTC getters. */
const shanghai = (at: string | number) => new Date(new Date(at).getTime() + 8 * hour)
const clock = (at: Date) => `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`

export const formatTime = (at: string | number) => clock(shanghai(at))
/** The business day of a moment: `2026-11-24`. */
export const dayOf = (at: string | number) => shanghai(at).toISOString().slice(0, 10)

/** `2026-11-24` → `11月24日 周二` / `Tue, 24 Nov`; the year only when it is not that of `now`. */
export function formatDay(date: string, lang: Lang, now: string | number = Date.now()): string {
  const at = new Date(`${date}T00:00:00Z`)
  const [year, month, dom] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()]
  const weekday = weekdays[lang][at.getUTCDay()]
  const otherYear = year !== shanghai(now).getUTCFullYear()
  if (lang === 'en') return `${weekday}, ${dom} ${months[month]}${otherYear ? ` ${year}` : ''}`
  return `${otherYear ? `${year}年` : ''}${month + 1}月${dom}日 ${weekday}`
}

/** Today and tomorrow by name, other days by date. */
export function formatNearDay(date: string, lang: Lang, now: string | number = Date.now()): string {
  const days = Math.round((Date.parse(date) - Date.parse(dayOf(now))) / day)
  const near = { '-1': ['昨天', 'yesterday'], 0: ['今天', 'today'], 1: ['明天', 'tomorrow'] } as const
  const names = near[String(days) as keyof typeof near] as readonly [string, string] | undefined
  return names ? names[lang === 'en' ? 1 : 0] : formatDay(date, lang, now)
}

/** `今天 18:30`, `11月24日 18:30` / `today 18:30`, `24 Nov 18:30`. */
export function formatInstant(at: string | number, lang: Lang, now: string | number = Date.now()): string {
  const near = formatNearDay(dayOf(at), lang, now).replace(/^\w{3}, | 周.$/, '')
  return `${near} ${formatTime(at)}`
}

/** A slot: `今天 19:00–20:30`. */
export const formatWindow = (from: string, to: string, lang: Lang, now: string | number = Date.now()) =>
  `${formatNearDay(dayOf(from), lang, now)} ${formatTime(from)}–${formatTime(to)}`

/** Time left: `4:48` in minutes and seconds under an hour, `2:05:00` above, `0:00` when over. */
export function formatCountdown(left_ms: number): string {
  const seconds = Math.max(0, Math.ceil(left_ms / 1000))
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`
}

/** How long a thing takes or took, in one unit that a person would say. */
export function formatDuration(span_ms: number, lang: Lang): string {
  const units = [
    [day, '天', 'day'],
    [hour, '小时', 'hour'],
    [60_000, '分钟', 'minute'],
    [1000, '秒', 'second'],
  ] as const
  const [size, zh, en] = units.find(([size]) => span_ms >= size) ?? units[3]
  const n = Math.round(span_ms / size)
  return lang === 'en' ? `${n} ${en}${n === 1 ? '' : 's'}` : `${n} ${zh}`
}

/** Minutes as a step of a sum: `45 分`, `10 小时 24 分` / `45 min`, `10 h 24 min`. */
export function formatMinutes(minutes: number, lang: Lang): string {
  const whole = Math.max(0, Math.round(minutes))
  const [h, m] = [Math.floor(whole / 60), whole % 60]
  const [hours, mins] = lang === 'en' ? [`${h} h`, `${m} min`] : [`${h} 小时`, `${m} 分`]
  if (h === 0) return mins
  return m === 0 ? hours : `${hours} ${mins}`
}

/** `5 分钟前` / `5 minutes ago`. */
export function formatAgo(at: string | number, lang: Lang, now: string | number = Date.now()): string {
  const ms = new Date(now).getTime() - new Date(at).getTime()
  if (ms < 60_000) return lang === 'en' ? 'just now' : '刚刚'
  if (ms > 2 * day) return formatInstant(at, lang, now)
  return lang === 'en' ? `${formatDuration(ms, lang)} ago` : `${formatDuration(ms, lang)}前`
}

/** Metres → `850 米`, `2.3 公里` / `850 m`, `2.3 km`. */
export function formatDistance(distance_m: number, lang: Lang): string {
  const far = distance_m >= 1000
  const figure = far
    ? formatNumber(distance_m / 1000, distance_m < 10_000 ? 1 : 0)
    : String(Math.round(distance_m))
  return `${figure} ${lang === 'en' ? (far ? 'km' : 'm') : far ? '公里' : '米'}`
}

/** Names one after the other, as the reader's language parts them. */
export const formatList = (names: readonly string[], lang: Lang) => names.join(lang === 'en' ? ', ' : '、')

/** Millimetres stay millimetres, as the trade says them. */
export const formatLength = (length_mm: number) => `${formatNumber(length_mm, 0)} mm`
export const formatSize = (width_mm: number, height_mm: number, depth_mm: number) =>
  `${width_mm} × ${height_mm} × ${depth_mm} mm`

/** Of bilingual data, the reader's name. */
export const nameIn = (lang: Lang, item: { name_zh: string; name_en: string }) =>
  lang === 'en' ? item.name_en : item.name_zh

/** The eleven digits of a mobile number, with spaces, dashes or the country's code around them. */
export function mobileDigits(written: string): string {
  const digits = written.normalize('NFKC').replace(/\D/g, '')
  return /^(?:(?:00)?86)?(1[3-9]\d{9})/.exec(digits)?.[1] ?? digits.slice(0, 15)
}

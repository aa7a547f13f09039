// One cell as a value, or the code of what is wrong with it. Nothing here knows the database.
import { whyNotGtin } from '../catalog/index.ts'
import { atMinute } from '../../platform/time.ts'
import type { Field } from './fields.ts'
import { type Unit, units } from './units.ts'

export type Value = string | number | boolean
export type Gtins = { good: string[]; wrong: { code: string; value: string }[] }
export type Read = { value: Value } | { gtins: Gtins } | { code: string }

export type Reading = {
  field: Field
  /** The unit of the column, when it differs from the field's. */
  unit: Unit | null
  /** Words of the feed → ours; `*` is every other word, null: this word says nothing. */
  choices: Readonly<Record<string, string | null>> | null
}

const wrong = (code: string): Read => ({ code })
const control = /[\p{Cc}\p{Cs}]/u

/** What a spreadsheet would run when it opens our export of it again. */
export const isFormula = (text: string) => /^[=@]|^[+-](?![\d.,\s]*$)[^\d\s]*[A-Za-z]+[^\s]*\(/.test(text)

export function readValue({ field, unit, choices }: Reading, raw: string): Read | null {
  const text = raw.replaceAll(/[\s\u3000\u00a0]+/g, ' ').trim()
  if (text === '') return null
  if (choices) {
    const known = choices[text] ?? choices[text.toLowerCase()]
    const meant = known === undefined ? choices['*'] : known
    if (meant === null) return null
    // Of a number only single words are told apart: a 0 that stands for "not measured".
    if (meant === undefined && field.read === 'number') return readAs(field, unit, text)
    if (meant === undefined) return wrong('unknown_word')
    return readAs(field, unit, meant)
  }
  return readAs(field, unit, text)
}

function readAs(field: Field, unit: Unit | null, text: string): Read {
  if (control.test(text)) return wrong('unreadable_text')
  if (isFormula(text)) return wrong('formula')
  switch (field.read) {
    case 'text':
    case 'code':
      return text.length > field.max ? wrong('too_long') : { value: text }
    case 'number':
      return readNumber(field, unit, text)
    case 'fen':
      return readFen(text)
    case 'choice':
      return readChoice(field.choices, text)
    case 'flag':
      return readFlag(text)
    case 'day':
      return readDay(text)
    case 'instant':
      return readInstant(text)
    case 'minute':
      return readMinute(text)
    case 'gtins':
      return { gtins: readGtins(text) }
  }
}

const plain = /^[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$/

function readNumber(field: Field & { read: 'number' }, unit: Unit | null, text: string): Read {
  if (!plain.test(text)) return wrong('not_a_number')
  const given = Number(text.replaceAll(',', ''))
  if (field.digits === 0 && unit === null && !Number.isInteger(given)) return wrong('not_whole')
  const scale = 10 ** field.digits
  const value = Math.round(given * (unit ? units[unit].factor : 1) * scale) / scale
  return value < field.min || value > field.max ? wrong('out_of_range') : { value }
}

/** Yuan with at most two decimals, as whole fen. */
function readFen(text: string): Read {
  const amount = text.replace(/^[¥￥]\s*|\s*元$/g, '').replaceAll(',', '')
  const [, yuan, cents = ''] = /^(\d{1,9})(?:\.(\d{1,2})0*)?$/.exec(amount) ?? []
  if (yuan === undefined) return wrong('not_a_price')
  const value = Number(yuan) * 100 + Number(cents.padEnd(2, '0'))
  return value < 1 ? wrong('out_of_range') : { value }
}

function readChoice(choices: readonly string[], text: string): Read {
  const word = text.toLowerCase().replaceAll(/[\s-]+/g, '_')
  return choices.length === 0 || choices.includes(word) ? { value: word } : wrong('unknown_word')
}

const yes = new Set(['true', 'yes', 'y', '1', '是', '有', 'on'])
const no = new Set(['false', 'no', 'n', '0', '否', '无', 'off'])
function readFlag(text: string): Read {
  const word = text.toLowerCase()
  return yes.has(word) ? { value: true } : no.has(word) ? { value: false } : wrong('not_yes_or_no')
}

const iso = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?/
const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})/

/** Year first, or the month first of the American feeds; a time of day behind it is left out. */
function readDay(text: string): Read {
  const [, y, m, d] = iso.exec(text) ?? []
  const [, month = m, day = d, year = y] = american.exec(text) ?? []
  if (!year || !month || !day) return wrong('not_a_day')
  const value = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const real = new Date(`${value}T00:00:00Z`)
  if (Number.isNaN(real.getTime()) || real.toISOString().slice(0, 10) !== value) return wrong('not_a_day')
  return value < '1900' || value >= '3000' ? wrong('out_of_range') : { value }
}

/** A moment with its offset, or a day, with or without minutes, on a clock in China. */
function readInstant(text: string): Read {
  if (/T.*(Z|[+-]\d\d:\d\d)$/.test(text)) {
    const at = new Date(text)
    return Number.isNaN(at.getTime()) ? wrong('not_a_moment') : { value: at.toISOString() }
  }
  const day = readDay(text)
  if (!('value' in day)) return wrong('not_a_moment')
  const rest = text.replace(iso, '').replace(american, '').trim()
  const minute = rest === '' ? { value: 0 } : readMinute(rest.replace(/^T/, ''))
  return 'value' in minute
    ? { value: atMinute(String(day.value), Number(minute.value)) }
    : wrong('not_a_moment')
}

function readMinute(text: string): Read {
  const [, hours, minutes] = /^(\d{1,2})[:：](\d{2})(?::00)?$/.exec(text) ?? []
  const value = Number(hours) * 60 + Number(minutes)
  return hours === undefined || Number(minutes) > 59 || value > 1_440 ? wrong('not_a_time') : { value }
}

/**
 * Several numbers in a cell are kept apart by any sign but digits. A twelve-digit number that a spreadsheet
 * has robbed of its leading zeros gets them back when only then its check digit is right.
 */
export function readGtins(text: string): Gtins {
  const good: string[] = []
  const wrongs: Gtins['wrong'] = []
  for (const value of text.split(/[^\dA-Za-z-]+/).filter(Boolean)) {
    const digits = value.replaceAll('-', '')
    const full = /^\d{9,11}$/.test(digits) ? digits.padStart(12, '0') : digits
    const code = whyNotGtin(full)
    if (code) wrongs.push({ code, value })
    else if (!good.includes(full)) good.push(full)
  }
  return { good, wrong: wrongs }
}

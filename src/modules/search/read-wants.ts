// Takes sizes, colours, grades and prices out of a query: 60宽洗碗机, 450mm, 1.5匹, 10kg, 65寸, 一级能效,
// 3000元以下. What is left is text. A want is about one SKU: the variant that fulfils it is the one shown.
import { colours } from './search-words.ts'

export type Want =
  /** Attributes of which one has the value, within `slack`. */
  | { kind: 'attribute'; typed: string; codes: readonly string[]; value: number; slack: number }
  | { kind: 'side'; typed: string; side: 'width' | 'height' | 'depth'; mm: number; slack: number }
  | { kind: 'finish'; typed: string; finishes: readonly string[] }
  | { kind: 'grade'; typed: string; grade: number }
  | { kind: 'price'; typed: string; fen_min: number; fen_max: number }

type Unit = { names: string; codes: string; scale?: number; slack?: (value: number) => number }

const roughly = (value: number) => (value >= 100 ? value * 0.05 : value * 0.005)
const twentieth = (value: number) => value * 0.05

// Longest names first: "l/min" before "l".
const UNITS: readonly Unit[] = [
  { names: '立方米/分|立方/分|m3/min|立方米|立方', codes: 'airflow_m3_min', slack: () => 0.6 },
  { names: '公斤|千克|kgs|kg|斤', codes: 'wash_kg dry_kg load_kg' },
  { names: '英寸|寸|inches|inch|吋|"|”|in', codes: 'screen_in', slack: () => 0.5 },
  { names: '匹|hp|p', codes: 'horsepower' },
  {
    names: '升/分|l/min|升|公升|l|litres|litre|liters|liter',
    codes: 'capacity_l tank_l cavity_l flow_l_min',
    slack: roughly,
  },
  { names: '套|place settings|settings|sets', codes: 'place_settings' },
  { names: '瓶|bottles|bottle', codes: 'bottles', slack: twentieth },
  { names: '千瓦|kw', codes: 'power_w', scale: 1000, slack: twentieth },
  { names: '瓦|w', codes: 'power_w', slack: twentieth },
  { names: '赫兹|hz', codes: 'refresh_hz' },
  { names: '平方米|平米|平方|平|m2|㎡', codes: 'area_m2', slack: twentieth },
  { names: '加仑|gpd|g', codes: 'flux_gpd' },
  { names: '流明|lm', codes: 'lumens', slack: twentieth },
  { names: '眼|burners|burner', codes: 'burners' },
  { names: '帕|pa', codes: 'suction_pa pressure_pa' },
]

const LENGTH_MM: Record<string, number> = { 毫米: 1, mm: 1, 公分: 10, 厘米: 10, cm: 10, 米: 1000 }
const SIDES: Record<string, 'width' | 'height' | 'depth'> = {
  宽: 'width',
  宽度: 'width',
  wide: 'width',
  width: 'width',
  高: 'height',
  高度: 'height',
  high: 'height',
  tall: 'height',
  深: 'depth',
  深度: 'depth',
  厚: 'depth',
  deep: 'depth',
}
const SIDE_SLACK_MM = 15
/** More than anybody means; search.ts keeps them as bits of one number. */
const WANTS_MAX = 12

const NUMBER = String.raw`(\d{1,6}(?:\.\d{1,2})?)`
const side = Object.keys(SIDES)
  .sort((a, b) => b.length - a.length)
  .join('|')
const length = Object.keys(LENGTH_MM).join('|')
const NOT_IN_WORD = String.raw`(?<![a-z0-9.-])`
const patterns = {
  price_under: new RegExp(String.raw`(?:under|below|less than)\s*[¥￥]?\s*${NUMBER}(?:元|块)?`, 'g'),
  price_below: new RegExp(String.raw`[¥￥]?${NUMBER}\s*(?:元|块钱|块)?\s*(?:以下|以内|之内|内)`, 'g'),
  price_above: new RegExp(String.raw`[¥￥]?${NUMBER}\s*(?:元|块钱|块)?\s*以上`, 'g'),
  price_between: new RegExp(String.raw`[¥￥]?${NUMBER}\s*(?:-|~|到|至)\s*${NUMBER}\s*(?:元|块钱|块)`, 'g'),
  grade: /(?:新?([1-5])级(?:能效|节能|能耗)|新([1-5])级|grade ([1-5])|([1-5])级)(?![a-z0-9])/g,
  side_first: new RegExp(String.raw`(${side})\s*(?:是|约|为)?\s*${NUMBER}\s*(${length})?`, 'g'),
  length: new RegExp(
    [
      String.raw`${NOT_IN_WORD}${NUMBER}\s*(${length})?\s*(${side})`,
      String.raw`${NOT_IN_WORD}${NUMBER}\s*(${length})(?![a-z])`,
    ].join('|'),
    'g',
  ),
  half_hp: /(\d)匹半/g,
  chinese_number: /([一二两三四五六七八九十]{1,3})(?=(?:公斤|匹|英寸|寸|套|级|升|瓶|眼))/g,
}
const unitPatterns = UNITS.map((unit) => {
  const names = unit.names
    .split('|')
    .sort((a, b) => b.length - a.length)
    .join('|')
  return new RegExp(String.raw`${NOT_IN_WORD}${NUMBER}\s*(?:${names})(?![a-z0-9])`, 'g')
})
const colourPattern = new RegExp(
  [...colours.keys()]
    .sort((a, b) => b.length - a.length)
    .map((word) => (/[a-z]/.test(word) ? String.raw`\b${word}\b(?!\s*goods)` : word))
    .join('|'),
  'g',
)

const DIGITS = '零一二三四五六七八九'
function chineseNumber(text: string): string {
  const one = text.replaceAll('两', '二')
  const ten = one.indexOf('十')
  if (ten < 0) return one.length === 1 ? String(DIGITS.indexOf(one)) : text
  const tens = ten === 0 ? 1 : DIGITS.indexOf(one[0]!)
  return String(tens * 10 + (ten + 1 < one.length ? DIGITS.indexOf(one[ten + 1]!) : 0))
}

/** A number of a side without a unit: 60 is centimetres, 600 millimetres. */
const inMm = (value: number, unit: string | undefined) =>
  unit === undefined ? (value < 260 ? value * 10 : value) : value * (LENGTH_MM[unit] ?? 1)

function readPrices(text: string, wants: Want[]): string {
  const price = (typed: string, from: number, to: number) => {
    wants.push({ kind: 'price', typed: typed.trim(), fen_min: from * 100, fen_max: to * 100 })
    return ' '
  }
  return text
    .replace(patterns.price_between, (typed, from, to) => price(typed, Number(from), Number(to)))
    .replace(patterns.price_under, (typed, to) => price(typed, 0, Number(to)))
    .replace(patterns.price_below, (typed, to) => (Number(to) < 50 ? typed : price(typed, 0, Number(to))))
    .replace(patterns.price_above, (typed, from) =>
      Number(from) < 50 ? typed : price(typed, Number(from), 1_000_000),
    )
}

function readSides(text: string, wants: Want[]): string {
  const add = (typed: string, name: string | undefined, value: string, unit: string | undefined) => {
    const mm = inMm(Number(value), unit)
    if (mm < 50 || mm > 3_000) return typed
    wants.push({ kind: 'side', typed: typed.trim(), side: SIDES[name ?? '宽']!, mm, slack: SIDE_SLACK_MM })
    return ' '
  }
  return text
    .replace(patterns.side_first, (typed, name, value, unit) => add(typed, name, value, unit))
    .replace(patterns.length, (typed, value, unit, name, bare, bareUnit) =>
      add(typed, name, value ?? bare, unit ?? bareUnit),
    )
}

/** The wants of a normalised text and the text without them. */
export function readWants(text: string): { wants: Want[]; rest: string } {
  const wants: Want[] = []
  let rest = text
    .replace(patterns.chinese_number, (typed, digits) => chineseNumber(digits) || typed)
    .replace(patterns.half_hp, '$1.5匹')
  if (/\d/.test(rest)) {
    rest = readPrices(rest, wants)
    rest = rest.replace(patterns.grade, (typed, ...grades: (string | undefined)[]) => {
      const grade = grades.slice(0, 4).find((one) => one !== undefined)
      wants.push({ kind: 'grade', typed, grade: Number(grade) })
      return ' '
    })
    rest = readSides(rest, wants)
    for (const [at, unit] of UNITS.entries()) {
      rest = rest.replace(unitPatterns[at]!, (typed, number) => {
        const value = Number(number) * (unit.scale ?? 1)
        const slack = unit.slack?.(value) ?? 0.001
        wants.push({ kind: 'attribute', typed: typed.trim(), codes: unit.codes.split(' '), value, slack })
        return ' '
      })
    }
  }
  rest = rest.replace(colourPattern, (typed) => {
    wants.push({ kind: 'finish', typed, finishes: colours.get(typed) ?? [] })
    return ' '
  })
  return { wants: wants.slice(0, WANTS_MAX), rest: rest.replace(/\s+/g, ' ').trim() }
}

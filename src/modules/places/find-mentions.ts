// Finds where an address names provinces, cities, counties and towns. It decides nothing: a name may mean
// many places.
import type { CleanAddress } from './clean-address.ts'
import { provinceLetters } from './former-names.ts'
import { placeNames, type Ref } from './place-names.ts'

export type Mention = {
  start: number
  end: number
  refs: readonly Ref[]
  /** 9-digit codes of the towns of this name. */
  towns: readonly string[]
  /** A full name, which must not be left unexplained. */
  strong: boolean
}

// A short name in front of these is a road, a building or another district's name, not the place.
const roadBehind =
  /^(?:[东西南北中大新老上下一二三四五六七八九十\d]{0,3}(?:路|街(?!道)|巷|弄|胡同|大街|大道|公路|高速|环线))/
const thingBehind = new RegExp(
  '^(?:道(?!里|外|县|真|孚)|街道|镇|乡|村|市|县|区|省|州|盟|旗|桥|大厦|大楼|广场|小区|新村|花园|公园|' +
    '宾馆|酒店|饭店|银行|大学|学院|医院|中学|小学|公司|集团|商场|商城|山庄|苑|里|人(?!民)|菜|牌|话|站|港路|' +
    '保险|汽车|家园|新城|烤|面馆)',
)
const otherThing = (behind: string) => roadBehind.test(behind) || thingBehind.test(behind)

const connectors = '在到至寄送往于是住的去回'

const letterCodes = new Map(
  [...provinceLetters.matchAll(/(\D)(\d\d)/g)].map(([, letter, code]) => {
    const municipality = ['11', '12', '31', '50'].includes(code!)
    const level = municipality ? ('city' as const) : ('province' as const)
    const full = municipality ? `${code}0100` : `${code}0000`
    return [letter!, { level, code: full, kind: 'short', weight: 0.5, needs: null } satisfies Ref]
  }),
)

/** Whether text[start, end) is written together, or letter by letter with a gap around each. */
function written(address: CleanAddress, start: number, end: number): 'whole' | 'spaced' | 'broken' {
  let inner = 0
  for (let at = start + 1; at < end; at++) inner += address.gaps[at]!
  if (inner === 0) return 'whole'
  const around = address.gaps[start] && address.gaps[end]
  return inner === end - start - 1 && around ? 'spaced' : 'broken'
}

function placeStartsAt(text: string, at: number): boolean {
  const { named, lengthsOf } = placeNames()
  const lengths = lengthsOf.get(text.slice(at, at + 2))
  if (!lengths) return false
  for (let length = 12; length >= 2; length--)
    if (lengths & (1 << length) && named.get(text.slice(at, at + length))?.some((ref) => ref.weight >= 1))
      return true
  return false
}

type Scan = { address: CleanAddress; ends: Uint8Array; mentions: Mention[] }

const leftEdge = ({ address, ends }: Scan, start: number) =>
  address.gaps[start] === 1 || ends[start] === 1 || connectors.includes(address.text[start - 1]!)

function shortFits(scan: Scan, start: number, end: number): boolean {
  if (!leftEdge(scan, start)) return false
  const { text, gaps } = scan.address
  return gaps[end] === 1 || !otherThing(text.slice(end, end + 8)) || placeStartsAt(text, end)
}

function usableRefs(scan: Scan, start: number, end: number, refs: readonly Ref[]): Ref[] {
  const whole = written(scan.address, start, end)
  let fits: boolean | null = null
  return refs.filter((ref) => {
    const short = ref.kind === 'short' || (ref.kind === 'zone' && end - start < 4)
    if (whole === 'broken' && (short || end - start < 3)) return false
    // 理县 inside 大理县 is no county: names this short need an edge.
    if (end - start === 2 && ref.level === 'county' && !leftEdge(scan, start)) return false
    if (short) fits ??= shortFits(scan, start, end)
    return short ? fits : true
  })
}

// 大街街道 inside 北大街街道 is no town: something must end in front of it, known to us or not.
const townFits = (scan: Scan, start: number, end: number) =>
  written(scan.address, start, end) !== 'broken' &&
  (leftEdge(scan, start) || '区县市旗州'.includes(scan.address.text[start - 1]!))

function mentionAt(scan: Scan, start: number, length: number): Mention | null {
  const { named, townsNamed } = placeNames()
  const name = scan.address.text.slice(start, start + length)
  const all = named.get(name)
  const towns = length > 2 ? townsNamed.get(name) : undefined
  if (!all && !towns) return null
  const end = start + length
  const refs = all ? usableRefs(scan, start, end, all) : []
  const townCodes = towns === undefined || !townFits(scan, start, end) ? [] : towns
  if (refs.length === 0 && townCodes.length === 0) return null
  const strong = refs.some((ref) => ref.kind !== 'short' && ref.kind !== 'zone' && ref.needs === null)
  return { start, end, refs, towns: typeof townCodes === 'string' ? [townCodes] : townCodes, strong }
}

function letterAt(scan: Scan, start: number): Mention | null {
  const ref = letterCodes.get(scan.address.text[start]!)
  if (!ref || !leftEdge(scan, start)) return null
  const next = scan.address.text[start + 1] === '省' ? start + 2 : start + 1
  if (!startsAnyPlace(scan.address.text, next)) return null
  return { start, end: next, refs: [ref], towns: [], strong: false }
}

function startsAnyPlace(text: string, at: number): boolean {
  const { named, lengthsOf } = placeNames()
  const lengths = lengthsOf.get(text.slice(at, at + 2)) ?? 0
  for (let length = 2; length <= 12; length++)
    if (lengths & (1 << length) && named.has(text.slice(at, at + length))) return true
  return false
}

/** All mentions by start, the longest first at each place. Overlaps are kept: 内江市中区 needs them. */
export function findMentions(address: CleanAddress): Mention[] {
  const { lengthsOf } = placeNames()
  const { text } = address
  const scan: Scan = { address, ends: new Uint8Array(text.length + 1), mentions: [] }
  for (let start = 0; start + 1 < text.length; start++) {
    const lengths = lengthsOf.get(text.slice(start, start + 2)) ?? 0
    let any = false
    for (let length = Math.min(29, text.length - start); length >= 2 && lengths; length--) {
      if (!(lengths & (1 << length))) continue
      const mention = mentionAt(scan, start, length)
      if (!mention) continue
      any = true
      scan.mentions.push(mention)
      scan.ends[mention.end] = 1
    }
    const letter = any ? null : letterAt(scan, start)
    if (letter) {
      scan.mentions.push(letter)
      scan.ends[letter.end] = 1
    }
  }
  return scan.mentions
}

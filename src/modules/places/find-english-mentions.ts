// Finds provinces, cities and counties in English or pinyin: "Wuhou District, Chengdu", "Wu Hou Qu".
import type { CleanAddress } from './clean-address.ts'
import { cities, counties, provinces } from './districts.ts'
import type { Mention } from './find-mentions.ts'
import { type Ref, weights } from './place-names.ts'

const words_max = 9

const plain = (text: string) =>
  text
    .normalize('NFD')
    .toLowerCase()
    .replace(/[\u0300-\u036f'’`]/g, '')

export const hasLatinWords = (text: string) => /[a-z]{2}/i.test(text)

const endings: Record<string, string[]> = {
  区: ['district', 'qu', 'distr', 'dist'],
  县: ['county', 'xian'],
  市: ['city', 'shi'],
  旗: ['banner', 'qi'],
  州: ['prefecture', 'zhou', 'autonomousprefecture'],
  盟: ['league', 'meng'],
  省: ['province', 'sheng'],
}

/** Pinyin of places whose English name is another one. */
const pinyinNames = `
xizang 540000|tibet 540000|neimenggu 150000|innermongolia 150000|shanxisheng 140000|huhehaote 150100
huhhot 150100|haerbin 230100|haerbinshi 230100|wulumuqi 650100|wulumuqishi 650100|lasa 540100
eerduosi 150600|qiqihaer 230200|kelamayi 650200|tulufan 650400|rikaze 540200|kashi 653100
peking 110100|canton 440100|wulanchabu 150900|hulunbeier 150700|bayannaoer 150800|xilinguole 152500
yilihasake 654000|xian 610100|lvliang 141100`

const known = new Map<string, Ref[]>()

function add(key: string, ref: Ref) {
  const refs = known.get(key)
  if (!refs) known.set(key, [ref])
  else if (!refs.some((each) => each.code === ref.code && each.level === ref.level)) refs.push(ref)
}

function addDistrict(level: 'province' | 'city' | 'county', code: string, chinese: string, english: string) {
  const full = plain(english).replace(/[^a-z]/g, '')
  const stem = plain(english)
    .replace(/ (district|county|banner|league|prefecture|new area|forestry district|special district)$/, '')
    .replace(/ ([a-z ,]+) autonomous (county|prefecture|banner)$/, '')
    .replace(/[^a-z]/g, '')
  const { name, short } = weights[level]
  const ref = (weight: number, kind: 'name' | 'short'): Ref => ({
    level,
    code,
    kind,
    weight,
    needs: kind === 'short' && level === 'county' ? 'parent' : null,
  })
  // A county-level city has no suffix in English: "Yiwu" may also be a county of that reading.
  add(full, full === stem ? ref(short + 0.6, 'short') : ref(name, 'name'))
  add(stem, ref(short, 'short'))
  for (const ending of endings[chinese.at(-1)!] ?? []) add(stem + ending, ref(name, 'name'))
}

let built = false
function gazetteer() {
  if (built) return known
  for (const { code, name_zh, name_en } of provinces()) addDistrict('province', code, name_zh, name_en)
  for (const { code, name_zh, name_en, delivered } of cities())
    if (delivered) addDistrict('city', code, name_zh, name_en)
  for (const { code, name_zh, name_en } of counties()) addDistrict('county', code, name_zh, name_en)
  for (const entry of pinyinNames.split(/[|\n]/).filter(Boolean)) {
    const [name = '', code = ''] = entry.split(' ')
    const level = code.endsWith('0000') ? 'province' : 'city'
    add(name, { level, code, kind: 'name', weight: weights[level].name, needs: null })
  }
  built = true
  return known
}

const road = new RegExp(
  '^(?:(?:east|west|north|south|middle|dong|xi|nan|bei|zhong)?(?:road|rd|street|st|avenue|ave|lane|lu|jie|' +
    'dajie|dadao|xiang|hutong|boulevard|blvd|highway|bridge|university|hotel|hospital|airport|tower|' +
    'plaza|garden))$',
)

type Word = { text: string; start: number; end: number }

function wordsOf(readable: string): Word[] {
  const letters = readable.replace(/['’`]/g, '_')
  return [...letters.matchAll(/[\p{L}_]+/gu)].map((match) => ({
    text: plain(match[0]).replaceAll('_', ''),
    start: match.index,
    end: match.index + match[0].length,
  }))
}

const isRoad = (words: Word[], at: number) => {
  const next = words[at]?.text ?? ''
  return road.test(next) || road.test(next + (words[at + 1]?.text ?? ''))
}

/** Positions are mapped back to the cleaned text, so that the same weighing serves both languages. */
export function findEnglishMentions(address: CleanAddress): Mention[] {
  const names = gazetteer()
  const words = wordsOf(address.readable).slice(0, 80)
  const place = new Map<number, number>()
  for (let at = 0; at <= address.text.length; at++) place.set(address.origin[at]!, at)
  const position = (readable: number): number => {
    for (let at = readable; at <= address.readable.length; at++) {
      const found = place.get(at)
      if (found !== undefined) return found
    }
    return address.text.length
  }
  const mentions: Mention[] = []
  for (let first = 0; first < words.length; first++) {
    let joined = ''
    for (let last = first; last < Math.min(words.length, first + words_max); last++) {
      joined += words[last]!.text
      const found = names.get(joined)
      const usable = found?.filter((ref) => ref.kind === 'name' || !isRoad(words, last + 1))
      if (!usable || usable.length === 0) continue
      const strong = usable.some((ref) => ref.kind === 'name')
      mentions.push({
        start: position(words[first]!.start),
        end: position(words[last]!.end),
        refs: usable,
        towns: [],
        strong,
      })
    }
  }
  return mentions
}

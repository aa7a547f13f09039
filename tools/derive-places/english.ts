// English names of Chinese districts: pinyin stem, conventional spellings first, plus an English suffix.
import { pinyin } from 'pinyin-pro'
import { peoples, stemReadings, suffixes } from './spelling.ts'

/** In these names the longer suffix belongs to the stem: 新林区 is "Xinlin District". */
const wholeStems = /^(新林|沙县|赣县|梅县|达县|碑林|玉林|.{0,2}[^架]林)区$/

/** What these are called in places, though a general dictionary prefers "dou" and "shen". */
const inPlaces: Record<string, string> = { 都: 'du', 什: 'shi' }

function romanise(stem: string): string {
  const known = stemReadings.get(stem)
  if (known) return known
  const letters = [...stem]
  const syllables = pinyin(stem, { toneType: 'none', type: 'array' })
  let word = ''
  for (const [at, syllable] of syllables.entries()) {
    const plain = inPlaces[letters[at]!] ?? syllable.trim()
    word += word && /^[aoe]/.test(plain) && /[a-zü]$/.test(word) ? `'${plain}` : plain
  }
  return word.charAt(0).toUpperCase() + word.slice(1)
}

/** Cuts the peoples' names off the end of an autonomous area's stem: 恩施土家族苗族 → 恩施 + Tujia, Miao. */
function splitPeoples(stem: string): { stem: string; names: string[] } {
  const names: string[] = []
  let rest = stem
  for (;;) {
    const people = stemReadings.has(rest) ? undefined : peoples.find(([chinese]) => rest.endsWith(chinese))
    if (!people) return { stem: rest, names }
    names.unshift(people[1])
    rest = rest.slice(0, -people[0].length)
  }
}

const listed = (names: string[]) =>
  names.length > 2 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : names.join(' and ')

/** English name of one district, without its parents: 武侯区 → Wuhou District, 成都市 → Chengdu. */
export function englishName(chinese: string): string {
  const name = chinese.replace(/[（）()·\s]/g, '')
  const suffix = wholeStems.test(name)
    ? (['区', 'District'] as const)
    : suffixes.find(([ending]) => name.endsWith(ending) && name.length > ending.length)
  if (!suffix || /^.市$/.test(name)) return romanise(name)
  const [ending, english] = suffix
  const whole = name.slice(0, -ending.length)
  const ethnic = /自治|民族/.test(ending) || (/^(区|乡|镇|苏木)$/.test(ending) && whole.endsWith('族'))
  const { stem, names } = ethnic ? splitPeoples(whole) : { stem: whole, names: [] }
  const kind = names.length > 0 && /^(乡|镇|苏木)$/.test(ending) ? `Ethnic ${english}` : english
  return [stem && romanise(stem), english && listed(names), kind].filter(Boolean).join(' ')
}

/**
 * A development zone carries its province's and city's names in front: the city stays, as a word of its
 * own.
 */
export function zoneName(chinese: string, province: string, city: string): string {
  const provinceStem = province.replace(/(省|市|壮族自治区|回族自治区|维吾尔自治区|自治区)$/, '')
  const cityStem = city.replace(/市$/, '')
  const local = chinese.startsWith(cityStem) ? chinese : chinese.replace(new RegExp(`^${provinceStem}`), '')
  if (suffixes.some(([suffix]) => suffix === local)) return englishName(chinese)
  if (!local.startsWith(cityStem)) return englishName(local)
  const rest = local.slice(cityStem.length).replace(/^市/, '')
  const ending = suffixes.find(([suffix]) => suffix === rest)
  return `${englishName(city)} ${ending ? ending[1] : englishName(rest)}`
}

// Cuts text into words: Chinese by jieba with the appliance dictionary and the catalog's own names, Latin by
// runs of letters and digits with a light English stem. jieba's general dictionary (38 MB) stays out: what it
// would add are words that no product carries; signs outside our dictionary fall back to pairs.
import { Jieba } from '@node-rs/jieba'
import { applianceWords } from './appliance-words.ts'

export type Tokeniser = {
  /** Words of a normalised text in reading order; a Chinese word may be a single sign. */
  cut: (text: string) => string[]
  /** The same with the shorter words inside longer ones, for the index. */
  cutFine: (text: string) => string[]
}

const RUN = /[㐀-鿿]+|[a-z0-9]+(?:[-./][a-z0-9]+)*/g
const CHINESE = /^[㐀-鿿]/
export const isChinese = (word: string) => CHINESE.test(word)

const plainWord = /^[㐀-鿿]{2,10}$/

/** A tokeniser that knows the dictionary and the given names. */
export function tokeniser(names: Iterable<string>): Tokeniser {
  const words = new Set(applianceWords)
  for (const name of names) if (plainWord.test(name)) words.add(name)
  // All words weigh the same: then fewer, longer words win, which is what names need.
  const lines = [...words].map((word) => `${word} ${word.length > 1 ? 1000 : 10} n`)
  const jieba = new Jieba()
  jieba.loadDict(Buffer.from(`${lines.join('\n')}\n`))
  const cutWith = (text: string, cutChinese: (run: string) => string[]) => {
    const found: string[] = []
    for (const run of text.match(RUN) ?? []) {
      if (!isChinese(run)) found.push(...latin(run))
      else if (words.has(run) && cutChinese === cutOnce) found.push(run)
      else found.push(...cutChinese(run))
    }
    return found
  }
  const cutOnce = (run: string) => joinSingles(jieba.cut(run, false))
  const cutFine = (run: string) => [...joinSingles(jieba.cut(run, false)), ...jieba.cutForSearch(run, false)]
  return {
    cut: (text) => cutWith(text, cutOnce),
    cutFine: (text) => [...new Set(cutWith(text, cutFine))],
  }
}

/** Neighbouring single signs that no dictionary knows become one word: it is looked up by its pairs. */
function joinSingles(words: string[]): string[] {
  const joined: string[] = []
  let run = ''
  for (const word of words) {
    if (word.length === 1) {
      run += word
      continue
    }
    if (run) joined.push(run)
    run = ''
    joined.push(word)
  }
  if (run) joined.push(run)
  return joined
}

/** `bcd-456w` stands whole; words joined by hyphens come apart and are stemmed. */
function latin(run: string): string[] {
  return /\d/.test(run) ? [run] : run.split(/[-./]/).map(stem)
}

/** Plural endings only: hobs, dishes, batteries. */
export function stem(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`
  if (word.length > 4 && /(ch|sh|x|ss)es$/.test(word)) return word.slice(0, -2)
  if (word.length > 3 && word.endsWith('s') && !/(ss|us|is)$/.test(word)) return word.slice(0, -1)
  return word
}

/** Overlapping pairs of a Chinese word, the fallback for what no dictionary knows. */
export function pairs(word: string): string[] {
  const found: string[] = []
  for (let i = 0; i + 1 < word.length; i++) found.push(word.slice(i, i + 2))
  return found
}

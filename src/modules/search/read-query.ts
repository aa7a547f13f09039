// Reads a query: which words of the index each typed word may mean, exactly, by its beginning, its sound, as
// part of a model number, or with a slip of the finger. Nothing found for a word is said, not hidden.
import { bareModel, fields, type Posting, type SearchIndex } from './search-index.ts'
import { idleWords } from './appliance-words.ts'
import { editDistance } from './near-words.ts'
import { blunt, soundOf } from './pinyin.ts'
import { readWants, type Want } from './read-wants.ts'
import { normalise } from './search-words.ts'
import { isChinese, pairs } from './tokenise.ts'

export type How = 'exact' | 'beginning' | 'pinyin' | 'initials' | 'sound' | 'typo' | 'model' | 'part'
type Meaning = { posting: Posting; factor: number; how: How }
/** One typed word with all that it may mean; a product counts its best meaning. */
export type Token = { typed: string; meanings: readonly Meaning[] }
export type Query = { text: string; tokens: Token[]; ignored: string[]; wants: Want[] }

const WORDS_MAX = 12
const BEGINNINGS_MAX = 24
const MODEL_FIELD = fields.indexOf('model')
const CATEGORY_FIELD = fields.indexOf('category')
const FACTOR: Record<How, number> = {
  exact: 1,
  beginning: 0.8,
  pinyin: 0.95,
  initials: 0.8,
  sound: 0.75,
  typo: 0.6,
  model: 1,
  part: 0.5,
}

export function readQuery(index: SearchIndex, typed: string): Query {
  const text = normalise(typed)
  const { wants, rest } = readWants(text)
  const words = index.tokens.cut(rest).slice(0, WORDS_MAX)
  const heavy = words.filter((word) => !idleWords.has(word))
  const kept = heavy.length > 0 ? heavy : wants.length > 0 ? [] : words
  const tokens: Token[] = []
  const ignored: string[] = []
  for (let at = 0; at < kept.length; at++) {
    const found = meaningsOf(index, kept[at]!, at === kept.length - 1)
    if (found.length > 0) {
      tokens.push(...found)
      continue
    }
    const joined = joinedTypo(index, kept, at, tokens)
    if (joined === 0) ignored.push(kept[at]!)
    else at += joined - 1
  }
  return { text, tokens, ignored, wants }
}

const exact = (index: SearchIndex, words: readonly string[], how: How): Meaning[] =>
  words.flatMap((word) => {
    const posting = index.postings.get(word)
    return posting ? [{ posting, factor: FACTOR[how], how }] : []
  })

function meaningsOf(index: SearchIndex, word: string, last: boolean): Token[] {
  return isChinese(word) ? chineseTokens(index, word) : latinTokens(index, word, last)
}

const one = (typed: string, meanings: Meaning[]): Token[] =>
  meanings.length > 0 ? [{ typed, meanings }] : []

function chineseTokens(index: SearchIndex, word: string): Token[] {
  const found = exact(index, [word], 'exact')
  if (found.length > 0) return one(word, found)
  const inside = index.tokens.cutFine(word).filter((part) => part !== word && part.length > 1)
  const known = inside.filter((part) => index.postings.has(part))
  if (known.length > 0 && known.join('').length >= word.length - 1) {
    return known.flatMap((part) => one(part, exact(index, [part], 'exact')))
  }
  const slips = chineseSlip(index, word)
  if (slips.length > 0) return one(word, slips)
  const parts = pairs(word).filter((pair) => index.postings.has(pair))
  return parts.length * 2 >= word.length - 1 ? one(word, exact(index, parts, 'part')) : []
}

/** Another word of the same sound (洗完机 → 洗碗机), or of the same length with one sign changed. */
function chineseSlip(index: SearchIndex, word: string): Meaning[] {
  if (word.length < 2 || word.length > 8) return []
  const { full } = soundOf(word)
  const alike = exact(index, index.pinyin.get(full) ?? [], 'sound')
  if (alike.length > 0) return alike
  const blunted = exact(index, index.blunt.get(blunt(full)) ?? [], 'sound')
  if (blunted.length > 0) return blunted
  const changed = (index.byLength.get(word.length) ?? []).filter(
    (other) => editDistance(word, other, 1) === 1,
  )
  return exact(index, changed, 'typo')
}

/** A slip can tear a word apart (烘干鸡 → 烘干, 鸡): tries it together with its neighbours. */
function joinedTypo(index: SearchIndex, words: readonly string[], at: number, tokens: Token[]): number {
  if (!isChinese(words[at]!)) return 0
  const before = at > 0 && isChinese(words[at - 1]!) ? words[at - 1]! : ''
  const after = words[at + 1] && isChinese(words[at + 1]!) ? words[at + 1]! : ''
  const tries: [string, boolean, boolean][] = [
    [before + words[at]!, true, false],
    [words[at]! + after, false, true],
    [before + words[at]! + after, true, true],
  ]
  for (const [word, withBefore, withAfter] of tries) {
    const meanings = word.length > words[at]!.length ? chineseSlip(index, word) : []
    if (meanings.length === 0) continue
    if (withBefore && tokens.at(-1)?.typed === before) tokens.pop()
    tokens.push({ typed: word, meanings })
    return withAfter ? 2 : 1
  }
  return 0
}

function latinTokens(index: SearchIndex, word: string, last: boolean): Token[] {
  const plain = exact(index, [word], 'exact')
  if (plain.length > 0 && !/\d/.test(word)) return one(word, [...plain, ...(last ? begun(index, word) : [])])
  const model = /\d/.test(word) ? modelMeanings(index, word) : []
  if (plain.length + model.length > 0) return one(word, [...plain, ...model])
  const sounds = exact(index, index.pinyin.get(word) ?? [], 'pinyin')
  if (sounds.length > 0) return one(word, sounds)
  const short = word.length >= 2 ? kindsFirst(exact(index, index.initials.get(word) ?? [], 'initials')) : []
  const longer = begun(index, word)
  if (short.length + longer.length > 0) return one(word, [...short, ...longer])
  const pieces = splitPinyin(index, word)
  if (pieces.length > 0) {
    return pieces.flatMap((piece) => one(piece, exact(index, index.pinyin.get(piece) ?? [], 'pinyin')))
  }
  const blunted = exact(index, index.blunt.get(blunt(word)) ?? [], 'sound')
  if (blunted.length > 0 && word.length >= 5) return one(word, blunted)
  return one(word, [...nearMeanings(index, word), ...(word.length >= 3 ? modelMeanings(index, word) : [])])
}

/** bx is 冰箱 before it is 便携: initials that name a kind of goods name nothing else. */
function kindsFirst(meanings: Meaning[]): Meaning[] {
  const kinds = meanings.filter(({ posting }) => posting.field.includes(CATEGORY_FIELD))
  return kinds.length > 0 ? kinds : meanings
}

const wordsOfKey = (index: SearchIndex, key: string): readonly string[] => [
  ...(index.postings.has(key) ? [key] : []),
  ...(index.pinyin.get(key) ?? []),
]

/** Words that begin so, the shorter the surer. */
function begun(index: SearchIndex, word: string): Meaning[] {
  if (word.length < 2) return []
  const { latin } = index
  let [low, high] = [0, latin.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (latin[middle]! < word) low = middle + 1
    else high = middle
  }
  const found: Meaning[] = []
  for (let at = low; at < latin.length && found.length < BEGINNINGS_MAX; at++) {
    const key = latin[at]!
    if (!key.startsWith(word)) break
    if (key === word) continue
    for (const meaning of exact(index, wordsOfKey(index, key), 'beginning')) {
      found.push({ ...meaning, factor: FACTOR.beginning * (word.length / key.length) ** 0.5 })
    }
  }
  return found
}

/** qianrushixiwanji → qianrushi xiwanji: the fewest known sounds that make up the whole. */
function splitPinyin(index: SearchIndex, word: string): string[] {
  if (word.length > 40 || !/^[a-z]+$/.test(word)) return []
  const best: (string[] | null)[] = [[]]
  for (let end = 1; end <= word.length; end++) {
    best[end] = null
    for (let start = Math.max(0, end - 24); start < end - 2; start++) {
      const head = best[start]
      const piece = word.slice(start, end)
      if (!head || !index.pinyin.has(piece)) continue
      if (!best[end] || head.length + 1 < best[end]!.length) best[end] = [...head, piece]
    }
  }
  return best[word.length] ?? []
}

function nearMeanings(index: SearchIndex, word: string): Meaning[] {
  if (word.length < 4 || !/^[a-z]+$/.test(word)) return []
  const near = index.near.near(word, word.length >= 7 ? 2 : 1)
  const least = near[0]?.distance
  return near
    .filter(({ distance }) => distance === least)
    .flatMap((one) => exact(index, wordsOfKey(index, one.word), 'typo'))
}

/** Models and article codes that contain the characters; the larger the part, the surer. */
function modelMeanings(index: SearchIndex, word: string): Meaning[] {
  const part = bareModel(word)
  if (part.length < 2) return []
  const { text, starts, docs } = index.models
  const weights = new Map<number, number>()
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    const entry = entryAt(starts, at)
    const end = (starts[entry + 1] ?? text.length) - 1
    const share = part.length / (end - starts[entry]!)
    const weight = 4 + 8 * share + (at === starts[entry] ? 1 : 0)
    const doc = docs[entry]!
    weights.set(doc, Math.max(weights.get(doc) ?? 0, weight))
  }
  if (weights.size === 0) return []
  const order = [...weights.keys()].sort((a, b) => a - b)
  const posting: Posting = {
    word: part,
    docs: Uint32Array.from(order),
    weight: Float32Array.from(order, (doc) => weights.get(doc)!),
    field: new Uint8Array(order.length).fill(MODEL_FIELD),
  }
  return [{ posting, factor: FACTOR.model, how: 'model' }]
}

function entryAt(starts: Uint32Array, at: number): number {
  let [low, high] = [0, starts.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (starts[middle]! <= at) low = middle
    else high = middle - 1
  }
  return low
}

/** Names near a text that nothing was found by: of nearly the same sound as it or as a piece of it. */
export function suggestions(text: string, names: readonly string[]): string[] {
  const bare = text.replace(/[^a-z㐀-鿿]/g, '').slice(0, 16)
  if (bare.length < 2) return []
  const sound = blunt(soundOf(bare).full)
  const scored = names.map((name) => {
    const own = blunt(soundOf(name.toLowerCase().replaceAll(' ', '')).full)
    const most = Math.floor(own.length / 4)
    let distance = editDistance(sound, own, most)
    for (let at = 0; at + own.length <= sound.length && distance > 0; at++) {
      distance = Math.min(distance, editDistance(sound.slice(at, at + own.length), own, most))
    }
    return { name, distance, most, length: own.length }
  })
  return scored
    .filter(({ distance, most, length }) => distance <= most && length >= 4)
    .sort((a, b) => a.distance - b.distance || b.length - a.length)
    .slice(0, 3)
    .map(({ name }) => name)
}

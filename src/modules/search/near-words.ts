// Words that differ by one or two letters: candidates by shared letter pairs, then the edit distance decides
// (Damerau-Levenshtein in its optimal string alignment form).

export type NearWords = { near: (word: string, most: number) => { word: string; distance: number }[] }

const CANDIDATES_MAX = 24

const lettersOf = (word: string) => {
  const framed = `^${word}$`
  return Array.from({ length: framed.length - 1 }, (_, i) => framed.slice(i, i + 2))
}

export function nearWords(vocabulary: readonly string[]): NearWords {
  const holders = new Map<string, number[]>()
  for (const [at, word] of vocabulary.entries()) {
    for (const pair of new Set(lettersOf(word))) {
      const list = holders.get(pair)
      if (list) list.push(at)
      else holders.set(pair, [at])
    }
  }
  const shared = new Uint8Array(vocabulary.length)
  return {
    near(word, most) {
      const touched: number[] = []
      for (const pair of new Set(lettersOf(word))) {
        for (const at of holders.get(pair) ?? []) {
          if (shared[at] === 0) touched.push(at)
          shared[at]!++
        }
      }
      const fits = touched.filter((at) => Math.abs(vocabulary[at]!.length - word.length) <= most)
      fits.sort((a, b) => shared[b]! - shared[a]! || a - b)
      for (const at of touched) shared[at] = 0
      return fits
        .slice(0, CANDIDATES_MAX)
        .map((at) => ({ word: vocabulary[at]!, distance: editDistance(word, vocabulary[at]!, most) }))
        .filter(({ distance }) => distance <= most)
        .sort((a, b) => a.distance - b.distance)
    },
  }
}

/** Insertions, deletions, substitutions and swaps of neighbours; more than `most` is told as `most + 1`. */
export function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let before: number[] = []
  let above = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    let least = i
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let value = Math.min(above[j]! + 1, row[j - 1]! + 1, above[j - 1]! + cost)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (swapped) value = Math.min(value, before[j - 2]! + 1)
      row.push(value)
      least = Math.min(least, value)
    }
    if (least > most) return most + 1
    before = above
    above = row
  }
  return Math.min(above[b.length]!, most + 1)
}

// Chinese words by their sound: full pinyin and initials, and a blunted form for sounds often mixed up.
import { pinyin } from 'pinyin-pro'

export type Sound = { full: string; initials: string }

const syllables = (word: string) => pinyin(word, { toneType: 'none', type: 'array', v: true })

/** 洗碗机 → xiwanji, xwj. */
export function soundOf(word: string): Sound {
  const all = syllables(word).map((syllable) => syllable.replace('ü', 'v'))
  return { full: all.join(''), initials: all.map((syllable) => syllable[0] ?? '').join('') }
}

/** zh = z, ch = c, sh = s, -ng = -n, l = n: what southern speakers and hasty fingers mix up. */
export const blunt = (full: string) =>
  full
    .replace(/([zcs])h/g, '$1')
    .replace(/ng(?![aeiouv])/g, 'n')
    .replaceAll('l', 'n')

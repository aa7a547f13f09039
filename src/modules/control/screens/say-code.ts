// A code of the audit in words.
import type { Lang } from '../../../platform/types.ts'
import { sayIfKnown } from '../../../web/words/words.ts'
import { codeWords } from './code-words.ts'
import { deedWords } from './deed-words.ts'

/** One that nobody wrote down is shown as it is. */
export const sayCode = (lang: Lang, code: string): string =>
  sayIfKnown(codeWords, lang, code) ?? sayIfKnown(deedWords, lang, code) ?? code

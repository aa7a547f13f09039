// The reader's view of the page: language, clock and address, the same on the server and in the browser.
import { createContext, useContext } from 'react'
import type { Lang } from '../../platform/types.ts'
import { type Say, say, type Words } from './words.ts'

export type View = {
  lang: Lang
  /** When the page was rendered, ms; countdowns start from it so that hydration matches. */
  now: number
  /** Path with query, for the language switch and `next`. */
  url: string
}

export const ViewContext = createContext<View>({ lang: 'zh-CN', now: Date.now(), url: '/' })
export const useView = () => useContext(ViewContext)
export const useLang = () => useContext(ViewContext).lang

/** `const t = useWords(orderWords)`; `t('title')`. */
export const useWords = <Z extends Record<string, string>>(dictionary: Words<Z>): Say<Z> =>
  say(dictionary, useLang())

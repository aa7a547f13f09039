// The two choices every page offers: language (works without script) and light or dark.
import { type FormEvent, useEffect, useState } from 'react'
import { commonWords } from '../words/common.ts'
import { useView, useWords } from '../words/use-words.ts'
import { Icon } from './icons.tsx'

const key =
  'inline-flex min-h-11 min-w-11 items-center justify-center gap-2 rounded-field px-3 text-14 whitespace-nowrap text-ink-soft hover:bg-sunk'

/** This address asking for a language; the server keeps the choice in a cookie. */
export function hrefInLanguage(url: string, lang: string): string {
  const [path = '/', query] = url.split('?')
  const params = new URLSearchParams(query)
  params.set('lang', lang)
  return `${path}?${params}`
}

/**
 * The same page in the other language. A button, because it changes a setting: who follows links keeps
 * theirs.
 */
export function LanguageSwitch() {
  const t = useWords(commonWords)
  const { lang, url } = useView()
  const other = lang === 'en' ? 'zh-CN' : 'en'
  const [path = '/', query] = url.split('?')
  // Client routes move the address after the page was rendered.
  const go = (event: FormEvent) => {
    event.preventDefault()
    location.assign(hrefInLanguage(location.pathname + location.search, other))
  }
  return (
    <form action={path} onSubmit={go} className="contents">
      {[...new URLSearchParams(query)].map(
        ([name, value]) =>
          name !== 'lang' && <input key={`${name} ${value}`} type="hidden" name={name} value={value} />,
      )}
      <button type="submit" name="lang" value={other} lang={other} translate="no" className={key}>
        <Icon name="globe" size={18} />
        {t('to_other_language')}
      </button>
    </form>
  )
}

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const year_s = 31_536_000

/** What was chosen: a cookie, so that the server sends the page in it. */
export function readTheme(): Theme {
  const kept = typeof document === 'undefined' ? null : /(?:^|;\s*)theme=(\w+)/.exec(document.cookie)?.[1]
  return themes.find((theme) => theme === kept) ?? 'system'
}

export function applyTheme(theme: Theme) {
  const chosen = theme !== 'system'
  document.cookie = `theme=${chosen ? theme : ''}; Path=/; Max-Age=${chosen ? year_s : 0}; SameSite=Lax`
  if (chosen) document.documentElement.dataset.theme = theme
  else delete document.documentElement.dataset.theme
  dispatchEvent(new Event('themechange'))
}

/** The chosen theme, and what it comes to now (`dark` or not). */
export function useTheme() {
  const [theme, setTheme] = useState<Theme>('system')
  const [dark, setDark] = useState(false)
  useEffect(() => {
    const system = matchMedia('(prefers-color-scheme: dark)')
    const follow = () => {
      const kept = readTheme()
      setTheme(kept)
      setDark(kept === 'dark' || (kept === 'system' && system.matches))
    }
    follow()
    system.addEventListener('change', follow)
    addEventListener('themechange', follow)
    return () => {
      system.removeEventListener('change', follow)
      removeEventListener('themechange', follow)
    }
  }, [])
  return { theme, dark }
}

/** Presses through system, light, dark; its name says which is on. */
export function ThemeSwitch() {
  const t = useWords(commonWords)
  const { theme } = useTheme()
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system'
  return (
    <button type="button" className={key} onClick={() => applyTheme(next)}>
      <Icon name="sun" size={18} />
      <span className="sr-only">{t('theme')}: </span>
      {t(`theme_${theme}`)}
    </button>
  )
}

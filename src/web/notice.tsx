// The two pages nobody plans to see: no such address, and a fault of ours. Plain HTML, no script.
import { renderToStaticMarkup } from 'react-dom/server'
import type { Lang } from '../platform/types.ts'
import { LinkButton } from './kit/button.tsx'
import { Mark } from './kit/icons.tsx'
import { renderDocument } from './ssr.tsx'
import { commonWords } from './words/common.ts'
import { say } from './words/words.ts'

type NoticeProps = { status: 404 | 500; lang: Lang; url: string }

function Notice({ status, lang, url }: NoticeProps) {
  const t = say(commonWords, lang)
  const other = lang === 'en' ? 'zh-CN' : 'en'
  const [title, text] =
    status === 404 ? [t('not_found_title'), t('not_found_text')] : [t('broken_title'), t('broken_text')]
  return (
    <div className="mx-auto flex min-h-dvh max-w-[720px] flex-col px-5">
      <header className="flex items-center justify-between py-3">
        <a href="/" className="flex min-h-11 items-center gap-2 text-20 font-strong">
          <Mark /> {t('brand')}
        </a>
        <form action={url.split('?')[0] || '/'}>
          <button
            type="submit"
            name="lang"
            value={other}
            lang={other}
            className="link flex min-h-11 min-w-11 items-center justify-center"
          >
            {t('to_other_language')}
          </button>
        </form>
      </header>
      <main className="flex grow flex-col items-start justify-center gap-4 pb-[20vh]">
        <DarkRoom />
        <h1 className="text-32">{title}</h1>
        <p className="text-16 text-ink-soft">{text}</p>
        <LinkButton href="/">{t('go_home')}</LinkButton>
      </main>
    </div>
  )
}

/** A room with the light out, and the switch that leads home. */
const DarkRoom = () => (
  <svg viewBox="0 0 320 150" className="mb-2 w-[min(320px,80vw)]" aria-hidden="true">
    <rect width="320" height="130" rx="8" fill="var(--wall)" />
    <rect y="130" width="320" height="20" fill="var(--floor)" />
    <path d="M160 0v34" stroke="var(--ink-faint)" strokeWidth="2" />
    <path d="M142 52a18 18 0 0 1 36 0z" fill="var(--ink-soft)" />
    <rect x="226" y="38" width="58" height="92" fill="var(--cab)" stroke="var(--cab-edge)" strokeWidth="3" />
    <circle cx="274" cy="88" r="3" fill="var(--cab-pull)" />
    <rect x="200" y="78" width="10" height="14" rx="2" fill="var(--light)" />
    <rect
      x="36"
      y="70"
      width="60"
      height="60"
      fill="none"
      stroke="var(--line-firm)"
      strokeWidth="2"
      strokeDasharray="6 5"
    />
  </svg>
)

export function notice(props: NoticeProps & { styles: readonly string[] }): string {
  const t = say(commonWords, props.lang)
  return renderDocument({
    lang: props.lang,
    title: `${props.status === 404 ? t('not_found_title') : t('broken_title')} · ${t('brand')}`,
    body: renderToStaticMarkup(<Notice status={props.status} lang={props.lang} url={props.url} />),
    assets: { styles: props.styles, scripts: [], preloads: [] },
    robots: 'noindex',
  })
}

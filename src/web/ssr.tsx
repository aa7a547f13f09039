// The document around every page: head, the page's data as inert JSON, links to the built files.
import type { ComponentType } from 'react'
import { renderToString } from 'react-dom/server'
import type { Lang } from '../platform/types.ts'
import { type View, ViewContext } from './words/use-words.ts'

export type Assets = {
  styles: readonly string[]
  scripts: readonly string[]
  preloads: readonly string[]
  /** The text of the styles, to spare the first paint a round trip; links are left out then. */
  inline?: string
  /** A script that asks for the others when the page has been painted. */
  starter?: string | undefined
}
export type DocumentParts = {
  lang: Lang
  title: string
  description?: string
  body: string
  /** Goes into `<script type="application/json" id="data">`. */
  data?: unknown
  assets: Assets
  /** The web app manifest of an installable console. */
  manifest?: string
  robots?: 'noindex'
  /** Chosen by the reader; without it the styles follow the system. */
  theme?: 'light' | 'dark' | null
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
export const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (sign) => entities[sign]!)

/** JSON that cannot end its own script element nor open a comment in it. */
export const escapeJson = (value: unknown) =>
  JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')

export function renderBody<D>(Component: ComponentType<{ data: D }>, data: D, view: View): string {
  return renderToString(
    <ViewContext value={view}>
      <Component data={data} />
    </ViewContext>,
  )
}

function scriptTags({ scripts, preloads, starter }: Assets): string[] {
  if (!starter) return scripts.map((src) => `<script type="module" src="${src}"></script>`)
  const modules = [...scripts, ...preloads].join(' ')
  return [`<script type="module" src="${starter}" fetchpriority="low" data-modules="${modules}"></script>`]
}

export function renderDocument(parts: DocumentParts): string {
  const { lang, assets, data } = parts
  const theme = parts.theme ? ` data-theme="${parts.theme}"` : ''
  const head = [
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover">',
    `<title>${escapeHtml(parts.title)}</title>`,
    parts.description && `<meta name="description" content="${escapeHtml(parts.description)}">`,
    parts.robots && `<meta name="robots" content="${parts.robots}">`,
    ...(assets.inline
      ? [`<style>${assets.inline}</style>`]
      : assets.styles.map((href) => `<link rel="stylesheet" href="${href}">`)),
    ...(assets.starter ? [] : assets.preloads).map((href) => `<link rel="modulepreload" href="${href}">`),
    '<link rel="icon" href="/favicon.svg" type="image/svg+xml">',
    parts.manifest && `<link rel="manifest" href="${parts.manifest}">`,
    '<meta name="theme-color" content="#F6F1E8" media="(prefers-color-scheme: light)">',
    '<meta name="theme-color" content="#14161C" media="(prefers-color-scheme: dark)">',
  ]
  const foot = [
    data !== undefined && `<script type="application/json" id="data">${escapeJson(data)}</script>`,
    ...scriptTags(assets),
  ]
  return (
    `<!doctype html><html lang="${lang}"${theme}><head>${head.filter(Boolean).join('')}</head>` +
    `<body><div id="root">${parts.body}</div>${foot.filter(Boolean).join('')}</body></html>`
  )
}

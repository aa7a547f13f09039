// Mounts pages and consoles on fastify. The anonymous tier is answered from memory; everything else is
// rendered for its reader. Unknown addresses get a 404 page in the reader's language.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { createElement } from 'react'
import { type ConsoleMount, tabTitle } from '../web/console/menu.ts'
import { ConsoleShell, type ShellProps } from '../web/console/shell.tsx'
import { notice } from '../web/notice.tsx'
import type { Loaded, Page, Visit } from '../web/page.ts'
import { renderBody, renderDocument } from '../web/ssr.tsx'
import { commonWords } from '../web/words/common.ts'
import { say } from '../web/words/words.ts'
import { assetsOf, inlined, type Manifest, readManifest, serveAssets } from './assets.ts'
import type { Http, Identify } from './http.ts'
import { bodyOf, compress, encodingOf, etagOf, type Kept, keep, makePageCache } from './page-cache.ts'
import { nowMs } from './clock.ts'
import type { Lang } from './types.ts'

export type Site = {
  pages: readonly Page[]
  consoles: readonly ConsoleMount[]
  /** Who asks; called only for requests that carry a session cookie. */
  identify: Identify
  /** Folder of the built client, `dist/client`. */
  client_dir: string
  cache_bytes_max?: number
}

const entryOf = (name: string) => `src/consoles/shop/entries/${name}.tsx`
const sessionCookie = /(?:^|;\s*)(?:__Secure-)?better-auth\.session_token=/
const langCookie = /(?:^|;\s*)lang=(en|zh-CN)(?:;|$)/
const themeCookie = /(?:^|;\s*)theme=(light|dark)(?:;|$)/
const placeCookie = /(?:^|;\s*)place=(\d{6}|\d{9})(?:;|$)/

export const hasSession = (request: FastifyRequest) => sessionCookie.test(request.headers.cookie ?? '')

/** The cookie's word, else the browser's first wish among the two. */
export function langOf(headers: {
  cookie?: string | undefined
  'accept-language'?: string | undefined
}): Lang {
  const chosen = headers.cookie && langCookie.exec(headers.cookie)?.[1]
  if (chosen) return chosen as Lang
  const wished = headers['accept-language'] ?? ''
  const [zh, en] = [wished.search(/\bzh/i), wished.search(/\ben/i)]
  return en >= 0 && (zh < 0 || en < zh) ? 'en' : 'zh-CN'
}

export const themeOf = (cookie: string | undefined) =>
  ((cookie && themeCookie.exec(cookie)?.[1]) || null) as 'light' | 'dark' | null

/** Client hint, else the user agent's own word. */
export const isHandheld = (headers: FastifyRequest['headers']) =>
  headers['sec-ch-ua-mobile'] === '?1' || /\bMobi/.test(headers['user-agent'] ?? '')

export const placeOf = (cookie: string | undefined) => (cookie && placeCookie.exec(cookie)?.[1]) || null

/** The query that a page listens to, in the page's own order, so that one page has one key. */
export function heardQuery(url: string, names: readonly string[] | undefined): URLSearchParams {
  const at = url.indexOf('?')
  if (at < 0) return new URLSearchParams()
  const given = new URLSearchParams(url.slice(at + 1))
  if (!names) return given
  const heard = names.flatMap((name) => given.getAll(name).map((value) => [name, value.slice(0, 200)]))
  return new URLSearchParams(heard)
}

const pathOf = (url: string) => {
  const at = url.indexOf('?')
  return at < 0 ? url : url.slice(0, at)
}

export async function mountSite(app: Http, site: Site) {
  const manifest = readManifest(site.client_dir)
  const cache = makePageCache(site.cache_bytes_max)
  await serveAssets(app, site.client_dir)
  for (const page of site.pages) {
    const answer = page.cache ? cachedAnswer(manifest, site, page, cache) : plainAnswer(manifest, site, page)
    app.get(page.path, (request, reply) => switchLanguage(request, reply) ?? guarded(request, reply, answer))
  }
  for (const mount of site.consoles) mountConsole(app, manifest, mount)
  app.get('/*', (request, reply) => {
    if (!wantsPage(request)) return reply.callNotFound()
    return switchLanguage(request, reply) ?? sendNotice(manifest, request, reply, 404)
  })

  function guarded(request: FastifyRequest, reply: FastifyReply, answer: Answer) {
    return answer(request, reply).catch((error: unknown) => {
      request.log.error({ err: error, id: request.id }, 'page broke')
      return sendNotice(manifest, request, reply, 500)
    })
  }
  return { cache }
}

type Answer = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>

const wantsPage = ({ url, headers }: FastifyRequest) =>
  !url.startsWith('/api/') && (headers.accept ?? '*/*').search(/text\/html|\*\/\*/) >= 0

/** `?lang=en` keeps the choice for a year and drops the word from the address. */
function switchLanguage(request: FastifyRequest, reply: FastifyReply): FastifyReply | null {
  if (!request.url.includes('lang=')) return null
  const query = heardQuery(request.url, undefined)
  const lang = query.get('lang')
  if (lang !== 'en' && lang !== 'zh-CN') return null
  query.delete('lang')
  const back = pathOf(request.url) + (query.size ? `?${query}` : '')
  reply.header('set-cookie', `lang=${lang}; Path=/; Max-Age=31536000; SameSite=Lax`)
  // A path of two slashes would name another host.
  return reply.redirect(back.replace(/^\/{2,}/, '/'), 303)
}

async function visitOf(request: FastifyRequest, site: Site, page: Page, shared: boolean): Promise<Visit> {
  const { headers } = request
  const signed = !shared && hasSession(request) ? await site.identify(request) : null
  return {
    lang: langOf(headers),
    now: nowMs(),
    path: pathOf(request.url),
    params: request.params as Record<string, string>,
    query: heardQuery(request.url, page.cache?.query),
    place: placeOf(headers.cookie),
    theme: themeOf(headers.cookie),
    actor: signed?.actor.person_id ? signed.actor : null,
    handheld: page.cache?.by_device === true && isHandheld(headers),
    headers: shared ? {} : headers,
  }
}

function htmlOf(manifest: Manifest, site: Site, page: Page, visit: Visit, data: unknown): string {
  const { lang, now, query } = visit
  const view = { lang, now, url: visit.path + (query.size ? `?${query}` : '') }
  const description = page.description?.(data, lang)
  const [starter] = assetsOf(manifest, 'src/web/start-late.ts', lang).scripts
  return renderDocument({
    lang,
    title: page.title(data, lang),
    ...(description ? { description } : {}),
    body: renderBody(page.Component, data, view),
    data: { view, data },
    assets: { ...inlined(assetsOf(manifest, entryOf(page.entry), lang), site.client_dir), starter },
    theme: visit.theme,
  })
}

function endOf(loaded: { expires_at?: string | number | null }, page: Page, now: number): number {
  const longest = now + (page.cache?.max_age_s ?? 60) * 1000
  if (loaded.expires_at === undefined || loaded.expires_at === null) return longest
  return Math.min(longest, new Date(loaded.expires_at).getTime())
}

const signInFirst = (request: FastifyRequest, reply: FastifyReply) =>
  reply.redirect(`/sign-in?next=${encodeURIComponent(request.url)}`, 302)

/** A page rendered for each request. */
function plainAnswer(manifest: Manifest, site: Site, page: Page): Answer {
  return async (request, reply) => {
    const visit = await visitOf(request, site, page, false)
    if (page.signed_in && !visit.actor) return signInFirst(request, reply)
    const loaded = await page.load(visit)
    if (!isData(loaded)) return sendOther(manifest, request, reply, loaded)
    const html = htmlOf(manifest, site, page, visit, loaded.data)
    return sendHtml(request, reply, html, loaded.status ?? 200)
  }
}

/** Key: path and heard query, place, language. Version and end are checked when found. */
function cachedAnswer(manifest: Manifest, site: Site, page: Page, cache: ReturnType<typeof makePageCache>) {
  const plain = plainAnswer(manifest, site, page)
  const names = page.cache?.query ?? []
  const versionNow = () => String(page.cache?.version())
  const answer: Answer = async (request, reply) => {
    if (hasSession(request)) return plain(request, reply)
    const { headers, url } = request
    const bare = !url.includes('?')
    const query = bare ? '' : heardQuery(url, names).toString()
    const path = bare ? url : pathOf(url)
    const device = page.cache?.by_device && isHandheld(headers) ? 'hand' : ''
    const key = `${path}?${query} ${placeOf(headers.cookie) ?? ''} ${langOf(headers)} ${device} ${themeOf(headers.cookie) ?? ''}`
    const version = versionNow()
    const found = cache.find(key, version, nowMs())
    if (found) return sendKept(request, reply, found)
    const seen: { other: Loaded<unknown> } = { other: null }
    const made = await cache.findOrRender(key, async () => {
      const visit = await visitOf(request, site, page, true)
      const loaded = await page.load(visit)
      seen.other = loaded
      if (!isData(loaded)) return null
      const expires_at = endOf(loaded, page, visit.now)
      return keep(htmlOf(manifest, site, page, visit, loaded.data), {
        expires_at,
        version,
        status: loaded.status ?? 200,
        holds: loaded.holds ?? (() => true),
      })
    })
    if (made) return sendKept(request, reply, made)
    // Whoever waited for somebody else's rendering that came to nothing asks for itself.
    return seen.other ? sendOther(manifest, request, reply, seen.other) : plain(request, reply)
  }
  return answer
}

const isData = (loaded: Loaded<unknown>): loaded is Extract<Loaded<unknown>, { data: unknown }> =>
  loaded !== null && 'data' in loaded

function sendOther(
  manifest: Manifest,
  request: FastifyRequest,
  reply: FastifyReply,
  loaded: Loaded<unknown>,
) {
  if (loaded && 'redirect' in loaded) {
    if (loaded.cookie) reply.header('set-cookie', loaded.cookie)
    return reply.redirect(loaded.redirect, loaded.status ?? 302)
  }
  return sendNotice(manifest, request, reply, 404)
}

function sendKept(request: FastifyRequest, reply: FastifyReply, kept: Kept) {
  const { headers } = request
  reply.header('etag', kept.etag)
  reply.header('cache-control', 'private, no-cache')
  reply.header('vary', 'accept-encoding, accept-language, cookie')
  if (headers['if-none-match'] === kept.etag) return reply.code(304).send()
  const encoding = encodingOf(headers['accept-encoding'])
  if (encoding !== 'identity') reply.header('content-encoding', encoding)
  reply.header('content-type', 'text/html; charset=utf-8')
  return reply.code(kept.status).send(bodyOf(kept, encoding))
}

function sendHtml(request: FastifyRequest, reply: FastifyReply, html: string, status: number) {
  const etag = etagOf(html)
  reply
    .header('cache-control', 'private, no-cache')
    .header('vary', 'accept-encoding, accept-language, cookie')
  if (status === 200) {
    reply.header('etag', etag)
    if (request.headers['if-none-match'] === etag) return reply.code(304).send()
  }
  const encoding = encodingOf(request.headers['accept-encoding']) === 'identity' ? 'identity' : 'gzip'
  if (encoding === 'gzip') reply.header('content-encoding', 'gzip')
  reply.header('content-type', 'text/html; charset=utf-8')
  return reply.code(status).send(compress(Buffer.from(html), encoding))
}

function sendNotice(manifest: Manifest, request: FastifyRequest, reply: FastifyReply, status: 404 | 500) {
  const lang = langOf(request.headers)
  const { styles } = assetsOf(manifest, entryOf('sign-in'), lang)
  const html = notice({ status, lang, url: request.url, styles })
  return sendHtml(request, reply, html, status)
}

/** Every address a console knows answers its shell; the rest below it falls through to the 404 page. */
function mountConsole(app: Http, manifest: Manifest, mount: ConsoleMount) {
  const { menu } = mount
  for (const page of mount.pages) {
    app.get(page.path, async (request, reply) => {
      const switched = switchLanguage(request, reply)
      if (switched) return switched
      if (!hasSession(request)) return signInFirst(request, reply)
      const lang = langOf(request.headers)
      const view = { lang, now: nowMs(), url: request.url }
      const html = renderDocument({
        lang,
        title: tabTitle(menu, page.title, lang, say(commonWords, lang)('brand')),
        body: renderBody(Shell, { menu, title: page.title[lang] }, view),
        data: { view },
        assets: assetsOf(manifest, mount.entry, lang),
        theme: themeOf(request.headers.cookie),
        ...(mount.manifest ? { manifest: mount.manifest } : {}),
        robots: 'noindex',
      })
      return sendHtml(request, reply, html, 200)
    })
  }
}
const Shell = ({ data }: { data: ShellProps }) => createElement(ConsoleShell, data)

// The built client: which files an entry needs (Vite's manifest), and serving them for a year.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { Assets } from '../web/ssr.tsx'
import type { Http } from './http.ts'
import type { Lang } from './types.ts'

type Chunk = { file: string; css?: string[]; imports?: string[] }
export type Manifest = Record<string, Chunk>

/** The chunk, then everything it imports from the start, each once. */
function closure(manifest: Manifest, entry: string, seen = new Set<string>()): Chunk[] {
  const chunk = manifest[entry]
  if (!chunk || seen.has(entry)) return []
  seen.add(entry)
  return [chunk, ...(chunk.imports ?? []).flatMap((next) => closure(manifest, next, seen))]
}

/** Scripts are built once for each language, in a folder of its name. */
const inLanguage = (file: string, lang: Lang) => file.replace('assets/zh-CN/', `assets/${lang}/`)

export function assetsOf(manifest: Manifest, entry: string, lang: Lang): Assets {
  const chunks = closure(manifest, entry)
  const [own, ...imports] = chunks.map(({ file }) => `/${inLanguage(file, lang)}`)
  return {
    styles: [...new Set(chunks.flatMap(({ css }) => css ?? []))].map((file) => `/${file}`).toReversed(),
    scripts: own ? [own] : [],
    preloads: imports,
  }
}

const texts = new Map<string, string>()

/** The same assets with their styles as text: for pages a stranger opens first. */
export function inlined(assets: Assets, client_dir: string): Assets {
  if (!assets.styles.every((href) => texts.has(href) || existsSync(join(client_dir, href)))) return assets
  const css = assets.styles.map((href) => {
    const text =
      texts.get(href) ?? readFileSync(join(client_dir, href), 'utf8').replaceAll('</style', '<\\/style')
    texts.set(href, text)
    return text
  })
  return { ...assets, inline: css.join('\n') }
}

export function readManifest(client_dir: string): Manifest {
  const path = join(client_dir, '.vite/manifest.json')
  if (!existsSync(path)) throw new Error(`The client is not built: ${path} is missing. Run npm run build.`)
  return JSON.parse(readFileSync(path, 'utf8')) as Manifest
}

const year_s = 31_536_000

/** Hashed files never change; the few with fixed names are asked for again. */
export async function serveAssets(app: Http, client_dir: string) {
  await app.register(fastifyStatic, {
    root: join(client_dir, 'assets'),
    prefix: '/assets/',
    preCompressed: true,
    immutable: true,
    maxAge: year_s * 1000,
    index: false,
    decorateReply: true,
  })
  const fixed = ['favicon.svg', 'robots.txt', 'crew.webmanifest', 'owner.webmanifest', 'sw-crew.js']
  for (const name of fixed.filter((file) => existsSync(join(client_dir, file)))) {
    app.get(`/${name}`, (_, reply) => {
      const cache = name.startsWith('sw-') ? 'no-cache' : 'public, max-age=3600'
      reply.header('cache-control', cache)
      return reply.sendFile(name, client_dir, { cacheControl: false })
    })
  }
}

// Pages through real HTTP: what is kept and for how long, what is escaped, and what unknown addresses answer.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import fc from 'fast-check'
import { createElement } from 'react'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { mountOf } from '../web/console/menu.ts'
import { type Loaded, type Page, page, type Visit } from '../web/page.ts'
import { escapeJson } from '../web/ssr.tsx'
import { anonymous } from './access.ts'
import { assetsOf } from './assets.ts'
import { readConfig } from './config.ts'
import { type Http, makeHttp } from './http.ts'
import { makeLog } from './log.ts'
import { makePageCache, keep } from './page-cache.ts'
import { heardQuery, langOf, mountSite, placeOf } from './pages.ts'
import { secure } from './secure.ts'

const entry = (name: string) => `src/consoles/shop/entries/${name}.tsx`
const manifest = {
  [entry('shown')]: { file: 'assets/zh-CN/shown-1.js', css: ['assets/shown-1.css'], imports: ['_base.js'] },
  [entry('sign-in')]: { file: 'assets/zh-CN/sign-in-1.js', css: ['assets/base-1.css'] },
  '_base.js': { file: 'assets/zh-CN/base-1.js', css: ['assets/base-1.css'] },
  'src/consoles/owner/main.tsx': { file: 'assets/zh-CN/owner-1.js' },
  'src/web/start-late.ts': { file: 'assets/zh-CN/late-1.js' },
}

type Data = { text: string }
let load: (visit: Visit) => Promise<Loaded<Data>> | Loaded<Data>
let version = 1
let loads: Visit[] = []
let app: Http
let folder: string

const shown = (path: string, cached: boolean): Page =>
  page<Data>({
    path,
    entry: 'shown',
    load: (visit) => {
      loads.push(visit)
      return load(visit)
    },
    Component: ({ data }) => createElement('p', null, data.text),
    title: ({ text }) => text,
    ...(cached ? { cache: { query: ['q'], version: () => version } } : { signed_in: true }),
  })

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zhuguang-pages-'))
  mkdirSync(join(folder, '.vite'))
  mkdirSync(join(folder, 'assets/en'), { recursive: true })
  writeFileSync(join(folder, '.vite/manifest.json'), JSON.stringify(manifest))
  writeFileSync(join(folder, 'assets/en/shown-1.js'), 'plain')
  writeFileSync(join(folder, 'assets/en/shown-1.js.br'), 'pressed')
  const config = readConfig({ NODE_ENV: 'test', LOG_LEVEL: 'silent' })
  app = makeHttp(config, makeLog('silent'))
  secure(app, config)
  const owner = { ...anonymous, person_id: '0198f000-0000-7000-8000-000000000001' as never, name: 'Wang' }
  await mountSite(app, {
    pages: [shown('/shown/:code', true), shown('/own', false)],
    consoles: [
      mountOf({
        name: 'owner',
        base: '/owner',
        frame: 'mobile',
        short: { 'zh-CN': '店', en: 'Store' },
        title: { 'zh-CN': '店主', en: 'Owner' },
        pages: [
          {
            id: 'task',
            path: '/orders/:id',
            title: { 'zh-CN': '一单', en: 'Order' },
            permission: 'fulfilment.work',
            icon: 'order',
          },
        ],
      }),
    ],
    identify: async () => ({ actor: owner, by: 'cookie' }),
    client_dir: folder,
  })
  await app.ready()
})
afterAll(async () => {
  await app.close()
  rmSync(folder, { recursive: true })
})
let count = 0
let code = ''
beforeEach(() => {
  loads = []
  load = () => ({ data: { text: `render ${loads.length}` } })
  code = `c${++count}`
})

const html = { accept: 'text/html' }
const get = (url: string, headers: Record<string, string> = {}) =>
  app.inject({ url, headers: { ...html, ...headers } })
const session = 'better-auth.session_token=abc'

test('a kept page is rendered once for each place, language and heard query', async () => {
  const first = await get(`/shown/${code}?q=a&utm=1`)
  expect((await get(`/shown/${code}?utm=2&q=a`)).body).toBe(first.body)
  expect(loads).toHaveLength(1)
  expect(loads[0]!.query.toString()).toBe('q=a')
  await get(`/shown/${code}?q=b`)
  await get(`/shown/${code}?q=a`, { cookie: 'place=510107' })
  await get(`/shown/${code}?q=a`, { cookie: 'lang=en' })
  expect(loads.map(({ place, lang }) => [place, lang])).toEqual([
    [null, 'zh-CN'],
    [null, 'zh-CN'],
    ['510107', 'zh-CN'],
    [null, 'en'],
  ])
})

test('a kept page ends with its snapshot and at the next change that it shows', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-11T12:00:00.000Z') })
  load = () => ({ data: { text: `render ${loads.length}` }, expires_at: '2026-11-11T12:00:01.000Z' })
  expect((await get(`/shown/${code}`)).body).toContain('render 1')
  vi.setSystemTime('2026-11-11T12:00:00.999Z')
  expect((await get(`/shown/${code}`)).body).toContain('render 1')
  version++
  expect((await get(`/shown/${code}`)).body).toContain('render 2')
  vi.setSystemTime('2026-11-11T12:00:01.000Z')
  expect((await get(`/shown/${code}`)).body).toContain('render 3')
  vi.useRealTimers()
})

test('askers of one missing page wait for one rendering', async () => {
  load = async () => {
    await new Promise((resolve) => setTimeout(resolve, 30))
    return { data: { text: 'slow' } }
  }
  const answers = await Promise.all(Array.from({ length: 8 }, () => get(`/shown/${code}`)))
  expect(answers.every(({ body }) => body.includes('slow'))).toBe(true)
  expect(loads).toHaveLength(1)
})

test('who is signed in never sees nor fills the shared tier, and the shared tier sees no cookie', async () => {
  await get(`/shown/${code}`, { cookie: session })
  await get(`/shown/${code}`)
  await get(`/shown/${code}`, { cookie: session })
  expect(loads.map(({ actor }) => actor?.name ?? null)).toEqual(['Wang', null, 'Wang'])
  expect(loads[1]!.headers).toEqual({})
})

test('bodies are compressed, and an unchanged page is not sent again', async () => {
  const pressed = await get(`/shown/${code}`, { 'accept-encoding': 'gzip, br' })
  expect(pressed.headers['content-encoding']).toBe('br')
  expect(brotliDecompressSync(pressed.rawPayload).toString()).toContain('render 1')
  const again = await get(`/shown/${code}`, { 'if-none-match': String(pressed.headers.etag) })
  expect(again.statusCode).toBe(304)
  expect(again.body).toBe('')
})

test('data cannot leave its script element nor the title its own', async () => {
  load = () => ({ data: { text: '</script></title><script>alert(1)</script><!--' } })
  const { body } = await get(`/shown/${code}`)
  expect(body).not.toContain('<script>alert')
  const json = /<script type="application\/json" id="data">(.*?)<\/script>/.exec(body)![1]!
  expect(JSON.parse(json).data.text).toBe('</script></title><script>alert(1)</script><!--')
})

test('no page carries a script of its own or a handler: the policy would not run it', async () => {
  for (const url of [`/shown/${code}`, '/own', '/owner', '/nothing']) {
    const { body, headers } = await get(url, { cookie: session })
    const inline = [...body.matchAll(/<script(?![^>]*\ssrc=)(?![^>]*application\/json)[^>]*>/g)]
    expect([url, inline.map(([tag]) => tag)]).toEqual([url, []])
    expect(body).not.toMatch(/<[^>]+\son[a-z]+=|javascript:/i)
    expect(headers['content-security-policy']).toMatch(/script-src 'self'(?: 'wasm-unsafe-eval')?;/)
  }
})

test('escaped JSON reads back as it was', () =>
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = escapeJson(value)
      expect(text).not.toMatch(/[<\u2028\u2029]/)
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  ))

test('nothing, a fault and an unknown address have pages in both languages', async () => {
  load = () => null
  const missing = await get(`/shown/${code}`)
  expect([missing.statusCode, missing.body.includes('没有这一页')]).toEqual([404, true])
  load = () => Promise.reject(new Error('planted'))
  const broken = await get(`/shown/${code}x`, { 'accept-language': 'en' })
  expect([broken.statusCode, broken.body.includes('Something broke')]).toEqual([500, true])
  expect(broken.body).not.toContain('planted')
  const unknown = await get('/no/such', { 'accept-language': 'fr, en;q=0.5' })
  expect([unknown.statusCode, unknown.body.includes('no such page')]).toEqual([404, true])
  const api = await get('/api/v1/no-such')
  expect([api.statusCode, api.json().reason]).toEqual([404, 'not_found'])
})

test('a console answers its own addresses to who is signed in, and 404 below them', async () => {
  expect((await get('/owner')).headers.location).toBe('/sign-in?next=%2Fowner')
  expect((await get('/own')).headers.location).toBe('/sign-in?next=%2Fown')
  const shell = await get('/owner/orders/7', { cookie: session })
  expect(shell.statusCode).toBe(200)
  expect(shell.body).toContain('/assets/zh-CN/owner-1.js')
  expect(shell.body, 'its title stands there before the program does').toMatch(/<h1[^>]*>一单<\/h1>/)
  expect(shell.body).toContain('<title>一单 · 店主 · 逐光</title>')
  expect((await get('/owner/nothing', { cookie: session })).statusCode).toBe(404)
})

test('a shop page asks for nothing but what starts it late, which knows the rest', async () => {
  const { body } = await get(`/shown/${code}`, { cookie: 'lang=en' })
  const asked = [...body.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, href]) => href)
  expect(asked.filter((href) => href!.endsWith('.js'))).toEqual(['/assets/en/late-1.js'])
  expect(body).toContain('data-modules="/assets/en/shown-1.js /assets/en/base-1.js"')
  expect(body).not.toContain('modulepreload')
})

test('choosing a language keeps the address and never leaves the site', async () => {
  const chosen = await get(`/shown/${code}?q=a&lang=en`)
  expect([chosen.statusCode, chosen.headers.location]).toEqual([303, `/shown/${code}?q=a`])
  expect(chosen.headers['set-cookie']).toContain('lang=en;')
  expect((await get('//evil.example/?lang=en')).headers.location).toBe('/evil.example/')
})

test('files are served pressed, for a year, in the language of the page', async () => {
  expect(assetsOf(manifest, entry('shown'), 'en')).toEqual({
    styles: ['/assets/base-1.css', '/assets/shown-1.css'],
    scripts: ['/assets/en/shown-1.js'],
    preloads: ['/assets/en/base-1.js'],
  })
  const file = await get('/assets/en/shown-1.js', { 'accept-encoding': 'br' })
  expect(file.headers['content-encoding']).toBe('br')
  expect(file.headers['cache-control']).toContain('immutable')
})

test('language and place are read from what a browser sends', () => {
  expect(langOf({ 'accept-language': 'en-GB,en;q=0.9,zh;q=0.5' })).toBe('en')
  expect(langOf({ 'accept-language': 'fr' })).toBe('zh-CN')
  expect(langOf({ cookie: 'a=1; lang=en', 'accept-language': 'zh' })).toBe('en')
  expect(placeOf('x=1; place=510107063')).toBe('510107063')
  expect(placeOf("place=510107' or 1=1")).toBeNull()
  expect(heardQuery('/a?x=1&q=%E6%B4%97', ['q']).get('q')).toBe('洗')
})

test('a kept page that says it no longer holds is made again', async () => {
  let holds = true
  load = () => ({ data: { text: holds ? 'from next door' : 'from further away' }, holds: () => holds })
  const address = `/shown/${code}-turns`
  expect((await get(address)).body).toContain('from next door')
  const before = loads.length
  await get(address)
  expect(loads.length).toBe(before)
  holds = false
  expect((await get(address)).body).toContain('from further away')
})

test('the cache stays within its bytes', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 400 }))),
      async (puts) => {
        const cache = makePageCache(1000)
        for (const [key, length] of puts) {
          const rule = { expires_at: Infinity, version: '1', status: 200, holds: () => true }
          await cache.findOrRender(String(key), async () => keep('x'.repeat(length), rule))
          expect(cache.size().bytes).toBeLessThanOrEqual(1000)
        }
        expect(cache.size().entries > 0 || cache.size().bytes === 0).toBe(true)
      },
    ),
  ))

// The crew's service worker (/sw-crew.js, scope /crew): the console opens without a network. It keeps files,
// never answers of the API: what was read and what waits to be sent is kept by the console itself.
declare const __SHELL__: readonly string[]
declare const __VERSION__: string

type Waits = Event & { waitUntil: (work: Promise<unknown>) => void }
type Fetches = Event & { request: Request; respondWith: (answer: Promise<Response>) => void }
type Scope = { skipWaiting: () => Promise<void>; clients: { claim: () => Promise<void> } }

const worker = self as unknown as Scope & Pick<typeof globalThis, 'addEventListener' | 'location'>
const cacheName = `crew-${__VERSION__}`
const page = '/crew'

/** The shell is fetched in the language of the page; the other folder holds the same names. */
async function install() {
  const cache = await caches.open(cacheName)
  const answer = await fetch(page, { credentials: 'same-origin', redirect: 'manual' })
  const html = answer.ok ? await answer.clone().text() : ''
  const files = html.includes('assets/en/')
    ? __SHELL__.map((file) => file.replace('/zh-CN/', '/en/'))
    : __SHELL__
  if (answer.ok) await cache.put(page, answer)
  await cache.addAll([...files, '/favicon.svg'])
  await worker.skipWaiting()
}

async function activate() {
  const names = await caches.keys()
  const old = names.filter((other) => other.startsWith('crew-') && other !== cacheName)
  await Promise.all(old.map((other) => caches.delete(other)))
  await worker.clients.claim()
}

/**
 * The network first, so that a new release and another language are seen; the kept shell when there is
 * none.
 */
async function shell(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName)
  try {
    const answer = await fetch(request)
    if (answer.ok && !answer.redirected) await cache.put(page, answer.clone())
    return answer
  } catch {
    return (await cache.match(page)) ?? Response.error()
  }
}

async function file(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName)
  const kept = await cache.match(request)
  if (kept) return kept
  const answer = await fetch(request)
  if (answer.ok) await cache.put(request, answer.clone())
  return answer
}

worker.addEventListener('install', (event) => (event as Waits).waitUntil(install()))
worker.addEventListener('activate', (event) => (event as Waits).waitUntil(activate()))
worker.addEventListener('fetch', (event) => {
  const { request, respondWith } = event as Fetches
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== worker.location.origin) return
  const answer = respondWith.bind(event)
  if (request.mode === 'navigate' && (pathname === page || pathname.startsWith(`${page}/`)))
    answer(shell(request))
  else if (pathname.startsWith('/assets/') || pathname === '/favicon.svg') {
    answer(file(request))
  }
})

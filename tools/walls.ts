// The walls of the house: who may import whom, and who may write, read and point at which tables. The plan is
// `src/house.json`; what each kind of file may know is the table below. `npm run check` prints the breaches.
import { type Floors, type House, type Source, parseSource } from './walls-read.ts'
import { type SqlDeed, sqlDeeds } from './walls-sql.ts'

type Place = {
  zone: 'platform' | 'room' | 'web' | 'console' | 'top'
  /** The room, the console, or the folder of the top (demo, cli). */
  name: string
  part: string
}
type Breach = (where: string, why: string) => void
type Plan = { knows: Record<string, string[]>; sources: Record<string, Source>; browser: Set<string> }

// What contracts and rules may use of the platform, and the browser with them.
const PURE_PLATFORM = new Set(['types', 'money', 'time', 'refusal', 'endpoint', 'access'])
const SERVER_PACKAGES =
  /^(node:|@fastify\/|@node-rs\/|(postgres|pg|fastify|graphile-worker|pino|prom-client|better-auth|vite)$)/
// The files of the platform that send pages, and so draw them.
const DRAWS = new Set(['pages', 'assets'])
// Schemas that are named after no room.
const OWNERS: Record<string, string> = { public: 'platform', graphile_worker: 'platform', auth: 'people' }
// A room's own files look down this list; other files (mathematics, snapshots) stand outside it.
const ORDER = ['contract', 'rules', 'queries', 'commands', 'reactions', 'routes', 'index']
const READERS = new Set(['contract', 'rules', 'queries', 'routes', 'index', 'screens'])

export function findBreaches({ floors, files }: House): string[] {
  const found = new Set<string>()
  const breach: Breach = (where, why) => found.add(`${where}: ${why}`)
  const plan: Plan = { knows: readPlan(floors, breach), sources: {}, browser: new Set() }
  for (const [path, text] of Object.entries(files)) {
    if (path.endsWith('.sql') || isTest(path)) continue
    plan.sources[path] = parseSource(path, text)
  }
  for (const path of Object.keys(plan.sources)) if (ENTRY.test(path)) reach(plan, path)
  for (const [path, source] of Object.entries(plan.sources)) {
    const place = placeIn(plan, path)
    if (!place) breach(path, 'has no place in the plan of the house')
    else checkSource(plan, path, place, source, breach)
  }
  for (const [path, text] of Object.entries(files)) {
    if (path.endsWith('.sql')) checkMigration(plan, path, text, breach)
  }
  return [...found]
}

function readPlan(floors: Floors, breach: Breach): Record<string, string[]> {
  const knows: Record<string, string[]> = Object.assign({}, ...Object.values(floors))
  const order = Object.keys(knows)
  for (const [room, known] of Object.entries(knows)) {
    for (const other of known) {
      const below = order.includes(other) && order.indexOf(other) < order.indexOf(room)
      if (!below) breach('src/house.json', `${room} may not know ${other}: it is not below it`)
    }
  }
  return knows
}

// Of a console, the entries and what they reach inside it run in the browser; the rest is its server side.
const ENTRY = /^src\/consoles\/[^/]+\/(main|entries\/[^/]+)\.tsx?$/

function reach(plan: Plan, path: string): void {
  if (plan.browser.has(path) || !path.startsWith('src/consoles/')) return
  plan.browser.add(path)
  for (const next of plan.sources[path]?.imports ?? []) reach(plan, next)
}

function placeIn(plan: Plan, path: string): Place | null {
  const place = placeOf(path)
  return place?.zone === 'console' && plan.browser.has(path) ? { ...place, part: 'client' } : place
}

const isTest = (path: string) => /\.test\.tsx?$/.test(path)

function placeOf(path: string): Place | null {
  const [, zone, name = '', rest = ''] =
    /^src\/(platform|modules|web|consoles)\/([^/]+)\/?(.*)$/.exec(path) ?? []
  if (zone === 'platform') return { zone: 'platform', name: 'platform', part: bare(name) }
  if (zone === 'web') return { zone: 'web', name: 'web', part: name }
  if (zone === 'modules' && rest) return { zone: 'room', name, part: partOf(rest) }
  // Whether a file of a console runs in the browser depends on who reaches it: see browserFiles.
  if (zone === 'consoles') return { zone: 'console', name: rest ? name : '', part: 'server' }
  const top = /^src\/(?:(demo|cli)\/.+|[\w-]+\.ts)$/.exec(path)
  return top ? { zone: 'top', name: top[1] ?? 'main', part: 'server' } : null
}

const bare = (file: string) => file.replace(/\.\w+$/, '')

function partOf(rest: string): string {
  if (rest.startsWith('screens/')) return 'screens'
  if (/^words(\/|[.-])/.test(rest)) return 'words'
  if (rest.includes('/')) return 'inside'
  return ORDER.find((part) => new RegExp(`^${part}(-[\\w-]+)?\\.tsx?$`).test(rest)) ?? 'method'
}

function checkSource(plan: Plan, path: string, place: Place, source: Source, breach: Breach): void {
  if (place.zone === 'room' && !plan.knows[place.name]) {
    breach(path, `room ${place.name} is missing from house.json`)
  }
  if (place.zone === 'room' && place.part === 'inside')
    breach(path, 'a room is flat, only screens have a folder')
  if (source.computed) breach(path, 'imports a computed path, which no wall can see')
  for (const target of source.imports) {
    const why = whyNotImport(plan, place, target)
    if (why) breach(path, why)
  }
  if (isPure(place)) {
    for (const name of source.packages) {
      if (name !== 'zod') breach(path, `must stay pure, but imports ${name}`)
    }
  }
  if (isBrowser(place)) {
    for (const name of source.packages) {
      if (SERVER_PACKAGES.test(name)) breach(path, `runs in the browser, but imports ${name}`)
    }
  }
  for (const { text, sure } of source.sql) {
    for (const deed of sqlDeeds(text)) {
      const why = whyNotDeed(plan, place, deed, sure)
      if (why) breach(path, why)
    }
  }
}

const isPure = (place: Place) => place.zone === 'room' && /^(contract|rules|words)$/.test(place.part)
const isBrowser = (place: Place) =>
  place.zone === 'web' ||
  (place.zone === 'console' && place.part === 'client') ||
  (place.zone === 'room' && place.part === 'screens')

function whyNotImport(plan: Plan, from: Place, target: string): string | null {
  if (/\.(css|svg|png|woff2|json)$/.test(target) && !target.startsWith('src/modules/')) return null
  const to = placeIn(plan, target)
  if (!to) return /^(package\.json|openapi\.json)$/.test(target) ? null : `${target} lies outside the house`
  if (from.zone === 'platform') {
    const draws = DRAWS.has(from.part) && to.zone === 'web'
    return to.zone === 'platform' || draws ? null : `platform may not import ${target}`
  }
  if (to.zone === 'top' && from.zone !== 'top') return `${target} stands above everything`
  if (isBrowser(from)) return whyNotInBrowser(plan, from, to, target)
  if (from.zone === 'room') return whyNotInRoom(plan, from, to, target)
  if (to.zone === 'platform' || to.zone === 'web') return null
  if (to.zone === 'top') return whyNotTop(from, to, target)
  if (to.zone === 'console') return whyNotConsole(from, to, target)
  // demo, cli and main know doors only; the server side of a console also draws screens
  const door = /^(index|contract)$/.test(to.part) || (from.zone === 'console' && to.part === 'screens')
  const drawn = from.zone === 'console' && (isPure(to) || staysPure(plan, target))
  return door || drawn ? null : `${target} is behind the door of ${to.name}`
}

function whyNotTop(from: Place, to: Place, target: string): string | null {
  // A command stands beside main: it opens the same storage, and may draw the demo anew.
  const beside = from.name === 'cli' && (to.name === 'demo' || target === 'src/storage.ts')
  const allowed = from.name === 'main' || from.name === to.name || beside
  return allowed ? null : `${from.name} may not import ${target}`
}

function whyNotConsole(from: Place, to: Place, target: string): string | null {
  const all = from.zone === 'console' && from.name === '' // src/consoles/*.ts lists every console
  if (from.zone === 'console') {
    return all || from.name === to.name ? null : `one console may not import another: ${target}`
  }
  return from.name === 'main' && to.part === 'server' ? null : `${from.name} may not import ${target}`
}

function whyNotInBrowser(plan: Plan, from: Place, to: Place, target: string): string | null {
  if (to.zone === 'web') return null
  if (to.zone === 'platform') {
    return PURE_PLATFORM.has(to.part) ? null : `runs in the browser, but imports ${target}`
  }
  if (to.zone === 'console') {
    if (from.zone !== 'console') return `only a console may import ${target}`
    return to.name === from.name ? null : `one console may not import another: ${target}`
  }
  if (from.zone === 'web')
    return to.part === 'contract' ? null : `web may import contracts only, not ${target}`
  const known = from.zone === 'console' || to.name === from.name || plan.knows[from.name]?.includes(to.name)
  if (!known) return `${from.name} may not know ${to.name}`
  if (to.part === 'contract') return null
  const own = from.zone === 'console' || to.name === from.name
  if (to.part === 'screens')
    return own || isScreensDoor(target) ? null : `${target} is behind the door of ${to.name}`
  if (own && (isPure(to) || staysPure(plan, target))) return null
  return own ? `runs in the browser, but imports ${target}` : `${target} is behind the door of ${to.name}`
}

const isScreensDoor = (target: string) => /\/screens\/index\.tsx?$/.test(target)

// Mathematics may run in the browser as long as nothing it reaches needs the server.
function staysPure(plan: Plan, target: string, seen = new Set<string>()): boolean {
  if (seen.has(target)) return true
  seen.add(target)
  const to = placeOf(target)
  if (to?.zone === 'platform') return PURE_PLATFORM.has(to.part)
  if (to?.zone === 'web') return true
  if (to?.zone !== 'room' || !/^(contract|rules|words|method)$/.test(to.part)) return false
  const source = plan.sources[target]
  if (!source || source.packages.some((name) => SERVER_PACKAGES.test(name))) return false
  return source.imports.every((next) => staysPure(plan, next, seen))
}

function whyNotInRoom(plan: Plan, from: Place, to: Place, target: string): string | null {
  if (to.zone === 'platform') {
    return isPure(from) && !PURE_PLATFORM.has(to.part) ? `must stay pure, but imports ${target}` : null
  }
  if (to.zone !== 'room') return `${from.name} may not import ${target}`
  if (to.name !== from.name) {
    if (!plan.knows[from.name]?.includes(to.name)) return `${from.name} may not know ${to.name}`
    if (to.part === 'contract') return null
    if (to.part !== 'index') return `${target} is behind the door of ${to.name}`
    return isPure(from) ? `must stay pure, but imports ${target}` : null
  }
  if (to.part === 'screens') return `the server may not import ${target}`
  if (isPure(from)) {
    const pure = to.part === 'contract' || from.part === to.part || (from.part === 'rules' && isPure(to))
    const maths = to.part === 'method' && staysPure(plan, target)
    return pure || maths ? null : `must stay pure, but imports ${target}`
  }
  const [here, there] = [ORDER.indexOf(from.part), ORDER.indexOf(to.part)]
  return here >= 0 && there > here ? `${from.part} may not import ${to.part}: it is above it` : null
}

function whyNotDeed(plan: Plan, place: Place, deed: SqlDeed, sure: boolean): string | null {
  const [schema = '', object = ''] = deed.name.split('.')
  const changes = deed.deed === 'writes' || deed.deed === 'defines'
  const owner = OWNERS[schema] ?? schema
  const known = owner === 'platform' || plan.knows[owner] !== undefined
  if (deed.name === '${}' && changes) return sure ? 'writes a table whose name is computed' : null
  if (deed.bare || !known) {
    if (!changes || !sure || deed.quoted || schema === 'information_schema') return null
    return deed.bare
      ? `${deed.deed} ${deed.name} without naming its schema`
      : `${deed.deed} ${deed.name}, a schema of no room`
  }
  if (isBrowser(place) || isPure(place)) return sure ? `holds SQL on ${deed.name}` : null
  const mine = place.zone === 'room' || place.zone === 'platform' ? place.name : null
  if (owner === mine) {
    const only_reads = place.zone === 'room' && READERS.has(place.part) && changes
    return only_reads ? `${deed.deed} ${deed.name}, but only commands write` : null
  }
  if (changes) return `${deed.deed} ${deed.name}, which belongs to ${owner}`
  if (owner === 'platform' && mine) return null
  if (!mine) return `${deed.deed} ${deed.name}: ask at the door of ${owner}`
  if (!plan.knows[mine]?.includes(owner))
    return `${deed.deed} ${deed.name}, but ${mine} may not know ${owner}`
  if (deed.deed === 'references' || object.startsWith('public_')) return null
  return `${deed.deed} ${deed.name}: only views and functions named public_* are for other rooms`
}

function checkMigration(plan: Plan, path: string, text: string, breach: Breach): void {
  const room = /^migrations\/\d{4}_([a-z]+)(?:_[a-z_]+)?\.sql$/.exec(path)?.[1]
  if (!room || (room !== 'platform' && !plan.knows[room])) {
    return breach(
      path,
      'a migration is named NNNN_<room>.sql or NNNN_<room>_<what>.sql after a room of the plan',
    )
  }
  const place: Place =
    room === 'platform'
      ? { zone: 'platform', name: room, part: 'migration' }
      : { zone: 'room', name: room, part: 'commands' }
  for (const deed of sqlDeeds(text)) {
    const why = whyNotDeed(plan, place, deed, true)
    if (why) breach(path, why)
  }
}

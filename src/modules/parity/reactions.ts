// What parity does by itself: publishes tags whenever a price, an article or a store has changed, and proves
// every night that all surfaces say one number.
import { randomInt } from 'node:crypto'
import { system } from '../../platform/access.ts'
import type { Db } from '../../platform/db.ts'
import type { Reactions } from '../../platform/jobs.ts'
import { ownKey } from '../../platform/own-calls.ts'
import { Refused } from '../../platform/refusal.ts'
import type { Id } from '../../platform/types.ts'
import { catalog } from '../catalog/index.ts'
import { county, nodes } from '../places/index.ts'
import { type Asker, openAsker, serversAsked } from './ask.ts'
import { addRun, askRun, beginRun, endRun, failRun, giveUpLost, noteRun } from './commands.ts'
import { random } from './draw-pages.ts'
import { type Proof, type Tell, prove } from './prove.ts'
import { publishTags, versionsHere } from './publish.ts'
import { publishedVersion } from './queries.ts'
import { apiLines, apiList, apiOffers, apiPrice, delivered } from './read-api.ts'
import { pageReadings } from './read-pages.ts'
import { tagAnswers, tagData } from './read-tags.ts'

export const pages_usual = 2_000
const prices_sampled = 2_000
const stores_sampled = 200
/** The shop's search makes the prices of a whole county for one answer. */
const searched_counties = 300

type Asked = { seed: number; pages: number }
/** Where to ask; a test reads fewer places than the whole country. */
export type Scope = { ask: Asker; county_codes?: readonly string[]; tell?: Tell }

export function proveAll(db: Db, { seed, pages }: Asked, { ask, county_codes = delivered(), tell }: Scope) {
  const { of } = random(seed)
  const stores = nodes().all.filter((node) => node.kind === 'store' && node.state === 'open')
  const drawn = <T>(count: number, all: readonly T[]) => Array.from({ length: count }, () => of(all))
  const some = stores.length > stores_sampled ? drawn(stores_sampled, stores) : stores
  const searched =
    county_codes.length > searched_counties ? drawn(searched_counties, county_codes) : county_codes
  const city_codes = [...new Set(county_codes.map((code) => county(code)!.city_code))]
  const sku_ids = catalog().skus.flatMap((sku) => (sku.for_sale ? [sku.id] : []))
  const count = sku_ids.length > 0 ? Math.min(prices_sampled, county_codes.length * 20) : 0
  const readings = [
    tagData(db),
    tagAnswers(ask, some),
    apiList(ask, { county_codes, seed }),
    apiOffers(ask, searched),
    apiPrice(ask, { sku_ids, county_codes, seed, count }),
    apiLines(ask, city_codes),
    ...pageReadings(ask, pages, seed),
  ]
  return prove(db, ask, readings, tell)
}

async function houseAsker(db: Db, servers = serversAsked()) {
  return openAsker(servers, await ownKey(db))
}

/** A cut run begins anew when its job is given to another worker; nothing of it was kept before its end. */
async function runProof(db: Db, { run_id }: { run_id: Id }, servers?: string[]): Promise<Proof | null> {
  const asked = await db.command(system, (tx) => beginRun(tx, run_id))
  if (!asked) return null
  const began = performance.now()
  try {
    const tell: Tell = (so_far) => db.command(system, (tx) => noteRun(tx, run_id, so_far))
    const proof = await proveAll(db, asked, { ask: await houseAsker(db, servers), tell })
    await db.command(system, (tx) => endRun(tx, run_id, proof, performance.now() - began))
    return proof
  } catch (error) {
    const told = error instanceof Error ? error.message : String(error)
    await db.command(system, (tx) => failRun(tx, run_id, told))
    throw error
  }
}

/** `npm run parity`: proves here and now, and keeps the run as the schedule does. */
export async function proveNow(
  db: Db,
  { pages, seed, servers }: { pages: number; seed?: number; servers: string[] },
) {
  const asked = { pages, seed: seed ?? randomInt(2 ** 31) }
  const run_id = await db.command(system, async (tx) => {
    await giveUpLost(tx)
    return addRun(tx, system, asked)
  })
  return { run_id, ...asked, proof: (await runProof(db, { run_id }, servers))! }
}

/** Whatever has changed since the last publication; nothing when nothing has. */
async function publishChanged(db: Db) {
  const version = await versionsHere(db)
  const published = await db.read(system, publishedVersion)
  if (published !== version) await publishTags(db)
}

export const reactions: Reactions = {
  tasks: {
    'parity.publish': publishChanged,
    'parity.prove': async (db: Db, of: { run_id: Id }) => {
      await runProof(db, of)
    },
    'parity.prove_daily': async (db: Db) => {
      await db
        .command(system, async (tx) => {
          await giveUpLost(tx)
          return askRun(tx, system, { pages: pages_usual })
        })
        .catch((error: unknown) => {
          // Somebody is proving already: that is the day's result.
          if (!(error instanceof Refused)) throw error
        })
    },
    // What is planned further ahead than a publication reaches comes nearer; stores take in other goods.
    'parity.publish_all': async (db: Db) => {
      await publishTags(db)
    },
  },
  after: { prices: ['parity.publish'], catalog: ['parity.publish'], places: ['parity.publish'] },
  schedules: [
    { task: 'parity.publish', cron: '* * * * *' },
    // Times are UTC: at five and half past five in Shanghai, before shops open.
    { task: 'parity.publish_all', cron: '0 21 * * *' },
    { task: 'parity.prove_daily', cron: '30 21 * * *' },
  ],
}

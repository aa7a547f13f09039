// Writes the journal from what happened, each source once, in batches beside the work that caused it.
import { system } from '../../platform/access.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { readSetting } from '../../platform/setting.ts'
import { outputVat } from './settings.ts'

const batch = 1_000
/** `city`: everything there; null: what is young everywhere. */
type Wish = { city: string | null; all: boolean; vat_bp: number; max: number }
type Step = { of_city: boolean; run: (tx: Tx, wish: Wish) => Promise<number> }

const count = async (rows: Promise<readonly { n: number }[]>) => (await rows)[0]!.n
const once = (run: Step['run']): Step => ({ of_city: false, run })
const inCities = (run: Step['run']): Step => ({ of_city: true, run })

/** In this order: what is paid back is posted after the sale it belongs to. */
const steps: readonly Step[] = [
  once((tx, { all }) => (all ? count(tx`select accounts.post_loaded() as n`) : Promise.resolve(0))),
  once((tx, { all, max }) => count(tx`select accounts.post_purchases(${all}, ${max}) as n`)),
  inCities((tx, { city, max }) => count(tx`select accounts.post_stock(${city}, ${max}) as n`)),
  once((tx, { max }) => count(tx`select accounts.post_variances(${max}) as n`)),
  inCities((tx, { city, vat_bp, max }) =>
    count(tx`select accounts.post_sales(${city}, ${vat_bp}, ${max}) as n`),
  ),
  once((tx, { max }) => count(tx`select accounts.post_refunds(${max}) as n`)),
  once((tx, { all, max }) => count(tx`select accounts.post_matches(${all}, ${max}) as n`)),
  once((tx, { max }) => count(tx`select accounts.post_payments(${max}) as n`)),
]

type InTransaction = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
const turns_max = 100_000

async function citiesOf(transact: InTransaction): Promise<string[]> {
  const rows = await transact(
    (tx) => tx<{ city_code: string }[]>`
      select distinct city_code from places.public_node order by 1`,
  )
  return rows.map((row) => row.city_code)
}

/** One posts at a time. Who only wants what is young leaves it to the one that is at it. */
async function mayPost(tx: Tx, all: boolean): Promise<boolean> {
  // Just after a world was loaded all of its ledger is young: no time limit of a page applies.
  await tx`set local statement_timeout = 120000`
  if (!all) {
    const [row] = await tx<{ mine: boolean }[]>`
      select pg_try_advisory_xact_lock(hashtextextended('accounts.post', 0)) as mine`
    return row!.mine
  }
  await tx`select pg_advisory_xact_lock(hashtextextended('accounts.post', 0))`
  return true
}

/** Posts what is young, or with `all` everything that has not been posted; says how many entries. */
async function postIn(transact: InTransaction, all: boolean, max: number): Promise<number> {
  const vat_bp = await transact((tx) => readSetting(tx, outputVat))
  const cities = all ? await citiesOf(transact) : [null]
  let posted = 0
  for (const { of_city, run } of steps) {
    for (const city of of_city ? cities : [null]) {
      for (let turn = 0; turn < turns_max; turn += 1) {
        const more = await transact(async (tx) =>
          (await mayPost(tx, all)) ? run(tx, { city, all, vat_bp, max }) : 0,
        )
        posted += more
        if (more === 0) break
      }
    }
  }
  return posted
}

export const postDue = (db: Db, all: boolean): Promise<number> =>
  postIn((work) => db.command(system, work), all, batch)

const loaded_batch = 100_000
/** As the owner of the tables, for what was loaded in bulk. */
export const postLoaded = (transact: InTransaction): Promise<number> => postIn(transact, true, loaded_batch)

// Writes the journal from what happened, each source once, in batches beside the work that caused it.
import { system } from '../../platform/access.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { readSetting } from '../../platform/setting.ts'
import { outputVat } from './settings.ts'

const batch = 1_000
type Step = (tx: Tx, all: boolean, vat_bp: number) => Promise<number>

const count = async (rows: Promise<readonly { n: number }[]>) => (await rows)[0]!.n
/** In this order: what is paid back is posted after the sale it belongs to. */
export const steps: readonly Step[] = [
  (tx, all) => count(tx`select accounts.post_purchases(${all}, ${batch}) as n`),
  (tx, all) => count(tx`select accounts.post_stock(${all}, ${batch}) as n`),
  (tx) => count(tx`select accounts.post_variances(${batch}) as n`),
  (tx, all, vat_bp) => count(tx`select accounts.post_sales(${all}, ${vat_bp}, ${batch}) as n`),
  (tx) => count(tx`select accounts.post_refunds(${batch}) as n`),
  (tx) => count(tx`select accounts.post_matches(${batch}) as n`),
  (tx) => count(tx`select accounts.post_payments(${batch}) as n`),
]
const loaded: Step = (tx) => count(tx`select accounts.post_loaded() as n`)

const turns_max = 100_000
/** Posts what is young, or with `all` everything that has not been posted; says how many entries. */
export async function postDue(db: Db, all: boolean): Promise<number> {
  const vat_bp = await db.read(system, (tx) => readSetting(tx, outputVat))
  let posted = 0
  for (const step of all ? [loaded, ...steps] : steps) {
    for (let turn = 0; turn < turns_max; turn += 1) {
      const more = await db.command(system, (tx) => step(tx, all, vat_bp))
      posted += more
      if (more === 0) break
    }
  }
  return posted
}

// npm run -s reconcile [-- --json]: the counters of stock against its ledger and its holds. Ends with 1 and
// names the cells when any differ.
import { system } from '../platform/access.ts'
import type { Config } from '../platform/config.ts'
import { reconcile } from '../modules/stock/index.ts'
import { openStorage } from '../storage.ts'

const shown_max = 20

/** Returns whether every counter is what the ledger and the holds say. */
export async function printReconciliation(config: Config, args: readonly string[]): Promise<boolean> {
  // The whole ledger is read once: no time limit of a page applies.
  const storage = await openStorage({ ...config, STATEMENT_TIMEOUT_MS: 0 }, { mode: 'join' })
  try {
    const { cells, entries, holds, differences } = await storage.db.read(system, reconcile)
    if (args.includes('--json')) console.log(JSON.stringify({ cells, entries, holds, differences }))
    else {
      console.log(`${cells} cells, ${entries} ledger entries, ${holds} open holds`)
      console.log(`${differences.length} difference${differences.length === 1 ? '' : 's'}`)
      for (const one of differences.slice(0, shown_max))
        console.log(
          `  ${one.city_code === '' ? 'owner' : `${one.city_code} node`} ${one.node_id} sku ${one.sku_id}: ` +
            `${one.what} is ${one.counter}, the ${one.what === 'held' ? 'holds' : 'ledger'} say ${one.ledger}`,
        )
    }
    return differences.length === 0
  } finally {
    await storage.close()
  }
}

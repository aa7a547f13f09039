// `demo [--reset] [--stores N] [--orders N] [--older-orders N]`: writes the demo world, into an empty
// database or, with --reset, over an earlier demo. A database that holds anything else is refused.
import { parseArgs } from 'node:util'
import { type DemoSize, demoSizeOf, loadDemo, mayLoadDemo, readMark } from '../demo/load.ts'
import type { Config } from '../platform/config.ts'
import { type Sql, connect } from '../platform/db.ts'
import { migrate } from '../platform/migrate.ts'

function sizeOf(config: Config, args: string[]): { reset: boolean; size: DemoSize } {
  const { values } = parseArgs({
    args,
    options: {
      reset: { type: 'boolean', default: false },
      stores: { type: 'string' },
      orders: { type: 'string' },
      'older-orders': { type: 'string' },
    },
  })
  const whole = (text: string | undefined, otherwise: number) => {
    if (text === undefined) return otherwise
    if (!/^\d{1,7}$/.test(text)) throw new Error(`not a whole number: ${text}`)
    return Number(text)
  }
  const usual = demoSizeOf(config)
  return {
    reset: values.reset,
    size: {
      ...usual,
      stores: whole(values.stores, usual.stores),
      orders: whole(values.orders, usual.orders),
      older_orders: whole(values['older-orders'], values.orders === undefined ? usual.older_orders : 0),
    },
  }
}

/** What migrations lay down stands under every world: the providers of payments, the chart of accounts. */
export const laid_down = ['accounts.account', 'payment.provider']

// Every table of every room, whatever rooms there are: only ever called on a database marked as a demo.
async function emptyAll(sql: Sql) {
  const tables = await sql<{ name: string }[]>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema', 'graphile_worker', 'public')
       and schemaname || '.' || tablename <> all(${laid_down})`
  await sql.unsafe(`truncate ${tables.map((table) => table.name).join(', ')}`)
}

export async function demoCommand(url: string, config: Config, args: string[], say: (line: string) => void) {
  const { reset, size } = sizeOf(config, args)
  await migrate(url)
  const sql = connect(url, { pool: 1, role: null, statement_timeout_ms: 0 })
  try {
    if (reset && (await readMark(sql))) await emptyAll(sql)
    if (!(await mayLoadDemo(sql))) {
      const mark = await readMark(sql)
      throw new Error(
        mark
          ? 'the demo world is there already: use --reset to draw it anew'
          : 'this database is not a demo: it holds data of its own and is left alone',
      )
    }
  } finally {
    await sql.end()
  }
  await loadDemo(url, size, say)
}

// The books of the demo world: invoices for what came, and the journal of all that is over. Behind the
// history, because nothing of the shop waits for it.
import { loadInvoices, postLoaded } from '../modules/accounts/index.ts'
import { type Tx, connect } from '../platform/db.ts'
import { readMark } from './load.ts'

/** Posted once for each source, so a start cut anywhere goes on. */
export async function loadBooks(url: string, say: (line: string) => void) {
  const sql = connect(url, { pool: 1, role: null, statement_timeout_ms: 0, lazy_commit: true })
  try {
    const mark = await readMark(sql)
    if (mark?.state !== 'facts' || mark.history < mark.orders + mark.older_orders) return
    const invoices = await sql.begin((tx) => loadInvoices(tx as Tx))
    const posted = await postLoaded((work) => sql.begin((tx) => work(tx as Tx)) as never)
    if (posted > 0) say(`demo: ${invoices} supplier invoices, ${posted} journal entries`)
  } finally {
    await sql.end()
  }
}

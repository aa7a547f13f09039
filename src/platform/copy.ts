// COPY in both directions as streams, with the server's own count and its errors; the driver of the queries
// swallows an error that comes after the last byte. One statement a connection at a time.
import { once } from 'node:events'
import { Readable } from 'node:stream'
import pg from 'pg'

type Wire = pg.Connection & {
  sendCopyFromChunk: (bytes: Buffer) => void
  endCopyFrom: () => void
  sendCopyFail: (why: string) => void
}

/** Values are written alike whoever copies, and neither side gives up on the other. */
const manners = {
  statement_timeout: '0',
  lock_timeout: '0',
  idle_in_transaction_session_timeout: '0',
  timezone: 'UTC',
  datestyle: 'ISO, YMD',
  intervalstyle: 'postgres',
  extra_float_digits: '1',
  bytea_output: 'hex',
}

export async function openCopier(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'zhuguang copy' })
  // Whoever waits for a statement is told of the loss; nobody else has to be.
  client.on('error', () => {})
  await client.connect()
  for (const [name, value] of Object.entries(manners))
    await client.query('select set_config($1, $2, false)', [name, value])
  return client
}

/** Ends a connection whatever it is doing. */
export const dropCopier = (client: pg.Client) => {
  client.connection.stream.destroy()
}

const rowsOf = ({ text }: { text: string }) => Number(/^COPY (\d+)$/.exec(text)?.[1] ?? Number.NaN)
const block_bytes = 262_144

/** The rows of `copy … to stdout` in blocks; `counted` says after the last how many the server sent. */
export function copyOut(client: pg.Client, statement: string): { rows: Readable; counted: () => number } {
  let count = Number.NaN
  const { stream } = client.connection
  const rows = new Readable({ highWaterMark: 4 * block_bytes, read: () => void stream.resume() })
  const block = makeBlock((bytes) => {
    if (!rows.push(bytes)) stream.pause()
  })
  client.query({
    submit: (wire: pg.Connection) => wire.query(statement),
    handleCopyData: ({ chunk }: { chunk: Buffer }) => block.add(chunk),
    handleCommandComplete: (told: { text: string }) => {
      count = rowsOf(told)
    },
    handleReadyForQuery: () => {
      block.end()
      rows.push(null)
    },
    handleError: (error: Error) => void rows.destroy(error),
  } as pg.Submittable)
  return { rows, counted: () => count }
}

// Rows come one by one in memory that the driver uses again: they are gathered at once.
function makeBlock(give: (bytes: Buffer) => void) {
  let block = Buffer.allocUnsafe(block_bytes)
  let used = 0
  const end = () => {
    if (used > 0) give(block.subarray(0, used))
    block = Buffer.allocUnsafe(block_bytes)
    used = 0
  }
  const add = (row: Buffer) => {
    if (used + row.length > block_bytes) end()
    if (row.length > block_bytes) return give(Buffer.from(row))
    used += row.copy(block, used)
  }
  return { add, end }
}

/** Feeds `copy … from stdin` and returns how many rows the server took. */
export function copyIn(client: pg.Client, statement: string, source: AsyncIterable<Buffer>): Promise<number> {
  return new Promise((resolve, reject) => {
    const over = new AbortController()
    let count = Number.NaN
    let cause: unknown
    client.query({
      submit: (wire: pg.Connection) => wire.query(statement),
      handleCopyInResponse: (wire: Wire) => {
        feed(wire, source, over.signal).catch((error: unknown) => {
          cause = error
          if (!over.signal.aborted) wire.sendCopyFail('the source failed')
        })
      },
      handleCommandComplete: (told: { text: string }) => {
        count = rowsOf(told)
      },
      handleReadyForQuery: () => resolve(count),
      handleError: (error: Error) => {
        over.abort()
        reject(cause instanceof Error ? cause : error)
      },
    } as pg.Submittable)
  })
}

async function feed(wire: Wire, source: AsyncIterable<Buffer>, signal: AbortSignal) {
  for await (const bytes of source) {
    signal.throwIfAborted()
    wire.sendCopyFromChunk(bytes)
    if (wire.stream.writableNeedDrain) await once(wire.stream, 'drain', { signal })
  }
  wire.endCopyFrom()
}

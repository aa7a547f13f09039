// A start with a database of one's own: nothing of the demo is written, nobody plays in it, and the first
// account comes from the command line. And what a start refuses.
import { spawn } from 'node:child_process'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { connect } from '../src/platform/db.ts'
import { testDatabase } from '../tools/test-db.ts'
import { command, end, launch, makeDataDir, removeDataDir, untilReady } from './product.ts'

const written = [
  'people.party',
  'people.person',
  'places.node',
  'catalog.product',
  'pricing.price',
  'stock.level',
  'orders.customer_order',
]

test('with DATABASE_URL nothing of the demo is written, and nobody signs in as a demo person', async () => {
  const database = await testDatabase()
  const data_dir = makeDataDir()
  const product = await launch(data_dir, { DATABASE_URL: database.url, DEMO: '1', DEMO_STORES: '60' })
  await untilReady(product)
  const entered = await fetch(`${product.url}/api/v1/demo-session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-requested-with': 'zhuguang' },
    body: JSON.stringify({ key: 'owner' }),
  })
  expect(entered.status).toBe(404)
  expect((await fetch(product.url)).status).toBe(200)
  const sql = connect(database.url, { pool: 1, role: null })
  for (const table of written) {
    const [row] = await sql.unsafe(`select count(*)::int as n from ${table}`)
    expect([table, row!.n]).toEqual([table, 0])
  }
  const [demo] = await sql`select value from platform.setting where key = 'demo'`
  expect(demo?.value ?? false).toBe(false)
  await sql.end()
  expect(await end(product)).toBe(0)
  await database.drop()
  removeDataDir(data_dir)
})

test('the demo comes into an empty database when asked, and again with --reset only', async () => {
  const database = await testDatabase()
  const env = { DATABASE_URL: database.url, DEMO_OLDER_ORDERS: '0' }
  const sql = connect(database.url, { pool: 1, role: null })
  const stores = async () => {
    const [row] = await sql`select count(*)::int as n from places.node where kind = 'store'`
    return row!.n as number
  }
  const first = await command(['demo', '--stores', '12', '--orders', '5'], env)
  expect([first.code, await stores(), first.said]).toEqual([0, 12, expect.stringContaining('5 of 5 past')])
  const again = await command(['demo', '--stores', '7'], env)
  expect([again.code, await stores(), again.said]).toEqual([1, 12, expect.stringContaining('--reset')])
  const reset = await command(['demo', '--reset', '--stores', '7', '--orders', '4'], env)
  expect([reset.code, await stores(), reset.said]).toEqual([0, 7, expect.stringContaining('4 of 4 past')])
  await sql.end()
  await database.drop()
})

test('a taken port and a wrong setting end the start with what to do', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  const port = await new Promise<number>((done) =>
    taken.once('listening', () => done((taken.address() as { port: number }).port)),
  )
  const data_dir = makeDataDir()
  for (const [env, said] of [
    [{ PORT: String(port) }, `port ${port} on 127.0.0.1 is taken: set PORT to another one`],
    [{ PORT: 'many' }, 'These settings are wrong (see docs/operations): PORT'],
    [{ DATABASE_URL: 'mysql://localhost/shop' }, 'DATABASE_URL: must begin with postgres://'],
  ] as const) {
    const refused = await launch(data_dir, env)
    expect([await refused.ended, refused.log()]).toEqual([1, expect.stringContaining(said)])
  }
  taken.close()
  removeDataDir(data_dir)
})

test('an older Node is told what is needed, before anything it cannot read', async () => {
  const guard = join(import.meta.dirname, '..', 'tools', 'need-node.cjs')
  const pretend = "Object.defineProperty(process, 'versions', { value: { node: '12.22.5' } });"
  const child = spawn(process.execPath, [
    '-e',
    `${pretend} require(${JSON.stringify(guard)}); console.log('on')`,
  ])
  let said = ''
  child.stdout.on('data', (chunk) => (said += chunk))
  child.stderr.on('data', (chunk) => (said += chunk))
  expect(await new Promise((done) => child.once('close', done))).toBe(1)
  expect(said).toBe('zhuguang: Node 20.19 or newer is needed, this is 12.22.5: see nodejs.org\n')
})

// `reconcile` and `audit:verify` say whether all is well, in words, in JSON and in the exit code.
import { spawn } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../tools/test-db.ts'
import { system } from '../platform/access.ts'
import { audit, linkAudit } from '../platform/audit.ts'
import { connect, database } from '../platform/db.ts'
import { newId } from '../platform/types.ts'

let base: Awaited<ReturnType<typeof testDatabase>>
let owner: ReturnType<typeof connect>
beforeAll(async () => {
  base = await testDatabase()
  owner = connect(base.url, { pool: 1, role: null })
  const db = database(connect(base.url, { pool: 1 }))
  await db.command(system, (tx) => audit(tx, system, 'test.done', { kind: 'test', id: '1' }, { n: 1 }))
  await db.command(system, (tx) => linkAudit(tx))
  await db.close()
  const [node, sku] = [newId(), newId()]
  await owner`
    insert into stock.level (city_code, sku_id, node_id, on_hand) values ('510100', ${sku}, ${node}, 2)`
  await owner`
    insert into stock.entry (city_code, id, node_id, sku_id, kind, quantity)
    values ('510100', ${newId()}, ${node}, ${sku}, 'receipt', 2)`
})
afterAll(async () => {
  await owner.end()
  await base.drop()
})

function run(...args: string[]): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve) => {
    const env = { PATH: process.env.PATH, DATABASE_URL: base.url }
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/run.ts', ...args], { env })
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.on('close', (code) => resolve({ code, said }))
  })
}

test('a whole ledger shows no difference, a changed counter ends with 1 and is named', async () => {
  const whole = await run('reconcile')
  expect(whole).toEqual({ code: 0, said: '1 cells, 1 ledger entries, 0 open holds\n0 differences\n' })
  await owner`update stock.level set on_hand = 3, held = 1`
  const { code, said } = await run('reconcile', '--json')
  expect(code).toBe(1)
  const told = JSON.parse(said).differences.map((one: Record<string, unknown>) => [
    one.what,
    one.ledger,
    one.counter,
  ])
  expect(told.toSorted()).toEqual([
    ['held', 0, 1],
    ['on_hand', 2, 3],
  ])
})

test('a chain that holds ends with 0, one with a changed row with 1', async () => {
  const whole = await run('audit:verify', '--json')
  expect([whole.code, JSON.parse(whole.said)]).toMatchObject([
    0,
    { checked: 1, broken_at: null, unlinked: 0 },
  ])
  await owner.begin(async (tx) => {
    await tx`alter table platform.audit disable trigger audit_append_only`
    await tx`update platform.audit set detail = '{"n": 2}'`
  })
  expect(await run('audit:verify')).toEqual({
    code: 1,
    said: 'the chain is broken at link 1; 0 links before it hold\n',
  })
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../tools/test-db.ts'
import { system } from './access.ts'
import { audit, linkAudit, verifyAudit } from './audit.ts'
import { type Tx, connect, database, isDriverSlip, uuidOf } from './db.ts'
import { migrate } from './migrate.ts'
import { Id, newId } from './types.ts'

let base: Awaited<ReturnType<typeof testDatabase>>
let db: ReturnType<typeof database>
let owner: ReturnType<typeof connect>
beforeAll(async () => {
  base = await testDatabase()
  db = database(connect(base.url, { pool: 4 }))
  owner = connect(base.url, { pool: 2, role: null })
})
afterAll(async () => {
  await db.close()
  await owner.end()
  await base.drop()
})

/** As somebody who holds the database and hopes that nobody recomputes. */
const forge = (change: (tx: Tx) => Promise<unknown>) =>
  owner.begin(async (tx) => {
    await tx`alter table platform.audit disable trigger audit_append_only`
    await change(tx as never)
    await tx`alter table platform.audit enable trigger audit_append_only`
  })

test('a changed audit row breaks the chain where it stands', async () => {
  for (let n = 1; n <= 5; n++)
    await db.command(system, (tx) => audit(tx, system, 'test|done', { kind: 'test', id: String(n) }, { n }))
  expect(await db.command(system, (tx) => linkAudit(tx))).toBe(5)
  expect(await db.read(system, (tx) => verifyAudit(tx))).toMatchObject({
    checked: 5,
    broken_at: null,
    unlinked: 0,
  })
  const broken = async () => (await db.read(system, (tx) => verifyAudit(tx))).broken_at
  // What moves from one field to its neighbour leaves the letters as they were.
  await forge(
    (tx) => tx`
      update platform.audit set action = 'test', subject_kind = 'done|test' where subject_id = '5'`,
  )
  expect(await broken()).toBe(5)
  await forge((tx) => tx`update platform.audit set detail = '{"n": 99}' where subject_id = '3'`)
  expect(await db.read(system, (tx) => verifyAudit(tx))).toMatchObject({ checked: 2, broken_at: 3 })
})

test('an edited migration is refused; the one that was amended is followed from its first form', async () => {
  const [url, name] = [base.url, '0016_sourcing_moved.sql']
  const ran = async (hash: string) => {
    await owner`update public.migration set hash = ${hash} where name = ${name}`
    await owner`delete from public.migration where name like '0031%'`
    return migrate(url)
  }
  await owner.unsafe(`
    drop function sourcing.release_slots(text, uuid, text);
    create function sourcing.release_slots(p_city text, p_order uuid, p_kind text)
      returns int language sql as 'select 0'`)
  const first_form = '1d92dc2928ae3251c8cfd620fde4b89008b4638571b58761efc156ab7a0caa0d'
  expect(await ran(first_form)).toEqual(['0031_sourcing_release.sql'])
  const released = db.command(
    system,
    (tx) => tx<{ n: number }[]>`select sourcing.release_slots('510100', ${newId()}) as n`,
  )
  expect(await released).toMatchObject([{ n: 0 }])
  await expect(ran('somebody changed it')).rejects.toThrow('was edited after it ran')
})

test('the application cannot rewrite what was written', async () => {
  const rewrite = db.command(system, (tx) => tx`update platform.audit set action = 'x'`)
  await expect(rewrite).rejects.toMatchObject({ code: '42501' })
})

test('an id made of a text is a UUID that our contracts take, and always the same', async () => {
  const texts = Array.from({ length: 200 }, (_, n) => `row ${n}`)
  const made = () =>
    db.read(
      system,
      (tx) => tx<{ id: string }[]>`select ${uuidOf(tx, tx`t`)} as id from unnest(${texts}::text[]) t`,
    )
  const ids = (await made()).map(({ id }) => Id.parse(id))
  expect(new Set(ids).size).toBe(texts.length)
  expect((await made()).map(({ id }) => id)).toEqual(ids)
})

test('faults of the driver that must not end a process are told from all others', async () => {
  const thrown = (name: string) => {
    const socket = null as unknown as { write: () => void }
    const at = { [name]: () => socket.write() }
    try {
      at[name]!()
      return null
    } catch (error) {
      return error
    }
  }
  expect(isDriverSlip(thrown('nextWrite'))).toBe(true)
  expect(isDriverSlip(thrown('ourOwnFault'))).toBe(false)
  const coded = (code: string) => Object.assign(new Error('told'), { code })
  for (const code of ['CONNECTION_CLOSED', '57P01']) expect(isDriverSlip(coded(code))).toBe(true)
  for (const code of ['ECONNREFUSED', '42501', '']) expect(isDriverSlip(coded(code))).toBe(false)
})

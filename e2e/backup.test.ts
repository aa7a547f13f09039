// The running product with its own database is saved while it sells, brought back into an empty folder, and
// starts there with the same goods, orders and accounts. Half of a restore does not start.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { whatIsWrong } from '../tools/test-conserved.ts'
import { asOwner } from './books.ts'
import { buy, goodsOf, keysFor } from './fleet-deeds.ts'
import { command, end, launch, makeDataDir, removeDataDir, untilReady } from './product.ts'

const url = inject('product_url')
const data_dir = inject('product_data_dir')

const began_at = new Date().toISOString()

test('a backup of the running shop starts as a shop of its own', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'zhuguang-backup-'))
  const elsewhere = makeDataDir()
  const keys = await keysFor({ DATA_DIR: data_dir }, ['shopper'])
  const items = await goodsOf(url)
  const before = await buy(url, items[0]!.sku_id, keys.shopper!)
  expect([before.status, before.text]).toEqual([200, expect.stringContaining('payment_id')])
  const saved = await command(['backup', join(folder, 'it')], { DATA_DIR: data_dir })
  expect([saved.code, saved.said]).toEqual([0, expect.stringContaining('rows of')])

  const back = await command(['restore', join(folder, 'it')], { DATA_DIR: elsewhere })
  expect([back.code, back.said]).toEqual([0, expect.stringContaining('the chain holds')])
  expect(await asOwner(elsewhere, (sql) => whatIsWrong(sql, began_at))).toEqual([])
  const product = await launch(elsewhere)
  await untilReady(product)
  expect(await goodsOf(product.url)).toEqual(items)
  const asked = await fetch(`${product.url}/api/v1/orders/${before.body.orders[0].id}`, {
    headers: { authorization: `Bearer ${keys.shopper}` },
  })
  expect([asked.status, (await asked.json()).id]).toEqual([200, before.body.orders[0].id])
  expect((await buy(product.url, items[1]!.sku_id, keys.shopper!)).status).toBe(200)

  // Onto a shop that runs, and onto one that has stopped: neither is touched.
  for (const refused of ['is held by process', 'is not empty']) {
    const onto = await command(['restore', join(folder, 'it')], { DATA_DIR: elsewhere })
    expect([onto.code, onto.said]).toEqual([1, expect.stringContaining(refused)])
    if (refused === 'is held by process') expect(await end(product)).toBe(0)
  }
  await asOwner(elsewhere, (sql) => sql`create table public.restoring (backup text, began_at timestamptz)`)
  const half = await launch(elsewhere)
  expect([await half.ended, half.log()]).toEqual([1, expect.stringContaining('run it again')])
  removeDataDir(elsewhere)
  rmSync(folder, { recursive: true, force: true })
})

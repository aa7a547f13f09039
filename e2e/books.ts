// What no screen can hide: the books of the running product, as the owner of its database reads them.
import { expect } from 'vitest'
import type { OrderEvent, OrderState } from '../src/modules/orders/contract.ts'
import { nextState } from '../src/modules/orders/rules.ts'
import { reconcile } from '../src/modules/stock/index.ts'
import { type Sql, connect } from '../src/platform/db.ts'
import { joinEmbedded } from '../src/platform/embedded.ts'

/** Asks as the owner of the database, whom nothing is hidden from and nothing is refused. */
export async function asOwner<T>(data_dir: string, ask: (sql: Sql) => PromiseLike<T>): Promise<T> {
  const running = await joinEmbedded({ data_dir, given: true })
  const sql = connect(running.url, { pool: 1, role: null, statement_timeout_ms: 0 })
  try {
    return await ask(sql)
  } finally {
    await sql.end()
    await running.stop()
  }
}

/** Every counter of stock is the sum of its ledger. */
export async function expectBooksToAgree(data_dir: string) {
  const { differences } = await asOwner(data_dir, (sql) => sql.begin((tx) => reconcile(tx as never)))
  expect(differences, 'ledger = counters').toEqual([])
}

/** The moves that the story tells lead from the beginning to the order's state, none left out, in order. */
export async function expectNoGap(data_dir: string, number: string, beginning: OrderState = 'created') {
  const { order, story } = await asOwner(data_dir, async (sql) => {
    const [found] = await sql<{ id: string; state: OrderState; needs_install: boolean }[]>`
      select id, state, needs_install from orders.customer_order where number = ${number}`
    const rows = await sql<{ code: OrderEvent; at: string }[]>`
      select code, at from orders.story where order_id = ${found!.id} order by id`
    return { order: found!, story: rows }
  })
  const { needs_install } = order
  const times = story.map(({ at }) => Date.parse(at))
  expect(times).toEqual(times.toSorted((a, b) => a - b))
  // Notes (packed, a step of the crew) leave the state as it is.
  const reached = story.reduce(
    (state, { code }) => nextState({ state, needs_install }, code) ?? state,
    beginning,
  )
  expect(reached, `the story of ${number}: ${story.map(({ code }) => code).join(' ')}`).toBe(order.state)
}

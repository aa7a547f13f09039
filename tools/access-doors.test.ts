// Functions that act as the owner are doors in the walls of the row policies. Each is tried in SQL, as the
// application role, by somebody whose business it is not: it refuses or finds nothing, and nothing has moved.
// A new function has to be added here: the list is held against the database.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../src/platform/types.ts'
import type { Tx } from '../src/platform/db.ts'
import { triesOfBenefits } from './doors-of-benefits.ts'
import { delegate, triesOfHands } from './doors-of-hands.ts'
import { purchaseTries } from './doors-of-purchase.ts'
import { actorFor } from './test-actors.ts'
import * as shop from './test-shop.ts'

const people = { ...shop.actors, buying: actorFor('purchaser') }
type Victim = {
  id: string
  city_code: string
  node_id: string
  state: string
  payment_id: string
  basket_id: string
}
type Who = keyof typeof people
type Try = { who: Who; ends: 'refused' | 'nothing'; ask: (tx: Tx, order: Victim) => Promise<unknown> }

const { fridge, near, warehouse, city } = shop
const skus = [fridge.id]
const none = newId()

// What anybody may call, and why that gives nobody anything.
const open: Record<string, string> = {
  'platform.add_job': 'a job is a wish of a command; what it does, it does as the house',
  'platform.sweep_soon': 'the same; what is due is swept each minute anyhow',
  'people.account_stands': 'says of an account id, which nobody is told, whether it stands',
  'people.end_own_account': 'names nobody: it ends the account of who asks',
  'control.frozen': 'whoever is held back by a freeze is told by whom, why and until when',
  'control.public_open':
    'says yes or no of an id that only its maker, control and the room it is about are told',
  'people.public_delegated': 'says yes or no of an id that only the two and control are told',
  'payment.secret_of': 'nobody is signed in when a provider calls; the signature is the authority',
  'payment.record_callback': 'the same',
}

const strangers = (ask: Try['ask']): Try[] =>
  (['lin', 'owner', 'seller', 'buying'] as const).map((who) => ({ who, ends: 'refused', ask }))

const tries: Record<string, Try[]> = {
  'accounts.ordered_lines': strangers((tx) => tx`select * from accounts.ordered_lines(${none}, null)`),
  'accounts.suppliers': strangers((tx) => tx`select * from accounts.suppliers()`),
  'people.open_account': (['lin', 'owner'] as const).map((who) => ({
    who,
    ends: 'refused',
    ask: (tx) => tx`select people.open_account('thief@example.test', 'a thief', 'a hash')`,
  })),
  ...triesOfHands,
  ...triesOfBenefits,
  'catalog.gtin_owners': (['lin', 'owner'] as const).map((who) => ({
    who,
    ends: 'refused',
    ask: (tx) => tx`select * from catalog.gtin_owners(array['06901234567892'])`,
  })),
  'catalog.skus_named': [
    {
      who: 'lin',
      ends: 'refused',
      ask: (tx) => tx`select * from catalog.skus_named('{}', '{}', array['06901234567892'])`,
    },
  ],
  'people.audit_names': (['lin', 'owner'] as const).map((who) => ({
    who,
    ends: 'refused',
    ask: (tx) => tx`select * from people.audit_names(null, null)`,
  })),
  'platform.jobs_waiting': [
    { who: 'owner', ends: 'refused', ask: (tx) => tx`select * from platform.jobs_waiting()` },
  ],
  'platform.retry_job': [{ who: 'owner', ends: 'refused', ask: (tx) => tx`select platform.retry_job(1)` }],
  'stock.hold_units': [
    {
      who: 'neighbour',
      ends: 'refused',
      ask: (tx) => tx`
        select * from stock.hold_units(${city}, ${none}, 'owner', now(), ${[near]}::uuid[], ${skus}::uuid[],
                                       array[1])`,
    },
    {
      who: 'crew',
      ends: 'refused',
      ask: (tx) => tx`
        select * from stock.hold_units(${city}, ${none}, 'online', now(), ${[near]}::uuid[], ${skus}::uuid[],
                                       array[1])`,
    },
  ],
  'stock.release_units': (['wu', 'neighbour', 'crew'] as const).map((who) => ({
    who,
    ends: 'refused',
    ask: (tx, o) => tx`select stock.release_units(${o.city_code}, ${o.id}, null, null)`,
  })),
  'stock.extend_hold': [
    {
      who: 'wu',
      ends: 'refused',
      ask: (tx, o) => tx`select stock.extend_hold(${o.city_code}, ${o.id}, now() - interval '1 day')`,
    },
  ],
  'stock.sell_units': (['lin', 'wu', 'neighbour'] as const).map((who) => ({
    who,
    ends: 'refused',
    ask: (tx, o) => tx`select stock.sell_units(${o.city_code}, ${o.id}, ${o.node_id})`,
  })),
  'stock.take_back': [
    {
      who: 'neighbour',
      ends: 'refused',
      ask: (tx, o) => tx`
        select stock.take_back(${o.city_code}, ${o.id}, ${near}, ${skus}::uuid[], array[1], 'damaged')`,
    },
  ],
  'stock.book': [
    ...(['neighbour', 'seller', 'lin'] as const).map(
      (who): Try => ({
        who,
        ends: 'refused',
        ask: (tx) => tx`
          select stock.book(${city}, ${near}, 'receipt', ${skus}::uuid[], array[5], 'opening')`,
      }),
    ),
    {
      who: 'owner',
      ends: 'refused',
      ask: (tx) => tx`select stock.book(${city}, ${near}, 'count', ${skus}::uuid[], array[5], 'counted')`,
    },
  ],
  'stock.count_units': [
    {
      who: 'neighbour',
      ends: 'refused',
      ask: (tx) => tx`select * from stock.count_units(${city}, ${near}, ${skus}::uuid[], array[0])`,
    },
  ],
  'stock.lock_cells': (['neighbour', 'lin', 'buying'] as const).map((who) => ({
    who,
    ends: 'refused',
    ask: (tx) => tx`select * from stock.lock_cells(${city}, ${near}, ${skus}::uuid[])`,
  })),
  'stock.transfer_units': [
    {
      who: 'owner',
      ends: 'refused',
      ask: (tx) => tx`
        select * from stock.transfer_units(${none}, ${city}, ${warehouse}, ${city}, ${near}, ${skus}::uuid[],
                                           array[1])`,
    },
  ],
  'stock.protect': [
    {
      who: 'neighbour',
      ends: 'refused',
      ask: (tx) => tx`select stock.protect(${city}, ${near}, ${fridge.id}, 9)`,
    },
  ],
  'sourcing.hold_slots': [
    {
      who: 'buying',
      ends: 'refused',
      ask: (tx) => tx`
        select sourcing.hold_slots(${city}, ${none}, '{510107}', '{install}', '{2030-01-01}', '{am}', '{5}')`,
    },
  ],
  'sourcing.release_slots': (['wu', 'crew'] as const).map((who) => ({
    who,
    ends: 'refused',
    ask: (tx, o) => tx`select sourcing.release_slots(${o.city_code}, ${o.id})`,
  })),
  'sourcing.confirm_slots': [
    {
      who: 'wu',
      ends: 'refused',
      ask: (tx, o) => tx`select sourcing.confirm_slots(${o.city_code}, ${o.id})`,
    },
  ],
  'sourcing.move_slot': (['lin', 'owner'] as const).map((who) => ({
    who,
    ends: 'refused',
    ask: (tx, o) => tx`
      select sourcing.move_slot(${o.city_code}, ${o.id}, '510107', 'install', '2030-01-01', 'am', 5)`,
  })),
  'sourcing.learn': (['lin', 'neighbour'] as const).map((who) => ({
    who,
    ends: 'refused',
    ask: (tx) => tx`select sourcing.learn(${city}, ${near}, 0, 99, null, null)`,
  })),
  'orders.place': [
    { who: 'wu', ends: 'refused', ask: (tx, o) => placeFor(tx, o, { person_id: shop.actors.lin.person_id }) },
    { who: 'crew', ends: 'refused', ask: (tx, o) => placeFor(tx, o, { channel: 'counter' }) },
    {
      who: 'wu',
      ends: 'refused',
      ask: (tx, o) => tx`
        select * from orders.place('[]', '[]', '[]', '[]', ${tx.json([
          { city_code: o.city_code, order_id: o.id, id: none, at: '2030-01-01', code: 'x', by: 'house' },
        ])})`,
    },
    {
      who: 'wu',
      ends: 'refused',
      ask: (tx) => tx`
        select * from orders.place(${tx.json([
          { id: none, person_id: shop.actors.lin.person_id, total_fen: 1, placed_at: '2030-01-01' },
        ])}, '[]', '[]', '[]', '[]')`,
    },
  ],
  'orders.lock': (['wu', 'neighbour', 'rival'] as const).map((who) => ({
    who,
    ends: 'nothing',
    ask: (tx, o) => tx`select id as told from orders.lock(${o.city_code}, ${o.id})`,
  })),
  'orders.lock_many': (['wu', 'neighbour', 'rival'] as const).map((who) => ({
    who,
    ends: 'nothing',
    ask: (tx, o) => tx`
      select id as told from orders.lock_many(array[${o.city_code}]::text[], array[${o.id}]::uuid[])`,
  })),
  'orders.ending_in': (['lin', 'owner', 'crew'] as const).map((who) => ({
    who,
    ends: 'nothing',
    ask: (tx, o) => tx`
      select orders.ending_in(right(replace(number, '-', ''), 7)) as told
        from orders.customer_order where id = ${o.id}`,
  })),
  'orders.plan_of': [
    { who: 'wu', ends: 'nothing', ask: (tx, o) => tx`select orders.plan_of(${o.id}) as told` },
    { who: 'owner', ends: 'nothing', ask: (tx, o) => tx`select orders.plan_of(${o.id}) as told` },
  ],
  'orders.move': (['wu', 'neighbour', 'rival'] as const).map((who) => ({
    who,
    ends: 'nothing',
    ask: (tx, o) => tx`
      select orders.move(${o.city_code}, ${o.id}, ${o.state}, 'closed', 'x', 'house', '{}', ${none}, '{}')
             as told`,
  })),
  'orders.move_benefits': (['wu', 'neighbour', 'rival'] as const).map((who) => ({
    who,
    ends: 'refused',
    ask: (tx, o) => tx`select orders.move_benefits(${o.city_code}, ${o.id}, 'give_back')`,
  })),
  'orders.note': (['wu', 'neighbour', 'rival'] as const).map((who) => ({
    who,
    ends: 'nothing',
    ask: async (tx, o) => {
      await tx`select orders.note(${o.city_code}, ${o.id}, 'x', 'house', '{}', ${newId()})`
      return []
    },
  })),
  'orders.receive_return': [
    {
      who: 'neighbour',
      ends: 'nothing',
      ask: (tx, o) => tx`select orders.receive_return(${o.city_code}, ${none}) as told`,
    },
  ],
  'orders.public_entrust': (['wu', 'owner', 'rival'] as const).map((who) => ({
    who,
    ends: 'refused',
    ask: (tx, o) => tx`select orders.public_entrust(${o.city_code}, ${o.id}, ${shop.other_crew})`,
  })),
  'orders.public_entrust_many': (['wu', 'owner', 'rival'] as const).map((who) => ({
    who,
    ends: 'refused',
    ask: (tx, o) => tx`
      select orders.public_entrust_many(array[${o.city_code}]::text[], array[${o.id}]::uuid[],
                                        array[${shop.other_crew}]::uuid[])`,
  })),
  'orders.refund': (['wu', 'neighbour', 'crew', 'buying'] as const).map((who) => ({
    who,
    ends: 'refused',
    ask: (tx, o) => tx`select * from orders.refund(${o.city_code}, ${o.id}, ${newId()}, 'k', 5::bigint, 'x')`,
  })),
  'orders.masked_recipient': (['wu', 'neighbour', 'rival'] as const).map((who) => ({
    who,
    ends: 'nothing',
    ask: (tx, o) => tx`select phone as told from orders.masked_recipient(${o.city_code}, ${o.id})`,
  })),
  'orders.expire_batch': (['lin', 'owner', 'seller'] as const).map((who) => ({
    who,
    ends: 'refused',
    ask: (tx) => tx`select orders.expire_batch(10, '{}')`,
  })),
  'payment.pretend_taken': (['wu', 'owner', 'buying'] as const).map((who) => ({
    who,
    ends: 'refused',
    ask: (tx, o) => tx`
      select payment.pretend_taken(${o.payment_id}, '{t}', '{5}'::bigint[], array[now()])`,
  })),
  'notices.forget': (['wu', 'owner'] as const).map((who) => ({
    who,
    ends: 'refused',
    ask: (tx) => tx`select notices.forget(${shop.actors.lin.person_id})`,
  })),
  'payment.open': [
    {
      who: 'wu',
      ends: 'refused',
      ask: (tx) => tx`
        select payment.open(${none}, ${newId()}, ${shop.actors.lin.person_id}, null, 'sandbox', 'card',
                            5::bigint, null)`,
    },
  ],
  'payment.take_by_hand': [
    { who: 'owner', ends: 'refused', ask: (tx, o) => tx`select payment.take_by_hand(${o.payment_id})` },
  ],
  'payment.request_refund': (['wu', 'crew', 'owner', 'neighbour', 'lin', 'seller'] as const).map((who) => ({
    who,
    ends: 'refused',
    ask: (tx, o) => tx`
      select * from payment.request_refund(${newId()}, ${o.payment_id}, 'k', ${o.city_code}, ${o.id},
                                           5::bigint, 'x')`,
  })),
  ...purchaseTries,
  'payment.close': [
    {
      who: 'wu',
      ends: 'nothing',
      ask: async (tx, o) => {
        await tx`select payment.close(${o.basket_id})`
        return []
      },
    },
  ],
  'installation.try_code': (['rival', 'owner'] as const).map((who) => ({
    who,
    ends: 'refused',
    ask: async (tx, o) => {
      const [work] = await house.owner`select id from installation.work_order where order_id = ${o.id}`
      return tx`select * from installation.try_code(${o.city_code}, ${work!.id}, '000000')`
    },
  })),
}

const placeFor = (tx: Tx, order: Victim, more: object) => tx`
  select * from orders.place('[]', ${tx.json([{ ...order, id: none, selling_node_id: near, channel: 'shop', ...more }])},
                             '[]', '[]', '[]')`

let house: shop.Shop
let victim: Victim
beforeAll(async () => {
  house = await shop.openShop()
  await house.stockUp(near, fridge.id, 20)
  const { id } = await house.buy([{ sku_id: fridge.id, quantity: 1 }], 'lin')
  await house.until(() => house.owner`select 1 from installation.work_order`.then((rows) => rows.length > 0))
  const [row] = await house.owner<Victim[]>`select * from orders.customer_order where id = ${id}`
  victim = row!
  await delegate(house.owner)
}, 60_000)

afterAll(() => house.close())

/** Everything that one of the doors could have moved. */
const standing = async () => {
  const tables = ['orders.customer_order', 'orders.line', 'orders.story', 'orders.basket', 'stock.level']
  const more = ['stock.entry', 'stock.hold', 'sourcing.slot', 'sourcing.slot_hold', 'sourcing.node_record']
  const money = ['stock.cost', 'payment.payment', 'payment.refund', 'payment.entry', 'installation.code']
  const told: Record<string, string> = {}
  for (const name of [...tables, ...more, ...money]) {
    const [row] = await house.owner`
      select coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as sum
        from ${house.owner.unsafe(name)} t`
    told[name] = row!.sum
  }
  return told
}

test('every function that acts as the owner is tried or says why it may be open', async () => {
  const rows = await house.owner<{ name: string }[]>`
    select distinct n.nspname || '.' || p.proname as name
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where p.prosecdef and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'graphile_worker')
       and has_function_privilege('zhuguang_app', p.oid, 'execute')
     order by 1`
  const known = [...Object.keys(tries), ...Object.keys(open)].sort()
  expect(rows.map(({ name }) => name)).toEqual(known)
})

test('what is not one’s business is refused or not found in SQL too, and nothing moves', async () => {
  const before = await standing()
  const wrong: string[] = []
  for (const [name, asks] of Object.entries(tries))
    for (const { who, ends, ask } of asks) {
      const seen = await house.db
        .command(people[who], async (tx) => {
          const rows = (await ask(tx, victim)) as { told?: unknown }[]
          return rows.some(({ told }) => told) ? `told ${JSON.stringify(rows)}` : 'nothing'
        })
        .catch((error: { code?: string }) => (error.code === '42501' ? 'refused' : `fault ${String(error)}`))
      if (seen !== ends) wrong.push(`${name} by ${who}: ${seen}, not ${ends}`)
    }
  expect(wrong).toEqual([])
  expect(await standing()).toEqual(before)
})

// What the clients were told against what the tables hold. After the last retry every intention is answered,
// so the two must be equal: nothing acknowledged is missing, nothing is there that was not acknowledged.
import type postgres from 'postgres'
import type { Answer, Ask, Line } from './journal.ts'

type Intention = { ask: Ask; taken: Answer['body'] | null; answers: number }
type Fail = (rule: string, subject: string, told: string) => void
// Wider than any delay between signing and reading, narrower than what must be refused.
const believed_s = 300

const accepted = (status: number) => status >= 200 && status < 300
const asText = (value: unknown): string =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? `{${Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, inner]) => `${name}:${asText(inner)}`)
        .join()}}`
    : Array.isArray(value)
      ? `[${value.map(asText).join()}]`
      : JSON.stringify(value)

/** Reads the journal once: intentions by key, and what was wrong with the answers themselves. */
export function readIntentions(lines: readonly Line[], fail: Fail): Intention[] {
  const asks = new Map<number, { ask: Ask; after_taken: boolean }>()
  const intentions = new Map<string, Intention>()
  for (const line of lines) {
    if ('ask' in line) {
      const { ask } = line
      const known = intentions.get(ask.key) ?? { ask, taken: null, answers: 0 }
      intentions.set(ask.key, known)
      if (asText(known.ask.body) !== asText(ask.body)) fail('a key means one thing', ask.key, ask.kind)
      asks.set(ask.n, { ask, after_taken: known.taken !== null })
    }
    if ('answer' in line) judgeAnswer(line.answer, asks.get(line.answer.n)!, intentions, fail)
  }
  return [...intentions.values()]
}

function judgeAnswer(
  { status, body }: Answer,
  { ask, after_taken }: { ask: Ask; after_taken: boolean },
  intentions: Map<string, Intention>,
  fail: Fail,
) {
  const known = intentions.get(ask.key)!
  known.answers += 1
  const told = `${ask.kind}: ${status} ${String(body.reason ?? '')}`
  if (status >= 500 && status !== 503) fail('a fault around us is no fault of ours', ask.key, told)
  if (ask.who === 'provider') {
    const skewed = Math.abs(ask.skew_s ?? 0) > believed_s
    if (skewed && status < 500) {
      if (status !== 401) fail('a call signed at another time is refused', ask.key, told)
      return
    }
    if (!skewed && status === 401) fail('a clock a little wrong is believed', ask.key, told)
  }
  if (accepted(status)) {
    if (known.taken && asText(known.taken) !== asText(body))
      fail('one key, one answer', ask.key, `${ask.kind}: two different answers`)
    known.taken ??= body
  } else if (after_taken && status < 500 && status !== 429) fail('what was taken stays taken', ask.key, told)
}

type Row = Record<string, string | number | null>
const groups = (rows: readonly Row[]) => new Map(rows.map((row) => [String(row.key), row]))

export async function checkJournal(sql: postgres.Sql, intentions: Intention[], fail: Fail) {
  const of = (...kinds: string[]) => intentions.filter(({ ask }) => kinds.includes(ask.kind))
  const taken = (...kinds: string[]) => of(...kinds).filter((one) => one.taken !== null)
  await checkPlaced(sql, taken('place'), of('place'), fail)
  await checkCounter(sql, taken('counter'), fail)
  await checkSteps(sql, taken('accept', 'hand_over', 'depart', 'deliver', 'fail', 'cancel'), fail)
  await checkPicks(sql, taken('pick'), fail)
  await checkReturns(sql, taken('return'), taken('take_back'), fail)
  await checkStock(sql, of('receipt'), taken('count'), fail)
  await checkCalls(sql, of('callback'), fail)
}

async function checkPlaced(sql: postgres.Sql, taken: Intention[], asked: Intention[], fail: Fail) {
  const rows = await sql<Row[]>`
    select b.id as key, b.quote_id, b.total_fen::text as total, p.id as payment_id,
           (select string_agg(o.id || ' ' || o.number || ' ' || o.total_fen, ',' order by o.id)
              from orders.customer_order o where o.basket_id = b.id) as orders
      from orders.basket b left join payment.payment p on p.basket_id = b.id where b.quote_id is not null`
  const baskets = groups(rows)
  const quotes = new Set(asked.map(({ ask }) => ask.body.quote_id))
  for (const { ask, taken: told } of taken) {
    const found = baskets.get(told!.basket_id as string)
    const orders = (told!.orders as { id: string; number: string; total_fen: number }[])
      .map(({ id, number, total_fen }) => `${id} ${number} ${total_fen}`)
      .sort()
      .join()
    const same =
      found?.quote_id === ask.body.quote_id &&
      found?.total === String(told!.total_fen) &&
      found?.payment_id === told!.payment_id &&
      found?.orders === orders
    if (!same) fail('an acknowledged order is there as it was told', ask.key, asText(found ?? 'no basket'))
  }
  const acknowledged = new Set(taken.map((one) => one.taken!.basket_id))
  for (const { key, quote_id } of rows) {
    if (!quotes.has(quote_id)) fail('an order was asked for', String(key), `quote ${quote_id}`)
    else if (!acknowledged.has(key)) fail('an order is told to who asked', String(key), `quote ${quote_id}`)
  }
  const keys = new Map<unknown, string[]>()
  for (const { ask, taken: told } of taken)
    keys.set(told!.basket_id, [...(keys.get(told!.basket_id) ?? []), ask.key])
  for (const [basket, of] of keys)
    if (of.length > 1) fail('one key, one order', String(basket), of.join(', '))
}

async function checkCounter(sql: postgres.Sql, taken: Intention[], fail: Fail) {
  const rows = await sql<Row[]>`
    select o.id as key, o.total_fen::text as total from orders.customer_order o
      join orders.basket b on b.id = o.basket_id
     where o.channel = 'counter' and exists (
           select from orders.story s where s.order_id = o.id and s.city_code = o.city_code
              and s.code = 'place')`
  const sales = groups(rows)
  for (const { ask, taken: told } of taken) {
    if (sales.get(told!.id as string)?.total !== String(told!.total_fen))
      fail('an acknowledged sale is there', ask.key, String(told!.id))
    sales.delete(told!.id as string)
  }
  for (const id of sales.keys()) fail('a sale is told to who made it, once', id, 'nobody was told')
}

const codes: Record<string, string> = {
  accept: 'accept',
  hand_over: 'hand_over',
  depart: 'depart',
  deliver: 'deliver',
  fail: 'fail_pick',
  cancel: 'cancel_by_customer',
}

async function checkSteps(sql: postgres.Sql, taken: Intention[], fail: Fail) {
  const rows = await sql<Row[]>`
    select s.order_id || ' ' || s.code as key, count(*)::int as n from orders.story s
     where s.code = any(${Object.values(codes)}) group by 1`
  const told = groups(rows)
  for (const { ask, taken: body } of taken) {
    const order_id = ask.kind === 'cancel' ? body!.id : body!.order_id
    const times = Number(told.get(`${order_id} ${codes[ask.kind]}`)?.n ?? 0)
    if (times === 0) fail('an acknowledged step is in the story', ask.key, `${ask.kind} of ${order_id}`)
    if (ask.kind === 'cancel' && times > 1) fail('one cancellation', ask.key, `${times} of ${order_id}`)
  }
}

async function checkPicks(sql: postgres.Sql, taken: Intention[], fail: Fail) {
  const rows = await sql<Row[]>`
    select task_id || ' ' || scanned as key, sum(quantity)::int as n from fulfilment.pick group by 1`
  const picked = groups(rows)
  const told = new Map<string, number>()
  for (const { ask, taken: body } of taken) {
    const key = `${body!.id} ${ask.body.scanned}`
    told.set(key, (told.get(key) ?? 0) + Number(ask.body.quantity))
  }
  for (const key of new Set([...picked.keys(), ...told.keys()])) {
    const [have, want] = [Number(picked.get(key)?.n ?? 0), told.get(key) ?? 0]
    if (have !== want) fail('each scan counts once', key, `picked ${have}, acknowledged ${want}`)
  }
}

async function checkReturns(sql: postgres.Sql, asked: Intention[], received: Intention[], fail: Fail) {
  const rows = await sql<Row[]>`
    select order_id as key, count(*)::int as n from orders.return_request group by 1`
  const known = groups(rows)
  const told = new Map<string, number>()
  for (const { taken } of asked) told.set(String(taken!.id), (told.get(String(taken!.id)) ?? 0) + 1)
  for (const order of new Set([...known.keys(), ...told.keys()])) {
    const [have, want] = [Number(known.get(order)?.n ?? 0), told.get(order) ?? 0]
    if (have !== want) fail('one return for each that was acknowledged', order, `${have}, told ${want}`)
  }
  const done = groups(
    await sql<Row[]>`
    select id as key from orders.return_request where state = 'received'`,
  )
  for (const { ask } of received)
    if (!done.has(ask.path.split('/').at(-2)!)) fail('what was taken back is back', ask.key, ask.path)
}

async function checkStock(sql: postgres.Sql, receipts: Intention[], counts: Intention[], fail: Fail) {
  const entered = groups(
    await sql<Row[]>`
    select reason as key, sum(quantity)::int as n from stock.entry
     where kind = 'receipt' and reason like 'receipt-%' group by 1`,
  )
  for (const { ask, taken } of receipts) {
    const [line] = ask.body.lines as { quantity: number }[]
    const [have, want] = [Number(entered.get(ask.key)?.n ?? 0), taken ? line!.quantity : 0]
    if (have !== want) fail('goods arrive once', ask.key, `entered ${have}, acknowledged ${want}`)
  }
  const booked = await sql<Row[]>`
    select node_id || ' ' || sku_id || ' ' || quantity as key, count(*)::int as n from stock.entry
     where kind = 'count' group by 1`
  const differences = new Map(booked.map(({ key, n }) => [String(key), Number(n)]))
  const change = (key: string, by: number) => differences.set(key, (differences.get(key) ?? 0) + by)
  type Cell = { node_id: string; sku_id: string; difference: number; request_id: string | null }
  for (const { taken } of counts)
    for (const { node_id, sku_id, difference, request_id } of taken!.items as Cell[])
      if (difference !== 0 && !request_id) change(`${node_id} ${sku_id} ${difference}`, -1)
  for (const [key, n] of differences)
    if (n !== 0) fail('a count is booked once', key, n > 0 ? 'booked without being told' : 'told, not booked')
}

async function checkCalls(sql: postgres.Sql, calls: Intention[], fail: Fail) {
  const kept = groups(await sql<Row[]>`select webhook_id as key from payment.callback`)
  for (const { ask, taken } of calls) {
    if (taken && !kept.has(ask.key)) fail('an acknowledged report of money is kept', ask.key, 'not there')
    if (!taken && kept.has(ask.key)) fail('a refused report of money is not kept', ask.key, 'it is there')
  }
}

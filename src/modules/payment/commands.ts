// The only writers of payment.*. Money is never changed, only added to.
import { createHash } from 'node:crypto'
import { type Actor, system } from '../../platform/access.ts'
import { type Item, type Outcome, batcher } from '../../platform/batch.ts'
import { type Db, type Tx, clockOf } from '../../platform/db.ts'
import { emit, enqueue, listenersOf } from '../../platform/events.ts'
import { touch } from '../../platform/live.ts'
import { Invalid, Refused, notFound } from '../../platform/refusal.ts'
import { addMinutes } from '../../platform/time.ts'
import { type Id, type Instant, newId } from '../../platform/types.ts'
import { ProviderCall, type SandboxOutcome, type SignedCall } from './contract.ts'
import { type RefundOrder, verifierOf } from './provider.ts'
import { paymentOfBasket } from './queries.ts'
import { callsOf, settlementOf, whyNotPretend } from './rules.ts'

export type OpenPayment = { basket_id: Id; amount_fen: number; person_id: Id; expires_at: Instant }

/** Opens the one payment of a basket with the sandbox provider. Runs inside the placing transaction. */
export async function openPayment(tx: Tx, _actor: Actor, input: OpenPayment): Promise<{ payment_id: Id }> {
  const payment_id = newId()
  await tx`
    select payment.open(${payment_id}, ${input.basket_id}, ${input.person_id}, null, 'sandbox', 'online',
                        ${input.amount_fen}, ${input.expires_at})`
  return { payment_id }
}

export type CounterPayment = {
  basket_id: Id
  amount_fen: number
  node_id: Id
  method: 'cash' | 'qr' | 'card'
}

/** Money taken by hand in a store: due and paid in one step. */
export async function takeCounterPayment(tx: Tx, _actor: Actor, input: CounterPayment) {
  const payment_id = newId()
  await tx`
    select payment.open(${payment_id}, ${input.basket_id}, null, ${input.node_id}, 'counter', ${input.method},
                        ${input.amount_fen}, null)`
  await tx`select payment.take_by_hand(${payment_id})`
  return { payment_id }
}

/** The orders of a basket ended unpaid. Idempotent; whoever looks at the payment is told. */
export async function closePayment(tx: Tx, actor: Actor, input: { basket_id: Id }) {
  await tx`select payment.close(${input.basket_id})`
  const closed = await paymentOfBasket(tx, actor, input.basket_id)
  if (closed) await touch(tx, `payment:${closed.id}`)
}

type RequestRefund = {
  payment_id: Id
  city_code: string | null
  order_id: Id | null
  amount_fen: number
  reason: string
  /** One intention, one refund, however often it is asked for. */
  key: string
}

/** As the house: what came in beyond what was due goes back. Idempotent by key; nothing to do for 0 fen. */
export async function requestRefund(tx: Tx, input: RequestRefund): Promise<{ refund_id: Id | null }> {
  if (input.amount_fen <= 0) return { refund_id: null }
  const [asked] = await tx<{ refund_id: Id; fresh: boolean }[]>`
    select refund_id, fresh
      from payment.request_refund(${newId()}, ${input.payment_id}, ${input.key}, ${input.city_code},
                                  ${input.order_id}, ${input.amount_fen}, ${input.reason})`
  await queueRefund(tx, { ...asked!, payment_id: input.payment_id })
  return { refund_id: asked!.refund_id }
}

type Asked = { payment_id: Id; refund_id: Id; fresh: boolean }

/** A refund that `payment.public_refund` has written goes to the provider, later and once. */
export async function queueRefund(tx: Tx, { payment_id, refund_id, fresh }: Asked) {
  if (!fresh) return
  await enqueue(tx, 'payment.refund', { refund_id }, { key: `payment.refund:${refund_id}` })
  await touch(tx, `payment:${payment_id}`)
}

type Call = Pick<Item<SignedCall, never>, 'input'>
type Received = { received: true; webhook_id: string }

/**
 * POST /payment-callbacks/:provider. Keeps a genuine call, in one transaction with those that arrive at the
 * same moment. The ordinary one is settled with it; of any other a job draws the consequences. M3
 */
export const takeCall = batcher<SignedCall, Received, never>({ run: (db, calls) => takeCalls(db, calls) })

async function takeCalls(db: Db, calls: readonly Call[]): Promise<Outcome<Received, never>[]> {
  return db.batch(async (tx) => {
    const at = await clockOf(tx)
    const secrets = await secretsOf(tx, calls)
    const read = calls.map(({ input }, at_call) => readCall(input, at_call, secrets, at))
    const rows = read.flatMap((one) => ('row' in one ? [one.row] : []))
    const told = await tx<{ n: number; outcome: string }[]>`
      select n, outcome from payment.take_calls(${at}, ${JSON.stringify(rows)}::text::json,
                                                ${listenersOf('payment.paid')}::text[])`
    const outcomes = new Map(told.map(({ n, outcome }) => [n, outcome]))
    return read.map((one, n) => ('row' in one ? answerTo(outcomes.get(n)!, one.row.webhook_id) : one))
  })
}

async function secretsOf(tx: Tx, calls: readonly Call[]): Promise<ReadonlyMap<string, string>> {
  const names = [...new Set(calls.map(({ input }) => input.provider))]
  const rows = await tx<{ name: string; secret: string }[]>`
    select name, payment.secret_of(name) as secret from unnest(${names}::text[]) as name`
  return new Map(rows.map(({ name, secret }) => [name, secret]))
}

/** A genuine call as a row; anything else is refused before the database hears of it. */
function readCall(input: SignedCall, n: number, secrets: ReadonlyMap<string, string>, at: Instant) {
  const { provider, raw_body } = input
  const webhook_id = input.webhook_id ?? ''
  const timestamp = input.webhook_timestamp ?? ''
  const signed = { id: webhook_id, timestamp, signature: input.webhook_signature ?? '', body: raw_body }
  try {
    const doubt = verifierOf(provider)(secrets.get(provider)!, signed, Date.parse(at))
    if (doubt) throw new Refused(doubt, 401)
    const call = parsedCall(raw_body)
    const { payment_id, charge_ref, transaction_id, amount_fen } = call.data
    const body_hash = createHash('sha256').update(raw_body).digest('hex')
    const money = { payment_id, charge_ref, transaction_id, amount_fen }
    return { row: { n, provider, webhook_id, body_hash, type: call.type, ...money, body: call } }
  } catch (refused) {
    return { refused }
  }
}

function answerTo(outcome: string, webhook_id: string): Outcome<Received, never> {
  if (outcome === 'unknown_payment') return { refused: new Refused(outcome, 404) }
  if (outcome !== 'taken' && outcome !== 'known') return { refused: new Refused(outcome, 409) }
  return { reply: { received: true, webhook_id } }
}

function parsedCall(raw_body: string): ProviderCall {
  let body: unknown
  try {
    body = JSON.parse(raw_body)
  } catch {
    throw new Invalid('', 'unreadable_request')
  }
  return ProviderCall.parse(body)
}

type Due = {
  id: Id
  basket_id: Id
  state: 'open' | 'paid' | 'closed'
  amount_fen: number
  expires_at: Instant | null
}

/** Draws the consequences of one kept call. As the system, once a call. */
export async function settleCall(tx: Tx, input: { provider: string; webhook_id: string }) {
  const [kept] = await tx<{ body: ProviderCall }[]>`
    select body from payment.callback where provider = ${input.provider} and webhook_id = ${input.webhook_id}`
  const { type, data } = kept!.body
  const due = await lockDue(tx, data.payment_id)
  const { transaction_id } = data
  if (type === 'charge.succeeded') await receiveMoney(tx, due, data)
  else if (type === 'charge.failed') await failAttempt(tx, due, data.reason ?? 'declined')
  else await finishRefund(tx, { refund_id: data.refund_id ?? null, transaction_id })
  await touch(tx, `payment:${due.id}`)
}

export async function lockDue(tx: Tx, payment_id: Id): Promise<Due> {
  const [due] = await tx<Due[]>`
    select id, basket_id, state, amount_fen, expires_at
      from payment.payment where id = ${payment_id} for update`
  return due!
}

/** Money has come in, whoever said so: the provider's call or its statement. M2, M5 */
export async function receiveMoney(tx: Tx, due: Due, data: ProviderCall['data']) {
  const at = await clockOf(tx)
  const known = await tx`
    insert into payment.entry (id, payment_id, at, kind, amount_fen, reason, transaction_id)
    values (${newId()}, ${due.id}, ${at}, 'received', ${data.amount_fen}, 'paid', ${data.transaction_id})
    on conflict do nothing returning 1`
  if (known.length === 0) return // M2: the same money was reported before
  const outcome = settlementOf(due, data.amount_fen)
  const kind = outcome === 'applied' ? 'applied' : 'difference'
  await tx`
    insert into payment.entry (id, payment_id, at, kind, amount_fen, reason, transaction_id)
    values (${newId()}, ${due.id}, ${at}, ${kind}, ${data.amount_fen}, ${outcome}, ${data.transaction_id})`
  const { id: payment_id, basket_id } = due
  const { amount_fen } = data
  if (outcome !== 'applied') {
    const key = `difference:${data.transaction_id}`
    const back = { payment_id, city_code: null, order_id: null, amount_fen, reason: outcome, key }
    await requestRefund(tx, back)
    await emit(tx, system, 'payment.difference', { payment_id, basket_id, amount_fen, reason: outcome })
    return
  }
  await tx`
    update payment.payment set state = 'paid', paid_at = ${at}, last_failure = null where id = ${due.id}`
  const late = due.expires_at !== null && Date.parse(at) > Date.parse(due.expires_at)
  await emit(tx, system, 'payment.paid', { payment_id, basket_id, amount_fen, paid_at: at, late })
}

async function failAttempt(tx: Tx, due: Due, reason: string) {
  if (due.state !== 'open') return
  await tx`update payment.payment set last_failure = ${reason} where id = ${due.id}`
  await emit(tx, system, 'payment.failed', { payment_id: due.id, basket_id: due.basket_id, reason })
}

type Back = {
  id: Id
  payment_id: Id
  basket_id: Id
  city_code: string | null
  order_id: Id | null
  amount_fen: number
  reason: string
}

type Ended = { refund_id: Id | null; transaction_id: string }

/** The money has gone back. Idempotent; an unknown refund is not ours to end. */
export async function finishRefund(tx: Tx, input: Ended) {
  const [back] = await tx<Back[]>`
    update payment.refund r set state = 'done', done_at = platform.clock()
      from payment.payment p
     where r.id = ${input.refund_id} and r.state = 'requested' and p.id = r.payment_id
    returning r.id, r.payment_id, p.basket_id, r.city_code, r.order_id, r.amount_fen, r.reason`
  if (!back) return
  const { id: refund_id, basket_id, ...money } = back
  await tx`
    insert into payment.entry (id, payment_id, at, kind, amount_fen, reason, transaction_id, city_code,
                               order_id)
    values (${newId()}, ${money.payment_id}, platform.clock(), 'returned', ${money.amount_fen},
            ${money.reason}, ${input.transaction_id}, ${money.city_code}, ${money.order_id})`
  await emit(tx, system, 'payment.refunded', { refund_id, basket_id, ...money }, money.city_code)
}

/** A refund that is to be asked for, with whom; null when it has been done. */
export async function refundToSend(tx: Tx, input: { refund_id: Id }) {
  const [order] = await tx<(RefundOrder & { provider: string })[]>`
    select r.id as refund_id, r.payment_id, p.charge_ref, r.amount_fen, p.provider
      from payment.refund r join payment.payment p on p.id = r.payment_id
     where r.id = ${input.refund_id} and r.state = 'requested'`
  return order ?? null
}

/** POST /payments/:payment_id/sandbox-outcome: the tester decides what the pretended provider will report. */
export async function pretend(tx: Tx, _actor: Actor, input: { payment_id: Id; outcome: SandboxOutcome }) {
  const [due] = await tx<(Due & { provider: string; charge_ref: string })[]>`
    select id, state, amount_fen, expires_at, provider, charge_ref
      from payment.payment where id = ${input.payment_id}`
  if (!due) throw notFound()
  const reason = whyNotPretend(due)
  if (reason) throw new Refused(reason)
  const now = await clockOf(tx)
  const attempt = newId()
  const moved = callsOf(input.outcome, due.amount_fen).map((call) => {
    const from = call.after === 'expiry' ? (due.expires_at ?? now) : now
    const transaction_id = `tx_${attempt}_${call.transaction}`
    return { ...call, transaction_id, run_at: addMinutes(from, call.delay_ms / 60_000) }
  })
  const taken = moved.filter(({ type }) => type === 'charge.succeeded')
  await tx`
    select payment.pretend_taken(${due.id}, ${taken.map((one) => one.transaction_id)}::text[],
                                 ${taken.map((one) => one.amount_fen)}::bigint[],
                                 ${taken.map((one) => one.run_at)}::timestamptz[])`
  const calls = moved
    .filter(({ reported }) => reported)
    .map(({ type, transaction_id, amount_fen, notice, run_at }) => {
      const reason = type === 'charge.failed' ? { reason: 'declined' } : {}
      const { id: payment_id, charge_ref } = due
      const data = { payment_id, charge_ref, transaction_id, amount_fen, ...reason }
      return { run_at, webhook_id: `msg_${attempt}_${notice}`, body: JSON.stringify({ type, data }) }
    })
  for (const { run_at, ...call } of calls) await enqueue(tx, 'payment.sandbox_call', call, { run_at })
  return { ...input, calls: calls.length, first_call_at: calls[0]?.run_at ?? null }
}

// What happens after: calls kept are settled, refunds are sent, and the pretended provider makes its calls.
import { system } from '../../platform/access.ts'
import { type Db, clockOf } from '../../platform/db.ts'
import { type Reactions, once } from '../../platform/jobs.ts'
import { ownServer } from '../../platform/own-calls.ts'
import { sign } from '../../platform/signature.ts'
import type { Day, Id } from '../../platform/types.ts'
import { finishRefund, refundToSend, settleCall } from './commands.ts'
import { providerOf } from './provider.ts'
import { daysWithout, importStatement, reconcile } from './statement.ts'

export type SandboxCall = { webhook_id: string; body: string }

/** One call of the pretended provider: signed now, over HTTP. Repeated by the job until it is answered. */
async function makeSandboxCall(db: Db, { webhook_id, body }: SandboxCall) {
  const { secret, now } = await db.read(system, async (tx) => {
    const [row] = await tx<{ secret: string }[]>`select payment.secret_of('sandbox') as secret`
    return { secret: row!.secret, now: await clockOf(tx) }
  })
  const timestamp_s = Math.floor(Date.parse(now) / 1000)
  const answer = await fetch(new URL('/api/v1/payment-callbacks/sandbox', ownServer()), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': webhook_id,
      'webhook-timestamp': String(timestamp_s),
      'webhook-signature': sign(secret, webhook_id, timestamp_s, body),
    },
    body,
    signal: AbortSignal.timeout(10_000),
  })
  await answer.arrayBuffer()
  if (!answer.ok) throw new Error(`callback answered ${answer.status}`)
}

/** Asks the provider while no transaction is open; twice is once, by the id of the refund. M4 */
async function sendRefund(db: Db, { refund_id }: { refund_id: Id }) {
  const order = await db.read(system, (tx) => refundToSend(tx, { refund_id }))
  if (!order) return
  const answer = await providerOf(order.provider, db).refund(order)
  if (answer.state === 'asked') return
  const { transaction_id } = answer
  await db.command(system, (tx) => finishRefund(tx, { refund_id, transaction_id }))
}

async function fetchStatement(db: Db, { provider, day }: { provider: string; day: Day }) {
  const csv = await providerOf(provider, db).statement(day)
  await db.command(system, (tx) => importStatement(tx, system, { provider, day, csv }))
}

const writers = ['sandbox']
async function fetchMissing(db: Db) {
  for (const provider of writers) {
    const days = await db.read(system, (tx) => daysWithout(tx, provider))
    for (const day of days) await fetchStatement(db, { provider, day })
  }
}

export const reactions: Reactions = {
  tasks: {
    'payment.settle': async (db: Db, call: { provider: string; webhook_id: string }) => {
      await once(db, `payment.settle:${call.provider}:${call.webhook_id}`, (tx) => settleCall(tx, call))
    },
    'payment.refund': sendRefund,
    'payment.fetch_statement': fetchStatement,
    'payment.fetch_statements': fetchMissing,
    'payment.reconcile': async (db: Db, of: { statement_id: Id }) => {
      while (await db.command(system, (tx) => reconcile(tx, of)));
    },
    'payment.sandbox_call': makeSandboxCall,
  },
  // At half past three in Shanghai, when the day before is over for every provider.
  schedules: [{ task: 'payment.fetch_statements', cron: '30 19 * * *' }],
}

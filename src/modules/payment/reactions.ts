// What happens after: calls kept are settled, refunds are sent, and the pretended provider makes its calls.
import { system } from '../../platform/access.ts'
import { readConfig } from '../../platform/config.ts'
import { type Db, clockOf } from '../../platform/db.ts'
import { type Reactions, once } from '../../platform/jobs.ts'
import type { Id } from '../../platform/types.ts'
import { sendRefund, settleCall } from './commands.ts'
import { sign } from '../../platform/signature.ts'

let base_url: string | null = null
/** Where our own server listens, once that is known; without it PUBLIC_URL or HOST and PORT say so. */
export function setCallbackBase(url: string) {
  base_url = url
}

function callbackBase(): string {
  if (base_url) return base_url
  const { PUBLIC_URL, HOST, PORT } = readConfig()
  const host = HOST === '0.0.0.0' || HOST === '::' ? '127.0.0.1' : HOST
  return PUBLIC_URL ?? `http://${host}:${PORT}`
}

export type SandboxCall = { webhook_id: string; body: string }

/** One call of the pretended provider: signed now, over HTTP. Repeated by the job until it is answered. */
async function makeSandboxCall(db: Db, { webhook_id, body }: SandboxCall) {
  const { secret, now } = await db.read(system, async (tx) => {
    const [row] = await tx<{ secret: string }[]>`select payment.secret_of('sandbox') as secret`
    return { secret: row!.secret, now: await clockOf(tx) }
  })
  const timestamp_s = Math.floor(Date.parse(now) / 1000)
  const answer = await fetch(new URL('/api/v1/payment-callbacks/sandbox', callbackBase()), {
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

export const reactions: Reactions = {
  tasks: {
    'payment.settle': async (db: Db, call: { provider: string; webhook_id: string }) => {
      await once(db, `payment.settle:${call.provider}:${call.webhook_id}`, (tx) => settleCall(tx, call))
    },
    'payment.refund': async (db: Db, refund: { refund_id: Id }) => {
      await once(db, `payment.refund:${refund.refund_id}`, (tx) => sendRefund(tx, refund))
    },
    'payment.sandbox_call': makeSandboxCall,
  },
}

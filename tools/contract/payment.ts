// What every payment provider has to hold.
import { randomUUID } from 'node:crypto'
import { readStatement } from '../../src/modules/payment/statement-file.ts'
import type { PaymentProvider } from '../../src/modules/payment/provider.ts'
import type { Signed } from '../../src/platform/signature.ts'
import { type Check, must } from './check.ts'

export type MadePayment = {
  provider: PaymentProvider
  /** A genuine call of the provider, with the secret that signed it and the moment it was sent. */
  sample: { secret: string; call: Signed; sent_ms: number }
  /** A charge that some of its money may go back of. */
  charge: { payment_id: string; charge_ref: string; amount_fen: number }
  /** A business day with at least one movement in the provider's books. */
  day: string
}
type Made = MadePayment

const doubt = ({ provider, sample }: Made, change: Partial<Signed>, at_ms = sample.sent_ms) =>
  provider.verify(sample.secret, { ...sample.call, ...change }, at_ms)

const refundOf = ({ charge }: Made, refund_id: string) => ({
  refund_id,
  payment_id: charge.payment_id,
  charge_ref: charge.charge_ref,
  amount_fen: 1,
})

const lines = async ({ provider, day }: Made) => {
  const read = readStatement(await provider.statement(day), day)
  must(read.ok, `the statement cannot be read: ${JSON.stringify(read.ok ? '' : read.wrong)}`)
  return read.lines
}

export const paymentChecks: readonly Check<Made>[] = [
  {
    name: 'has a name of small letters',
    run: async ({ provider }) => must(/^[a-z][a-z0-9_]{1,39}$/.test(provider.name), `it is ${provider.name}`),
  },
  {
    name: 'believes its own genuine call',
    run: async (made) => must(doubt(made, {}) === null, 'a genuine call is refused'),
  },
  {
    name: 'believes no call whose body, number, moment, signature or secret is another',
    run: async (made) => {
      const { call, secret, sent_ms } = made.sample
      const changes: Partial<Signed>[] = [
        { body: `${call.body} ` },
        { id: `${call.id}x` },
        { id: '' },
        { timestamp: String(Number(call.timestamp) + 1) },
        { signature: '' },
        { signature: 'v1,AAAA' },
      ]
      for (const change of changes)
        must(doubt(made, change) === 'bad_signature', `believed with ${JSON.stringify(change).slice(0, 80)}`)
      const other = made.provider.verify(`${secret.slice(0, -8)}AAAAAAA=`, call, sent_ms)
      must(other === 'bad_signature', 'believed under another secret')
    },
  },
  {
    name: 'believes no call that is more than five minutes old or ahead',
    run: async (made) => {
      for (const away_ms of [-302_000, 302_000])
        must(
          doubt(made, {}, made.sample.sent_ms + away_ms) === 'stale_signature',
          `believed at ${away_ms} ms`,
        )
    },
  },
  {
    name: 'gives money back once, however often and however much at once it is asked',
    run: async (made) => {
      const refund_id = randomUUID()
      const ask = () => made.provider.refund(refundOf(made, refund_id))
      const first = await ask()
      const again = await Promise.all([ask(), ask(), ask()])
      for (const told of again)
        must(JSON.stringify(told) === JSON.stringify(first), `asked again it says ${JSON.stringify(told)}`)
      must(first.state === 'asked' || first.transaction_id !== '', 'done without a transaction')
    },
  },
  {
    name: 'writes a statement of a day that can be read, each movement once',
    run: async (made) => {
      const read = await lines(made)
      must(read.length > 0, 'nothing stands in it, although something moved')
      const keys = read.map(({ kind, transaction_id }) => `${kind} ${transaction_id}`)
      must(new Set(keys).size === keys.length, 'a movement stands in it twice')
    },
  },
  {
    name: 'writes the same statement when asked again',
    run: async (made) => {
      const [one, two] = [await lines(made), await lines(made)]
      must(JSON.stringify(one) === JSON.stringify(two), 'it changed')
    },
  },
]

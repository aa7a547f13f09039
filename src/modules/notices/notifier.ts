// Who carries messages to people, as the house sees it: one function. The sandbox carries nothing anywhere:
// it keeps what it was given, for a screen to show.
import { system } from '../../platform/access.ts'
import type { Db, Tx } from '../../platform/db.ts'
import type { Lang } from '../../platform/types.ts'

export type Message = {
  /** Ours, a UUID: the same message given twice is carried once. */
  id: string
  channel: 'sms' | 'email'
  /** 11 digits of a mobile number in China, or an e-mail address. */
  to: string
  lang: Lang
  /** Empty for an SMS. */
  subject: string
  body: string
}

export type Notifier = {
  name: string
  /**
   * Takes a message over; `ref` is the provider's own number of it, the same for the same id. Throws
   * Undeliverable when it never can be carried there; whatever else it throws is tried again later. No
   * transaction is open meanwhile.
   */
  send(message: Message): Promise<{ ref: string }>
}

/** For ever: no such number, an address that is none. `code` says why, without the address. */
export class Undeliverable extends Error {
  readonly code: string
  constructor(code: string) {
    super(code)
    this.code = code
  }
}

const shapes = { sms: /^1[3-9]\d{9}$/, email: /^[^\s@]+@[^\s@]+\.[^\s@]+$/ }

/** The pretended provider; messages given to it at the same moment are kept in one statement. */
export function sandboxNotifier(db: Db): Notifier {
  let given: Message[] = []
  let kept: Promise<void> | null = null
  const keep = async () => {
    await Promise.resolve()
    const messages = given
    given = []
    kept = null
    await db.command(system, (tx) => keepAll(tx, messages))
  }
  return {
    name: 'sandbox',
    async send(message) {
      if (!shapes[message.channel].test(message.to)) throw new Undeliverable('bad_address')
      given.push(message)
      kept ??= keep()
      await kept
      return { ref: `sandbox_${message.id}` }
    },
  }
}

const keepAll = (tx: Tx, messages: readonly Message[]) => tx`
  insert into notices.sandbox_outbox (id, channel, to_address, subject, body, taken_at)
  select m.id, m.channel, m.to_address, m.subject, m.body, platform.clock()
    from unnest(${messages.map((one) => one.id)}::uuid[], ${messages.map((one) => one.channel)}::text[],
                ${messages.map((one) => one.to)}::text[], ${messages.map((one) => one.subject)}::text[],
                ${messages.map((one) => one.body)}::text[]) as m(id, channel, to_address, subject, body)
  on conflict do nothing`

let chosen: ((db: Db) => Notifier) | null = null
/** Another provider than the sandbox; null gives the sandbox back. */
export function useNotifier(make: ((db: Db) => Notifier) | null) {
  chosen = make
}
export const notifier = (db: Db): Notifier => (chosen ?? sandboxNotifier)(db)

// The only writers of notices.*: what a customer is to be told, that it was, and in which language.
import { type Actor, system } from '../../platform/access.ts'
import { type Tx, clockOf } from '../../platform/db.ts'
import { enqueue } from '../../platform/events.ts'
import { type Id, type Lang, newId } from '../../platform/types.ts'
import { contactOf, orderView } from '../orders/index.ts'
import { emailOf } from '../people/index.ts'
import type { Channel, ToldEvent } from './contract.ts'
import type { Message } from './notifier.ts'
import { langOf } from './queries.ts'
import { signed, textOf } from './texts.ts'

export type Heard = {
  event_id: Id
  city_code: string
  order_id: Id
  from?: string
  to?: string
  amount_fen?: number
}
type Key = { city_code: string; id: Id }

/** N1: what an event is worth telling, for each way to reach its customer; heard twice, written once. */
export async function write(tx: Tx, event: ToldEvent, heard: Heard) {
  const { city_code, order_id, event_id } = heard
  const contact = await contactOf(tx, system, { city_code, order_id })
  if (!contact) return
  const order = await orderView(tx, system, { order_id })
  const { person_id } = contact
  const lang = person_id ? await langOf(tx, person_id) : 'zh-CN'
  const paid = heard.from !== undefined && heard.from !== 'created'
  const facts = { ...order, amount_fen: heard.amount_fen ?? null, paid, handed_to: heard.to ?? null }
  const text = textOf(event, lang, facts)
  if (!text) return
  const made_at = await clockOf(tx)
  for (const { channel, to_address } of await waysTo(tx, contact)) {
    const key: Key = { city_code, id: newId() }
    const what = {
      ...signed(lang, text, channel),
      order_id,
      number: order.number,
      person_id,
      event_id,
      event,
    }
    const added = await tx`
      insert into notices.notice ${tx({ ...key, ...what, channel, lang, to_address, made_at })}
      on conflict do nothing returning 1`
    if (added.length > 0) await enqueue(tx, 'notices.send', key, { key: `notices.send:${key.id}` })
  }
}

type Way = { channel: Channel; to_address: string }
type Contact = { phone: string; person_id: Id | null }
async function waysTo(tx: Tx, { phone, person_id }: Contact): Promise<Way[]> {
  const email = person_id && (await emailOf(tx, system, person_id))
  return [
    ...(phone ? [{ channel: 'sms' as const, to_address: phone }] : []),
    ...(email ? [{ channel: 'email' as const, to_address: email }] : []),
  ]
}

/** What is still to be sent of this notice; null when it has been, or its person is gone. */
export async function toSend(tx: Tx, { city_code, id }: Key): Promise<Message | null> {
  const [message] = await tx<Message[]>`
    select id, channel, to_address as to, lang, subject, body from notices.notice
     where city_code = ${city_code} and id = ${id} and state = 'waiting' and to_address <> ''`
  return message ?? null
}

export type Sent = { provider: string; ref: string } | { provider: string; error: string; final: boolean }

export async function noteSent(tx: Tx, { city_code, id }: Key, sent: Sent) {
  const ref = 'ref' in sent ? sent.ref : null
  const last_error = 'error' in sent ? sent.error : null
  const state = ref !== null ? 'sent' : 'final' in sent && sent.final ? 'failed' : 'waiting'
  await tx`
    update notices.notice
       set state = ${state}, provider = ${sent.provider}, provider_ref = ${ref}, last_error = ${last_error},
           sent_at = case when ${ref !== null} then platform.clock() end
     where city_code = ${city_code} and id = ${id} and state = 'waiting'`
}

/** PUT /notice-preference */
export async function prefer(tx: Tx, actor: Actor, { lang }: { lang: Lang }) {
  await tx`
    insert into notices.preference (person_id, lang, chosen_at)
    values (${actor.person_id}, ${lang}, platform.clock())
    on conflict (person_id) do update set lang = excluded.lang, chosen_at = excluded.chosen_at`
  return { lang }
}

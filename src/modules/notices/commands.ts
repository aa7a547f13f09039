// The only writers of notices.*: what customers are to be told, that they were, and in which language. Many
// at once, because orders come in batches.
import type { Actor } from '../../platform/access.ts'
import { type Tx, clockOf } from '../../platform/db.ts'
import { addMinutes } from '../../platform/time.ts'
import { type Id, type Instant, type Lang, newId } from '../../platform/types.ts'
import { type Tellable, type Unpaid, tellable, unpaidSince } from '../orders/index.ts'
import { emailsOf } from '../people/index.ts'
import type { ToldEvent } from './contract.ts'
import type { Message } from './notifier.ts'
import { langsOf, usual_lang } from './queries.ts'
import { nextTry } from './rules.ts'
import { signed, textOf } from './texts.ts'

export type Heard = {
  event_id: Id
  city_code: string
  order_id: Id
  from?: string
  to?: string
  amount_fen?: number
}

const rows_max = 500
const batch_max = 200
/** Whoever takes a notice to send it has this long; then another one may. */
const lease_min = 2

/**
 * N1: what events are worth telling, for each way to reach their customers. Heard twice, written once.
 * Returns what was written, for the caller to send while its lease lasts.
 */
export async function write(tx: Tx, event: ToldEvent, heard: readonly Heard[]): Promise<Taken[]> {
  const orders = new Map((await tellable(tx, heard)).map((order) => [order.order_id, order]))
  const people = [...orders.values()].flatMap(({ person_id }) => person_id ?? [])
  const [langs, emails] = [await langsOf(tx, people), await emailsOf(tx, people)]
  const at = await clockOf(tx)
  const rows = heard.flatMap((one) => {
    const order = orders.get(one.order_id)
    if (!order) return []
    const { person_id, phone } = order
    const lang = (person_id && langs.get(person_id)) || usual_lang
    return noticesOf(event, one, order, { lang, sms: phone, email: person_id && emails.get(person_id), at })
  })
  const taken: Taken[] = []
  for (let from = 0; from < rows.length; from += rows_max)
    taken.push(
      ...(await tx<Taken[]>`
        insert into notices.notice ${tx(rows.slice(from, from + rows_max))} on conflict do nothing
        returning city_code, id, channel, to_address as to, lang, subject, body, tries`),
    )
  return taken
}

const remind_after_min = 3

/**
 * N5: who has not paid after three minutes is reminded once. Most pay at once, and a message that asks for
 * what was just done is noise. The order stands for its event, of which there is one.
 */
export async function unreminded(
  tx: Tx,
  after: Unpaid | null,
): Promise<{ heard: Heard[]; last: Unpaid | null }> {
  const before = addMinutes(await clockOf(tx), -remind_after_min)
  const waiting = await unpaidSince(tx, before, after, rows_max)
  const cities = waiting.map((one) => one.city_code)
  const told = await tx<{ event_id: Id }[]>`
    select n.event_id from notices.notice n
      join unnest(${cities}::text[], ${waiting.map((one) => one.order_id)}::uuid[])
           as w(city_code, order_id) on n.city_code = w.city_code and n.event_id = w.order_id`
  const known = new Set(told.map(({ event_id }) => event_id))
  const heard = waiting
    .filter(({ order_id }) => !known.has(order_id))
    .map(({ city_code, order_id }) => ({ event_id: order_id, city_code, order_id }))
  return { heard, last: waiting.at(-1) ?? null }
}

type Reach = { lang: Lang; sms: string; email: string | null | undefined; at: Instant }

function noticesOf(event: ToldEvent, heard: Heard, order: Tellable, { lang, at, ...ways }: Reach) {
  const { event_id, city_code, order_id, from, to = null, amount_fen = null } = heard
  const paid = from !== undefined && from !== 'created'
  const text = textOf(event, lang, { ...order, amount_fen, paid, handed_to: to })
  if (!text) return []
  const { number, person_id } = order
  const next_at = addMinutes(at, lease_min)
  const about = {
    city_code,
    order_id,
    number,
    person_id,
    event_id,
    event,
    lang,
    made_at: at,
    next_at,
    tries: 1,
  }
  return (['sms', 'email'] as const).flatMap((channel) => {
    const to_address = ways[channel]
    return to_address ? [{ id: newId(), ...about, channel, to_address, ...signed(lang, text, channel) }] : []
  })
}

export type Taken = Message & { city_code: string; tries: number }

/** What is due, taken by this worker for a while; others take other ones. */
export async function takeDue(tx: Tx): Promise<Taken[]> {
  const later = addMinutes(await clockOf(tx), lease_min)
  return tx<Taken[]>`
    update notices.notice n set next_at = ${later}, tries = n.tries + 1
     where (n.city_code, n.id) in (
       select d.city_code, d.id from notices.notice d
        where d.state = 'waiting' and d.next_at <= platform.clock()
        order by d.next_at limit ${batch_max} for update skip locked)
    returning n.city_code, n.id, n.channel, n.to_address as to, n.lang, n.subject, n.body, n.tries`
}

export type Sent = { ref: string } | { error: string; final: boolean }

/** What became of those that were taken. What failed is tried again for a day, unless it never can be. */
export async function noteSent(tx: Tx, taken: readonly Taken[], sent: readonly Sent[], provider: string) {
  const now: Instant = await clockOf(tx)
  const rows = taken.map(({ city_code, id, tries }, at) => {
    const told = sent[at]!
    if ('ref' in told) return { city_code, id, state: 'sent', ref: told.ref, error: null, next_at: null }
    const next_at = told.final ? null : nextTry(tries, now)
    return { city_code, id, state: next_at ? 'waiting' : 'failed', ref: null, error: told.error, next_at }
  })
  await tx`
    update notices.notice n
       set state = r.state, provider = ${provider}, provider_ref = r.ref, last_error = r.error,
           next_at = r.next_at, sent_at = case when r.state = 'sent' then ${now}::timestamptz end
      from unnest(${rows.map((one) => one.city_code)}::text[], ${rows.map((one) => one.id)}::uuid[],
                  ${rows.map((one) => one.state)}::text[], ${rows.map((one) => one.ref)}::text[],
                  ${rows.map((one) => one.error)}::text[], ${rows.map((one) => one.next_at)}::timestamptz[])
           as r(city_code, id, state, ref, error, next_at)
     where n.city_code = r.city_code and n.id = r.id and n.state = 'waiting'`
}

/** PUT /notice-preference */
export async function prefer(tx: Tx, actor: Actor, { lang }: { lang: Lang }) {
  await tx`
    insert into notices.preference (person_id, lang, chosen_at)
    values (${actor.person_id}, ${lang}, platform.clock())
    on conflict (person_id) do update set lang = excluded.lang, chosen_at = excluded.chosen_at`
  return { lang }
}

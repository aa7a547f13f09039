// Notices as their person sees them, and control; row policies say whose.
import type { z } from 'zod'
import type { Actor } from '../../platform/access.ts'
import type { Tx } from '../../platform/db.ts'
import type { Id, Lang, Page } from '../../platform/types.ts'
import { maskEmail, maskPhone } from '../people/index.ts'
import type { Notice, listNotices } from './contract.ts'

/** Languages people have chosen, by their id. */
export async function langsOf(tx: Tx, ids: readonly Id[]): Promise<ReadonlyMap<Id, Lang>> {
  const rows = await tx<{ person_id: Id; lang: Lang }[]>`
    select person_id, lang from notices.preference where person_id = any(${ids as Id[]}::uuid[])`
  return new Map(rows.map(({ person_id, lang }) => [person_id, lang]))
}
export const usual_lang: Lang = 'zh-CN'

export async function preference(tx: Tx, actor: Actor) {
  const id = actor.person_id!
  return { lang: (await langsOf(tx, [id])).get(id) ?? usual_lang }
}

type Row = Notice & { person_id: Id | null }

// N3: in full only for whose it is.
function view({ person_id, ...row }: Row, actor: Actor): Notice {
  const own = person_id !== null && person_id === actor.person_id
  if (own) return row
  return { ...row, to: (row.channel === 'sms' ? maskPhone(row.to) : maskEmail(row.to)) ?? '' }
}

export async function notices(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof listNotices.input>,
): Promise<Page<Notice>> {
  const { channel, state, order_id, after, limit } = input
  const rows = await tx<Row[]>`
    select id, order_id, number, event, channel, lang, to_address as to, subject, body, state, provider,
           last_error, made_at, sent_at, person_id
      from notices.notice
     where true
       ${channel ? tx`and channel = ${channel}` : tx``}
       ${state ? tx`and state = ${state}` : tx``}
       ${order_id ? tx`and order_id = ${order_id}` : tx``}
       ${
         after
           ? tx`and (made_at, id) < (select c.made_at, c.id from notices.notice c where c.id = ${after})`
           : tx``
       }
     order by made_at desc, id desc
     limit ${limit + 1}`
  const items = rows.slice(0, limit).map((row) => view(row, actor))
  const last = items.at(-1)
  return { items, next: rows.length > limit && last ? last.id : null }
}

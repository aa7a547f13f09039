// A person's own data in notices: where messages went. It is erased with the person; that something was told
// stays.
import type { Tx } from '../../platform/db.ts'
import type { Id } from '../../platform/types.ts'
import { contributePrivacy } from '../people/index.ts'

const told_max = 2_000

async function hold(tx: Tx, person_id: Id) {
  const notices = await tx`
    select number, event, channel, to_address, subject, body, state, made_at, sent_at
      from notices.notice where person_id = ${person_id} order by made_at limit ${told_max}`
  return { notices: [...notices] }
}

async function erase(tx: Tx, person_id: Id) {
  await tx`select notices.forget(${person_id})`
}

contributePrivacy('notices', { hold, erase })

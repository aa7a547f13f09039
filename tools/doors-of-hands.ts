// The doors behind delegations and requests that came back, tried by those whose business they are not.
import type { Sql, Tx } from '../src/platform/db.ts'
import { newId } from '../src/platform/types.ts'
import * as shop from './test-shop.ts'

/** Somebody who has given a duty, who has it, and what came back to the first of them. */
const delegated = { from: newId(), to: newId(), request: newId() }

export const triesOfHands = {
  'people.end_access': (['lin', 'owner'] as const).map((who) => ({
    who,
    ends: 'refused' as const,
    ask: (tx: Tx) => tx`select people.end_access(${shop.actors.wu.person_id})`,
  })),
  'people.public_chain': (['lin', 'owner'] as const).map((who) => ({
    who,
    ends: 'nothing' as const,
    ask: (tx: Tx) => tx`
      select person_id as told from people.public_chain(${delegated.to}, true, true)`,
  })),
  'people.public_duties': (['lin', 'owner'] as const).map((who) => ({
    who,
    ends: 'nothing' as const,
    ask: (tx: Tx) => tx`select role as told from people.public_duties(${delegated.from}, true)`,
  })),
  'control.hands_on': [
    {
      who: 'lin' as const,
      ends: 'nothing' as const,
      ask: (tx: Tx) => tx`
        select kind as told from control.hands_on(${delegated.from}, array['thing:x'], '2020-01-01')`,
    },
  ],
  'control.send_again': [
    {
      who: 'lin' as const,
      ends: 'refused' as const,
      ask: (tx: Tx) => tx`
        select control.send_again(${delegated.request}, '{}', '{}', 'x', '[]', 1, '{}', null, 72)`,
    },
  ],
}

/** The rows that the tries speak of. */
export async function delegate(owner: Sql) {
  const party = newId()
  const { from, to, request } = delegated
  await owner`
    insert into people.party (id, kind, name_zh, name_en) values (${party}, 'retailer', '总部', 'House')`
  for (const id of [from, to]) {
    await owner`insert into people.person (id, party_id, name) values (${id}, ${party}, '某')`
    await owner`
      insert into people.role_grant (id, person_id, role) values (${newId()}, ${id}, 'auditor')`
  }
  await owner`
    insert into people.delegation (id, from_person, from_name, to_person, to_name, level_max, reason,
           starts_at, ends_at)
    values (${newId()}, ${from}, '', ${to}, '', 1, '', now(), now() + interval '1 day')`
  await owner`
    insert into control.change_request (id, kind, subject_kind, subject_id, before, after, reason,
           requested_by, requested_by_name, state, subjects, expires_at)
    values (${request}, 'x', 'thing', 'x', '{}', '{}', '', ${from}, '', 'returned', '{thing:x}',
            now() + interval '1 day')`
}

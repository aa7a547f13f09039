// The first accounts of a real installation. Giving a role takes two people, so the house itself makes
// controllers until there are two; from then on every role is asked for and approved.
import { system } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { Refused, wrongField } from '../../platform/refusal.ts'
import { bumpSnapshot } from '../../platform/snapshot.ts'
import { type Id, newId } from '../../platform/types.ts'
import { type Auth, checkNewAccount } from './auth.ts'

const first_max = 2

export type FirstAccount = {
  email: string
  name: string
  password: string
  house_zh: string
  house_en: string
}

/** H7. Refuses `controllers_exist` and `email_taken`; safe to run again after it was cut short. */
export async function makeFirstAccount(db: Db, auth: Auth, wanted: FirstAccount): Promise<Id> {
  checkNewAccount(wanted)
  await db.read(system, refuseWhenEnough)
  const user_id = await accountOf(auth, wanted)
  return db.command(system, async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtext('people.first_account'))`
    await refuseWhenEnough(tx)
    const known = await tx`select 1 from people.person where auth_user_id = ${user_id}`
    if (known.length > 0) throw new Refused('email_taken', 409)
    const person_id = newId()
    await tx`
      insert into people.person (id, party_id, name, email, auth_user_id)
      values (${person_id}, ${await houseParty(tx, wanted)}, ${wanted.name}, ${wanted.email}, ${user_id})`
    await tx`
      insert into people.role_grant (id, person_id, role) values (${newId()}, ${person_id}, 'controller')`
    await audit(
      tx,
      system,
      'role.granted',
      { kind: 'person', id: person_id },
      { role: 'controller', by: 'command' },
    )
    await bumpSnapshot(tx, system, 'people')
    return person_id
  })
}

async function refuseWhenEnough(tx: Tx) {
  const held = await tx`
    select distinct g.person_id
      from people.role_grant g join people.person p on p.id = g.person_id
     where g.role = 'controller' and g.revoked_at is null
       and (g.ends_at is null or g.ends_at > platform.clock())
       and p.demo_key is null and p.erased_at is null`
  if (held.length >= first_max) throw new Refused('controllers_exist', 409, { controllers: held.length })
}

// An account without a person is what an interrupted run left: it is taken up with the same password.
async function accountOf({ auth }: Auth, { email, name, password }: FirstAccount): Promise<string> {
  const answer = await auth.api.signUpEmail({ body: { email, name, password }, asResponse: true })
  if (answer.ok) return userOf(answer)
  const { code = '' } = (await answer.json()) as { code?: string }
  if (code.startsWith('PASSWORD_TOO')) throw wrongField('/password', 'weak_password')
  const entered = await auth.api.signInEmail({ body: { email, password }, asResponse: true })
  if (!entered.ok) throw new Refused('email_taken', 409)
  return userOf(entered)
}
const userOf = async (answer: Response) => ((await answer.json()) as { user: { id: string } }).user.id

async function houseParty(tx: Tx, { house_zh, house_en }: FirstAccount): Promise<Id> {
  const [known] = await tx<{ id: Id }[]>`
    select id from people.party where kind = 'retailer' and not demo order by created_at, id limit 1`
  if (known) return known.id
  const id = newId()
  await tx`
    insert into people.party (id, kind, name_zh, name_en)
    values (${id}, 'retailer', ${house_zh}, ${house_en})`
  return id
}

// A person's own data in installation: whom the crew visited and what it photographed there.
import type { Tx } from '../../platform/db.ts'
import { Refused } from '../../platform/refusal.ts'
import type { Id } from '../../platform/types.ts'
import { contributePrivacy } from '../people/index.ts'

async function hold(tx: Tx, person_id: Id) {
  const visits = await tx`
    select w.number, w.day, w.state, c.name, c.phone, c.line
      from installation.work_order w
      left join installation.contact c on c.city_code = w.city_code and c.work_order_id = w.id
     where w.person_id = ${person_id} order by w.id limit 1000`
  return { visits: [...visits] }
}

async function erase(tx: Tx, person_id: Id) {
  const open = await tx`
    select 1 from installation.work_order
     where person_id = ${person_id} and state in ('planned', 'started') limit 1`
  if (open.length > 0) throw new Refused('order_open')
  await tx`
    delete from installation.photo p using installation.work_order w
     where w.city_code = p.city_code and w.id = p.work_order_id and w.person_id = ${person_id}`
  await tx`delete from installation.contact where person_id = ${person_id}`
}

contributePrivacy('installation', { hold, erase })

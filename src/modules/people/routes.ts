import { Refused } from '../../platform/refusal.ts'
import { answer, command } from '../../platform/route.ts'
import {
  endGrant,
  endKey,
  forgetAddress,
  keysOf,
  makeKey,
  saveAddress,
  saveNewAddress,
  savePerson,
} from './commands.ts'
import { end, findDelegations, give, leave } from './commands-delegations.ts'
import * as api from './contract.ts'
import * as duty from './contract-delegations.ts'
import { erasePerson, exportPerson } from './privacy.ts'
import { addressesOf, crews, findParties, findPeople, meOf, personView } from './queries.ts'

export const routes = [
  answer(api.getMe, meOf),
  answer(api.getSession, async (tx, actor) => ({ me: actor.person_id ? await meOf(tx, actor) : null })),
  answer(api.listAddresses, addressesOf),
  command(api.addAddress, saveNewAddress),
  command(api.changeAddress, saveAddress),
  command(api.removeAddress, forgetAddress),
  answer(api.listKeys, keysOf),
  command(api.createKey, makeKey),
  command(api.revokeKey, endKey),
  answer(api.exportMe, exportPerson),
  command(api.eraseMe, (tx, actor) => {
    if (!actor.person_id) throw new Refused('sign_in_first', 401)
    return erasePerson(tx, actor)
  }),
  answer(api.listPeople, findPeople),
  answer(api.getPerson, (tx, actor, input) => personView(tx, actor, input.person_id)),
  answer(api.listParties, findParties),
  command(api.addPerson, savePerson),
  command(api.revokeGrant, endGrant),
  answer(duty.listDelegations, findDelegations),
  command(duty.giveDelegation, give),
  command(duty.endDelegation, end),
  command(duty.endAccess, leave),
  answer(api.listCrews, (tx) => crews(tx)),
]

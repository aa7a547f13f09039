// The door of people.
export { type Auth, mountAuth, openAuth } from './auth.ts'
export { changeKinds, checkPlacesWith } from './commands.ts'
export { housePartyFor, ownersNamed } from './commands-parties.ts'
export {
  demoKey,
  demoKeys,
  demoPersonId,
  loadParties,
  mountDemo,
  type PartyRow,
  seedPeople,
} from './demo-people.ts'
export { chainOf, clashOf, delegationsTo } from './duties.ts'
export { makeFirstAccount } from './first-account.ts'
export { actorById, actorByKey, makeIdentify } from './identify.ts'
export { maskEmail, maskPhone } from './masking.ts'
export { contributePrivacy } from './privacy.ts'
export { addressOf, anyPerson, auditNames, crewWith, emailsOf, partyOf } from './queries.ts'
export { routes } from './routes.ts'

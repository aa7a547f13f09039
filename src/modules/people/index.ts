// The door of people.
export { type Auth, mountAuth, openAuth } from './auth.ts'
export { changeKinds } from './commands.ts'
export { type Address } from './contract.ts'
export {
  demoKey,
  type DemoPlaces,
  demoPersonId,
  loadParties,
  mountDemo,
  type PartyRow,
  seedPeople,
} from './demo-people.ts'
export { actorById, makeIdentify } from './identify.ts'
export { maskName, maskPhone } from './masking.ts'
export { contributePrivacy } from './privacy.ts'
export { addressOf, partyOf, partyOfKind, personView } from './queries.ts'
export { routes } from './routes.ts'

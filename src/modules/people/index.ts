// The door of people.
export { type Auth, mountAuth, openAuth } from './auth.ts'
export { changeKinds, checkPlacesWith } from './commands.ts'
export { type Address } from './contract.ts'
export {
  demoKey,
  demoKeys,
  type DemoPlaces,
  demoPersonId,
  loadParties,
  mountDemo,
  type PartyRow,
  seedPeople,
} from './demo-people.ts'
export { type FirstAccount, makeFirstAccount } from './first-account.ts'
export { actorById, makeIdentify } from './identify.ts'
export { maskName, maskPhone } from './masking.ts'
export { contributePrivacy } from './privacy.ts'
export { addressOf, partyOf, partyOfKind, personView } from './queries.ts'
export { routes } from './routes.ts'

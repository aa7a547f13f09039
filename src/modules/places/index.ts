// The door of places.
export { loadNodes } from './commands.ts'
export { type GivenNode, placesChanged, type TakenNode, takeNodes } from './commands-import.ts'
export type { Node } from './contract.ts'
export { distanceKm } from './distance.ts'
export {
  type County,
  type Town,
  chainOf,
  cities,
  citiesOf,
  city,
  cityCodeOf,
  counties,
  countiesOf,
  county,
  fullName,
  province,
  provinces,
  town,
  townsOf,
} from './districts.ts'
export { type Candidate, type Reason, type Resolution, resolveAddress } from './resolve-address.ts'
export { type Format, formats } from './formats.ts'
export { geocode, useGeocoder } from './geocoder.ts'
export { anyNode, findNodes, nodeById, nodes, openPlaces } from './queries.ts'
export { centreOf } from './centre.ts'
export { whyNotOnline } from './rules.ts'
export { routes } from './routes.ts'

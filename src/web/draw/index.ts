// The door of the drawings: everything that shop, consoles and catalogue may call.
export type { Bleed, Desc, Drawing, DrawOptions } from './contract.ts'
export { FAMILIES, familyKeys, layoutOf, mountOf, SPACES } from './families.ts'
export type { Family, FamilyFacts, Space } from './families.ts'
export { defsSvg, FINISH, finishKeys, swatch } from './finish.ts'
export type { Finish, Paint } from './finish.ts'
export { front, place } from './front.ts'
export type { PictureOptions } from './front.ts'
export { iso } from './iso.ts'
export { needs, utilityName } from './needs.ts'
export type { NeedsOptions, Utility } from './needs.ts'
export { plan, reachOf } from './plan.ts'
export {
  cabinet,
  COUNTER_MM,
  counterTop,
  dim,
  door,
  DOOR_MM,
  metreLines,
  person,
  PERSON_MM,
} from './scale.ts'
export type { DimOptions } from './scale.ts'

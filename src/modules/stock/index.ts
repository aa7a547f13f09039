// The door of stock.
export {
  extendHold,
  holdUnits,
  type LevelRow,
  loadLevels,
  loadPastSales,
  type NodeLine,
  releaseUnits,
  sellUnits,
  takeBack,
} from './commands.ts'
export { type GivenLevel, type TakenLevel, takeLevels } from './commands-import.ts'
export { changeKinds } from './kinds.ts'
export { type Available, available, carried, reconcile, type Seller } from './queries.ts'
export { routes } from './routes.ts'
export { settings } from './settings.ts'
export { followTurns, type Turns } from './turns.ts'

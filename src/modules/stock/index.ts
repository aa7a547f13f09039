// The door of stock.
export {
  extendHold,
  holdUnits,
  type NodeLine,
  releaseUnits,
  sellUnits,
  takeBack,
} from './commands.ts'
export { type LevelRow, loadLevels, loadPastSales, openCosts } from './commands-load.ts'
export { type GivenLevel, type TakenLevel, takeLevels } from './commands-import.ts'
export { changeKinds } from './kinds.ts'
export { type Available, available, carried, reconcile, type Seller, soldBetween } from './queries.ts'
export { routes } from './routes.ts'
export { settings } from './settings.ts'
export { followTurns, type Turns } from './turns.ts'

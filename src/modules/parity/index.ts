// The door of parity.
import { type Actor, may } from '../../platform/access.ts'
import type { Tx } from '../../platform/db.ts'

export { type Assortment, publishTags } from './publish.ts'
export { pages_usual, proveAll, proveNow, reactions } from './reactions.ts'
export { routes } from './routes.ts'

export const hearsParity = async (_tx: Tx, actor: Actor, id: string) =>
  id === 'all' && may(actor, 'control.read')

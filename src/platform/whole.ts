// A transaction that its connection left is over. The driver (postgres.js 3.4.9) does not see it so: what the
// work still asks, and the `commit` or `rollback` after it, goes out on whatever connection stands in that
// place by then, which may be in the middle of somebody else's transaction. Here nothing more is sent.
import { isAway } from './away.ts'
import type { Sql, Tx } from './db.ts'

const never = new Promise<never>(() => {})
const closed = () =>
  Object.assign(new Error('the connection has left this transaction'), { code: 'CONNECTION_CLOSED' })

type Fate = { lost: boolean }

/** Runs `work` in one transaction of `sql`, whole or not at all, also when the connection ends meanwhile. */
export function beginWhole<T>(sql: Sql, mode: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const fate: Fate = { lost: false }
  const done = sql.begin(mode, (tx) => settled(fate, () => work(guarded(tx as Tx, fate)))) as Promise<T>
  done.catch(() => (fate.lost = true))
  return done
}

/** Of a lost transaction nothing is told to the driver, which would end it; `begin` has failed by then. */
async function settled<T>(fate: Fate, work: () => Promise<T>): Promise<T> {
  try {
    const result = await work()
    return fate.lost ? await never : result
  } catch (error) {
    if (isAway(error)) fate.lost = true
    if (fate.lost) await never
    throw error
  }
}

function guarded(tx: Tx, fate: Fate): Tx {
  return new Proxy(tx, {
    apply: (target, self, given) => {
      if (fate.lost) throw closed()
      return Reflect.apply(target as never, self, given)
    },
    get: (target, name) => {
      if (fate.lost && name !== 'json') throw closed()
      if (name !== 'savepoint') return Reflect.get(target, name)
      return (work: (inner: Tx) => Promise<unknown>) =>
        target.savepoint((inner) => settled(fate, () => work(guarded(inner as Tx, fate))))
    },
  })
}

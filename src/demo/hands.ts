// Demo people at work: every deed runs the command behind an endpoint, with the permission, the checks and
// the transaction a request would have, so that what they leave behind is as real as anybody's.
import type { z } from 'zod'
import { demoPersonId, actorById } from '../modules/people/index.ts'
import { type Actor, may, system } from '../platform/access.ts'
import type { Db, Tx } from '../platform/db.ts'
import type { Endpoint } from '../platform/endpoint.ts'
import { intentionHash, withKey } from '../platform/idempotency.ts'
import { forbidden } from '../platform/refusal.ts'
import type { Route } from '../platform/route.ts'

/** One deed of a person inside a transaction. */
export type Deed = <I extends z.ZodType, R extends z.ZodType>(
  endpoint: Endpoint<I, R>,
  input: z.input<I>,
) => Promise<z.output<R>>

export type Hands = {
  actor: Actor
  /** Reads, in a snapshot of its own. */
  see: <T>(work: (deed: Deed, tx: Tx) => Promise<T>) => Promise<T>
  /** Writes once for this key, however often it is called: later calls get what the first one gave. */
  once: <T>(key: string, work: (deed: Deed, tx: Tx) => Promise<T>) => Promise<T>
  /** The deed of an endpoint that works in batches: in a transaction of its own, once for this key. */
  batched: <I extends z.ZodType, R extends z.ZodType>(
    key: string,
    endpoint: Endpoint<I, R>,
    input: z.input<I>,
  ) => Promise<z.output<R>>
  /** Writes. For deeds that look at the state first. */
  act: <T>(work: (deed: Deed, tx: Tx) => Promise<T>) => Promise<T>
}

export async function handsOf(db: Db, routes: readonly Route[], demo_key: string): Promise<Hands> {
  const actor = await db.read(system, async (tx) => {
    const person_id = await demoPersonId(tx, demo_key)
    return person_id && actorById(tx, person_id)
  })
  if (!actor) throw new Error(`demo person missing: ${demo_key}`)
  const routeOf = (endpoint: Endpoint) => {
    const route = routes.find((one) => one.endpoint === endpoint)
    if (!route || !may(actor, endpoint.permission)) throw forbidden()
    return route
  }
  const deedIn =
    (tx: Tx): Deed =>
    async (endpoint, input) => {
      const route = routeOf(endpoint as unknown as Endpoint)
      return route.run(tx, actor, endpoint.input.parse(input) as never) as never
    }
  return {
    actor,
    batched: async (key, endpoint, input) => {
      const claim = { key, input_hash: intentionHash('demo', null) }
      const item = { actor, input: endpoint.input.parse(input) as never, claim }
      return (await routeOf(endpoint as unknown as Endpoint).submit!(db, item)) as never
    },
    see: (work) => db.read(actor, (tx) => work(deedIn(tx), tx)),
    act: (work) => db.command(actor, (tx) => work(deedIn(tx), tx)),
    once: (key, work) =>
      db.command(actor, (tx) =>
        withKey(tx, actor, { key, route: 'demo', input: null }, () => work(deedIn(tx), tx)),
      ) as never,
  }
}

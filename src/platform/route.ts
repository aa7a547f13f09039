// Puts a function behind an endpoint. `answer` reads, `command` writes: one transaction each, scoped by
// actor.
import type { z } from 'zod'
import type { Actor } from './access.ts'
import type { Tx } from './db.ts'
import type { Endpoint } from './endpoint.ts'

export type Run = (tx: Tx, actor: Actor, input: never) => Promise<unknown>
export type Route = {
  endpoint: Endpoint
  kind: 'answer' | 'command' | 'memory'
  run: Run
  /** For `memory`: answers from a snapshot without a transaction. */
  recall?: (actor: Actor, input: never) => unknown
  /** For `memory` and everybody alike: how long the written answer to one address may be given again. */
  keep?: Keep
}

export type Keep = {
  /** Of all snapshots the answer is made from. */
  version: () => string
  /** When the next change is planned (a price's start); null when none is. Epoch milliseconds. */
  until?: (input: never) => number | null
}

export const answer = <I extends z.ZodType, R extends z.ZodType>(
  endpoint: Endpoint<I, R>,
  run: (tx: Tx, actor: Actor, input: z.output<I>) => Promise<z.input<R>>,
): Route => ({ endpoint: endpoint as unknown as Endpoint, kind: 'answer', run: run as Run })

export const command = <I extends z.ZodType, R extends z.ZodType>(
  endpoint: Endpoint<I, R>,
  run: (tx: Tx, actor: Actor, input: z.output<I>) => Promise<z.input<R>>,
): Route => ({ endpoint: endpoint as unknown as Endpoint, kind: 'command', run: run as Run })

/** Served from memory (a snapshot): no transaction, so nothing here may depend on rows of the actor's own. */
export const recall = <I extends z.ZodType, R extends z.ZodType>(
  endpoint: Endpoint<I, R>,
  fn: (actor: Actor, input: z.output<I>) => z.input<R> | Promise<z.input<R>>,
  keep?: Keep,
): Route => ({
  ...(keep && { keep }),
  endpoint: endpoint as unknown as Endpoint,
  kind: 'memory',
  run: () => Promise.reject(new Error('served from memory')),
  recall: fn as never,
})

// Puts a function behind an endpoint. `answer` reads, `command` writes: one transaction each, scoped by
// actor. `batched` writes with all who ask at the same time, in one transaction.
import type { z } from 'zod'
import type { Actor } from './access.ts'
import type { Claim } from './batch.ts'
import type { Db, Tx } from './db.ts'
import type { Endpoint } from './endpoint.ts'

export type Run = (tx: Tx, actor: Actor, input: never) => Promise<unknown>
export type Route = {
  endpoint: Endpoint
  kind: 'answer' | 'command' | 'memory' | 'batched'
  run: Run
  /** For `batched`: takes the request into the next batch. */
  submit?: (db: Db, item: { actor: Actor; input: never; claim: Claim | null }) => Promise<unknown>
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

/** `submit` is a batcher; its command claims the Idempotency-Key itself, in the transaction of the batch. */
export const batched = <I extends z.ZodType, R extends z.ZodType>(
  endpoint: Endpoint<I, R>,
  submit: (db: Db, item: { actor: Actor; input: z.output<I>; claim: Claim | null }) => Promise<z.input<R>>,
): Route => ({
  endpoint: endpoint as unknown as Endpoint,
  kind: 'batched',
  run: () => Promise.reject(new Error('runs in batches')),
  submit: submit as NonNullable<Route['submit']>,
})

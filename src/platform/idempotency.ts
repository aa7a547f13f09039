// One intention, one effect: a key belongs to an actor and remembers the input's hash and the answer, in the
// same transaction as the effect. A duplicate waits for the first and gets its answer.
import { createHash } from 'node:crypto'
import { type Actor } from './access.ts'
import { type Tx, actorKey } from './db.ts'
import { Refused } from './refusal.ts'

// Fields in one order: a body written anew by another client means what it meant.
function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const fields = value as Record<string, unknown>
  return `{${Object.keys(fields)
    .filter((name) => fields[name] !== undefined)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonical(fields[name])}`)
    .join(',')}}`
}
const hashOf = (input: unknown) => createHash('sha256').update(canonical(input)).digest('hex')

/** What a key stands for: a route and what was sent to it. */
export const intentionHash = (route: string, input: unknown) => hashOf([route, input])

export type KeptAnswer = { input_hash: string; reply: { reply: unknown } | null }

/** The answer that was given before; refuses when the key stood for something else, or for a secret. */
export function answerAgain(kept: KeptAnswer, input_hash: string): unknown {
  if (kept.input_hash !== input_hash) throw new Refused('idempotency_key_reused', 409)
  if (!kept.reply) throw new Refused('told_once', 409)
  return kept.reply.reply
}

/** Runs `work` once for (actor, key); later calls with the same input get the stored answer. */
export async function withKey(
  tx: Tx,
  actor: Actor,
  request: { key: string | undefined; route: string; input: unknown; secret?: boolean },
  work: () => Promise<unknown>,
): Promise<unknown> {
  const { key, route, input, secret } = request
  if (key === undefined) return work()
  const claim = { key, route, input_hash: intentionHash(route, input) }
  return withClaim(tx, actor, { ...claim, ...(secret && { secret }) }, work)
}

/** The same for an intention whose hash is known. */
export async function withClaim<T>(
  tx: Tx,
  actor: Actor,
  { input_hash, secret, ...claim }: { key: string; route: string; input_hash: string; secret?: boolean },
  work: () => Promise<T>,
): Promise<T> {
  const row = { actor_key: actorKey(actor), ...claim }
  // A second request with this key waits here until the first has committed or rolled back.
  const fresh = await tx`
    insert into platform.idempotency (actor_key, key, route, input_hash)
    values (${row.actor_key}, ${row.key}, ${row.route}, ${input_hash})
    on conflict do nothing
    returning 1`
  if (fresh.length === 0) return (await storedAnswer(tx, row, input_hash)) as T
  const reply = await work()
  // That it was done is kept; what was answered is not.
  if (secret) return reply
  await tx`
    update platform.idempotency set reply = ${JSON.stringify({ reply })}::text::json
     where actor_key = ${row.actor_key} and key = ${row.key}`
  return reply
}

async function storedAnswer(tx: Tx, row: { actor_key: string; key: string }, input_hash: string) {
  const [stored] = await tx<KeptAnswer[]>`
    select input_hash, reply from platform.idempotency
     where actor_key = ${row.actor_key} and key = ${row.key}`
  if (!stored) throw new Refused('busy', 503)
  return answerAgain(stored, input_hash)
}

/** Forgets what the actor was answered: part of erasing a person. */
export async function forgetAnswers(tx: Tx, actor: Actor) {
  await tx`delete from platform.idempotency where actor_key = ${actorKey(actor)}`
}

/** Forgets answers older than a day; a schedule of the platform calls it. */
export async function forgetKeys(tx: Tx) {
  await tx`delete from platform.idempotency where created_at < now() - interval '1 day'`
}

// The writers of parity beside the publication of tags: who asked for a proof, what came of it, what was
// printed.
import { randomInt } from 'node:crypto'
import type { z } from 'zod'
import type { Actor } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import { type Tx, clockOf } from '../../platform/db.ts'
import { enqueue } from '../../platform/events.ts'
import { touch } from '../../platform/live.ts'
import { Refused, notFound } from '../../platform/refusal.ts'
import { type Id, newId } from '../../platform/types.ts'
import { catalog } from '../catalog/index.ts'
import { nodeById } from '../places/index.ts'
import type { notePrints, startRun } from './contract.ts'
import type { Proof, SoFar } from './prove.ts'

const seed_max = 2 ** 31
/** A proof that has not ended by then was cut with its process. */
const lost_after_h = 2

/** POST /parity-runs; the schedule asks as the house. One at a time: it reads everything. */
export async function askRun(
  tx: Tx,
  actor: Actor,
  { pages, seed = randomInt(seed_max) }: z.output<typeof startRun.input>,
) {
  const run_id = await addRun(tx, actor, { pages, seed })
  await enqueue(tx, 'parity.prove', { run_id }, { key: `parity.prove:${run_id}` })
  return { run_id }
}

/** Without a job: for whoever proves by himself. */
export async function addRun(tx: Tx, actor: Actor, { pages, seed }: { pages: number; seed: number }) {
  const id = newId()
  const added = await tx`
    insert into parity.run (id, asked_at, asked_by, seed, pages)
    values (${id}, platform.clock(), ${actor.person_id}, ${seed}, ${pages})
    on conflict do nothing returning id`
  if (added.length === 0) throw new Refused('parity_running')
  await audit(tx, actor, 'parity.run_asked', { kind: 'parity_run', id }, { pages, seed })
  await touch(tx, 'parity:all')
  return id
}

/** T6: of a proof that has not ended nothing counts. */
const nothing = (tx: Tx) => tx`surfaces = '[]', prices = 0, differences = 0`

export async function beginRun(tx: Tx, run_id: Id): Promise<{ seed: number; pages: number } | null> {
  const [run] = await tx<{ seed: number; pages: number }[]>`
    update parity.run set state = 'running', started_at = platform.clock(), ${nothing(tx)}
     where id = ${run_id} and state in ('asked', 'running') returning seed, pages`
  await touch(tx, 'parity:all')
  return run ?? null
}

/** How far it is, for whoever waits for it. */
export async function noteRun(tx: Tx, run_id: Id, { surfaces, prices, differences }: SoFar) {
  await tx`
    update parity.run set surfaces = ${tx.json(surfaces)}, prices = ${prices}, differences = ${differences}
     where id = ${run_id} and state = 'running'`
  await touch(tx, 'parity:all')
}

export async function endRun(tx: Tx, run_id: Id, proof: Proof, took_ms: number) {
  const { surfaces, prices, differences, found } = proof
  await tx`
    update parity.run set state = 'done', ended_at = platform.clock(), took_ms = ${Math.round(took_ms)},
           surfaces = ${tx.json(surfaces)}, prices = ${prices}, differences = ${differences}
     where id = ${run_id}`
  const rows = found.map(({ shown_trace, expected_trace, ...one }, i) => ({
    run_id,
    no: i + 1,
    ...one,
    shown_trace: tx.json(shown_trace as never),
    expected_trace: tx.json(expected_trace as never),
  }))
  for (let from = 0; from < rows.length; from += 500)
    await tx`insert into parity.difference ${tx(rows.slice(from, from + 500) as never)}`
  await touch(tx, 'parity:all')
}

export async function failRun(tx: Tx, run_id: Id, error: string) {
  await tx`
    update parity.run set state = 'failed', ended_at = platform.clock(), error = ${error.slice(0, 400)},
           ${nothing(tx)}
     where id = ${run_id} and state in ('asked', 'running')`
  await touch(tx, 'parity:all')
}

/** Makes room for the next after a process went away in the middle. */
export async function giveUpLost(tx: Tx) {
  await tx`
    update parity.run set state = 'failed', ended_at = platform.clock(), error = 'lost', ${nothing(tx)}
     where state in ('asked', 'running')
       and coalesce(started_at, asked_at) < platform.clock() - make_interval(hours => ${lost_after_h})`
}

/** PUT /nodes/:node_id/shelf-tag-prints */
export async function notePrinted(
  tx: Tx,
  actor: Actor,
  { node_id, tags }: z.output<typeof notePrints.input>,
) {
  const node = nodeById(node_id)
  if (actor.scope.nodes !== null && !actor.scope.nodes.includes(node.id)) throw notFound()
  for (const { sku_id } of tags) if (!catalog().sku(sku_id)) throw new Refused('unknown_sku', 409, { sku_id })
  const printed = new Map(tags.map(({ sku_id, price_fen }) => [sku_id as string, price_fen]))
  const at = await clockOf(tx)
  await tx`
    insert into parity.tag_print as p (city_code, node_id, sku_id, price_fen, printed_at, printed_by)
    select ${node.city_code}, ${node_id}, t.sku_id, t.fen, ${at}, ${actor.person_id}
      from unnest(${[...printed.keys()]}::uuid[], ${[...printed.values()]}::bigint[]) as t(sku_id, fen)
    on conflict (city_code, node_id, sku_id) do update
       set price_fen = excluded.price_fen, printed_at = excluded.printed_at, printed_by = excluded.printed_by`
  await audit(tx, actor, 'parity.tags_printed', { kind: 'node', id: node_id }, { tags: printed.size })
  await touch(tx, `node:${node_id}`)
  return { printed: printed.size }
}

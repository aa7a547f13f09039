// Rows of a stock file: what lies where.
import { takeLevels } from '../stock/index.ts'
import { findNodes, findSkus } from './keys.ts'
import { type Applied, type Job, type KindWork, plainCheck } from './kind-work.ts'
import { type Entry, note } from './record.ts'

const named = (entries: readonly Entry[], field: string) =>
  entries.flatMap(({ values }) => (values[field] === undefined ? [] : [String(values[field])]))

async function cellsOf({ tx, actor }: Job, entries: readonly Entry[]) {
  const [stores, skus] = [
    await findNodes(tx, named(entries, 'store')),
    await findSkus(tx, named(entries, 'sku')),
  ]
  const reach = actor.scope.nodes
  return entries.map(({ values }) => {
    const store = stores.get(String(values.store))
    const within = store && (!reach || reach.includes(store))
    return { node_id: within ? store : null, sku_id: skus.get(String(values.sku)) ?? null }
  })
}

async function check(job: Job, entries: readonly Entry[]) {
  const cells = await cellsOf(job, entries)
  return entries.map((entry, at) => {
    const { values, faults } = entry
    const { node_id, sku_id } = cells[at]!
    if (values.store !== undefined && !node_id)
      faults.push(note(job.plan, 'store', 'unknown_store', values.store))
    if (values.sku !== undefined && !sku_id) faults.push(note(job.plan, 'sku', 'unknown_sku', values.sku))
    if (
      values.on_hand === undefined &&
      !faults.some(({ code }) => code === 'missing' || code.startsWith('not_'))
    )
      faults.push(note(job.plan, 'on_hand', 'missing', ''))
    return plainCheck(entry, node_id && sku_id ? `${node_id} ${sku_id}` : null)
  })
}

async function apply(job: Job, entries: readonly Entry[]): Promise<Applied[]> {
  const cells = await cellsOf(job, entries)
  const given = entries.flatMap((entry, at) => {
    const { node_id, sku_id } = cells[at]!
    return node_id && sku_id ? [{ at, node_id, sku_id, on_hand: Number(entry.values.on_hand) }] : []
  })
  const taken = await takeLevels(job.tx, job.actor, given)
  const done: Applied[] = entries.map(({ values }) => ({
    outcome: 'rejected',
    faults: [note(job.plan, 'sku', 'unknown_sku', values.sku)],
  }))
  given.forEach(({ at }, nth) => {
    const one = taken[nth]!
    const told = ({ field, code, value }: { field: string; code: string; value: string }) =>
      note(job.plan, field, code, value)
    done[at] =
      'fault' in one
        ? { outcome: 'rejected', faults: [told(one.fault)] }
        : { outcome: one.outcome, warnings: one.left_out.map(told) }
  })
  return done
}

export const stock: KindWork = { key_field: 'sku', check, apply, tell: async () => {} }

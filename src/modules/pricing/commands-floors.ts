// The only writer of pricing.floor: one controller proposes, another agrees.
import type { Actor } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import type { ChangeKind, Check } from '../../platform/change-kind.ts'
import { type Tx, clockOf } from '../../platform/db.ts'
import { wrongField } from '../../platform/refusal.ts'
import { bumpSnapshot } from '../../platform/snapshot.ts'
import { type Id, newId } from '../../platform/types.ts'
import { catalog } from '../catalog/index.ts'
import { FloorChange } from './contract-floors.ts'
import { readFloors } from './floors.ts'
import { type Span, belowFloor } from './limits.ts'

/** One at a time: what is checked against prices, benefits and floors must not be agreed beside another. */
export const alone = (tx: Tx) => tx`select pg_advisory_xact_lock(hashtextextended('pricing.limits', 0))`

/**
 * That no price goes below the floor while it holds; says which SKU, never the floor. Nothing where the
 * reader may not see floors: a proposer who heard yes and no would know the number after twenty tries.
 */
export async function aboveFloor(
  tx: Tx,
  prices: readonly { sku_id: Id; fen: number; span: Span }[],
): Promise<Check[]> {
  const [may] = await tx<{ read: boolean }[]>`
    select platform.is_system() or platform.may('control.approve') as read`
  if (!may!.read) return []
  const floors = await readFloors(tx, [...new Set(prices.map(({ sku_id }) => sku_id))])
  const below = prices.find(({ sku_id, fen, span }) => belowFloor(floors, sku_id, fen, span))
  const facts = below ? { sku: catalog().sku(below.sku_id)?.code ?? '' } : {}
  return [{ code: 'above_floor', ok: !below, facts }]
}

/** The floor that holds when the change begins. */
async function current(tx: Tx, { sku_id, starts_at }: FloorChange) {
  const [row] = await tx<{ floor_fen: number; starts_at: string }[]>`
    select floor_fen, lower(valid) as starts_at from pricing.floor
     where sku_id = ${sku_id}::uuid and valid @> ${starts_at}::timestamptz`
  return { floor_fen: row?.floor_fen ?? null, starts_at: row?.starts_at ?? null }
}

/**
 * A floor binds nobody where the books themselves are below it: the lowest price that any buyer has from then
 * on, before benefits, which stop at it, has to be raised first.
 */
async function checks(tx: Tx, { sku_id, floor_fen, starts_at }: FloorChange): Promise<Check[]> {
  await alone(tx)
  const [lowest] = await tx<{ price_fen: number; place_code: string; from: string }[]>`
    select price_fen, place_code, lower(valid) as from from pricing.price
     where sku_id = ${sku_id}::uuid
       and valid && tstzrange(greatest(${starts_at}::timestamptz, ${await clockOf(tx)}), null)
     order by price_fen, lower(valid) limit 1`
  if (!lowest) return []
  return [{ code: 'price_above_floor', ok: lowest.price_fen >= floor_fen, facts: { ...lowest, floor_fen } }]
}

type Request = { id: string; after: FloorChange; requested_by: string }

/** It holds until another is set: what was planned after it never begins. */
async function apply(tx: Tx, actor: Actor, { id, after, requested_by }: Request) {
  await alone(tx)
  const now = await clockOf(tx)
  const wished = new Date(after.starts_at).toISOString()
  const starts_at = wished > now ? wished : now
  await tx`
    update pricing.floor
       set valid = tstzrange(lower(valid), greatest(lower(valid), ${starts_at}::timestamptz))
     where sku_id = ${after.sku_id} and (upper_inf(valid) or upper(valid) > ${starts_at})`
  await tx`
    insert into pricing.floor (id, sku_id, floor_fen, valid, requested_by, approved_by, request_id)
    values (${newId()}, ${after.sku_id}, ${after.floor_fen}, tstzrange(${starts_at}, null),
            ${requested_by}, ${actor.person_id}, ${id})`
  await audit(tx, actor, 'pricing.floor_set', { kind: 'sku', id: after.sku_id }, { ...after })
  await bumpSnapshot(tx, actor, 'prices')
}

export const floorKinds: ChangeKind[] = [
  {
    kind: 'pricing.floor',
    name_zh: '底价',
    name_en: 'Floor',
    permission_to_propose: 'control.approve',
    schema: FloorChange,
    subject: (_actor, after) => {
      const { sku_id } = after as FloorChange
      if (!catalog().sku(sku_id)) throw wrongField('/after/sku_id', 'unknown_sku')
      return { kind: 'sku', id: sku_id }
    },
    fields: [
      { field: 'floor_fen', label_zh: '底价', label_en: 'Floor', unit: 'fen' },
      { field: 'starts_at', label_zh: '生效', label_en: 'From', unit: 'instant' },
    ],
    current: (tx, _id, after) => current(tx, after as FloorChange),
    subject_name: async (_tx, after) => {
      const sku = catalog().sku((after as FloorChange).sku_id)
      return sku ? { zh: sku.name_zh, en: sku.name_en } : null
    },
    checks: (tx, after) => checks(tx, after as FloorChange),
    never_frozen: true,
    effective_at: (after) => (after as FloorChange).starts_at,
    apply: (tx, actor, request) => apply(tx, actor, { ...request, after: request.after as FloorChange }),
  },
]

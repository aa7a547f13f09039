// The only writer of pricing.floor: one controller proposes, another agrees.
import type { Actor } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import type { ChangeKind, Check } from '../../platform/change-kind.ts'
import { type Tx, clockOf } from '../../platform/db.ts'
import { Refused, wrongField } from '../../platform/refusal.ts'
import { bumpSnapshot } from '../../platform/snapshot.ts'
import { type Id, newId } from '../../platform/types.ts'
import { catalog } from '../catalog/index.ts'
import { FloorChange } from './contract-floors.ts'
import { type Floors, floorAt, readFloors } from './floors.ts'
import { standingFloors } from './queries.ts'

/**
 * The floors that a check asks. Who agrees reads the table as it stands; who proposes may not read it and is
 * told by what the process keeps, which follows within a second.
 */
export async function floorsFor(tx: Tx, sku_ids: readonly string[]): Promise<Floors> {
  const seen = await readFloors(tx, sku_ids)
  const kept = standingFloors()
  return new Map(
    sku_ids.flatMap((id) => {
      const rows = seen.get(id) ?? kept.get(id)
      return rows ? [[id, rows] as const] : []
    }),
  )
}

/** Says which SKU would go below its floor, and never what the floor is. */
export function aboveFloor(
  floors: Floors,
  prices: readonly { sku_id: Id; fen: number; at: string }[],
): Check {
  const below = prices.find(({ sku_id, fen, at }) => {
    const floor = floorAt(floors, sku_id, Date.parse(at))
    return floor !== null && fen < floor.floor_fen
  })
  const facts = below ? { sku: catalog().sku(below.sku_id)?.code ?? '' } : {}
  return { code: 'above_floor', ok: !below, facts }
}

async function current(tx: Tx, sku_id: string) {
  const [row] = await tx<{ floor_fen: number; starts_at: string }[]>`
    select floor_fen, lower(valid) as starts_at from pricing.floor
     where sku_id = ${sku_id}::uuid and upper_inf(valid)`
  return { floor_fen: row?.floor_fen ?? null, starts_at: row?.starts_at ?? null }
}

type Request = { id: string; after: FloorChange; requested_by: string }

async function apply(tx: Tx, actor: Actor, { id, after, requested_by }: Request) {
  const now = await clockOf(tx)
  const wished = new Date(after.starts_at).toISOString()
  const starts_at = wished > now ? wished : now
  const [planned] = await tx<{ at: string }[]>`
    select lower(valid) as at from pricing.floor
     where sku_id = ${after.sku_id} and lower(valid) >= ${starts_at} limit 1`
  if (planned) throw new Refused('overlaps', 409, { starts_at: planned.at })
  await tx`
    update pricing.floor set valid = tstzrange(lower(valid), ${starts_at})
     where sku_id = ${after.sku_id} and valid @> ${starts_at}::timestamptz`
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
    current: (tx, sku_id) => current(tx, sku_id),
    subject_name: async (_tx, after) => {
      const sku = catalog().sku((after as FloorChange).sku_id)
      return sku ? { zh: sku.name_zh, en: sku.name_en } : null
    },
    checks: async () => [],
    apply: (tx, actor, request) => apply(tx, actor, { ...request, after: request.after as FloorChange }),
  },
]

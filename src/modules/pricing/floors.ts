// Floors as each process keeps them, and what may be said of them to whom.
import type { z } from 'zod'
import type { Tx } from '../../platform/db.ts'
import type { Fen, Instant, Page } from '../../platform/types.ts'
import { catalog } from '../catalog/index.ts'
import type { AgainstFloor, FloorLine, listFloors } from './contract-floors.ts'

type Floor = { floor_fen: Fen; since: Instant; from_ms: number; to_ms: number }
export type Floors = ReadonlyMap<string, readonly Floor[]>

/** What the reader may see: the system and control all of them, others none. */
export async function readFloors(tx: Tx, sku_ids: readonly string[] | null = null): Promise<Floors> {
  const rows = await tx<{ sku_id: string; floor_fen: Fen; since: Instant; until: Instant | null }[]>`
    select sku_id, floor_fen, lower(valid) as since, upper(valid) as until from pricing.floor
     where (upper_inf(valid) or upper(valid) > now() - interval '2 days')
       ${sku_ids ? tx`and sku_id = any(${[...sku_ids]}::uuid[])` : tx``}`
  const floors = new Map<string, Floor[]>()
  for (const { sku_id, floor_fen, since, until } of rows) {
    const known = floors.get(sku_id) ?? []
    known.push({ floor_fen, since, from_ms: Date.parse(since), to_ms: until ? Date.parse(until) : Infinity })
    floors.set(sku_id, known)
  }
  return floors
}

export const floorAt = (floors: Floors, sku_id: string, at_ms: number): Floor | null =>
  floors.get(sku_id)?.find(({ from_ms, to_ms }) => from_ms <= at_ms && at_ms < to_ms) ?? null

/** When a floor of these SKUs begins or ends next; Infinity when none does. */
export function nextFloor(floors: Floors, sku_ids: Iterable<string>, at_ms: number): number {
  let next = Infinity
  for (const sku_id of floors.size > 0 ? sku_ids : [])
    for (const { from_ms, to_ms } of floors.get(sku_id) ?? [])
      next = Math.min(next, from_ms > at_ms ? from_ms : to_ms > at_ms ? to_ms : Infinity)
  return next
}

const near_bp = 10_500

export function standingOf(price_fen: number, floor: Floor | null): AgainstFloor | null {
  if (!floor) return null
  if (price_fen < floor.floor_fen) return 'below'
  return price_fen * 10_000 < floor.floor_fen * near_bp ? 'near' : 'above'
}

type Input = z.output<typeof listFloors.input>

/** In SKU order; `after` is the last id of the page before. */
export function floorLines(
  input: Input,
  floors: Floors,
  nowOf: (sku_id: string) => Fen | null,
  at_ms: number,
): Page<FloorLine> {
  const words = input.q?.toLowerCase().split(/\s+/) ?? []
  const items: FloorLine[] = []
  for (const sku of catalog().skus) {
    if (input.after && sku.id <= input.after) continue
    if (sku.state !== 'live' || sku.why_not === 'not_live') continue
    const said = `${sku.name_zh} ${sku.name_en} ${sku.code}`.toLowerCase()
    const floor = floorAt(floors, sku.id, at_ms)
    if (!words.every((word) => said.includes(word))) continue
    if (input.only && (input.only === 'set') !== (floor !== null)) continue
    if (items.length === input.limit) return { items, next: items.at(-1)!.sku_id }
    const { code, name_zh, name_en } = sku
    const now_fen = nowOf(sku.id)
    const known = { floor_fen: floor?.floor_fen ?? null, since: floor?.since ?? null }
    items.push({ sku_id: sku.id, code, name_zh, name_en, now_fen, ...known })
  }
  return { items, next: null }
}

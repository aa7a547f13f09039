// A list of prices at once: written by the house, for itself within the corridor, or for the two people who
// have proposed and agreed to the list. Rows are closed and split, never overwritten, as by a single change.
import type { Actor } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import { type Tx, clockOf } from '../../platform/db.ts'
import { bumpSnapshot } from '../../platform/snapshot.ts'
import { type Fen, type Id, newId } from '../../platform/types.ts'
import { skusById } from '../catalog/index.ts'
import { frozenOf } from '../control/index.ts'
import { alone } from './commands-floors.ts'
import { placesAbove } from './commands.ts'
import type { PriceRow } from './contract.ts'
import type { Named, Standing } from './final-price.ts'
import { type Floors, readFloors } from './floors.ts'
import { belowFloor, cutAfter, deepestBp } from './limits.ts'
import { readBenefits } from './queries.ts'
import { type Book, resolvePrice } from './resolve-price.ts'

export type GivenPrice = {
  sku_id: Id
  place_code: string
  channel: PriceRow['channel']
  tier: PriceRow['tier']
  price_fen: number
  /** null: from now on. */
  starts_at: string | null
  ends_at: string | null
  /** What it was proposed against; undefined: whatever holds now. */
  was_fen?: number | null
}
type LeftOut = { field: string; code: string; value: string }
export type TakenPrice =
  | { outcome: 'created' | 'updated' | 'unchanged'; left_out: LeftOut[] }
  | { fault: LeftOut }
/** Who proposed the list and who agreed to it; null: the house by itself. */
export type Agreed = { request_id: string; requested_by: string; approved_by: string } | null

export const pricesChanged = (tx: Tx, actor: Actor) => bumpSnapshot(tx, actor, 'prices')

const keyOf = (row: Pick<PriceRow, 'sku_id' | 'place_code' | 'channel' | 'tier'>) =>
  `${row.sku_id} ${row.place_code} ${row.channel} ${row.tier}`

/** What each price is measured against: of its own key, else the one its buyers pay without it. */
export function stepsOf(book: Book, given: readonly GivenPrice[], at: string) {
  return given.map((change) => {
    const at_ms = Date.parse(change.starts_at ?? at)
    const own = (book.get(change.sku_id) ?? []).find(
      (row) => keyOf(row) === keyOf(change) && holds(row, at_ms),
    )
    const channel = change.channel === 'counter' ? ('counter' as const) : ('shop' as const)
    const places = placesAbove(change.place_code)
    const found =
      own ?? resolvePrice(book, { sku_id: change.sku_id, places, channel, tier: change.tier, at_ms })
    const before_fen = found?.price_fen ?? null
    return { was_fen: own?.price_fen ?? null, step_bp: stepBp(before_fen, change.price_fen) }
  })
}

const stepBp = (before_fen: number | null, price_fen: number) =>
  before_fen ? Math.round(((price_fen - before_fen) * 10_000) / before_fen) : 0

const holds = (row: Pick<PriceRow, 'starts_at' | 'ends_at'>, at_ms: number) =>
  Date.parse(row.starts_at) <= at_ms && (row.ends_at === null || Date.parse(row.ends_at) > at_ms)

/** What every price of the list is held against. */
type Limits = {
  floors: Floors
  benefits: readonly Standing[]
  named: ReadonlyMap<Id, Named>
  corridor_bp: number
  /** SKUs whose prices control holds still. */
  frozen: ReadonlySet<string>
}
type Work = {
  now: string
  limits: Limits
  closed: { id: string; until: string }[]
  added: (Omit<GivenPrice, 'was_fen' | 'starts_at'> & { id: Id; starts_at: string })[]
}

/** The house only. A key stands once in `given`; the answer stands at the place of its question. */
export async function takePrices(
  tx: Tx,
  actor: Actor,
  given: readonly GivenPrice[],
  { agreed, corridor_bp }: { agreed: Agreed; corridor_bp: number },
): Promise<TakenPrice[]> {
  await alone(tx)
  const sku_ids = given.map(({ sku_id }) => sku_id)
  const [floors, benefits] = [await readFloors(tx, sku_ids), await readBenefits(tx)]
  const named = benefits.length > 0 ? await skusById(tx, sku_ids) : new Map()
  const held = await frozenOf(
    tx,
    sku_ids.map((id) => `sku:${id}`),
  )
  const frozen = new Set(held.map(({ subject }) => subject.slice('sku:'.length)))
  const limits = { floors, benefits, named, corridor_bp, frozen }
  const work: Work = { now: await clockOf(tx), limits, closed: [], added: [] }
  const rows = await tx<PriceRow[]>`
    select id, sku_id, place_code, channel, tier, price_fen, lower(valid) as starts_at,
           upper(valid) as ends_at
      from pricing.price
     where sku_id = any(${sku_ids}::uuid[])
       and valid && tstzrange(${work.now}::timestamptz - interval '2 minutes', null)
     order by lower(valid) for update`
  const byKey = new Map<string, PriceRow[]>()
  for (const row of rows) byKey.set(keyOf(row), [...(byKey.get(keyOf(row)) ?? []), row])
  const taken = given.map((one) =>
    takeOne(work, byKey.get(keyOf(one)) ?? [], one, agreed ? null : corridor_bp),
  )
  await write(tx, work, agreed)
  if (work.added.length > 0)
    await audit(
      tx,
      actor,
      'pricing.list_taken',
      { kind: 'pricing', id: 'pricing' },
      {
        prices: work.added.map(({ sku_id, place_code, price_fen }) => [sku_id, place_code, price_fen]),
        ...agreed,
      },
    )
  return taken
}

const fault = (field: string, code: string, value: string): TakenPrice => ({ fault: { field, code, value } })

function takeOne(
  work: Work,
  rows: readonly PriceRow[],
  change: GivenPrice,
  corridor_bp: number | null,
): TakenPrice {
  const from_ms = Date.parse(change.starts_at ?? work.now)
  const now_ms = Date.parse(work.now)
  const current = rows.find((row) => holds(row, from_ms)) ?? null
  const same = current?.price_fen === change.price_fen
  if (same && (change.ends_at === null || change.ends_at === current.ends_at))
    return { outcome: 'unchanged', left_out: [] }
  if (change.starts_at && from_ms < now_ms - 60_000)
    return fault('starts_at', 'starts_in_past', change.starts_at)
  if (change.ends_at && Date.parse(change.ends_at) <= Math.max(from_ms, now_ms))
    return fault('ends_at', 'ends_before_start', change.ends_at)
  const was = current?.price_fen ?? null
  if (change.was_fen !== undefined && change.was_fen !== was)
    return fault('price', 'stale_before', String(was ?? ''))
  // A step beyond it is seen by a second person before the list is agreed to.
  if (corridor_bp !== null && Math.abs(stepBp(was, change.price_fen)) > corridor_bp)
    return fault('price', 'large_cut', String(change.price_fen))
  const broken = limitBroken(work.limits, change, was, Math.max(from_ms, now_ms))
  if (broken) return fault('price', broken, String(change.price_fen))
  const starts_at = from_ms > now_ms ? change.starts_at! : work.now
  const until_ms = change.ends_at ? Date.parse(change.ends_at) : Infinity
  const planned = rows.find((row) => {
    const begins_ms = Date.parse(row.starts_at)
    return begins_ms >= Date.parse(starts_at) && begins_ms < until_ms
  })
  if (planned) return fault('starts_at', 'overlaps', planned.starts_at)
  if (current) work.closed.push({ id: current.id, until: starts_at })
  const { was_fen: _was, ...row } = change
  work.added.push({ ...row, id: newId(), starts_at })
  if (current && change.ends_at && (current.ends_at === null || Date.parse(current.ends_at) > until_ms)) {
    const { price_fen, ends_at } = current
    work.added.push({ ...row, id: newId(), price_fen, starts_at: change.ends_at, ends_at })
  }
  return { outcome: current ? 'updated' : 'created', left_out: [] }
}

/** No second person overrules these. */
function limitBroken(
  { floors, benefits, named, corridor_bp, frozen }: Limits,
  { sku_id, price_fen, ends_at }: GivenPrice,
  was: number | null,
  from_ms: number,
): 'frozen' | 'below_floor' | 'deep_with_benefits' | 'raised_before_cut' | null {
  if (frozen.has(sku_id)) return 'frozen'
  const span = { from_ms, to_ms: ends_at ? Date.parse(ends_at) : Infinity }
  if (belowFloor(floors, sku_id, price_fen, span)) return 'below_floor'
  const sku = named.get(sku_id)
  if (!sku) return null
  if (-deepestBp(benefits, sku, price_fen as Fen, span) > corridor_bp) return 'deep_with_benefits'
  const raised = was !== null && price_fen > was && cutAfter(benefits, sku, from_ms)
  return raised ? 'raised_before_cut' : null
}

async function write(tx: Tx, { closed, added }: Work, agreed: Agreed) {
  if (closed.length > 0)
    await tx`
      update pricing.price p set valid = tstzrange(lower(p.valid), c.until_at)
        from unnest(${closed.map((c) => c.id)}::uuid[], ${closed.map((c) => c.until)}::text[]::timestamptz[])
               as c(id, until_at)
       where p.id = c.id`
  if (added.length > 0)
    await tx`
      insert into pricing.price (id, sku_id, place_code, channel, tier, price_fen, valid, requested_by,
             approved_by, request_id)
      select id, sku_id, place, channel, tier, fen, tstzrange(from_at, until_at),
             ${agreed?.requested_by ?? null}::uuid, ${agreed?.approved_by ?? null}::uuid,
             ${agreed?.request_id ?? null}::uuid
        from unnest(${added.map((a) => a.id)}::uuid[], ${added.map((a) => a.sku_id)}::uuid[],
                    ${added.map((a) => a.place_code)}::text[], ${added.map((a) => a.channel)}::text[],
                    ${added.map((a) => a.tier)}::text[], ${added.map((a) => a.price_fen)}::bigint[],
                    ${added.map((a) => a.starts_at)}::text[]::timestamptz[],
                    ${added.map((a) => a.ends_at)}::text[]::timestamptz[])
               as g(id, sku_id, place, channel, tier, fen, from_at, until_at)`
}

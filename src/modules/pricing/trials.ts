// A benefit tried: the prices of the books it meets, priced without and with it by the one function.
import type { Actor } from '../../platform/access.ts'
import { type Tx, clockOf } from '../../platform/db.ts'
import type { Fen } from '../../platform/types.ts'
import { type WorstBasket, worstBasket } from '../benefits/index.ts'
import { type Sku, catalog } from '../catalog/index.ts'
import { proposed } from '../control/index.ts'
import { type Reached, checks, reachedBy, refuseWrong } from './commands-benefits.ts'
import { BenefitWish } from './contract-benefits.ts'
import type { AgainstFloor } from './contract-floors.ts'
import type { Move, Trial } from './contract-trials.ts'
import { type Standing, standing } from './final-price.ts'
import { type Floors, floorAt, readFloors } from './floors.ts'
import { type Span, finals, meeting, stepBp } from './limits.ts'
import { readBenefits, standingFloors } from './queries.ts'

const moves_max = 50
/** So many SKUs go into the search for the worst basket: those whose price moves most. */
const candidates_max = 60
/** Bad input: a hundred benefits that each begin at another moment. */
const moments_max = 6

/** Refuses what a proposal would refuse. */
export async function tryWish(tx: Tx, _actor: Actor, wish: BenefitWish): Promise<Trial> {
  refuseWrong(wish, await clockOf(tx))
  return tried(tx, wish)
}

export async function tryProposed(tx: Tx, _actor: Actor, { request_id }: { request_id: string }) {
  return tried(tx, BenefitWish.parse(await proposed(tx, 'pricing.benefit', request_id)))
}

async function tried(tx: Tx, wish: BenefitWish): Promise<Trial> {
  const span = { from_ms: Date.parse(wish.starts_at), to_ms: Date.parse(wish.ends_at) }
  const reached = await reachedBy(tx, wish)
  const beside = (await readBenefits(tx)).filter((one) => one.wish.code !== wish.code)
  const with_it = [standing(wish), ...beside]
  // Only who may see floors is shown a price that stops at one.
  const seen = await readFloors(
    tx,
    reached.map(({ sku }) => sku.id),
  )
  const moves = reached
    .flatMap((one) => moveOf(one, { beside, with_it, seen }, span) ?? [])
    .sort((a, b) => a.step_bp - b.step_bp || (a.code < b.code ? -1 : 1))
  return {
    skus: reached.length,
    moving: moves.filter(({ step_bp }) => step_bp < 0).length,
    moves: moves.slice(0, moves_max),
    checks: await checks(tx, wish),
    worst_basket: worst(moves, with_it, span),
  }
}

type Beside = { beside: readonly Standing[]; with_it: readonly Standing[]; seen: Floors }

/** Where it takes off the largest share of what is paid without it; null where nothing is priced. */
function moveOf(
  { sku, rows }: Reached,
  { beside, with_it, seen }: Beside,
  span: Span,
): (Move & { list_fen: Fen }) | null {
  let found: (Move & { list_fen: Fen }) | null = null
  for (const { price_fen: list_fen, ends_at } of rows) {
    if (ends_at && Date.parse(ends_at) <= span.from_ms) continue
    for (const { at_ms, fen } of finals(with_it, sku, list_fen, span)) {
      const stop_fen = Math.min(list_fen, floorAt(seen, sku.id, at_ms)?.floor_fen ?? 0)
      const after_fen = Math.max(fen, stop_fen) as Fen
      const before_fen = Math.max(withoutIt(beside, sku, list_fen, at_ms), stop_fen) as Fen
      const step_bp = stepBp(before_fen, after_fen)
      if (found && step_bp >= found.step_bp) continue
      const against_floor = bandOf(standingFloors(), sku.id, { list_fen, fen, at_ms })
      const { id: sku_id, code, name_zh, name_en } = sku
      found = { sku_id, code, name_zh, name_en, list_fen, before_fen, after_fen, step_bp, against_floor }
    }
  }
  return found
}

function withoutIt(beside: readonly Standing[], sku: Sku, unit_fen: Fen, at_ms: number): Fen {
  const moment = { from_ms: at_ms, to_ms: at_ms + 1 }
  return finals(beside, sku, unit_fen, moment)[0]?.fen ?? unit_fen
}

const band_bp = 500

/**
 * In which twentieth of the price it lies, against that of the floor: who asks ever so often learns the
 * twentieth and no more.
 */
function bandOf(
  floors: Floors,
  sku_id: string,
  { list_fen, fen, at_ms }: { list_fen: Fen; fen: Fen; at_ms: number },
): AgainstFloor | null {
  const floor = floorAt(floors, sku_id, at_ms)
  if (!floor) return null
  const band = (one: number) => Math.floor((one * 10_000) / list_fen / band_bp)
  const above = band(fen) - band(floor.floor_fen)
  return above > 0 ? 'above' : above < 0 ? 'below' : 'near'
}

function worst(moves: readonly (Move & { list_fen: Fen })[], all: readonly Standing[], span: Span) {
  const skus = moves.slice(0, candidates_max).map(({ sku_id }) => catalog().sku(sku_id)!)
  const list = new Map(moves.map(({ code, list_fen }) => [code, list_fen]))
  const candidates = skus.map(({ code, category_code }) => {
    return { sku_id: code, category_code, brand_code: '', unit_fen: list.get(code)! }
  })
  const met = all.filter((one) => skus.some((sku) => meeting([one], sku, span).length > 0))
  const begins = new Set(met.map(({ from_ms }) => Math.max(from_ms, span.from_ms)))
  let found: WorstBasket | null = null
  for (const at_ms of [...begins].slice(0, moments_max)) {
    const benefits = met.map(({ benefit }) => benefit)
    const one = worstBasket(candidates, benefits, new Date(at_ms).toISOString())
    if (one && (!found || one.cut_bp > found.cut_bp)) found = one
  }
  return found && named(found)
}

function named({ lines, ...basket }: WorstBasket): NonNullable<Trial['worst_basket']> {
  const byCode = new Map(catalog().skus.map((sku) => [sku.code, sku]))
  const told = lines.map(({ sku_id: code, quantity, list_fen, payable_fen }) => {
    const { name_zh, name_en } = byCode.get(code)!
    return { code, name_zh, name_en, quantity, list_fen: list_fen as Fen, payable_fen: payable_fen as Fen }
  })
  return { ...basket, list_fen: basket.list_fen as Fen, payable_fen: basket.payable_fen as Fen, lines: told }
}

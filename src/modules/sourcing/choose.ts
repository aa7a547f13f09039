// Sourcing online: every single node that has it all, else every pair (retail §4: at most 20 nodes and 2
// legs), priced term by term; the cheapest plan wins, ties by node id so that the answer never wavers.
import { sum } from '../../platform/money.ts'
import { type Day, type Fen, fen } from '../../platform/types.ts'
import { assumptions as a } from './assumptions.ts'
import type { Cost } from './contract.ts'
import { type Step, lateProbability } from './eta.ts'

export type Demand = { line_no: number; sku_id: string; quantity: number; weight_g: number }
export type Candidate = {
  node_id: string
  city_code: string
  kind: 'store' | 'warehouse'
  distance_m: number
  /** Units free by sku. */
  free: ReadonlyMap<string, number>
  /** Share of units found when picked. */
  found_share: number
  /** Minutes until someone is there to accept. */
  opens_in_min: number
  /** The day whose hands prepare it. */
  prepare_day: Day
  accept: Step
  prepare: Step
}
export type PricedLeg = {
  candidate: Candidate
  lines: Demand[]
  cost: Cost[]
  total_cost_fen: Fen
  steps: Step[]
}

export const stepsOf = (candidate: Candidate): Step[] => {
  const travel = ((candidate.distance_m / 1000) * a.detour * 60) / a.speed_km_h + a.load_min
  return [
    { mean_min: candidate.accept.mean_min + candidate.opens_in_min, sd_min: candidate.accept.sd_min },
    candidate.prepare,
    a.wait[candidate.kind],
    { mean_min: travel, sd_min: travel * a.travel_sd_share },
  ]
}

const rounded = (value: number): Fen => fen(Math.round(value))

function shipFen(candidate: Candidate, lines: readonly Demand[]): number {
  const km = (candidate.distance_m / 1000) * a.detour
  const heavy = lines.reduce((n, line) => n + (line.weight_g >= a.heavy_g ? line.quantity : 0), 0)
  return (a.ship_base_fen[candidate.kind] + km * a.ship_per_km_fen) * (1 + heavy * a.heavy_share)
}

function shadowFen(candidate: Candidate, lines: readonly Demand[]): number {
  return lines.reduce((cost, line) => {
    const left = (candidate.free.get(line.sku_id) ?? 0) - line.quantity
    return cost + (candidate.kind === 'store' ? a.last_unit_fen / (left + 1) : 0)
  }, 0)
}

/** One leg with every term. `due_min` is when the promise would be broken. */
export function priceLeg(candidate: Candidate, lines: Demand[], split: boolean, due_min: number): PricedLeg {
  const steps = stepsOf(candidate)
  const units = lines.reduce((n, line) => n + line.quantity, 0)
  const missed = 1 - candidate.found_share ** units
  const cost: Cost[] = [
    { term: 'ship', fen: rounded(shipFen(candidate, lines)) },
    { term: 'pick', fen: rounded(a.pick_fen[candidate.kind] * units) },
    { term: 'split', fen: rounded(split ? a.split_penalty_fen : 0) },
    { term: 'lateness', fen: rounded(lateProbability(steps, due_min) * a.late_fen) },
    { term: 'not_found', fen: rounded(missed * a.resource_fen) },
    { term: 'shadow', fen: rounded(shadowFen(candidate, lines)) },
  ]
  return {
    candidate,
    lines,
    cost,
    total_cost_fen: sum(cost.map((term) => term.fen)),
    steps,
  }
}

const has = (candidate: Candidate, line: Demand) => candidate.free.get(line.sku_id) ?? 0

export const coversAll = (candidate: Candidate, lines: readonly Demand[]) => {
  const wanted = new Map<string, number>()
  for (const line of lines) wanted.set(line.sku_id, (wanted.get(line.sku_id) ?? 0) + line.quantity)
  return [...wanted].every(([sku_id, quantity]) => (candidate.free.get(sku_id) ?? 0) >= quantity)
}

/** What `first` can give of the lines, and what is left for another; a line's units may part. */
function share(first: Candidate, lines: readonly Demand[]) {
  const used = new Map<string, number>()
  const here: Demand[] = []
  const there: Demand[] = []
  for (const line of lines) {
    const free = has(first, line) - (used.get(line.sku_id) ?? 0)
    const taken = Math.max(0, Math.min(free, line.quantity))
    used.set(line.sku_id, (used.get(line.sku_id) ?? 0) + taken)
    if (taken > 0) here.push({ ...line, quantity: taken })
    if (taken < line.quantity) there.push({ ...line, quantity: line.quantity - taken })
  }
  return { here, there }
}

const costOf = (legs: readonly PricedLeg[]) => legs.reduce((total, leg) => total + leg.total_cost_fen, 0)
const keyOf = (legs: readonly PricedLeg[]) => legs.map((leg) => leg.candidate.node_id).join()

function cheapest(plans: PricedLeg[][]): PricedLeg[] | null {
  return plans.sort((x, y) => costOf(x) - costOf(y) || (keyOf(x) < keyOf(y) ? -1 : 1))[0] ?? null
}

/** The nodes that have it all, priced. */
export const priceWhole = (candidates: readonly Candidate[], lines: Demand[], due_min: number): PricedLeg[] =>
  candidates
    .filter((candidate) => coversAll(candidate, lines))
    .map((candidate) => priceLeg(candidate, lines, false, due_min))

/** The cheapest plan over `candidates`, or null when no one node and no pair has it all. */
export function choosePlan(
  candidates: readonly Candidate[],
  lines: Demand[],
  due_min: number,
  whole = priceWhole(candidates, lines, due_min),
): PricedLeg[] | null {
  if (whole.length > 0) return cheapest(whole.map((leg) => [leg]))
  const pairs: PricedLeg[][] = []
  for (const first of candidates) {
    const { here, there } = share(first, lines)
    if (here.length === 0) continue
    for (const second of candidates) {
      if (second === first || !coversAll(second, there)) continue
      pairs.push([priceLeg(first, here, true, due_min), priceLeg(second, there, true, due_min)])
    }
  }
  return cheapest(pairs)
}

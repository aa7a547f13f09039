// Which benefits a cart gets: the set of the lowest payable that the stacking groups allow; of equals the
// one with the fewest benefits, there the first by code. Lines that no benefit ties together are decided
// apart. Up to eight benefits that meet are tried in every combination; more by branch and bound (Land and
// Doig 1960): a set is not looked into when even its lower bound costs more than the best one found.
import { applySet, cutFrom, cutOfUnits } from './apply-set.ts'
import { type Prepared, type Ready, isPersonal } from './prepare.ts'

const exhaustive_max = 8
/** Cuts computed in one search, about 20 ms; beyond it the best set found so far stands. */
const work_max = 250_000

/** In the order of their steps. */
export function chooseSet(cart: Prepared): Ready[] {
  const chosen = new Set(tiedTogether(cart).flatMap((group) => bestOf(cart, group)))
  return cart.ready.filter((one) => chosen.has(one))
}

type Cluster = { ready: Ready[]; lines: number[] }

/** Benefits that share lines, directly or by others: union-find over the lines. */
function tiedTogether({ lines, ready }: Prepared): Cluster[] {
  const parent = lines.map((_, at) => at)
  const rootOf = (at: number): number => (parent[at] === at ? at : (parent[at] = rootOf(parent[at]!)))
  for (const { lines: own } of ready) for (const at of own) parent[rootOf(at)] = rootOf(own[0]!)
  const clusters = new Map<number, Cluster>()
  for (const one of ready) {
    const root = rootOf(one.lines[0]!)
    const cluster = clusters.get(root) ?? { ready: [], lines: [] }
    cluster.ready.push(one)
    clusters.set(root, cluster)
  }
  for (const at of lines.keys()) clusters.get(rootOf(at))?.lines.push(at)
  return [...clusters.values()]
}

/** `barred[a][b]`: the two are of one group and meet on a line. */
function exclusions(ready: readonly Ready[], line_count: number): boolean[][] {
  const barred = ready.map(() => ready.map(() => false))
  for (const [a, one] of ready.entries()) {
    const own = new Uint8Array(line_count)
    for (const at of one.lines) own[at] = 1
    for (let b = 0; b < a; b++) {
      const other = ready[b]!
      if (other.group !== one.group || !other.lines.some((at) => own[at] === 1)) continue
      barred[a]![b] = true
      barred[b]![a] = true
    }
  }
  return barred
}

type Best = { fen: number; set: Ready[] }

function isBetter(a: Best, b: Best): boolean {
  if (a.fen !== b.fen) return a.fen < b.fen
  if (a.set.length !== b.set.length) return a.set.length < b.set.length
  return codesOf(a.set) < codesOf(b.set)
}
const codesOf = (set: readonly Ready[]) =>
  set
    .map(({ benefit }) => benefit.code)
    .sort()
    .join('\n')

function bestOf(cart: Prepared, cluster: Cluster): Ready[] {
  const search = cluster.ready.length <= exhaustive_max ? tryAll : branchAndBound
  return search(cart, cluster)
}

function payable(cart: Prepared, { lines }: Cluster, set: readonly Ready[]): number {
  const totals = [...cart.start_fen]
  applySet(cart, set, totals)
  return lines.reduce((all, at) => all + totals[at]!, 0)
}

function tryAll(cart: Prepared, cluster: Cluster): Ready[] {
  const { ready } = cluster
  const barred = exclusions(ready, cart.lines.length).map((others) =>
    others.reduce((mask, bars, at) => (bars ? mask | (1 << at) : mask), 0),
  )
  let best: Best = { fen: payable(cart, cluster, []), set: [] }
  for (let mask = 1; mask < 1 << ready.length; mask++) {
    if (ready.some((_, at) => mask & (1 << at) && mask & barred[at]!)) continue
    const set = ready.filter((_, at) => mask & (1 << at))
    const found = { fen: payable(cart, cluster, set), set }
    if (isBetter(found, best)) best = found
  }
  return best.set
}

type Search = { cart: Prepared; cluster: Cluster; barred: readonly boolean[][] }
type Choice = 'in' | 'out' | 'open'

function branchAndBound(cart: Prepared, cluster: Cluster): Ready[] {
  const { ready } = cluster
  const barred = exclusions(ready, cart.lines.length)
  const touched = ready.reduce((all, { lines }) => all + lines.length, 0)
  const worths = ready.map((one) => worth(cart, one))
  const order = [...ready.keys()].sort((a, b) => worths[b]! - worths[a]!)
  const start: Choice[] = ready.map((_, at) => (canOnlyHelp(ready, barred, at) ? 'in' : 'open'))
  let best: Best = { fen: payable(cart, cluster, []), set: [] }
  const search = { cart, cluster, barred }
  let work = 0
  // `same`: what was left out just now changes nothing in the set that is in.
  const look = (choices: Choice[], same: boolean) => {
    if ((work += touched) > work_max) return
    if (lowerBound(search, choices) >= best.fen) return
    const at = order.find((one) => choices[one] === 'open')
    if (!same) {
      const set = ready.filter((_, one) => choices[one] === 'in')
      const found = { fen: payable(cart, cluster, set), set }
      if (isBetter(found, best)) best = found
    }
    if (at === undefined) return
    const taken = choices.map((choice, other): Choice => (barred[at]![other] ? 'out' : choice))
    taken[at] = 'in'
    look(taken, false)
    choices[at] = 'out'
    look(choices, true)
  }
  look(start, false)
  return withoutIdle(cart, polished(search, best).set)
}

/**
 * Rounding can make a fen of what the bound takes for nothing: each is put in or left out once more, round
 * and round, until no such change is better.
 */
function polished({ cart, cluster, barred }: Search, first: Best): Best {
  const { ready } = cluster
  let best = first
  let entered = beforeEach(cart, ready, best.set)
  for (let at = 0, idle = 0; idle < ready.length; at = (at + 1) % ready.length, idle++) {
    const had = best.set.includes(ready[at]!)
    const has = ready.map((one, other) =>
      other === at ? !had : best.set.includes(one) && (had || !barred[at]![other]),
    )
    const found = changedTo(cart, cluster, best, has, entered)
    if (!isBetter(found, best)) continue
    best = found
    entered = beforeEach(cart, ready, best.set)
    idle = 0
  }
  return best
}

/** What the lines cost (fen) before each of `ready`, of which those of `set` work. */
function beforeEach(cart: Prepared, ready: readonly Ready[], set: readonly Ready[]): number[][] {
  const totals = [...cart.start_fen]
  return ready.map((one) => {
    const entered = totals.slice()
    if (set.includes(one)) applySet(cart, [one], totals)
    return entered
  })
}

/** Only the steps from the first change on are computed anew. */
function changedTo(
  cart: Prepared,
  { ready, lines }: Cluster,
  from: Best,
  has: readonly boolean[],
  entered: readonly number[][],
): Best {
  const first = ready.findIndex((one, at) => has[at] !== from.set.includes(one))
  const totals = entered[first]!.slice()
  applySet(
    cart,
    ready.filter((_, at) => at >= first && has[at]),
    totals,
  )
  return { fen: lines.reduce((all, line) => all + totals[line]!, 0), set: ready.filter((_, at) => has[at]) }
}

/** What takes nothing off is not used up. */
function withoutIdle(cart: Prepared, set: readonly Ready[]): Ready[] {
  const taken: { ready: Ready; cut_fen: readonly number[] }[] = []
  applySet(cart, set, [...cart.start_fen], taken)
  return taken.filter(({ cut_fen }) => cut_fen.some((cut) => cut > 0)).map(({ ready }) => ready)
}

/** About what it takes off when it stands alone; only the order of looking depends on it. */
function worth(cart: Prepared, ready: Ready): number {
  const totals = [...cart.start_fen]
  applySet(cart, [ready], totals)
  return ready.lines.reduce((all, at) => all + cart.start_fen[at]! - totals[at]!, 0)
}

/** Nothing excludes it, and no threshold is counted over its lines once it has worked. */
function canOnlyHelp(ready: readonly Ready[], barred: readonly boolean[][], at: number): boolean {
  if (barred[at]!.includes(true)) return false
  const own = new Set(ready[at]!.lines)
  const counts = ({ benefit, lines }: Ready) =>
    benefit.condition.threshold_fen !== undefined && lines.some((line) => own.has(line))
  return !ready.slice(at + 1).some(counts)
}

/**
 * No set that the choices leave open costs less: of each group the best on every line, all thresholds taken
 * as reached that can be; what is spread over lines stays a sum (`pool`), since nobody knows where it falls.
 */
function lowerBound({ cart, cluster, barred }: Search, choices: readonly Choice[]): number {
  const { ready, lines } = cluster
  const totals = [...cart.start_fen]
  let pool = 0
  let at = 0
  while (at < ready.length) {
    const { kind } = ready[at]!.benefit
    const step: Step[] = []
    for (; at < ready.length && ready[at]!.benefit.kind === kind; at++)
      if (choices[at] !== 'out' && canReach(cart, ready[at]!))
        step.push({ one: ready[at]!, bars: barred[at]!, at, must: choices[at] === 'in' })
    if (step.length > 0) pool += boundStep(cart, step, totals)
  }
  return lines.reduce((all, line) => all + totals[line]!, 0) - pool
}

const canReach = (cart: Prepared, { benefit, lines }: Ready) =>
  benefit.condition.threshold_fen === undefined ||
  lines.reduce((all, at) => all + cart.start_fen[at]!, 0) >= benefit.condition.threshold_fen

type Step = { one: Ready; bars: readonly boolean[]; at: number; must: boolean }

function boundStep(cart: Prepared, step: readonly Step[], totals: number[]): number {
  const byGroup = new Map<string, Float64Array>()
  const pools: Pool[] = []
  for (const each of step) {
    const { benefit, group, lines, parts } = each.one
    if (benefit.per === 'order' || parts.length > 0) {
      joinPool(pools, { ...each, most_fen: mostOf(cart, each.one, totals) })
      continue
    }
    const most = byGroup.get(group) ?? new Float64Array(totals.length)
    byGroup.set(group, most)
    for (const at of lines) {
      const cut = cutOfUnits(totals[at]!, cart.lines[at]!.quantity, benefit.cut)
      if (cut > most[at]!) most[at] = cut
    }
  }
  const ours = !isPersonal(step[0]!.one.benefit.kind)
  const groups = [...byGroup.values()]
  for (let at = 0; groups.length > 0 && at < totals.length; at++) {
    const was = totals[at]!
    let left = was
    for (const most of groups) left -= most[at]!
    if (left === was) continue
    const { floor_fen, quantity } = cart.lines[at]!
    totals[at] = Math.max(Math.min(ours ? floor_fen * quantity : 0, was), left)
  }
  return pools.reduce((all, pool) => all + Math.max(...pool.map(({ most_fen }) => most_fen)), 0)
}

type Pool = (Step & { most_fen: number })[]

/** Only one of those that exclude each other counts. Two of a group may stand where they share no line. */
function joinPool(pools: Pool[], next: Pool[number]) {
  const bars = ({ at, must }: Pool[number]) => !must && next.bars[at]!
  const joined = next.must ? undefined : pools.find((pool) => pool.every(bars))
  if (joined) joined.push(next)
  else pools.push([next])
}

function mostOf(cart: Prepared, { benefit, lines, parts }: Ready, totals: readonly number[]): number {
  const base = lines.reduce((all, at) => all + totals[at]!, 0)
  if (parts.length === 0) return cutFrom(base, benefit.cut)
  const bundles = Math.min(
    ...parts.map(({ line, quantity }) => Math.floor(cart.lines[line]!.quantity / quantity)),
  )
  return benefit.cut.how === 'amount' ? bundles * benefit.cut.amount_fen : base
}

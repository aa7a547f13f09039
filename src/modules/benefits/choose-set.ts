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

/** `excludes[i]` are the places of those that cannot stand beside i. */
function exclusions(ready: readonly Ready[]): number[][] {
  const sets = ready.map(({ lines }) => new Set(lines))
  const meet = (a: number, b: number) =>
    ready[a]!.group === ready[b]!.group && ready[a]!.lines.some((at) => sets[b]!.has(at))
  return ready.map((_, a) => [...ready.keys()].filter((b) => a !== b && meet(a, b)))
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
  const barred = exclusions(ready).map((others) => others.reduce((mask, at) => mask | (1 << at), 0))
  let best: Best = { fen: payable(cart, cluster, []), set: [] }
  for (let mask = 1; mask < 1 << ready.length; mask++) {
    if (ready.some((_, at) => mask & (1 << at) && mask & barred[at]!)) continue
    const set = ready.filter((_, at) => mask & (1 << at))
    const found = { fen: payable(cart, cluster, set), set }
    if (isBetter(found, best)) best = found
  }
  return best.set
}

type Choice = 'in' | 'out' | 'open'

function branchAndBound(cart: Prepared, cluster: Cluster): Ready[] {
  const { ready } = cluster
  const excludes = exclusions(ready)
  const touched = ready.reduce((all, { lines }) => all + lines.length, 0)
  const order = [...ready.keys()].sort((a, b) => worth(cart, ready[b]!) - worth(cart, ready[a]!))
  const start: Choice[] = ready.map((_, at) => (canOnlyHelp(ready, excludes, at) ? 'in' : 'open'))
  let best: Best = { fen: payable(cart, cluster, []), set: [] }
  let work = 0
  const look = (choices: Choice[]) => {
    if ((work += touched) > work_max) return
    if (lowerBound(cart, cluster, choices) >= best.fen) return
    const at = order.find((one) => choices[one] === 'open')
    const set = ready.filter((_, one) => choices[one] === 'in')
    const found = { fen: payable(cart, cluster, set), set }
    if (isBetter(found, best)) best = found
    if (at === undefined) return
    const taken = choices.slice()
    taken[at] = 'in'
    for (const other of excludes[at]!) taken[other] = 'out'
    look(taken)
    choices[at] = 'out'
    look(choices)
  }
  look(start)
  return withoutIdle(cart, polished(cart, cluster, excludes, best).set)
}

/** Rounding can make a fen of what the bound takes for nothing: each is put in or left out once more. */
function polished(cart: Prepared, cluster: Cluster, excludes: readonly number[][], best: Best): Best {
  const { ready } = cluster
  for (const [at, one] of ready.entries()) {
    const others = new Set([one, ...excludes[at]!.map((other) => ready[other]!)])
    const without = best.set.filter((each) => !others.has(each))
    const had = best.set.includes(one)
    const set = had ? without : ready.filter((each) => each === one || without.includes(each))
    const found = { fen: payable(cart, cluster, set), set }
    if (isBetter(found, best)) return polished(cart, cluster, excludes, found)
  }
  return best
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
function canOnlyHelp(ready: readonly Ready[], excludes: readonly number[][], at: number): boolean {
  const own = new Set(ready[at]!.lines)
  const counts = ({ benefit, lines }: Ready) =>
    benefit.condition.threshold_fen !== undefined && lines.some((line) => own.has(line))
  return excludes[at]!.length === 0 && !ready.slice(at + 1).some(counts)
}

/**
 * No set that the choices leave open costs less: of each group the best on every line, all thresholds taken
 * as reached that can be; what is spread over lines stays a sum (`pool`), since nobody knows where it falls.
 */
function lowerBound(cart: Prepared, { ready, lines }: Cluster, choices: readonly Choice[]): number {
  const totals = [...cart.start_fen]
  let pool = 0
  let at = 0
  while (at < ready.length) {
    const { kind } = ready[at]!.benefit
    const step: { one: Ready; must: boolean }[] = []
    for (; at < ready.length && ready[at]!.benefit.kind === kind; at++)
      if (choices[at] !== 'out' && canReach(cart, ready[at]!))
        step.push({ one: ready[at]!, must: choices[at] === 'in' })
    pool += boundStep(cart, step, totals)
  }
  return lines.reduce((all, line) => all + totals[line]!, 0) - pool
}

const canReach = (cart: Prepared, { benefit, lines }: Ready) =>
  benefit.condition.threshold_fen === undefined ||
  lines.reduce((all, at) => all + cart.start_fen[at]!, 0) >= benefit.condition.threshold_fen

type Step = readonly { one: Ready; must: boolean }[]

function boundStep(cart: Prepared, step: Step, totals: number[]): number {
  const byGroup = new Map<string, Float64Array>()
  const pools: Pool[] = []
  for (const { one, must } of step) {
    const { benefit, group, lines } = one
    if (benefit.per === 'order' || one.parts.length > 0) {
      joinPool(pools, { one, must, most_fen: mostOf(cart, one, totals) })
      continue
    }
    const most = byGroup.get(group) ?? new Float64Array(totals.length)
    byGroup.set(group, most)
    for (const at of lines) {
      const cut = cutOfUnits(totals[at]!, cart.lines[at]!.quantity, benefit.cut)
      if (cut > most[at]!) most[at] = cut
    }
  }
  const entered = totals.slice()
  for (const most of byGroup.values()) for (const [at, cut] of most.entries()) totals[at]! -= cut
  for (const [at, was] of entered.entries()) {
    if (totals[at] === was) continue
    const { floor_fen, quantity } = cart.lines[at]!
    const lowest = isPersonal(step[0]!.one.benefit.kind) ? 0 : floor_fen * quantity
    totals[at] = Math.max(Math.min(lowest, was), totals[at]!)
  }
  return pools.reduce((all, pool) => all + Math.max(...pool.map(({ most_fen }) => most_fen)), 0)
}

type Pool = { one: Ready; must: boolean; most_fen: number }[]

/** Only one of those that exclude each other counts. Two of a group may stand where they share no line. */
function joinPool(pools: Pool[], next: Pool[number]) {
  const bars = ({ one, must }: Pool[number]) =>
    !must && one.group === next.one.group && one.lines.some((at) => next.one.lines.includes(at))
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

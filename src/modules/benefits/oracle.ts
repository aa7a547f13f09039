// A second pricing, written apart from the first and as plainly as can be: every unit is a number in a list,
// every set of benefits is tried. Only for tests; it takes exponential time.
import type { Benefit, BenefitKind, Cart, CartLine } from './contract.ts'

type Row = CartLine & { units: number[] }

const steps: BenefitKind[] = ['direct_cut', 'category', 'coupon', 'tier', 'bundle', 'subsidy', 'trade_in']
const total = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)

/** The lowest payable, and the codes of the set that gives it. */
export function cheapest(cart: Cart): { fen: number; codes: string[] } {
  const useful = cart.benefits.filter((one) => isFor(one, cart) && rowsFor(one, cart.lines).length > 0)
  let best: { fen: number; codes: string[] } | null = null
  for (let mask = 0; mask < 2 ** useful.length; mask++) {
    const set = useful.filter((_, n) => Math.floor(mask / 2 ** n) % 2 === 1)
    if (set.some((a) => set.some((b) => a !== b && exclude(a, b, cart.lines)))) continue
    const found = { fen: costWith(set, cart), codes: set.map(({ code }) => code).sort() }
    if (!best || isFirst(found, best)) best = found
  }
  return best!
}

function isFirst(a: { fen: number; codes: string[] }, b: { fen: number; codes: string[] }) {
  if (a.fen !== b.fen) return a.fen < b.fen
  if (a.codes.length !== b.codes.length) return a.codes.length < b.codes.length
  return a.codes.join('\n') < b.codes.join('\n')
}

function isFor(one: Benefit, { buyer, at }: Cart): boolean {
  const now = new Date(at).getTime()
  const running = new Date(one.starts_at).getTime() <= now && now < new Date(one.ends_at).getTime()
  const mine = !one.held || buyer.held.some((code) => code === one.code)
  const tier = !one.condition.tiers || one.condition.tiers.indexOf(buyer.tier) >= 0
  return running && mine && tier
}

function rowsFor(one: Benefit, lines: readonly CartLine[]): CartLine[] {
  const { sku_ids, category_codes, brand_codes, parts } = one.condition
  const wanted = sku_ids ?? parts?.map(({ sku_id }) => sku_id)
  const rows = lines
    .filter((row) => row.seller === one.seller)
    .filter((row) => !wanted || wanted.indexOf(row.sku_id) >= 0)
    .filter((row) => !category_codes || category_codes.indexOf(row.category_code) >= 0)
    .filter((row) => !brand_codes || brand_codes.indexOf(row.brand_code) >= 0)
    .sort((a, b) => (a.sku_id < b.sku_id ? -1 : 1))
  const whole = (parts ?? []).every((part) =>
    rows.some((row) => row.sku_id === part.sku_id && row.quantity >= part.quantity),
  )
  return whole ? rows : []
}

const groupOf = (one: Benefit) => one.stack_group ?? one.kind
function exclude(a: Benefit, b: Benefit, lines: readonly CartLine[]): boolean {
  const there = new Set(rowsFor(b, lines).map(({ sku_id }) => sku_id))
  return groupOf(a) === groupOf(b) && rowsFor(a, lines).some(({ sku_id }) => there.has(sku_id))
}

function costWith(set: readonly Benefit[], cart: Cart): number {
  const rows: Row[] = cart.lines
    .map((one) => ({ ...one, units: Array.from({ length: one.quantity }, () => one.unit_fen) }))
    .sort((a, b) => (a.sku_id < b.sku_id ? -1 : 1))
  for (const kind of steps)
    for (const one of set.filter((each) => each.kind === kind).sort((a, b) => (a.code < b.code ? -1 : 1)))
      work(one, rows, cart)
  return total(rows.flatMap(({ units }) => units))
}

function work(one: Benefit, all: Row[], cart: Cart) {
  const names = new Set(rowsFor(one, cart.lines).map(({ sku_id }) => sku_id))
  const rows = all.filter(({ sku_id }) => names.has(sku_id))
  const { threshold_fen } = one.condition
  if (threshold_fen && total(rows.flatMap(({ units }) => units)) < threshold_fen) return
  const ours = one.kind !== 'subsidy' && one.kind !== 'trade_in'
  const room = (row: Row) => Math.max(0, total(row.units) - (ours ? row.floor_fen * row.quantity : 0))
  if (!ours) return counted(one, rows, cart)
  if (one.kind === 'bundle') return bundled(one, rows, room)
  if (one.per === 'order') {
    const weights = rows.map((row) => total(row.units))
    return spread(less(total(weights), one), rows, weights, rows.map(room))
  }
  for (const row of rows) take(row, Math.min(room(row), total(row.units.map((unit) => less(unit, one)))))
}

function less(amount: number, { cut }: Benefit): number {
  if (cut.how === 'amount') return Math.min(cut.amount_fen, amount)
  if (cut.how === 'price') return amount > cut.price_fen ? amount - cut.price_fen : 0
  const share = Number((BigInt(amount) * BigInt(cut.rate_bp) + 5_000n) / 10_000n)
  return Math.min(share, cut.cap_fen ?? share)
}

/** The units of a line differ by a fen at most, the dearer ones first. */
function take(row: Row, amount: number) {
  const left = total(row.units) - amount
  row.units = row.units.map((_, n) => Math.floor(left / row.quantity) + (n < left % row.quantity ? 1 : 0))
}

function bundled(one: Benefit, rows: Row[], room: (row: Row) => number) {
  const parts = one.condition.parts!
  const rowOf = (sku_id: string) => rows.find((row) => row.sku_id === sku_id)!
  let bundles = 0
  while (parts.every(({ sku_id, quantity }) => rowOf(sku_id).quantity >= (bundles + 1) * quantity)) bundles++
  // The parts in the order in which the benefit names them.
  const used = parts.map(({ sku_id, quantity }) => rowOf(sku_id).units.slice(0, bundles * quantity))
  const base = total(used.flat())
  const each = Array.from(
    { length: bundles },
    (_, n) => Math.floor(base / bundles) + (n < base % bundles ? 1 : 0),
  )
  const inOrder = parts.map(({ sku_id }) => rowOf(sku_id))
  spread(total(each.map((amount) => less(amount, one))), inOrder, used.map(total), inOrder.map(room))
}

function counted(one: Benefit, rows: Row[], { buyer }: Cart) {
  const left = (category: string) =>
    one.kind === 'trade_in'
      ? (buyer.handed_in[category] ?? 0)
      : (one.units_max ?? 1e9) - (buyer.subsidised[category] ?? 0)
  const had = new Map<string, number>()
  const offers = rows.flatMap((row) => {
    const unit = Math.floor(total(row.units) / row.quantity)
    return row.units.map(() => ({ row, cut: less(unit, one) }))
  })
  const cuts = new Map<Row, number>()
  for (const { row, cut } of offers.sort((a, b) => b.cut - a.cut || (a.row.sku_id < b.row.sku_id ? -1 : 1))) {
    const n = had.get(row.category_code) ?? 0
    if (n >= left(row.category_code)) continue
    had.set(row.category_code, n + 1)
    cuts.set(row, (cuts.get(row) ?? 0) + cut)
  }
  for (const [row, cut] of cuts) take(row, cut)
}

/** Largest remainder over those that still have room, again with what they could not bear. */
function spread(amount: number, rows: Row[], weights: number[], rooms: number[]) {
  const got = rows.map(() => 0)
  let left = Math.min(amount, total(rooms))
  for (;;) {
    const open = rows.map((_, n) => n).filter((n) => weights[n]! > 0 && got[n]! < rooms[n]!)
    if (left === 0 || open.length === 0) break
    const whole = BigInt(total(open.map((n) => weights[n]!)))
    const shares = open.map((n) => BigInt(left) * BigInt(weights[n]!))
    const parts = shares.map((share) => Number(share / whole))
    const rest = left - total(parts)
    const byRest = open.map((_, n) => n)
    byRest.sort((a, b) => Number((shares[b]! % whole) - (shares[a]! % whole)) || a - b)
    for (const n of byRest.slice(0, rest)) parts[n]! += 1
    for (const [n, at] of open.entries()) {
      const more = Math.min(parts[n]!, rooms[at]! - got[at]!)
      got[at]! += more
      left -= more
    }
  }
  for (const [n, row] of rows.entries()) take(row, got[n]!)
}

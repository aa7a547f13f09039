// What pricing a cart with its benefits takes: many random carts, small and large, each once, in this
// process. Beside it the limit: hashing the same data.
import { createHash } from 'node:crypto'
import type { Cart, PricedCart } from '../src/modules/benefits/contract.ts'
import { priceCart } from '../src/modules/benefits/index.ts'
import { cheapest } from '../src/modules/benefits/oracle.ts'
import { randomCart } from '../src/modules/benefits/random-cart.ts'
import { type Measured, middle } from './measured.ts'

const sizes = {
  cart: { lines: 10, benefits: 3, carts: 2_000, quick: 100 },
  large: { lines: 200, benefits: 50, carts: 100, quick: 2 },
}

type Row = Omit<Measured, 'name' | 'correct'>

export function priceCarts(name: string, quick: boolean): Row {
  const { lines, benefits, ...counts } = sizes[name as keyof typeof sizes]
  const count = quick ? counts.quick : counts.carts
  const carts = Array.from({ length: count }, (_, seed) => randomCart(seed + 1, { lines, benefits }))
  const texts = carts.map((cart) => JSON.stringify(cart))
  for (const cart of carts.slice(0, count / 2)) priceCart(cart)
  const runs = Array.from({ length: quick ? 1 : 3 }, () => timesOf(carts, priceCart))
  const limit = timesOf(texts, (text) => createHash('sha256').update(text).digest())
  const p99_ms = middle(runs.map((run) => run.p99_ms))
  const wrong = carts.slice(0, 300).some((cart, at) => !adds(cart, runs[0]!.told[at]!, name === 'cart'))
  return {
    unit: 'ms',
    value: p99_ms,
    runs: runs.map((run) => run.p99_ms),
    p50_ms: middle(runs.map((run) => run.p50_ms)),
    p99_ms,
    limit: { name: 'SHA-256 of the same cart', value: limit.p99_ms },
    ratio: Math.round((p99_ms / Math.max(limit.p99_ms, 0.0001)) * 100) / 100,
    ...(wrong && { wrong: 'a cart whose cuts do not add up to what is paid less' }),
  }
}

function timesOf<T, U>(all: readonly T[], work: (one: T) => U) {
  const told: U[] = []
  const times = all
    .map((one) => {
      const began = performance.now()
      told.push(work(one))
      return performance.now() - began
    })
    .sort((a, b) => a - b)
  const at = (share: number) => Math.round(times[Math.floor(times.length * share)]! * 10_000) / 10_000
  return { told, p50_ms: at(0.5), p99_ms: at(0.99) }
}

/** The cuts lead from the list price to what is paid; a small cart costs what trying every set finds. */
function adds(cart: Cart, { lines, applied, payable_fen }: PricedCart, small: boolean): boolean {
  const listed = lines.reduce((all, { list_fen }) => all + list_fen, 0)
  const cut = applied.reduce((all, { cut_fen }) => all + cut_fen, 0)
  return listed - cut === payable_fen && (!small || cheapest(cart).fen === payable_fen)
}

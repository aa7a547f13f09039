// The one function: what a line, a cart, an order costs with its benefits, who bears what, and why. Pure: the
// moment, the buyer and every rule are arguments, and neither the order of the lines nor of the benefits
// changes the result.
import { split } from '../../platform/money.ts'
import type { Fen } from '../../platform/types.ts'
import { type Taken, applySet } from './apply-set.ts'
import { chooseSet } from './choose-set.ts'
import type { Applied, Cart, Funder, PricedCart } from './contract.ts'
import { isPersonal, prepare } from './prepare.ts'

export function priceCart(input: Cart): PricedCart {
  const cart = prepare(input)
  const chosen = chooseSet(cart)
  const prices = [...cart.start_fen]
  const taken: Taken[] = []
  const personal = chosen.filter(({ benefit }) => isPersonal(benefit.kind))
  const shared = chosen.filter(({ benefit }) => !isPersonal(benefit.kind))
  applySet(cart, shared, prices, taken)
  const payables = prices.slice()
  applySet(cart, personal, payables, taken)
  const lines = input.lines.map(({ sku_id, quantity }) => ({ sku_id, quantity }))
  const priced: PricedCart['lines'] = []
  for (const [sorted, at] of cart.order.entries())
    priced[at] = {
      ...lines[at]!,
      list_fen: cart.start_fen[sorted]! as Fen,
      price_fen: prices[sorted]! as Fen,
      payable_fen: payables[sorted]! as Fen,
    }
  return {
    payable_fen: totalOf(payables),
    price_fen: totalOf(prices),
    lines: priced,
    applied: taken.map((one) => applied(one, cart.order)),
  }
}

const totalOf = (amounts: readonly number[]) => amounts.reduce((a, b) => a + b, 0) as Fen

function applied({ ready: { benefit, lines }, cut_fen }: Taken, order: readonly number[]): Applied {
  const cuts = lines
    .map((at, n) => ({ line: order[at]!, cut_fen: cut_fen[n]! as Fen }))
    .filter((one) => one.cut_fen > 0)
    .sort((a, b) => a.line - b.line)
  const total = totalOf(cut_fen)
  const { code, kind, funders } = benefit
  return { code, kind, cut_fen: total, lines: cuts, funders: borne(total, funders) }
}

/** Who bears how much of an amount, by largest remainder; to the fen. */
export function borne(amount: Fen, funders: readonly Funder[]): Applied['funders'] {
  const sorted = funders.toSorted((a, b) => (a.party < b.party ? -1 : 1))
  const parts = split(
    amount,
    sorted.map(({ share_bp }) => share_bp),
  )
  return sorted.map(({ party }, at) => ({ party, amount_fen: parts[at]! }))
}

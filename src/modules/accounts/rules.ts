// Whether a line of an invoice is what was ordered, at the price agreed, and has come.
import { atRate, times } from '../../platform/money.ts'
import { fen } from '../../platform/types.ts'
import type { ExceptionKind, InvoiceLineInput } from './contract.ts'

/** An order's line as purchasing has it, and what has been invoiced of it so far. */
export type Ordered = {
  order_id: string
  order_no: string
  line_no: number
  sku_id: string
  unit_cost_fen: number
  vat_bp: number
  ordered: number
  received: number
  returned: number
  invoiced: number
}

/** Price above agreed in basis points, units above received, that are paid without a question. */
export type Tolerance = { price_bp: number; units: number }

export type Match = { units: number; agreed_fen: number; net_fen: number; tax_fen: number }
export type Held = {
  kind: ExceptionKind
  units: number
  net_fen: number
  tax_fen: number
  facts: Record<string, string | number>
}
export type Verdict = { match: Match | null; held: Held[] }

export const taxOf = (net_fen: number, vat_bp: number): number => atRate(fen(net_fen), vat_bp)
export const netOf = (line: Pick<InvoiceLineInput, 'units' | 'unit_fen'>): number =>
  times(fen(line.unit_fen), line.units)

/** Units that came, less those that went back and those invoiced before; negative: to be credited. */
export const openUnits = ({ received, returned, invoiced }: Ordered): number => received - returned - invoiced

/** What a unit may cost at most without a question. */
export const priceLimit = (agreed_fen: number, { price_bp }: Tolerance): number =>
  agreed_fen + atRate(fen(agreed_fen), price_bp)

const numbersOf = (line: InvoiceLineInput, of: Ordered) => ({
  agreed_fen: of.unit_cost_fen,
  invoiced_fen: line.unit_fen,
  ordered: of.ordered,
  received: of.received,
  returned: of.returned,
  invoiced_before: of.invoiced,
  units: line.units,
})

/** Holds the whole line. */
export function holdWhole(
  line: InvoiceLineInput,
  kind: ExceptionKind,
  facts: Record<string, string | number>,
): Verdict {
  const net_fen = netOf(line)
  const held = { kind, units: line.units, net_fen, tax_fen: taxOf(net_fen, line.vat_bp), facts }
  return { match: null, held: [held] }
}

/**
 * A line against its order and what came: units beyond what came are held at the invoice's price; of the
 * units that match, a price above the limit is owed as agreed and the difference is held. What is owed and
 * what is held are the line to the fen, tax too: tax of the running sums, the match first. `twin` is the
 * number of an earlier invoice with the same line: when nothing is open, it was sent twice.
 */
export function matchLine(
  line: InvoiceLineInput,
  of: Ordered | null,
  tolerance: Tolerance,
  twin: string | null = null,
): Verdict {
  if (!of) {
    const { order_no, order_line_no, units } = line
    return holdWhole(line, 'not_ordered', { order_no, order_line_no, units })
  }
  if (line.vat_bp !== of.vat_bp)
    return holdWhole(line, 'tax_rate_differs', { agreed_bp: of.vat_bp, invoiced_bp: line.vat_bp })
  const units = Math.max(0, Math.min(line.units, openUnits(of) + tolerance.units))
  const dear = line.unit_fen > priceLimit(of.unit_cost_fen, tolerance)
  const owed = times(fen(dear ? of.unit_cost_fen : line.unit_fen), units)
  const above = dear ? times(fen(line.unit_fen - of.unit_cost_fen), units) : 0
  const beyond = netOf(line) - owed - above
  const [owed_tax, above_tax, beyond_tax] = taxParts([owed, above, beyond], line.vat_bp)
  const facts = numbersOf(line, of)
  const held: Held[] = []
  if (above > 0) held.push({ kind: 'price_above_agreed', units, net_fen: above, tax_fen: above_tax!, facts })
  if (beyond > 0) {
    const doubled = twin !== null && units === 0
    held.push({
      kind: doubled ? 'duplicate' : 'more_than_received',
      units: line.units - units,
      net_fen: beyond,
      tax_fen: beyond_tax!,
      facts: doubled ? { ...facts, number: twin } : facts,
    })
  }
  if (units === 0) return { match: null, held }
  const agreed_fen = times(fen(of.unit_cost_fen), units)
  return { match: { units, agreed_fen, net_fen: owed, tax_fen: owed_tax! }, held }
}

/** The tax of amounts that go together: of the running sum, so that the parts are the whole. */
export function taxParts(amounts: readonly number[], vat_bp: number): number[] {
  let before = 0
  let taxed = 0
  return amounts.map((amount) => {
    before += amount
    const tax = taxOf(before, vat_bp) - taxed
    taxed += tax
    return tax
  })
}

/**
 * Held units whose goods have come by now: as a line of their own, whose tax stays what was held. null: not
 * all of them have.
 */
export function matchLater(
  held: InvoiceLineInput & { tax_fen: number },
  of: Ordered,
  tolerance: Tolerance,
): Verdict | null {
  if (openUnits(of) + tolerance.units < held.units) return null
  const { match, held: again } = matchLine(held, of, tolerance)
  if (!match) return null
  const taxed = again.reduce((all, one) => all + one.tax_fen, 0)
  return { match: { ...match, tax_fen: held.tax_fen - taxed }, held: again }
}

/** A5, A6: who entered an invoice neither settles what is held of it nor pays it. */
export const whyNotOwn = (entered_by: string | null, person_id: string | null): 'own_invoice' | null =>
  entered_by !== null && entered_by === person_id ? 'own_invoice' : null

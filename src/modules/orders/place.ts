// Placing: from a quote to held units, held slots, orders and one payment; all of it or nothing. Everybody
// who orders at the same moment is placed by one statement.
import type { z } from 'zod'
import { type Item, type Outcome, batcher } from '../../platform/batch.ts'
import { type Db, type Tx, actorKey, clockOf } from '../../platform/db.ts'
import { listenersOf } from '../../platform/events.ts'
import { type KeptAnswer, answerAgain } from '../../platform/idempotency.ts'
import { explainConstraints } from '../../platform/problem.ts'
import { Refused, notFound } from '../../platform/refusal.ts'
import { addMinutes } from '../../platform/time.ts'
import { type Id, type Instant, newId } from '../../platform/types.ts'
import { windowCapacity } from '../sourcing/index.ts'
import { type PlacedView, type QuoteView, placeOrder } from './contract.ts'
import { type Address, doors } from './doors.ts'
import { type Draft, type Tried, draftsOf, slotRow } from './draft.ts'
import { benefitRows, usesOf } from './line-cuts.ts'
import { type KeptQuote, type PricedLine, discounted, priceLines, unpackQuote } from './quote.ts'
import { totalOf } from './rules.ts'

explainConstraints({ basket_quote_once: 'quote_used' })

type PlaceInput = z.output<typeof placeOrder.input>
export const hold_minutes = 15
// Every failed try has shown at least one node or slot to be empty; more of them than this near one
// address, and the person is told that somebody was faster.
const tries_max = 16

/** What a buyer has learned from the batches before: where it was empty, and where to go next. */
type Learned = {
  quote: QuoteView
  address: Address
  plan: Tried
  failures: ReadonlyMap<string, number>
  tries: number
  short: unknown
}
type Buyer = Item<PlaceInput, Learned>

/** POST /orders */
export const place = batcher<PlaceInput, PlacedView, Learned>({
  run: async (db, buyers) => {
    const told = await db.batch((tx) => placeAll(tx, buyers))
    const plans: Plans = new Map()
    return told.map((one, at) => ('short' in one ? elsewhere(db, buyers[at]!, one, plans) : one))
  },
})

type Known = {
  quote: KeptQuote | null
  used: boolean
  address: Address | null
  kept: KeptAnswer | null
}
/** A buyer with everything that the database has to know; or what is to be answered without asking it. */
type Ready = { learned: Learned; drafts: Draft[]; lines: PricedLine[]; basket_id: Id; payment_id: Id }
type Short = { short: Refused; learned: Learned }

async function placeAll(tx: Tx, buyers: readonly Buyer[]): Promise<(Outcome<PlacedView, Learned> | Short)[]> {
  const known = await factsOf(tx, buyers)
  const at = await clockOf(tx)
  const judged = buyers.map((buyer, n) => outcomeOf(() => judge(buyer, known[n]!, at)))
  const going = judged.flatMap((one, at_item) => ('learned' in one ? [{ at: at_item, ready: one }] : []))
  if (going.length === 0) return judged as Outcome<PlacedView, Learned>[]
  const said = await placeBatch(
    tx,
    at,
    going.map(({ at: n, ready }) => ({ ...ready, buyer: buyers[n]! })),
  )
  const answers = [...judged] as (Outcome<PlacedView, Learned> | Short)[]
  for (const [n, { at: item, ready }] of going.entries()) answers[item] = answerOf(said[n] ?? null, ready)
  return answers
}

/** A refusal is an outcome; anything else is a bug that ends the batch. */
function outcomeOf<T>(work: () => T): T | { refused: Refused } {
  try {
    return work()
  } catch (error) {
    if (error instanceof Refused) return { refused: error }
    throw error
  }
}

/** Whoever has been through a batch knows quote and address; only the key may have been answered since. */
async function factsOf(tx: Tx, buyers: readonly Buyer[]): Promise<Known[]> {
  const asked = buyers.map(({ actor, input, claim, state }) => ({
    quote_id: state ? null : input.quote_id,
    person_id: actor.person_id,
    address_id: state ? null : (input.address_id ?? null),
    actor_key: actorKey(actor),
    key: claim?.key ?? null,
  }))
  return tx<Known[]>`
    select quote, used, address, kept
      from orders.placing_facts(${asked.map((one) => one.quote_id)}::uuid[],
                                ${asked.map((one) => one.person_id)}::uuid[],
                                ${asked.map((one) => one.address_id)}::uuid[],
                                ${asked.map((one) => one.actor_key)}::text[],
                                ${asked.map((one) => one.key)}::text[])`
}

/** What can be decided before anything is locked. Throws the refusal. */
function judge({ input, claim, state }: Buyer, known: Known, at: Instant): Ready | { reply: PlacedView } {
  if (claim && known.kept) return { reply: answerAgain(known.kept, claim.input_hash) as PlacedView }
  if (!input.consent) throw new Refused('no_consent')
  const quote = state?.quote ?? usableQuote(known, at)
  const address = state?.address ?? addressFor(input, known, quote)
  const here = { county_code: quote.county_code, channel: 'shop' as const, at }
  const lines = asQuoted(priceLines(quote.lines, here), quote, here)
  refuseMovedPrice(quote, lines, input.expected_total_fen)
  const learned = state ?? {
    quote,
    address,
    plan: planOf(quote),
    failures: new Map(),
    tries: 0,
    short: [],
  }
  const wanted = { deliver: input.deliver_slot, install: input.install_slot }
  const drafts = draftsOf(learned.plan, lines, wanted)
  return { learned, drafts, lines, basket_id: newId(), payment_id: newId() }
}

/**
 * The same benefits on the prices of now. How many uses are left is not asked here: whoever writes decides. A
 * quote kept before benefits of orders knows of none.
 */
function asQuoted(
  lines: PricedLine[],
  quote: QuoteView,
  here: Parameters<typeof priceLines>[1],
): PricedLine[] {
  const codes = new Set(quote.lines.flatMap((line) => (line.benefits ?? []).map(({ code }) => code)))
  if (codes.size === 0) return lines
  const some = { uses_left: null, fen_left: null, own_left: 1 }
  const left = new Map([...codes].map((code) => [code, some]))
  return discounted(lines, { ...here, left, chosen: [...codes], only: codes }).lines
}

function planOf({ legs, reasons, needs_install, ...quote }: QuoteView): Tried {
  const { p50_at, p90_at, deliver_slots, install_slots } = quote
  return { legs, reasons, promise: { p50_at, p90_at, deliver_slots, install_slots, needs_install } }
}

function usableQuote({ quote: kept, used }: Known, at: Instant): QuoteView {
  if (!kept) throw notFound()
  if (used) throw new Refused('quote_used')
  const quote = unpackQuote(kept)
  if (Date.parse(quote.expires_at) <= Date.parse(at))
    throw new Refused('quote_expired', 409, { expired_at: quote.expires_at })
  return quote
}

function addressFor(input: PlaceInput, known: Known, quote: QuoteView): Address {
  if (input.address_id && !known.address) throw notFound()
  const written = input.address && { ...input.address, town_code: input.address.town_code ?? null }
  const address = input.address_id ? known.address : written
  if (!address) throw new Refused('no_address')
  const moved =
    address.county_code !== quote.county_code ||
    (quote.town_code !== null && address.town_code !== null && address.town_code !== quote.town_code)
  if (moved) throw new Refused('other_place', 409, { quoted: quote.county_code, given: address.county_code })
  return address
}

/** O5: nobody pays a price they have not seen. Facts show the old and the new one, line by line. */
function refuseMovedPrice(quote: QuoteView, lines: readonly PricedLine[], expected_fen: number) {
  const total_fen = totalOf(lines)
  if (total_fen === expected_fen) return
  const shown = new Map(quote.lines.map((line) => [line.sku_id, line.total_fen]))
  const moved = lines
    .map(({ sku_id, total_fen: new_fen }) => ({ sku_id, old_fen: shown.get(sku_id) ?? 0, new_fen }))
    .filter(({ old_fen, new_fen }) => old_fen !== new_fen)
  throw new Refused('price_moved', 409, {
    old_total_fen: expected_fen,
    new_total_fen: total_fen,
    lines: moved,
  })
}

type Said = { n: number; outcome: 'placed' | 'refused'; told: unknown }

/** One statement: orders.place_batch. What it says of each buyer, in their order. */
async function placeBatch(tx: Tx, at: Instant, going: readonly (Ready & { buyer: Buyer })[]) {
  const buyers = going.map((one, index) => buyerRow(one, index + 1))
  const legs = going.flatMap(({ drafts, learned }, index) =>
    drafts.map((draft, at_leg) => ({
      n: index + 1,
      ...legRow(draft, learned.address),
      // What the basket uses up is told once.
      uses: at_leg === 0 ? usesRow(drafts, going[index]!.buyer) : null,
    })),
  )
  const lines = going.flatMap(({ drafts }, index) =>
    drafts.flatMap(({ id, city_code, lines: own }) =>
      own.map((line) => ({ n: index + 1, city_code, order_id: id, ...lineRow(line) })),
    ),
  )
  const said = await tx<Said[]>`
    select n, outcome, told
      from orders.place_batch(${at}, ${addMinutes(at, hold_minutes)},
                              ${`${placeOrder.method} ${placeOrder.path}`},
                              ${JSON.stringify(buyers)}::text::json, ${JSON.stringify(legs)}::text::json,
                              ${JSON.stringify(lines)}::text::json, ${listenersOf('orders.placed')}::text[])`
  const byBuyer = new Map(said.map((one) => [one.n, one]))
  // Nothing said: the key or the quote was somebody's before.
  return going.map((_, index) => byBuyer.get(index + 1) ?? null)
}

function buyerRow({ buyer, learned, lines, basket_id, payment_id }: Ready & { buyer: Buyer }, n: number) {
  const { actor, claim } = buyer
  const { recipient: name, phone, line: address, county_code, town_code } = learned.address
  return {
    n,
    person_id: actor.person_id,
    actor_key: actorKey(actor),
    key: claim?.key ?? null,
    input_hash: claim?.input_hash ?? null,
    basket_id,
    payment_id,
    quote_id: learned.quote.id,
    total_fen: totalOf(lines),
    county_code,
    town_code,
    name,
    phone,
    address,
  }
}

function usesRow(drafts: readonly Draft[], { actor: { person_id } }: Buyer) {
  const uses = usesOf(drafts.flatMap(({ lines }) => lines))
  return uses.length > 0 ? uses.map((use) => ({ ...use, person_id })) : null
}

function legRow(draft: Draft, { county_code }: Address) {
  const { id: order_id, lines, deliver, install, ...leg } = draft
  return {
    alternative: 0,
    order_id,
    county_code,
    city_code: leg.city_code,
    node_id: leg.node_id,
    mode: leg.mode,
    needs_install: leg.needs_install,
    prepare_day: leg.prepare_day,
    capacity: doors().node(leg.node_id)?.capacity_per_day ?? 0,
    p50_at: leg.p50_at,
    p90_at: leg.p90_at,
    reasons: leg.reasons,
    total_fen: totalOf(lines),
    units: lines.reduce((all, line) => all + line.quantity, 0),
    lines_count: lines.length,
    first_sku_id: lines[0]!.sku_id,
    ...slotRow('deliver', deliver),
    deliver_capacity: windowCapacity('deliver'),
    ...slotRow('install', install),
    install_capacity: windowCapacity('install'),
  }
}

const lineRow = ({ line_no, sku_id, code, name_zh, name_en, quantity, cuts, ...money }: PricedLine) => ({
  line_no,
  sku_id,
  code,
  name_zh,
  name_en,
  quantity,
  unit_fen: money.unit_fen,
  total_fen: money.total_fen,
  needs_install: money.needs_install,
  trace: money.trace,
  benefits: benefitRows(cuts),
})

type Told = { reason: string; facts: Record<string, unknown> }

function answerOf(said: Said | null, { learned }: Ready): Outcome<PlacedView, Learned> | Short {
  // What became of the other's deed stands in the database now.
  if (!said) return { again: null }
  if (said.outcome === 'placed') return { reply: said.told as PlacedView }
  const { reason, facts } = said.told as Told
  // No other store has more of it.
  if (reason === 'benefit_gone') return { refused: new Refused(reason, 409, facts) }
  return { short: new Refused(reason, 409, facts), learned }
}

type Plans = Map<string, Promise<Tried>>

/**
 * Somebody was faster: a fresh plan over what is left, so that no unit nearby stays while a buyer is sent
 * away. Buyers of one batch who ask for the same at the same place share it.
 */
function elsewhere(
  db: Db,
  buyer: Buyer,
  { short, learned }: Short,
  plans: Plans,
): Outcome<PlacedView, Learned> {
  const failures = new Map(learned.failures)
  for (const node_id of nodesOf(short)) failures.set(node_id, (failures.get(node_id) ?? 0) + 1)
  const lines = short.reason === 'stock_gone' ? (short.facts.lines ?? []) : learned.short
  const tries = learned.tries + 1
  if (tries >= tries_max)
    return { refused: short.reason === 'slot_gone' ? short : new Refused('stock_gone', 409, { lines }) }
  const { county_code, town_code, lon, lat } = learned.address
  const ask = {
    to: { county_code, town_code, ...(lon && lat && { lon, lat }) },
    lines: learned.quote.lines.map(({ sku_id, quantity }) => ({ sku_id, quantity })),
    exclude_node_ids: barred(failures),
  }
  const name = JSON.stringify(ask)
  const plan =
    plans.get(name) ??
    db.read(buyer.actor, async (tx) => doors().planFor(tx, buyer.actor, { ...ask, at: await clockOf(tx) }))
  plans.set(name, plan)
  const again = plan.then(
    (found) => ({ ...learned, plan: found, failures, tries, short: lines }),
    (error: unknown) => tellStockGone(error, lines),
  )
  return { again }
}

/** The nodes that were short of units. One without hands today has them tomorrow: the fresh plan knows. */
const nodesOf = ({ reason, facts }: Refused): string[] =>
  reason === 'stock_gone' ? (facts.lines as { node_id: string }[]).map((line) => line.node_id) : []

// A node short of one line may still serve another, so the fresh plan decides; only who fails again and
// again is left out.
const barred = (failures: ReadonlyMap<string, number>) =>
  [...failures]
    .filter(([, times]) => times >= 3)
    .map(([node_id]) => node_id)
    .sort()

function tellStockGone(error: unknown, lines: unknown): never {
  if (error instanceof Refused && error.reason === 'no_source')
    throw new Refused('stock_gone', 409, { lines, ...error.facts })
  throw error
}

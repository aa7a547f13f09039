// Cart and quote: what a person wants, what it costs and where it comes from. Holds nothing.
import type { z } from 'zod'
import { type Actor, system } from '../../platform/access.ts'
import { type Item, type Outcome, batcher } from '../../platform/batch.ts'
import { type Db, type Tx, actorKey, clockOf } from '../../platform/db.ts'
import { withClaim } from '../../platform/idempotency.ts'
import { Invalid, Refused, notFound } from '../../platform/refusal.ts'
import { addMinutes } from '../../platform/time.ts'
import { type Fen, type Id, type Instant, newId } from '../../platform/types.ts'
import type { Basket, BasketAsk, Left, LineCut, UnusedCoupon } from '../pricing/index.ts'
import { type Planned, type Slot, endsAt, startsAt } from '../sourcing/index.ts'
import {
  type CartView,
  type LineInput,
  type QuoteLine,
  type QuoteView,
  type BasketPrice,
  makeQuote,
  type priceLinesTogether,
  type putCart,
} from './contract.ts'
import { type Address, doors } from './doors.ts'
import { sumOfCuts } from './line-cuts.ts'
import { mergeLines, totalOf } from './rules.ts'

const quote_minutes = 10
const line_quantity_max = 99
const cart_lines_max = 50

export async function cartOf(tx: Tx, actor: Actor): Promise<CartView> {
  const lines = await tx<CartView['lines']>`
    select sku_id, quantity, added_at from orders.cart_line
     where person_id = ${actor.person_id} order by added_at, sku_id limit ${cart_lines_max}`
  return { lines: [...lines] }
}

/** Replaces the cart, or merges a visitor's lines into it: the larger quantity of a line stays. */
export async function saveCart(tx: Tx, actor: Actor, input: z.output<typeof putCart.input>) {
  const wanted = mergeLines(input.lines).map((line) => ({ ...line, quantity: Math.min(line.quantity, 99) }))
  for (const { sku_id } of wanted)
    if (!doors().article(sku_id)) throw new Refused('unknown_sku', 409, { sku_id })
  const skus = wanted.map((line) => line.sku_id)
  if (!input.merge) {
    await tx`
      delete from orders.cart_line where person_id = ${actor.person_id} and sku_id <> all (${skus}::uuid[])`
  }
  await tx`
    insert into orders.cart_line as c (person_id, sku_id, quantity, added_at)
    select ${actor.person_id}, w.sku_id, w.quantity, platform.clock()
      from unnest(${skus}::uuid[], ${wanted.map((line) => line.quantity)}::int[]) as w(sku_id, quantity)
    on conflict (person_id, sku_id) do update
       set quantity = case when ${input.merge} then greatest(c.quantity, excluded.quantity)
                           else excluded.quantity end`
  const [row] = await tx<{ n: number }[]>`
    select count(*)::int as n from orders.cart_line where person_id = ${actor.person_id}`
  if (row!.n > cart_lines_max) throw new Refused('cart_full')
  return cartOf(tx, actor)
}

type At = { county_code: string; channel: 'shop' | 'counter'; at: Instant }
export type PricedLine = Omit<QuoteLine, 'benefits'> & {
  code: string
  name_zh: string
  name_en: string
  valid_until: Instant | null
  /** What benefits of the order took off; `total_fen` is less it. */
  cuts: LineCut[]
}

/** Lines of one SKU become one; refuses what cannot be sold here. The one price function prices them. */
export function priceLines(lines: readonly LineInput[], { county_code, channel, at }: At): PricedLine[] {
  return mergeLines(lines).map(({ sku_id, quantity }, index) => {
    const article = doors().article(sku_id)
    if (!article) throw new Refused('unknown_sku', 409, { sku_id })
    if (quantity > line_quantity_max) throw new Refused('too_many', 409, { sku_id, max: line_quantity_max })
    if (!article.for_sale) throw new Refused('not_for_sale', 409, { sku_id })
    const priced = doors().price({ sku_id, county_code, channel, tier: 'retail', at, quantity })
    if (!priced) throw new Refused('no_price', 409, { sku_id, county_code })
    return {
      line_no: index + 1,
      sku_id,
      quantity,
      unit_fen: priced.unit_fen,
      total_fen: priced.total_fen,
      needs_install: article.install_kind === 'install',
      trace: [...priced.trace],
      code: article.code,
      name_zh: article.name_zh,
      name_en: article.name_en,
      valid_until: priced.valid_until,
      cuts: [],
    }
  })
}

type Discount = Pick<BasketAsk, 'left' | 'chosen' | 'only'> & At
export type Discounted = Pick<Basket, 'coupons' | 'until'> & { lines: PricedLine[] }

/** The lines less what benefits of the order take off, on the final prices. */
export function discounted(lines: readonly PricedLine[], ask: Discount): Discounted {
  const { cuts, coupons, until } = doors().basket({ ...ask, lines })
  return {
    lines: lines.map((line, at) => ({
      ...line,
      cuts: cuts[at]!,
      total_fen: (line.total_fen - sumOfCuts(cuts[at]!)) as Fen,
    })),
    coupons,
    until,
  }
}

/** What it comes to for this buyer; who has no benefit of orders near asks the database nothing. */
export async function discountFor(
  tx: Tx,
  person_id: Id | null,
  lines: PricedLine[],
  ask: At & { chosen?: string[] },
): Promise<Discounted & { unused: UnusedCoupon[] }> {
  const chosen = ask.chosen ?? []
  const live = doors().liveCoupons(chosen, ask.at)
  const codes = [...new Set([...doors().orderBenefits(lines, ask.at), ...live])]
  const left = codes.length > 0 ? await doors().leftOf(tx, person_id, codes) : new Map<string, Left>()
  const unused = chosen.flatMap((code): UnusedCoupon[] => {
    if (!live.includes(code)) return [{ code, why_not: 'unknown' }]
    return (left.get(code)?.own_left ?? 0) > 0 ? [] : [{ code, why_not: 'not_held' }]
  })
  if (codes.length === 0) return { lines, coupons: [], until: null, unused }
  return { ...discounted(lines, { ...ask, left, chosen: ask.chosen ?? null }), unused }
}

const shownLine = ({ line_no, sku_id, quantity, unit_fen, total_fen, ...line }: PricedLine): QuoteLine => ({
  line_no,
  sku_id,
  quantity,
  unit_fen,
  total_fen,
  needs_install: line.needs_install,
  trace: line.trace,
  benefits: line.cuts.map(({ code, kind, name_zh, name_en, amount_fen }) => {
    return { code, kind, name_zh, name_en, amount_fen: amount_fen as Fen }
  }),
})

/** POST /basket-prices. At a counter nobody is known. */
export async function priceTogether(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof priceLinesTogether.input>,
): Promise<BasketPrice> {
  const { county_code, channel } = input
  if (!doors().knowsPlace(county_code, null)) throw new Refused('unknown_place', 409)
  const here = { county_code, channel, at: await clockOf(tx) }
  const person_id = channel === 'shop' ? actor.person_id : null
  const { lines, coupons } = await discountFor(tx, person_id, priceLines(input.lines, here), here)
  return { lines: lines.map(shownLine), total_fen: totalOf(lines), coupons }
}

const earliest = (moments: readonly (Instant | null)[]): Instant =>
  moments.filter((moment) => moment !== null).reduce((a, b) => (Date.parse(a) <= Date.parse(b) ? a : b))

async function placeOf(tx: Tx, actor: Actor, input: z.output<typeof makeQuote.input>) {
  let to: Pick<Address, 'county_code' | 'town_code' | 'lon' | 'lat'>
  if (input.address_id) {
    if (!actor.person_id) throw notFound()
    to = await doors().addressOf(tx, actor, input.address_id)
  } else {
    if (!input.county_code) throw new Invalid('/county_code', 'invalid_type')
    to = { county_code: input.county_code, town_code: input.town_code ?? null }
  }
  if (!doors().knowsPlace(to.county_code, to.town_code)) throw new Refused('unknown_place', 409)
  return to
}

type QuoteInput = z.output<typeof makeQuote.input>
type Asking = Pick<Item<QuoteInput, never>, 'actor' | 'input'>

const quotes = batcher<QuoteInput, QuoteView, never>({ run: quoteAll })

/**
 * POST /quotes. Ends after ten minutes, or when the first of its prices does. Who asks at the same moment
 * is answered from one snapshot and kept by one commit; a key is an intention of its own.
 */
export function quote(db: Db, asking: Omit<Item<QuoteInput, never>, 'state'>): Promise<QuoteView> {
  const { actor, claim } = asking
  if (!claim) return quotes(db, asking)
  const named = { ...claim, route: `${makeQuote.method} ${makeQuote.path}` }
  return db.command(actor, (tx) =>
    withClaim(tx, actor, named, async () => {
      const made = await quoteOne(tx, asking, new Map())
      await keepQuotes(tx, [{ ...made, actor }])
      return made.view
    }),
  )
}

async function quoteAll(db: Db, asked: readonly Asking[]): Promise<Outcome<QuoteView, never>[]> {
  return db.command(system, async (tx) => {
    const plans: Plans = new Map()
    const made = await Promise.all(asked.map((one) => asOutcome(quoteOne(tx, one, plans))))
    const kept = made.flatMap((one, at) => ('view' in one ? [{ ...one, actor: asked[at]!.actor }] : []))
    if (kept.length > 0) await keepQuotes(tx, kept)
    return made.map((one) => ('view' in one ? { reply: one.view } : one))
  })
}

/** A no of the business is one buyer's; anything else ends the batch. */
const asOutcome = <T>(work: Promise<T>): Promise<T | { refused: Refused }> =>
  work.catch((error: unknown) => {
    if (error instanceof Refused) return { refused: error }
    throw error
  })

type Plans = Map<string, Promise<Planned>>
type Made = { view: QuoteView; next: Planned['next'] }

async function quoteOne(tx: Tx, { actor, input }: Asking, plans: Plans): Promise<Made> {
  const at = await clockOf(tx)
  const to = await placeOf(tx, actor, input)
  const { county_code, town_code } = to
  const here = { county_code, channel: 'shop' as const, at }
  const chosen = input.coupons && { chosen: input.coupons }
  const asked = await discountFor(tx, actor.person_id, priceLines(input.lines, here), { ...here, ...chosen })
  const priced = asked.lines
  const ask = {
    to: { county_code, town_code, ...(to.lon && to.lat && { lon: to.lon, lat: to.lat }) },
    lines: priced.map(({ sku_id, quantity }) => ({ sku_id, quantity })),
  }
  // Whoever asks the same for the same place at the same moment is told the same.
  const name = JSON.stringify(ask)
  const planning = plans.get(name) ?? doors().planFor(tx, actor, { ...ask, at })
  plans.set(name, planning)
  const plan = await planning
  const { deliver_slots, install_slots, p50_at, p90_at } = plan.promise
  const { legs, rejected, candidates, split, approximate, reasons } = plan
  const view: QuoteView = {
    id: newId(),
    created_at: at,
    expires_at: earliest([
      addMinutes(at, quote_minutes),
      asked.until,
      ...priced.map((line) => line.valid_until),
    ]),
    county_code,
    town_code,
    lines: priced.map(shownLine),
    total_fen: totalOf(priced),
    coupons: asked.coupons,
    unused_coupons: asked.unused,
    needs_install: priced.some((line) => line.needs_install),
    legs,
    rejected: rejected.slice(0, 20),
    candidates,
    split,
    approximate,
    reasons,
    p50_at,
    p90_at,
    deliver_slots,
    install_slots,
  }
  return { view, next: plan.next }
}

async function keepQuotes(tx: Tx, made: readonly (Made & { actor: Actor })[]) {
  const rows = made.map(({ view, next, actor }) => ({
    id: view.id,
    owner_key: actorKey(actor),
    person_id: actor.person_id,
    county_code: view.county_code,
    town_code: view.town_code,
    body: packQuote(view),
    next,
    created_at: view.created_at,
    expires_at: view.expires_at,
  }))
  await tx`
    insert into orders.quote (id, owner_key, person_id, county_code, town_code, body, next, created_at,
                              expires_at)
    select id, owner_key, person_id, county_code, town_code, body, next, created_at, expires_at
      from json_to_recordset(${JSON.stringify(rows)}::text::json) as made(
             id uuid, owner_key text, person_id uuid, county_code text, town_code text, body jsonb,
             next jsonb, created_at timestamptz, expires_at timestamptz)`
}

/** As it is kept: forty windows whose moments follow from day and name take a line each, not a page. */
export type KeptQuote = Omit<QuoteView, 'deliver_slots' | 'install_slots' | 'unused_coupons'> & {
  /** Not told before it was asked. */
  unused_coupons?: UnusedCoupon[]
  /** `day window left` */
  deliver: string[]
  install: string[]
}

function packQuote({ deliver_slots, install_slots, ...rest }: QuoteView): KeptQuote {
  const pack = (slots: readonly Slot[]) => slots.map(({ day, window, left }) => `${day} ${window} ${left}`)
  return { ...rest, deliver: pack(deliver_slots), install: pack(install_slots) }
}

/** A quote kept before windows were packed is what was shown. */
export function unpackQuote(kept: KeptQuote | QuoteView): QuoteView {
  if ('deliver_slots' in kept) return kept
  const { deliver, install, unused_coupons = [], ...rest } = kept
  const { county_code, legs } = rest
  const unpack = (kind: Slot['kind'], packed: readonly string[]) =>
    packed.map((text): Slot => {
      const [day, window, left] = text.split(' ') as [Slot['day'], Slot['window'], string]
      const times = { starts_at: startsAt(day, window), ends_at: endsAt(day, window) }
      return { kind, city_code: legs[0]!.city_code, county_code, day, window, ...times, left: Number(left) }
    })
  const slots = { deliver_slots: unpack('deliver', deliver), install_slots: unpack('install', install) }
  return { ...rest, unused_coupons, ...slots }
}

/** A quote of the person's own, or of the visitor with this cookie. */
export async function quoteOf(tx: Tx, actor: Actor, input: { quote_id: Id }): Promise<QuoteView> {
  const [row] = await tx<{ body: KeptQuote }[]>`
    select body from orders.quote where id = ${input.quote_id} and owner_key = ${actorKey(actor)}`
  if (!row) throw notFound()
  return unpackQuote(row.body)
}

/** Quotes are forgotten a day after they end; one that became an order explains its sourcing for 30 days. */
export async function forgetQuotes(tx: Tx) {
  await tx`
    delete from orders.quote
     where expires_at < platform.clock() - interval '1 day'
       and (expires_at < platform.clock() - interval '30 days'
            or not exists (select 1 from orders.basket b where b.quote_id = quote.id))`
}

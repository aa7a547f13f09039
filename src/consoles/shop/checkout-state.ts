// What checkout holds together: lines, where to, the quote with its end, the chosen slots, and placing it.
import { useCallback, useEffect, useMemo, useState } from 'react'
import {
  type ChosenSlot,
  makeQuote,
  type PlacedView,
  placeOrder,
  type QuoteView,
  type SlotView,
} from '../../modules/orders/contract.ts'
import { type Address, listAddresses } from '../../modules/people/contract.ts'
import { call, Problem } from '../../web/api.ts'
import { asProblem, useCall } from '../../web/command.ts'
import { type CartLine, readCart } from './cart-store.ts'
import type { FrameData } from './data.ts'
import { useRead } from './read.ts'

/** An address typed here and read into a district; not yet kept anywhere. */
export type Written = {
  recipient: string
  phone: string
  line: string
  county_code: string
  town_code: string | null
  /** As it was entered, to be read again when it is changed. */
  typed: string
}
export type Target =
  | { kind: 'none' }
  | { kind: 'saved'; address: Address }
  | { kind: 'written'; written: Written }

/** One product bought at once, or the whole cart. */
export function useLines(data: FrameData, sku: string | null) {
  const [lines, setLines] = useState<readonly CartLine[] | null>(sku ? [{ sku_id: sku, quantity: 1 }] : null)
  const [problem, setProblem] = useState<Problem | null>(null)
  useEffect(() => {
    if (sku) return
    readCart(data.signed_in).then(setLines, (thrown: unknown) => setProblem(asProblem(thrown)))
  }, [sku, data.signed_in])
  return { lines, setLines, problem }
}

/** A person's addresses, the default one first; none for a visitor. */
export function useAddresses(signed_in: boolean) {
  const kept = useRead(listAddresses, signed_in ? {} : null)
  const [added, setAdded] = useState<readonly Address[]>([])
  const addresses = useMemo(() => {
    if (!signed_in) return []
    const items = kept.data?.items.toSorted((x, y) => Number(y.is_default) - Number(x.is_default))
    return items ? [...added, ...items] : null
  }, [signed_in, kept.data, added])
  return {
    addresses,
    problem: addresses ? null : kept.problem,
    reload: kept.reload,
    add: (address: Address) => setAdded((before) => [address, ...before]),
  }
}

type Asked = {
  lines: readonly CartLine[]
  target: Target
  place: FrameData['place']
  /** Coupons of the person's choice; null: the best. */
  coupons: readonly string[] | null
}

function inputOf({ lines, target, place, coupons }: Asked) {
  const wanted = lines.map(({ sku_id, quantity }) => ({ sku_id: sku_id as never, quantity }))
  const asked = { lines: wanted, ...(coupons && { coupons: [...coupons] }) }
  if (target.kind === 'saved') return { ...asked, address_id: target.address.id }
  const { county_code, town_code } = target.kind === 'written' ? target.written : place
  return { ...asked, county_code, ...(town_code ? { town_code } : {}) }
}

export type Quoted = {
  quote: QuoteView | null
  problem: Problem | null
  asking: boolean
  renew: () => void
}

/** Asks for a quote whenever lines or place change; a late answer to an older question is dropped. */
export function useQuote(asked: Asked | null): Quoted {
  const [state, setState] = useState<Omit<Quoted, 'renew'>>({ quote: null, problem: null, asking: true })
  const [round, setRound] = useState(0)
  const question = asked ? JSON.stringify(inputOf(asked)) : ''
  useEffect(() => {
    if (!question) return undefined
    const abort = new AbortController()
    call(makeQuote, JSON.parse(question), { signal: abort.signal }).then(
      (quote) => setState({ quote, problem: null, asking: false }),
      (thrown: unknown) => {
        if (!abort.signal.aborted) setState({ quote: null, problem: asProblem(thrown), asking: false })
      },
    )
    return () => abort.abort()
  }, [question, round])
  const renew = useCallback(() => setRound((n) => n + 1), [])
  return { ...state, renew }
}

export type Slots = {
  deliver: SlotView | null
  install: SlotView | null
  choose: (kind: 'deliver' | 'install', slot: SlotView) => void
}
export const slotKey = (slot: ChosenSlot) => `${slot.day} ${slot.window}`

/** The soonest of each until one is chosen; an installation before the delivery is moved behind it. */
export function useSlots(quote: QuoteView | null): Slots {
  const [chosen, setChosen] = useState<{ deliver?: string; install?: string }>({})
  const free = (slots: readonly SlotView[]) => slots.filter((slot) => slot.left > 0)
  const find = (slots: readonly SlotView[], key?: string) =>
    slots.find((slot) => slotKey(slot) === key) ?? slots[0] ?? null
  const deliver = quote ? find(free(quote.deliver_slots), chosen.deliver) : null
  const after = quote
    ? free(quote.install_slots).filter((slot) => !deliver || slot.starts_at >= deliver.starts_at)
    : []
  const install = quote?.needs_install ? find(after, chosen.install) : null
  const choose: Slots['choose'] = (kind, slot) =>
    setChosen((before) => ({ ...before, [kind]: slotKey(slot) }))
  return { deliver, install, choose }
}

export type Moved = { was_fen: number; now_fen: number }
const chosenOf = (slot: SlotView): ChosenSlot => ({ day: slot.day, window: slot.window })

/** Places the quote. A moved price is shown and asks for a second press with the new number. */
export function usePlacing(onPlaced: (placed: PlacedView) => void) {
  const placing = useCall(placeOrder, onPlaced)
  const facts = placing.problem?.reason === 'price_moved' ? placing.problem.facts : null
  const moved: Moved | null = facts
    ? { was_fen: Number(facts.old_total_fen), now_fen: Number(facts.new_total_fen) }
    : null
  const place = (quote: QuoteView, target: Target, slots: Slots, consent: boolean) =>
    placing.run({
      quote_id: quote.id,
      ...(target.kind === 'saved' ? { address_id: target.address.id } : {}),
      ...(target.kind === 'written' ? { address: addressInput(target.written) } : {}),
      ...(slots.deliver ? { deliver_slot: chosenOf(slots.deliver) } : {}),
      ...(slots.install ? { install_slot: chosenOf(slots.install) } : {}),
      expected_total_fen: moved?.now_fen ?? quote.total_fen,
      consent,
    })
  return { ...placing, moved, place }
}

const addressInput = ({ recipient, phone, line, county_code, town_code }: Written) => ({
  recipient,
  phone,
  line,
  county_code,
  ...(town_code ? { town_code } : {}),
})

/** Units still there by SKU, when stock was gone at the last step. */
export function leftOver(problem: Problem | null): { sku_id: string; available: number }[] {
  if (problem?.reason !== 'stock_gone' && problem?.reason !== 'no_source') return []
  const { lines } = problem.facts
  if (!Array.isArray(lines)) return []
  return lines.flatMap((line: { sku_id?: unknown; available?: unknown }) =>
    typeof line.sku_id === 'string' ? [{ sku_id: line.sku_id, available: Number(line.available ?? 0) }] : [],
  )
}

// The cart: a visitor's in this browser, a person's on the server. Merged once at sign-in; nothing is lost
// on the way.
import { useCallback, useEffect, useState } from 'react'
import { getCart, putCart } from '../../modules/orders/contract.ts'
import { call } from '../../web/api.ts'
import { asProblem } from '../../web/command.ts'
import type { Problem } from '../../web/api.ts'

export type CartLine = { sku_id: string; quantity: number }
const KEY = 'cart'
const LINES_MAX = 50
const QUANTITY_MAX = 99

/** What this browser keeps; a broken note counts as an empty cart. */
export function readVisitorCart(): CartLine[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    if (!Array.isArray(kept)) return []
    return kept.filter(
      (line): line is CartLine =>
        typeof line?.sku_id === 'string' && Number.isInteger(line.quantity) && line.quantity > 0,
    )
  } catch {
    return []
  }
}

function keepVisitorCart(lines: readonly CartLine[]) {
  if (lines.length) localStorage.setItem(KEY, JSON.stringify(lines))
  else localStorage.removeItem(KEY)
  dispatchEvent(new Event('cartchange'))
}

/** Adds to a line or opens one; the newest stands first. */
function withLine(lines: readonly CartLine[], sku_id: string, more: number): CartLine[] {
  const known = lines.find((line) => line.sku_id === sku_id)
  const quantity = Math.min(QUANTITY_MAX, (known?.quantity ?? 0) + more)
  const rest = lines.filter((line) => line.sku_id !== sku_id)
  return quantity > 0 ? [{ sku_id, quantity }, ...rest].slice(0, LINES_MAX) : rest
}

const setLine = (lines: readonly CartLine[], sku_id: string, quantity: number): CartLine[] =>
  quantity > 0
    ? lines.map((line) => (line.sku_id === sku_id ? { ...line, quantity } : line))
    : lines.filter((line) => line.sku_id !== sku_id)

const plain = (lines: readonly { sku_id: string; quantity: number }[]): CartLine[] =>
  lines.map(({ sku_id, quantity }) => ({ sku_id, quantity }))
const asInput = (lines: readonly CartLine[]) => lines as { sku_id: never; quantity: number }[]

/** A person's cart; what the browser still holds of the visitor is added once and then forgotten here. */
async function readOwnCart(): Promise<CartLine[]> {
  const mine = readVisitorCart()
  if (mine.length === 0) return plain((await call(getCart, {})).lines)
  const merged = await call(putCart, { lines: asInput(mine), merge: true })
  keepVisitorCart([])
  return plain(merged.lines)
}

export const readCart = (signed_in: boolean): Promise<CartLine[]> =>
  signed_in ? readOwnCart() : Promise.resolve(readVisitorCart())

async function writeCart(signed_in: boolean, lines: readonly CartLine[]): Promise<void> {
  if (!signed_in) return keepVisitorCart(lines)
  await call(putCart, { lines: asInput(lines) })
  dispatchEvent(new Event('cartchange'))
}

/** Edits go one after the other, each on what the cart holds then: another tab may have been there. */
let last: Promise<unknown> = Promise.resolve()
function edit(signed_in: boolean, change: (lines: readonly CartLine[]) => CartLine[]): Promise<CartLine[]> {
  const next = last.then(async () => {
    const lines = change(await readCart(signed_in))
    await writeCart(signed_in, lines)
    return lines
  })
  last = next.catch(() => {})
  return next
}

export async function addToCart(signed_in: boolean, sku_id: string, quantity = 1): Promise<void> {
  await edit(signed_in, (lines) => withLine(lines, sku_id, quantity))
}

/** Calls back when the cart may have changed: here, in another tab, or while this page was put aside. */
function onCartChange(follow: () => void): () => void {
  const seen = () => document.visibilityState === 'visible' && follow()
  const kept = ({ key }: StorageEvent) => key === KEY && follow()
  addEventListener('cartchange', follow)
  addEventListener('pageshow', follow)
  addEventListener('online', follow)
  addEventListener('storage', kept)
  document.addEventListener('visibilitychange', seen)
  return () => {
    removeEventListener('cartchange', follow)
    removeEventListener('pageshow', follow)
    removeEventListener('online', follow)
    removeEventListener('storage', kept)
    document.removeEventListener('visibilitychange', seen)
  }
}

export type Cart = {
  /** null until read. */
  lines: readonly CartLine[] | null
  problem: Problem | null
  /** 0 takes the line out. */
  change: (sku_id: string, quantity: number) => void
  retry: () => void
}

/** The cart of this page; a change shows at once and is taken back when the server refuses it. */
export function useCart(signed_in: boolean): Cart {
  const [lines, setLines] = useState<readonly CartLine[] | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const read = useCallback(() => {
    const fail = (thrown: unknown) => setProblem(asProblem(thrown))
    const take = (found: readonly CartLine[]) => {
      setLines(found)
      setProblem(null)
    }
    last.then(() => readCart(signed_in)).then(take, fail)
  }, [signed_in])
  useEffect(() => {
    read()
    return onCartChange(read)
  }, [read])
  const retry = () => {
    setProblem(null)
    read()
  }
  const change = (sku_id: string, quantity: number) => {
    setLines((now) => setLine(now ?? [], sku_id, quantity))
    setProblem(null)
    edit(signed_in, (now) => setLine(now, sku_id, quantity)).catch((thrown: unknown) => {
      setProblem(asProblem(thrown))
      setLines(lines)
    })
  }
  return { lines, problem, change, retry }
}

/** Pieces in the cart, for the frame; 0 until known. */
export function useCartCount(signed_in: boolean): number {
  const [count, setCount] = useState(0)
  useEffect(() => {
    const follow = () => {
      readCart(signed_in).then(
        (lines) => setCount(lines.reduce((sum, line) => sum + line.quantity, 0)),
        () => {},
      )
    }
    follow()
    return onCartChange(follow)
  }, [signed_in])
  return count
}

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
export function withLine(lines: readonly CartLine[], sku_id: string, more: number): CartLine[] {
  const known = lines.find((line) => line.sku_id === sku_id)
  const quantity = Math.min(QUANTITY_MAX, (known?.quantity ?? 0) + more)
  const rest = lines.filter((line) => line.sku_id !== sku_id)
  return quantity > 0 ? [{ sku_id, quantity }, ...rest].slice(0, LINES_MAX) : rest
}

export const setLine = (lines: readonly CartLine[], sku_id: string, quantity: number): CartLine[] =>
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

export async function writeCart(signed_in: boolean, lines: readonly CartLine[]): Promise<void> {
  if (!signed_in) return keepVisitorCart(lines)
  await call(putCart, { lines: asInput(lines) })
  dispatchEvent(new Event('cartchange'))
}

export async function addToCart(signed_in: boolean, sku_id: string, quantity = 1): Promise<void> {
  await writeCart(signed_in, withLine(await readCart(signed_in), sku_id, quantity))
}

export type Cart = {
  /** null until read. */
  lines: readonly CartLine[] | null
  problem: Problem | null
  change: (lines: readonly CartLine[]) => void
  retry: () => void
}

/** The cart of this page; a change shows at once and is taken back when the server refuses it. */
export function useCart(signed_in: boolean): Cart {
  const [lines, setLines] = useState<readonly CartLine[] | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const read = useCallback(() => {
    const fail = (thrown: unknown) => setProblem(asProblem(thrown))
    readCart(signed_in).then(setLines, fail)
  }, [signed_in])
  useEffect(read, [read])
  const retry = () => {
    setProblem(null)
    read()
  }
  const change = (next: readonly CartLine[]) => {
    const before = lines
    setLines(next)
    setProblem(null)
    writeCart(signed_in, next).catch((thrown: unknown) => {
      setLines(before)
      setProblem(asProblem(thrown))
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
    addEventListener('cartchange', follow)
    return () => removeEventListener('cartchange', follow)
  }, [signed_in])
  return count
}

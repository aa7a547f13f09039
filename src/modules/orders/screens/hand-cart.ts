// What stands on the counter, kept on the device so that nothing is lost, one list for each store.
import { useEffect, useState } from 'react'

export type CartLine = { sku_id: string; quantity: number }
export const quantity_max = 99
const lines_max = 50

/** Adds one unit; a new SKU goes to the end, a full list or line stays as it is. */
export function addOne(lines: readonly CartLine[], sku_id: string): CartLine[] {
  const known = lines.find((line) => line.sku_id === sku_id)
  if (known) return setQuantity(lines, sku_id, known.quantity + 1)
  return lines.length < lines_max ? [...lines, { sku_id, quantity: 1 }] : [...lines]
}

export const setQuantity = (lines: readonly CartLine[], sku_id: string, quantity: number): CartLine[] =>
  quantity < 1
    ? lines.filter((line) => line.sku_id !== sku_id)
    : lines.map((line) =>
        line.sku_id === sku_id ? { sku_id, quantity: Math.min(quantity, quantity_max) } : line,
      )

const isLine = (given: unknown): given is CartLine =>
  typeof given === 'object' &&
  given !== null &&
  typeof (given as CartLine).sku_id === 'string' &&
  Number.isInteger((given as CartLine).quantity)

function read(key: string): CartLine[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
    return Array.isArray(kept) ? kept.filter(isLine) : []
  } catch {
    return []
  }
}

export function useCounterCart(node_id: string) {
  const key = `counter:${node_id}`
  const [lines, setLines] = useState(() => read(key))
  useEffect(() => localStorage.setItem(key, JSON.stringify(lines)), [key, lines])
  return { lines, setLines }
}

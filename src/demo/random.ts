// A small seeded generator (splitmix32): the same seed draws the same world on every machine.

export type Random = {
  /** Uniform in [0, 1). */
  next: () => number
  /** Uniform whole number in [from, to]. */
  int: (from: number, to: number) => number
  pick: <T>(items: readonly T[]) => T
  /** A UUID of version 8 (RFC 9562, made by us) drawn from the stream. */
  uuid: () => string
}

export function seeded(seed: string): Random {
  let state = 0x9e3779b9
  for (const character of seed) state = Math.imul(state ^ character.codePointAt(0)!, 0x85ebca6b) >>> 0
  const word = () => {
    state = (state + 0x9e3779b9) >>> 0
    let z = state
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    return (z ^ (z >>> 15)) >>> 0
  }
  const next = () => word() / 4_294_967_296
  const hex = () => word().toString(16).padStart(8, '0')
  return {
    next,
    int: (from, to) => from + Math.floor(next() * (to - from + 1)),
    pick: (items) => items[Math.floor(next() * items.length)]!,
    uuid: () => {
      const h = hex() + hex() + hex() + hex()
      return `${h.slice(0, 8)}-${h.slice(8, 12)}-8${h.slice(13, 16)}-a${h.slice(17, 20)}-${h.slice(20)}`
    },
  }
}

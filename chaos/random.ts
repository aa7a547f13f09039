// One seed, one course of events: every choice of the faults and the clients is drawn from here.
export type Random = ReturnType<typeof seeded>

/** Mulberry32: 32 bits of state, good enough to choose among faults. */
export function seeded(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    below,
    between: (low: number, high: number) => low + below(high - low + 1),
    chance: (share: number) => next() < share,
    pick: <T>(all: readonly T[]): T => all[below(all.length)]!,
    /** Another stream, so that what one part draws does not move what the others draw. */
    fork: (name: number) => seeded(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(name + 1, 0x85ebca6b)),
  }
}

// Which goods began or ended to be had in which city, as the database tells every process after the commit:
// what is shown from stock looks here instead of asking again.
import { nowMs } from '../../platform/clock.ts'
import type { Db } from '../../platform/db.ts'

/** Nothing is shown for longer than this without asking anew, so older turns are forgotten. */
const kept_ms = 120_000

export type Turns = {
  /** Goods that turned in one of the cities at or after the moment. */
  among: (city_codes: readonly string[], since_ms: number) => string[]
  /** Whether one of these goods turned there at or after the moment. */
  any: (city_codes: readonly string[], sku_ids: readonly string[], since_ms: number) => boolean
}

/**
 * Listens until the pool closes. A notice that is lost with a connection is made up for by the ends of what
 * is shown.
 */
export function followTurns(db: Db, onError: (error: unknown) => void = () => {}): Turns {
  const cities = new Map<string, Map<string, number>>()
  let swept_ms = 0

  function sweep(now: number) {
    if (now - swept_ms < kept_ms) return
    swept_ms = now
    for (const [city, goods] of cities) {
      for (const [sku, at] of goods) if (now - at > kept_ms) goods.delete(sku)
      if (goods.size === 0) cities.delete(city)
    }
  }
  function hear(told: string) {
    const [city = '', sku = ''] = told.split(' ')
    const now = nowMs()
    sweep(now)
    const goods = cities.get(city) ?? new Map<string, number>()
    goods.set(sku, now)
    cities.set(city, goods)
  }
  db.sql.listen('stock', hear).catch(onError)

  return {
    among: (city_codes, since_ms) =>
      city_codes.flatMap((city) =>
        [...(cities.get(city) ?? [])].flatMap(([sku, at]) => (at >= since_ms ? [sku] : [])),
      ),
    any: (city_codes, sku_ids, since_ms) =>
      city_codes.some((city) => {
        const goods = cities.get(city)
        return goods !== undefined && sku_ids.some((sku) => (goods.get(sku) ?? 0) >= since_ms)
      }),
  }
}

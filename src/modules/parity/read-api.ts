// The API as clients read it: every price of every county in lists of a hundred, the offers of the shop's
// search, the lists of the price desk, and single answers with their trace by a seeded sample.
import { city, counties, county } from '../places/index.ts'
import { placesOf } from '../pricing/index.ts'
import { type Asker, askJson, eachOf } from './ask.ts'
import type { Difference } from './contract.ts'
import { random } from './draw-pages.ts'
import type { Reading, Said } from './prove.ts'

const page_rows = 100
const offers_rows = 60
const channels = ['shop', 'counter'] as const

export const delivered = () => [...counties()].filter((one) => one.delivered).map(({ code }) => code)

type Line = { sku_id: string; fen: number | null; trace?: Difference['shown_trace'] }
type Where = Pick<Said, 'surface' | 'places' | 'channel'>
type Page = { lines: Line[]; next: string | null }
type ReadPage = (path: string) => Promise<Page & { from_ms: number; to_ms: number }>

/** Says every line of an answer; those that differ are read anew from the same address, once for all. */
function sayLines(
  say: (said: Said) => void,
  where: Where,
  path: string,
  page: Awaited<ReturnType<ReadPage>>,
  read: ReadPage,
) {
  let anew: ReturnType<ReadPage> | null = null
  for (const { sku_id, fen, trace } of page.lines) {
    const { from_ms, to_ms } = page
    const again = async () => {
      const next = await (anew ??= read(path))
      const line = next.lines.find((one) => one.sku_id === sku_id)
      return line ? { fen: line.fen, from_ms: next.from_ms, to_ms: next.to_ms } : null
    }
    const said = { ...where, address: `/api/v1${path}`, sku_id, fen, from_ms, to_ms, again }
    say(trace ? { ...said, trace } : said)
  }
}

const others_sampled = 300

/**
 * Every county that a row of the tables names; of the others, which by those rows say what their city says,
 * one of each city and a sample, so that an answer kept for the wrong county is looked for as well. Another
 * seed draws others.
 */
export function countiesAsked(
  county_codes: readonly string[],
  named: ReadonlySet<string>,
  seed: number,
): string[] {
  const { of } = random(seed)
  const others = county_codes.filter((code) => !named.has(code))
  const byCity = new Map<string, string[]>()
  for (const code of others) {
    const { city_code } = county(code)!
    byCity.set(city_code, [...(byCity.get(city_code) ?? []), code])
  }
  const asked = new Set(county_codes.filter((code) => named.has(code)))
  for (const alike of byCity.values()) asked.add(of(alike))
  const drawn = Math.min(others.length, others_sampled)
  for (let n = 0; n < drawn; n++) asked.add(of(others))
  return [...asked]
}

type Counties = { county_codes: readonly string[]; seed: number }

export const apiList = (ask: Asker, { county_codes, seed }: Counties): Reading => ({
  surface: 'api_list',
  async read(say, named) {
    let asked = 0
    const read: ReadPage = async (path) => {
      const { body, from_ms, to_ms } = await askJson<{
        items: { sku_id: string; unit_fen: number | null }[]
        next: string | null
      }>(ask, path)
      const lines = body.items.map(({ sku_id, unit_fen }) => ({ sku_id, fen: unit_fen }))
      return { lines, next: body.next, from_ms, to_ms }
    }
    await eachOf(countiesAsked(county_codes, named, seed), async (county_code) => {
      for (const channel of channels) {
        const base = `/final-prices?county_code=${county_code}&channel=${channel}&limit=${page_rows}`
        for (let path: string | null = base; path; ) {
          const page = await read(path)
          asked += 1
          sayLines(say, { surface: 'api_list', places: placesOf(county_code), channel }, path, page, read)
          path = page.next && `${base}&after=${page.next}`
        }
      }
    })
    return asked
  },
})

export const apiOffers = (ask: Asker, county_codes: readonly string[]): Reading => ({
  surface: 'api_offers',
  async read(say) {
    let asked = 0
    const read: ReadPage = async (path) => {
      const { body, from_ms, to_ms } = await askJson<{
        items: { sku_id: string; price_fen: number | null }[]
        total: number
      }>(ask, path)
      const lines = body.items.map(({ sku_id, price_fen }) => ({ sku_id, fen: price_fen }))
      return { lines, next: null, from_ms, to_ms }
    }
    await eachOf(county_codes, async (county_code) => {
      for (let offset = 0; ; offset += offers_rows) {
        const path = `/products?county_code=${county_code}&limit=${offers_rows}&offset=${offset}&facets=false`
        const page = await read(path)
        asked += 1
        sayLines(
          say,
          { surface: 'api_offers', places: placesOf(county_code), channel: 'shop' },
          path,
          page,
          read,
        )
        if (page.lines.length < offers_rows) break
      }
    })
    return asked
  },
})

export const apiLines = (ask: Asker, city_codes: readonly string[]): Reading => ({
  surface: 'api_lines',
  async read(say) {
    let asked = 0
    const read: ReadPage = async (path) => {
      const { body, from_ms, to_ms } = await askJson<{
        items: { sku_id: string; now_fen: number | null }[]
        next: string | null
      }>(ask, path)
      const lines = body.items.map(({ sku_id, now_fen }) => ({ sku_id, fen: now_fen }))
      return { lines, next: body.next, from_ms, to_ms }
    }
    const all = [['CN'], ...city_codes.map((code) => [code, city(code)!.province_code, 'CN'])]
    await eachOf(all, async (places) => {
      const base = `/price-lines?place_code=${places[0]}&limit=${page_rows}`
      for (let path: string | null = base; path; ) {
        const page = await read(path)
        asked += 1
        sayLines(say, { surface: 'api_lines', places, channel: 'shop' }, path, page, read)
        path = page.next && `${base}&after=${page.next}`
      }
    })
    return asked
  },
})

type Sample = { sku_ids: readonly string[]; county_codes: readonly string[]; seed: number; count: number }

export const apiPrice = (ask: Asker, { sku_ids, county_codes, seed, count }: Sample): Reading => ({
  surface: 'api_price',
  async read(say) {
    const { of } = random(seed)
    const drawn = Array.from({ length: count }, () => ({
      sku_id: of(sku_ids),
      county_code: of(county_codes),
      channel: of(channels),
    }))
    await eachOf(drawn, async ({ sku_id, county_code, channel }) => {
      const read: ReadPage = async (path) => {
        const told = await ask(`/api/v1${path}`)
        const body = told.status === 200 ? JSON.parse(told.text) : { unit_fen: null, trace: [] }
        const lines = [{ sku_id, fen: body.unit_fen as number | null, trace: body.trace }]
        return { lines, next: null, from_ms: told.from_ms, to_ms: told.to_ms }
      }
      const path = `/prices/${sku_id}?county_code=${county_code}&channel=${channel}`
      const where = { surface: 'api_price' as const, places: placesOf(county_code), channel }
      sayLines(say, where, path, await read(path), read)
    })
    return drawn.length
  },
})

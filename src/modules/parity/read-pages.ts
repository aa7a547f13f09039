// Rendered pages as their readers see them: fetched like a browser does, with the reader's place and
// language, and read by the figures that stand beside each article.
import { catalog } from '../catalog/index.ts'
import { nodes } from '../places/index.ts'
import { placesOf } from '../pricing/index.ts'
import { type Asker, eachOf } from './ask.ts'
import type { Surface } from './contract.ts'
import { type DrawnPage, type World, drawPages } from './draw-pages.ts'
import type { Reading, Said } from './prove.ts'
import { delivered } from './read-api.ts'
import { pricesShown } from './read-html.ts'

function worldNow(): World {
  const { skus, products } = catalog()
  const words = products.flatMap(({ model, name_zh, name_en }) => [model, name_zh, name_en])
  return {
    counties: delivered(),
    skus: skus.filter((sku) => sku.for_sale),
    stores: nodes().all.filter((node) => node.kind === 'store' && node.state === 'open'),
    words,
  }
}

/** The drawn pages, one reading for each kind of page. */
export function pageReadings(ask: Asker, count: number, seed: number): Reading[] {
  const drawn = count > 0 ? drawPages(worldNow(), count, seed) : []
  const kinds = new Map<Surface, DrawnPage[]>()
  for (const one of drawn) kinds.set(one.surface, [...(kinds.get(one.surface) ?? []), one])
  return [...kinds].map(([surface, pages]) => ({
    surface,
    async read(say) {
      await eachOf(pages, (page) => sayPage(ask, page, say))
      return pages.length
    },
  }))
}

async function readPage(ask: Asker, { path, county_code, lang }: DrawnPage) {
  const told = await ask(path, { cookie: `place=${county_code}; lang=${lang}`, accept: 'text/html' })
  if (told.status !== 200) throw new Error(`${path} answered ${told.status}`)
  return { ...told, shown: pricesShown(told.text) }
}

async function sayPage(ask: Asker, page: DrawnPage, say: (said: Said) => void) {
  const { shown, from_ms, to_ms } = await readPage(ask, page)
  const { surface, path, county_code } = page
  for (const [nth, { sku_id, fen, channel }] of shown.entries()) {
    // The same place on the page, should the order have changed the same article.
    const again = async () => {
      const next = await readPage(ask, page)
      const same = next.shown.filter((one) => one.sku_id === sku_id && one.channel === channel)
      const one = same.find((other) => other.fen === fen) ?? same[0] ?? null
      return one && { fen: one.fen, from_ms: next.from_ms, to_ms: next.to_ms }
    }
    const address = `${path} · ${county_code}${shown.length > 1 ? ` · ${nth + 1}` : ''}`
    say({ surface, address, sku_id, places: placesOf(county_code), channel, fen, from_ms, to_ms, again })
  }
}

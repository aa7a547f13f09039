// Prices of a page as its reader sees them: the figures beside each article, not the data behind them.
const priced = /<(\w+)([^>]*\bdata-sku="([0-9a-f-]{36})"[^>]*)>([\s\S]*?)<\/\1>/g
const figure = /¥([\d,]+)(?:\.(\d\d))?$/

export type Shown = { sku_id: string; fen: number | null; channel: 'shop' | 'counter' }

/** One entry for each price on the page; null where it says that there is none. */
export function pricesShown(html: string): Shown[] {
  return [...html.matchAll(priced)].map(([, , marks, sku_id, inside]) => {
    const channel = marks!.includes('data-channel="counter"') ? 'counter' : 'shop'
    const text = inside!.replace(/<!--[\s\S]*?-->|<[^>]*>/g, '').trim()
    const found = figure.exec(text)
    if (!found) return { sku_id: sku_id!, fen: null, channel }
    const [, yuan, cents = '0'] = found
    return { channel, sku_id: sku_id!, fen: Number(yuan!.replaceAll(',', '')) * 100 + Number(cents) }
  })
}

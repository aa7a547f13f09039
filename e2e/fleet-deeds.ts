// What people do with a fleet through its API: read, buy, and get a key first.
import { command } from './product.ts'

export const county_code = '510107'

export async function keysFor(env: Record<string, string>, people: readonly string[]) {
  const keys: Record<string, string> = {}
  for (const who of people) keys[who] = (await command(['key', '--as', who], env)).said.trim()
  return keys
}

// Tests read into answers freely; the contract of each reply is checked elsewhere.
// oxlint-disable-next-line no-explicit-any
export type Answer = { status: number; body: any; text: string }
export async function ask(
  base: string,
  method: string,
  path: string,
  body?: object,
  key = '',
): Promise<Answer> {
  const reply = await fetch(`${base}${path}`, {
    method,
    headers: {
      ...(key && { authorization: `Bearer ${key}` }),
      ...(body && { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }),
      ...(path.startsWith('/products') && { cookie: `place=${county_code}` }),
    },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await reply.text()
  const json = reply.headers.get('content-type')?.includes('json')
  return { status: reply.status, body: json ? JSON.parse(text) : null, text }
}
export const api = (base: string, method: string, path: string, body?: object, key?: string) =>
  ask(base, method, `/api/v1${path}`, body, key)

type Item = { product_id: string; sku_id: string; price_fen: number | null }
export async function goodsOf(base: string): Promise<Item[]> {
  const { body } = await api(base, 'GET', `/products?limit=40&county_code=${county_code}&facets=false`)
  return (body.items as Item[]).filter((item) => item.price_fen !== null)
}

/** Quotes, orders and pays through `base`; the order's id. */
export async function buy(base: string, sku_id: string, key: string): Promise<Answer> {
  const lines = [{ sku_id, quantity: 1 }]
  const quote = await api(base, 'POST', '/quotes', { lines, county_code }, key)
  if (quote.status !== 200) return quote
  const address = { recipient: '周晓', phone: '13812345678', county_code, line: '天府二街 1 号' }
  const { id: quote_id, total_fen, deliver_slots = [], install_slots = [] } = quote.body
  const slotOf = (slots: { day: string; window: string }[]) =>
    slots[0] && { day: slots[0].day, window: slots[0].window }
  const wish = {
    quote_id,
    address,
    expected_total_fen: total_fen,
    consent: true,
    ...(deliver_slots[0] && { deliver_slot: slotOf(deliver_slots) }),
    ...(install_slots[0] && { install_slot: slotOf(install_slots) }),
  }
  const placed = await api(base, 'POST', '/orders', wish, key)
  if (placed.status !== 200) return placed
  const paid = await api(
    base,
    'POST',
    `/payments/${placed.body.payment_id}/sandbox-outcome`,
    { outcome: 'success' },
    key,
  )
  return paid.status < 300 ? placed : paid
}

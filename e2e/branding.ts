// A brand at its desk, and what has to stand before an order of ours reaches it.
import { expect } from 'vitest'
import { brandMenu } from '../src/consoles/brand/menu.ts'
import { brandOrderWords } from '../src/modules/brands/screens/order-words.ts'
import { brandWords } from '../src/modules/brands/screens/brand-words.ts'
import { controlMenu } from '../src/consoles/control/menu.ts'
import { controlWords } from '../src/modules/control/screens/control-words.ts'
import { say } from '../src/web/words/words.ts'
import { openPage } from './console.ts'
import { look } from './eyes.ts'
import type { Person } from './person.ts'

export type Goods = { sku_id: string; product_id: string; name: string; variant: string }

/** What a signed-in person sends the API from their own browser. */
export async function send<T>({ page }: Person, method: string, path: string, body?: object): Promise<T> {
  const reply = await page.request.fetch(`/api/v1${path}`, {
    method,
    headers: { 'x-requested-with': 'zhuguang' },
    ...(body ? { data: body } : {}),
  })
  const told = (await reply.json()) as T
  expect([path, reply.status(), reply.ok() ? '' : told]).toEqual([path, 200, ''])
  return told
}

export const dayAhead = (days: number) =>
  new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10)

/** Agrees as each controller in turn, until nobody has to any more. */
async function agree(controllers: readonly Person[], request_id: string) {
  for (const controller of controllers) {
    const { state } = await send<{ state: string }>(controller, 'GET', `/change-requests/${request_id}`)
    if (state !== 'proposed') return
    await send(controller, 'PUT', `/change-requests/${request_id}/approval`, {})
  }
}

type Hands = { buying: Person; controllers: readonly Person[]; brand: Person }

/** Buying orders goods of the brand, and the other hands agree: the order is sent. Tells its number. */
export async function orderSent({ buying, controllers, brand }: Hands, code: string, units: number) {
  const { items } = await send<{ items: { id: string; brand_zh: string }[] }>(
    brand,
    'GET',
    '/brand-products?limit=1&state=live',
  )
  const product = items[0]!
  const whole = await send<{ category_code: string; skus: { id: string }[] }>(
    brand,
    'GET',
    `/brand-products/${product.id}`,
  )
  const sku_id = whole.skus[0]!.id
  const brands = await send<{ items: { id: string; name_zh: string }[] }>(buying, 'GET', '/brands')
  const brand_id = brands.items.find(({ name_zh }) => name_zh === product.brand_zh)!.id
  const supplier = await send<{ supplier_id: string }>(buying, 'POST', '/suppliers', {
    code,
    name: `${product.brand_zh}供货`,
    name_en: `Supply ${code}`,
    payment_terms_days: 30,
    lead_time_days: 7,
    brand_id,
  })
  const cost = await send<{ request_id: string }>(buying, 'POST', '/cost-agreements', {
    supplier_id: supplier.supplier_id,
    sku_id,
    tiers: [{ min_units: 1, unit_cost_fen: 10_000 }],
    starts_at: new Date().toISOString(),
    reason: '年度谈判',
  })
  await agree(controllers, cost.request_id)
  const budget = await send<{ id: string }>(controllers[0]!, 'POST', '/change-requests', {
    kind: 'purchase.budget',
    after: { category_code: whole.category_code, month: dayAhead(1).slice(0, 7), budget_fen: 100_000_000 },
    reason: '本月额度',
  })
  await agree(controllers.slice(1), budget.id)
  const nodes = await send<{ items: { id: string }[] }>(buying, 'GET', '/nodes?kind=warehouse&limit=1')
  const draft = await send<{ order_id: string; no: string }>(buying, 'POST', '/purchase-orders', {
    supplier_id: supplier.supplier_id,
    node_id: nodes.items[0]!.id,
    expected_on: dayAhead(1),
    lines: [{ sku_id, units }],
  })
  const asked = await send<{ request_id: string }>(
    buying,
    'PUT',
    `/purchase-orders/${draft.order_id}/submission`,
    { reason: '补货' },
  )
  await agree(controllers, asked.request_id)
  return { no: draft.no, product_id: product.id, sku_id }
}

/** Finds the order among those that wait for an answer, promises fewer and says by when. */
export async function answerOrder(brand: Person, no: string, units: number) {
  const { page, lang } = brand
  const t = say(brandOrderWords, lang)
  await openPage(brand, brandMenu, 'orders')
  await page.getByRole('button', { name: new RegExp(t('f_answer')) }).click()
  await page.getByRole('row').filter({ hasText: no }).click()
  const drawer = page.getByRole('dialog', { name: no })
  await drawer.getByRole('button', { name: t('answer'), exact: true }).click()
  await drawer.getByRole('spinbutton').fill(String(units))
  await drawer.getByLabel(t('by_day')).fill(dayAhead(20))
  await look(brand, 'brand-answer')
  await drawer.getByRole('button', { name: t('answer_send') }).click()
  await page.getByText(t('answered')).waitFor()
}

/** Tells of goods on their way, from the drawer that is open. */
export async function despatch(brand: Person, no: string, units: number) {
  const { page, lang } = brand
  const t = say(brandOrderWords, lang)
  const drawer = page.getByRole('dialog', { name: no })
  await drawer.getByRole('button', { name: t('despatch'), exact: true }).click()
  await drawer.getByRole('spinbutton').fill(String(units))
  await drawer.getByLabel(t('despatch_no')).fill(`CY-${lang}`)
  await drawer.getByLabel(t('carrier')).fill('SD Express')
  await look(brand, 'brand-despatch')
  await drawer.getByRole('button', { name: t('despatch_send') }).click()
  await page.getByText(t('despatched')).waitFor()
  await drawer.getByText(new RegExp(`CY-${lang}`)).waitFor()
  await look(brand, 'brand-order')
  await page.keyboard.press('Escape')
  await drawer.waitFor({ state: 'hidden' })
}

/** Proposes for how long a product is under warranty. */
export async function proposeWarranty(brand: Person, product_id: string, months: number, why: string) {
  const { page, lang } = brand
  const t = say(brandWords, lang)
  await page.goto(`/brand/products?open=${product_id}`)
  const drawer = page.getByRole('dialog').first()
  const propose = drawer.getByRole('button', { name: new RegExp(t('propose')) }).first()
  await propose.waitFor()
  await look(brand, 'brand-product')
  await propose.click()
  const form = page.getByRole('dialog', { name: new RegExp(t('propose')) })
  await form.getByRole('spinbutton', { name: t('warranty'), exact: true }).fill(String(months))
  await form.getByRole('textbox', { name: t('reason') }).fill(why)
  await look(brand, 'brand-propose')
  await form.getByRole('button', { name: t('send') }).click()
  await page.getByText(t('sent')).waitFor()
}

/** Control opens what waits of this kind, reads before and after, and agrees. */
export async function agreeTo(controller: Person, kind: string, before: string, after: string) {
  const { page, lang } = controller
  const t = say(controlWords, lang)
  await openPage(controller, controlMenu, 'inbox')
  await page.getByRole('row').filter({ hasText: kind }).first().click()
  const drawer = page.getByRole('dialog').first()
  await drawer.getByRole('insertion').filter({ hasText: after }).first().waitFor()
  await drawer.getByRole('deletion').filter({ hasText: before }).first().waitFor()
  await look(controller, 'control-product-data')
  await drawer.getByRole('button', { name: t('approve'), exact: true }).click()
  await page.getByText(t('approved_toast')).first().waitFor()
}

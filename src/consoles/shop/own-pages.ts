// Pages about the reader's own things: rendered for each request as a frame, filled in the browser. Server
// only.
import type { Lang } from '../../platform/types.ts'
import { type Page, page, type Visit } from '../../web/page.ts'
import { say } from '../../web/words/words.ts'
import { AccountPage } from './account-page.tsx'
import { accountWords } from './account-words.ts'
import { buyWords } from './buy-words.ts'
import { CartPage } from './cart-page.tsx'
import { CheckoutPage } from './checkout-page.tsx'
import type { FrameData } from './data.ts'
import type { Market } from './market.ts'
import { OrderPage } from './order-page.tsx'
import { orderWords } from './order-words.ts'
import { OrdersPage } from './orders-page.tsx'
import { PayPage } from './pay-page.tsx'
import { ReceiptPage } from './receipt-page.tsx'
import { frameData } from './tiles.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const isId = (text: string | null | undefined): text is string => typeof text === 'string' && uuid.test(text)

const buy = (key: 'cart' | 'checkout' | 'pay') => (_: unknown, lang: Lang) => say(buyWords, lang)(key)
const order = (key: 'orders' | 'order_page' | 'receipt') => (_: unknown, lang: Lang) =>
  say(orderWords, lang)(key)

type Framed = (visit: Visit) => Promise<{ data: FrameData }>

const buyPages = (frame: Framed): Page[] => [
  page({ path: '/cart', entry: 'cart', load: frame, Component: CartPage, title: buy('cart') }),
  page({
    path: '/checkout',
    entry: 'checkout',
    load: async (visit) => {
      const sku = visit.query.get('sku')
      return { data: { ...(await frame(visit)).data, sku: isId(sku) ? sku : null } }
    },
    Component: CheckoutPage,
    title: buy('checkout'),
  }),
  page({
    path: '/pay/:payment_id',
    entry: 'pay',
    load: async (visit) => {
      const { payment_id } = visit.params
      return isId(payment_id) ? { data: { ...(await frame(visit)).data, payment_id } } : null
    },
    Component: PayPage,
    title: buy('pay'),
    signed_in: true,
  }),
]

function orderPages(frame: Framed): Page[] {
  const ofOrder = async (visit: Visit) => {
    const { order_id } = visit.params
    return isId(order_id) ? { data: { ...(await frame(visit)).data, order_id } } : null
  }
  const of = { load: ofOrder, signed_in: true as const }
  return [
    page({
      path: '/orders',
      entry: 'orders',
      load: frame,
      Component: OrdersPage,
      title: order('orders'),
      signed_in: true,
    }),
    page({
      ...of,
      path: '/orders/:order_id',
      entry: 'order',
      Component: OrderPage,
      title: order('order_page'),
    }),
    page({
      ...of,
      path: '/orders/:order_id/receipt',
      entry: 'receipt',
      Component: ReceiptPage,
      title: order('receipt'),
    }),
  ]
}

export function ownPages(market: Market): Page[] {
  const frame: Framed = async (visit) => ({ data: await frameData(market, visit) })
  const account = page({
    path: '/account',
    entry: 'account',
    load: frame,
    Component: AccountPage,
    title: (_, lang) => say(accountWords, lang)('title'),
    signed_in: true,
  })
  return [...buyPages(frame), ...orderPages(frame), account]
}

// One order, live: when it comes, what happened and what is next, the code for the crew, and every way out.
import { useCallback } from 'react'
import { getOrderInstallation, type OrderInstallation } from '../../modules/installation/contract.ts'
import { getOrder, getStory, type OrderView } from '../../modules/orders/contract.ts'
import { LinkButton } from '../../web/kit/button.tsx'
import { Price } from '../../web/kit/price.tsx'
import { SkeletonRows } from '../../web/kit/states.tsx'
import { Countdown } from '../../web/kit/timeline.tsx'
import { formatInstant, formatMoney, formatWindow, nameIn } from '../../web/words/format.ts'
import { useView, useWords } from '../../web/words/use-words.ts'
import { TakenOff } from './coupons.tsx'
import { Paints, Thumb } from './art.tsx'
import { usePlaceName } from './checkout-address.tsx'
import type { FrameData } from './data.ts'
import { useArticles } from './goods-client.ts'
import { NoOrder } from './no-order.tsx'
import { Actions, Choice } from './order-actions.tsx'
import { Story } from './order-story.tsx'
import { onTheWay } from './order-state.ts'
import { OrderWay } from './order-way.tsx'
import { orderWords } from './order-words.ts'
import { StateBadge } from './orders-page.tsx'
import { useHeard, useRead } from './read.ts'
import { Shop } from './shop.tsx'

export type OrderData = FrameData & { order_id: string }

export function OrderPage({ data }: { data: OrderData }) {
  const input = { order_id: data.order_id as never }
  const order = useRead(getOrder, input)
  const story = useRead(getStory, input)
  const install = useRead(getOrderInstallation, order.data?.needs_install ? input : null)
  const told = (read: { data: unknown; problem: unknown }) => read.data !== null || read.problem !== null
  // Shown once all of it has been heard: parts that come one by one would push each other down.
  const whole = told(story) && (!order.data?.needs_install || told(install))
  const { reload: reloadOrder } = order
  const { reload: reloadStory } = story
  const { reload: reloadInstall } = install
  const reload = useCallback(() => {
    reloadOrder()
    reloadStory()
    reloadInstall()
  }, [reloadOrder, reloadStory, reloadInstall])
  useHeard(`order:${data.order_id}`, reload)
  return (
    <Shop data={data} tab="orders">
      <Paints />
      {order.problem && !order.data && <NoOrder problem={order.problem} onRetry={reload} />}
      {!(order.data && whole) && !order.problem && <SkeletonRows rows={6} className="h-16" />}
      {order.data && whole && (
        <div className="grid items-start gap-6 pt-2 md:grid-cols-[minmax(0,1.4fr)_minmax(340px,1fr)] md:gap-10">
          <div className="flex min-w-0 flex-col gap-4">
            <Head order={order.data} />
            {order.data.why_not_choose === null && <Choice order={order.data} onChanged={reload} />}
            <OrderWay order={order.data} />
            {install.data?.code && <Code install={install.data} code={install.data.code} />}
            <Goods order={order.data} />
            <Actions order={order.data} onChanged={reload} />
          </div>
          <Story order={order.data} rows={story.data?.rows ?? []} install={install.data} />
        </div>
      )}
    </Shop>
  )
}

function useHeadline(order: OrderView): string {
  const t = useWords(orderWords)
  const { lang, now } = useView()
  const { state, delivered_at, p90_at } = order
  if (state === 'created') return t('head_created')
  if (state === 'installed') return t('head_installed')
  if (delivered_at && state === 'delivered') {
    if (!order.needs_install || !order.install_starts_at || !order.install_ends_at) {
      return t('head_delivered', { at: formatInstant(delivered_at, lang, now) })
    }
    const window = formatWindow(order.install_starts_at, order.install_ends_at, lang, now)
    return t('head_installs', { at: window })
  }
  const waiting = onTheWay(state)
  if (waiting && order.deliver_ends_at) {
    return t('head_arrives', { at: formatInstant(order.deliver_ends_at, lang, now) })
  }
  if (waiting && p90_at) return t('head_arrives', { at: formatInstant(p90_at, lang, now) })
  return t(`state_${state}`)
}

function Head({ order }: { order: OrderView }) {
  const t = useWords(orderWords)
  const { lang, now } = useView()
  const headline = useHeadline(order)
  const window =
    order.deliver_starts_at && order.deliver_ends_at && (onTheWay(order.state) || order.state === 'created')
      ? formatWindow(order.deliver_starts_at, order.deliver_ends_at, lang, now)
      : null
  // Nobody comes before the time that was booked, however soon the goods could be there.
  const likely =
    order.p50_at && order.deliver_starts_at && order.p50_at > order.deliver_starts_at ? order.p50_at : null
  return (
    <header>
      <h1 className="num text-32 first-letter:uppercase md:text-44">{headline}</h1>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 pt-1 text-ink-soft">
        {headline !== t(`state_${order.state}`) && <StateBadge state={order.state} />}
        <span className="num">{t('number', { number: order.number })}</span>
      </p>
      {window && (
        <p className="num pt-1 text-ink-soft">
          {t('slot', { window })}
          {likely && ` · ${t('promise_half', { at: formatInstant(likely, lang, now) })}`}
        </p>
      )}
      {order.state === 'created' && order.expires_at && (
        <p className="mt-3 flex flex-wrap items-center gap-3 rounded-shop bg-light-soft px-5 py-3 text-light-ink">
          {t('pay_left')} <Countdown until={order.expires_at} />
          <span className="ml-auto">
            <LinkButton href={`/pay/${order.payment_id}`}>{t('pay_now')}</LinkButton>
          </span>
        </p>
      )}
    </header>
  )
}

function Code({ install, code }: { install: OrderInstallation; code: string }) {
  const t = useWords(orderWords)
  const { lang } = useView()
  const crew = lang === 'en' ? install.crew_name_en : install.crew_name_zh
  return (
    <section aria-labelledby="code" className="rounded-shop bg-light-soft p-5 text-light-ink">
      <h2 id="code" className="text-16">
        {t('code_title')}
      </h2>
      <p className="num py-1 text-44 font-strong tracking-[.12em] text-ink">{code}</p>
      <p>{t('code_text')}</p>
      {crew && <p className="text-13">{t('crew', { crew })}</p>}
    </section>
  )
}

function Goods({ order }: { order: OrderView }) {
  const t = useWords(orderWords)
  const { lang } = useView()
  const articles = useArticles(order.lines.map((line) => line.sku_id))
  const place = usePlaceName(order.town_code ?? order.county_code)
  return (
    <section aria-labelledby="goods" className="card p-5">
      <h2 id="goods" className="text-18">
        {t('goods')}
      </h2>
      <ul className="divide-y divide-line">
        {order.lines.map((line) => {
          const article = articles.get(line.sku_id)
          return (
            <li key={line.line_no} className="flex items-start gap-3 py-3">
              {article ? <Thumb desc={article.drawing} /> : <span className="skeleton size-16" />}
              <span className="min-w-0 grow">
                <span translate="no">{nameIn(lang, line)}</span>{' '}
                <span className="num text-ink-soft">× {line.quantity}</span>
                <TakenOff benefits={line.benefits} />
              </span>
              <Price fen={line.total_fen} size="row" />
            </li>
          )
        })}
      </ul>
      <p className="flex items-baseline justify-between border-t border-line pt-3">
        {t('paid_total')} <Price fen={order.total_fen} />
      </p>
      {order.refunded_fen > 0 && (
        <p className="pt-1 text-right text-13 text-ink-soft">
          {t('refunded', { amount: formatMoney(order.refunded_fen) })}
        </p>
      )}
      {order.recipient && (
        <p className="mt-3 border-t border-line pt-3 text-14 text-ink-soft">
          {t('where')}{' '}
          <span className="text-ink" translate="no">
            {order.recipient.name}
          </span>{' '}
          <span className="num">{order.recipient.phone}</span>
          <span className="block min-h-[1.5em]">{place}</span>
          <span translate="no">{order.recipient.line}</span>
        </p>
      )}
    </section>
  )
}

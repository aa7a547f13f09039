// All orders of a person, newest first, each with its state and what comes next.
import { listOrders, type OrderSummary } from '../../modules/orders/contract.ts'
import { useEffect, useState } from 'react'
import { call, type Problem } from '../../web/api.ts'
import { asProblem } from '../../web/command.ts'
import { Badge, type Tone } from '../../web/kit/badge.tsx'
import { Button, LinkButton } from '../../web/kit/button.tsx'
import { Price } from '../../web/kit/price.tsx'
import { EmptyState, ErrorState, SkeletonRows } from '../../web/kit/states.tsx'
import { formatInstant, nameIn } from '../../web/words/format.ts'
import { useView, useWords } from '../../web/words/use-words.ts'
import { Paints, Thumb } from './art.tsx'
import type { FrameData } from './data.ts'
import { type Article, useArticles } from './goods-client.ts'
import { orderWords } from './order-words.ts'
import { onTheWay } from './order-state.ts'
import { Shop } from './shop.tsx'

const TONES: Partial<Record<OrderSummary['state'], Tone>> = {
  created: 'warn',
  awaiting_choice: 'warn',
  installed: 'good',
  delivered: 'good',
  closed: 'good',
  handed_over: 'lit',
  delivering: 'lit',
  picking: 'lit',
  accepted: 'lit',
  paid: 'lit',
  resourcing: 'lit',
}

export function StateBadge({ state }: { state: OrderSummary['state'] }) {
  const t = useWords(orderWords)
  return <Badge tone={TONES[state] ?? 'neutral'}>{t(`state_${state}`)}</Badge>
}

/** Pages of own orders joined; `more` while there are earlier ones. */
function useOrders() {
  const [items, setItems] = useState<readonly OrderSummary[] | null>(null)
  const [next, setNext] = useState<string | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [after, setAfter] = useState<string | undefined>(undefined)
  useEffect(() => {
    call(listOrders, { mine: 'true', limit: 20, ...(after ? { after } : {}) }).then(
      (page) => {
        setItems((before) => [...(after ? (before ?? []) : []), ...page.items])
        setNext(page.next)
        setProblem(null)
      },
      (thrown: unknown) => setProblem(asProblem(thrown)),
    )
  }, [after])
  return { items, problem, more: next ? () => setAfter(next) : null }
}

export function OrdersPage({ data }: { data: FrameData }) {
  const t = useWords(orderWords)
  const { items, problem, more } = useOrders()
  const articles = useArticles((items ?? []).map((order) => order.first_sku_id))
  // The first page waits for its goods' names; a row that grows would push those below it.
  const named = items?.some((order) => articles.has(order.first_sku_id)) ?? false
  const waiting = items ? items.length > 0 && !named : !problem
  const shown = waiting ? [] : (items ?? [])
  return (
    <Shop data={data} tab="orders">
      <Paints />
      <div className="mx-auto max-w-[860px]">
        <h1 className="pt-4 pb-3 text-24 md:text-32">{t('orders')}</h1>
        {problem && !items && <ErrorState problem={problem} onRetry={() => location.reload()} />}
        {waiting && <SkeletonRows rows={4} className="h-28" />}
        {items?.length === 0 && (
          <EmptyState
            icon="order"
            title={t('empty')}
            action={<LinkButton href="/">{t('go_home')}</LinkButton>}
          >
            {t('empty_text')}
          </EmptyState>
        )}
        <ul className="flex flex-col gap-3">
          {shown.map((order) => (
            <Row key={order.id} order={order} article={articles.get(order.first_sku_id)} />
          ))}
        </ul>
        {more && (
          <p className="pt-4 text-center">
            <Button look="secondary" onClick={more}>
              {t('more')}
            </Button>
          </p>
        )}
      </div>
    </Shop>
  )
}

function Row({ order, article }: { order: OrderSummary; article: Article | null | undefined }) {
  const t = useWords(orderWords)
  const { lang, now } = useView()
  return (
    <li className="card relative flex items-start gap-4 p-4 hover:shadow-lift md:p-5">
      {article ? <Thumb desc={article.drawing} className="size-20" /> : <span className="skeleton size-20" />}
      <div className="min-w-0 grow">
        <a
          href={`/orders/${order.id}`}
          className="font-mid after:absolute after:inset-0 after:rounded-shop after:content-[''] focus-visible:shadow-none focus-visible:after:shadow-[var(--focus)]"
        >
          <span translate="no">
            {article ? nameIn(lang, article) : t('number', { number: order.number })}
          </span>
          {order.lines_count > 1 && (
            <span className="text-ink-soft"> {t('and_more', { n: order.units })}</span>
          )}
          {order.lines_count === 1 && order.units > 1 && (
            <span className="num whitespace-nowrap text-ink-soft"> × {order.units}</span>
          )}
        </a>
        <p className="num text-13 text-ink-soft">
          <span className="whitespace-nowrap">{t('number', { number: order.number })}</span>{' '}
          <span className="whitespace-nowrap">· {formatInstant(order.placed_at, lang, now)}</span>
        </p>
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 pt-2">
          <StateBadge state={order.state} />
          {order.p90_at && onTheWay(order.state) && (
            <span className="num text-13">
              {t('head_arrives', { at: formatInstant(order.p90_at, lang, now) })}
            </span>
          )}
        </p>
      </div>
      <Price fen={order.total_fen} />
    </li>
  )
}

// The sandbox provider's page: says plainly that it is one, lets every outcome be tried, and shows what
// became of it.
import { useCallback, useState } from 'react'
import { chooseSandboxOutcome, getPayment, type PaymentView } from '../../modules/payment/contract.ts'
import { listOrders } from '../../modules/orders/contract.ts'
import { useCall } from '../../web/command.ts'
import { Button, LinkButton } from '../../web/kit/button.tsx'
import { Price, Reasons } from '../../web/kit/price.tsx'
import { EmptyState, Refusal, SkeletonRows } from '../../web/kit/states.tsx'
import { Table } from '../../web/kit/table.tsx'
import { Countdown } from '../../web/kit/timeline.tsx'
import { formatInstant, formatMoney } from '../../web/words/format.ts'
import { sayIfKnown } from '../../web/words/words.ts'
import { useView, useWords } from '../../web/words/use-words.ts'
import { Badge } from '../../web/kit/badge.tsx'
import { commonWords } from '../../web/words/common.ts'
import { buyWords } from './buy-words.ts'
import type { FrameData } from './data.ts'
import { NoOrder } from './no-order.tsx'
import { useHeard, useRead } from './read.ts'
import { Shop } from './shop.tsx'

export type PayData = FrameData & { payment_id: string }

export function PayPage({ data }: { data: PayData }) {
  const t = useWords(buyWords)
  const payment = useRead(getPayment, { payment_id: data.payment_id as never })
  const { reload } = payment
  const [news, setNews] = useState(0)
  const hear = useCallback(() => {
    setNews((n) => n + 1)
    reload()
  }, [reload])
  useHeard(`payment:${data.payment_id}`, hear)
  return (
    <Shop data={data} tab="orders">
      <div className="mx-auto max-w-[560px]">
        <h1 className="pt-4 pb-3 text-24 md:text-32">{t('pay')}</h1>
        {payment.problem && !payment.data && <NoOrder problem={payment.problem} onRetry={reload} />}
        {!payment.data && !payment.problem && <SkeletonRows rows={4} className="h-16" />}
        {payment.data && <Payment payment={payment.data} news={news} onDone={reload} />}
      </div>
    </Shop>
  )
}

/** What paid for the goods has gone back or is about to: too late to find them, cancelled, all returned. */
const isAllBack = (payment: PaymentView) =>
  payment.refunded_fen + payment.refund_pending_fen - payment.difference_fen >= payment.applied_fen

/** `news`: how often something was heard of this payment since the page came. */
type PaymentProps = { payment: PaymentView; news: number; onDone: () => void }

function Payment({ payment, news, onDone }: PaymentProps) {
  const t = useWords(buyWords)
  const all_back = payment.state === 'paid' && isAllBack(payment)
  return (
    <div className="flex flex-col gap-4">
      {payment.state === 'open' && <Open payment={payment} news={news} onDone={onDone} />}
      {all_back && (
        <EmptyState
          icon="clock"
          title={t('all_back', { amount: formatMoney(payment.applied_fen) })}
          action={<ToOrder basket_id={payment.basket_id} />}
        >
          {t('all_back_text')}
        </EmptyState>
      )}
      {payment.state === 'paid' && !all_back && (
        <EmptyState
          icon="check"
          title={t('paid', { amount: formatMoney(payment.applied_fen) })}
          action={<ToOrder basket_id={payment.basket_id} />}
        >
          {t('paid_text')}
        </EmptyState>
      )}
      {payment.state === 'closed' && (
        <EmptyState
          icon="clock"
          title={t('closed')}
          action={<LinkButton href="/orders">{t('see_orders')}</LinkButton>}
        >
          {t('closed_text')}
        </EmptyState>
      )}
      {payment.difference_fen > 0 && (
        <p className="rounded-field bg-light-soft px-3 py-2 text-light-ink">
          {t('difference', { amount: formatMoney(payment.difference_fen) })}
        </p>
      )}
      {payment.entries.length > 0 && <Movements payment={payment} />}
    </div>
  )
}

function ToOrder({ basket_id }: { basket_id: string }) {
  const t = useWords(buyWords)
  const orders = useRead(listOrders, { basket_id: basket_id as never, limit: 2 })
  const [only, ...others] = orders.data?.items ?? []
  const href = only && others.length === 0 ? `/orders/${only.id}` : '/orders'
  return <LinkButton href={href}>{t('see_order')}</LinkButton>
}

type Outcome = 'success' | (typeof OTHERS)[number]
const OTHERS = ['failure', 'late', 'duplicate', 'paid_twice', 'wrong_amount', 'lost', 'never'] as const

function Open({ payment, news, onDone }: PaymentProps) {
  const t = useWords(buyWords)
  const c = useWords(commonWords)
  const { lang } = useView()
  const choose = useCall(chooseSandboxOutcome, onDone)
  const [asked, setAsked] = useState<{ outcome: Outcome; news: number } | null>(null)
  const press = (outcome: Outcome) => {
    setAsked({ outcome, news })
    void choose.run({ payment_id: payment.id, outcome })
  }
  // Until the provider is heard of, nothing has happened: who sees that does not pay a second time.
  const waiting = asked?.news === news && !choose.problem
  const code = payment.last_failure
  const why = code ? (sayIfKnown(buyWords, lang, `failure_${code}`) ?? t('failure_untold')) : null
  return (
    <section className="card flex flex-col gap-4 p-5">
      <p className="flex items-start gap-2 text-13 text-ink-soft">
        <Badge tone="lit">{c('demo')}</Badge> {t('sandbox')}
      </p>
      <p className="flex flex-wrap items-baseline justify-between gap-3">
        <span>{t('total')}</span> <Price fen={payment.amount_fen} size="product" />
      </p>
      {payment.expires_at && (
        <p className="flex items-center gap-2 text-13 text-ink-soft">
          {t('hold_left')} <Countdown until={payment.expires_at} onOver={onDone} />
        </p>
      )}
      {why && (
        <p role="alert" className="rounded-field bg-bad-soft px-3 py-2 text-bad">
          {t('failed', { why })} <span className="text-ink">{t('failed_text')}</span>
        </p>
      )}
      <Refusal problem={choose.problem} />
      <Button
        wide
        size="large"
        pending={waiting && asked.outcome === 'success'}
        onClick={() => press('success')}
      >
        {t('pay_title', { amount: formatMoney(payment.amount_fen) })}
      </Button>
      <Reasons summary={<span className="text-14 text-ink-soft">{t('more_outcomes')}</span>}>
        <div className="grid gap-2 sm:grid-cols-2">
          {OTHERS.map((outcome) => (
            <Button key={outcome} look="secondary" onClick={() => press(outcome)}>
              {t(`out_${outcome}`)}
            </Button>
          ))}
        </div>
      </Reasons>
      <p role="status" className="min-h-10 text-13 text-ink-soft">
        {waiting && (
          <>
            <b className="font-mid">{t('waiting')}</b> {t('waiting_text')}
          </>
        )}
      </p>
    </section>
  )
}

function Movements({ payment }: { payment: PaymentView }) {
  const t = useWords(buyWords)
  const { lang, now } = useView()
  return (
    <Reasons summary={<span className="text-14 text-ink-soft">{t('movements')}</span>}>
      <Table
        caption={t('movements')}
        rows={payment.entries}
        keyOf={(entry) => entry.id}
        columns={[
          { id: 'kind', title: t('cost_item'), heads: true, cell: (entry) => t(`entry_${entry.kind}`) },
          { id: 'at', title: '', numeric: true, cell: (entry) => formatInstant(entry.at, lang, now) },
          { id: 'amount', title: t('total'), numeric: true, cell: (entry) => formatMoney(entry.amount_fen) },
        ]}
      />
    </Reasons>
  )
}

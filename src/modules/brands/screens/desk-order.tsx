// One purchase order in the drawer: its lines, what has been shipped, and what the brand does next with it.
import { useState } from 'react'
import { useWhyNot } from '../../../web/console/me.tsx'
import { Actions, Facts, Section } from '../../../web/console/parts.tsx'
import { Badge } from '../../../web/kit/badge.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { ErrorState, SkeletonRows } from '../../../web/kit/states.tsx'
import { useRead } from '../../../web/query.ts'
import { dayOf, formatDay, formatMoney, formatNumber } from '../../../web/words/format.ts'
import { useLang, useView, useWords } from '../../../web/words/use-words.ts'
import { type BrandOrderLine, type BrandOrderWhole, getBrandOrder } from '../contract.ts'
import { Answer, Despatch } from './order-forms.tsx'
import { brandOrderWords } from './order-words.ts'

const useOrder = (id: string) => useRead(getBrandOrder, { purchase_order_id: id as never })

export function OrderTitle({ id }: { id: string }) {
  return <span translate="no">{useOrder(id).data?.no ?? '…'}</span>
}

export function OrderDetail({ id }: { id: string }) {
  const read = useOrder(id)
  if (read.error) return <ErrorState problem={read.error} onRetry={() => void read.refetch()} />
  if (!read.data) return <SkeletonRows rows={8} />
  return <Shown order={read.data} />
}

const leftOf = (line: BrandOrderLine) => (line.acknowledged_units ?? line.units) - line.despatched_units

function Shown({ order }: { order: BrandOrderWhole }) {
  const t = useWords(brandOrderWords)
  const may = useWhyNot('brand.orders')
  const [doing, setDoing] = useState<'answer' | 'despatch' | null>(null)
  const close = () => setDoing(null)
  const waiting = order.state === 'sent'
  const not_yet = whyNotShip(order)
  return (
    <>
      <Head order={order} />
      <Lines items={order.items} />
      <Notices order={order} />
      {doing === 'answer' && <Answer order={order} onClose={close} />}
      {doing === 'despatch' && <Despatch order={order} leftOf={leftOf} onClose={close} />}
      {doing === null && (
        <Actions>
          <Button
            size="small"
            look={waiting ? 'primary' : 'secondary'}
            why_disabled={waiting ? may : t('why_answered')}
            onClick={() => setDoing('answer')}
          >
            {t('answer')}
          </Button>
          <Button
            size="small"
            look={waiting ? 'secondary' : 'primary'}
            why_disabled={not_yet ? t(not_yet) : may}
            onClick={() => setDoing('despatch')}
          >
            {t('despatch')}
          </Button>
        </Actions>
      )}
    </>
  )
}

function whyNotShip(order: BrandOrderWhole) {
  if (order.state === 'sent') return 'why_not_yet'
  if (order.state === 'closed' || order.state === 'cancelled') return 'why_over'
  return order.items.some((line) => leftOf(line) > 0) ? null : 'why_all_sent'
}

function Head({ order }: { order: BrandOrderWhole }) {
  const t = useWords(brandOrderWords)
  const lang = useLang()
  const { now } = useView()
  return (
    <div className="pb-4">
      <Badge tone={order.state === 'sent' ? 'lit' : 'neutral'}>{t(`st_${order.state}`)}</Badge>
      <Facts
        facts={[
          {
            name: t('to'),
            value: <span translate="no">{lang === 'en' ? order.node_en : order.node_zh}</span>,
          },
          order.sent_at !== null && { name: t('sent_at'), value: formatDay(dayOf(order.sent_at), lang, now) },
          { name: t('expected_on'), value: formatDay(order.expected_on, lang, now) },
          { name: t('total'), value: formatMoney(order.total_fen) },
        ]}
      />
    </div>
  )
}

function Lines({ items }: { items: readonly BrandOrderLine[] }) {
  const t = useWords(brandOrderWords)
  const lang = useLang()
  const figure = (name: string, value: number | null) => (
    <span className="whitespace-nowrap text-ink-soft">
      {name} <b className="num font-mid text-ink">{value === null ? '–' : formatNumber(value)}</b>
    </span>
  )
  return (
    <Section title={t('items')}>
      <ul>
        {items.map((line) => (
          <li key={line.line_no} className="border-b border-line py-2 last:border-b-0">
            <p translate="no">
              <b className="font-mid">{lang === 'en' ? line.name_en : line.name_zh}</b>{' '}
              <span className="text-12 text-ink-soft">{line.code}</span>
            </p>
            <p className="flex flex-wrap gap-x-4 gap-y-1">
              {figure(t('ordered'), line.units)}
              {figure(t('agreed'), line.acknowledged_units)}
              {figure(t('shipped'), line.despatched_units)}
              {figure(t('arrived'), line.good_units)}
              {line.damaged_units > 0 && figure(t('damaged'), line.damaged_units)}
              {line.unit_cost_fen !== null && (
                <span className="text-ink-soft">
                  {t('cost')} <b className="num font-mid text-ink">{formatMoney(line.unit_cost_fen)}</b>
                </span>
              )}
            </p>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Notices({ order }: { order: BrandOrderWhole }) {
  const t = useWords(brandOrderWords)
  const lang = useLang()
  const { now } = useView()
  return (
    <Section title={t('notices')}>
      {order.despatches.length === 0 && <p className="text-ink-soft">{t('none_sent')}</p>}
      <Facts
        facts={order.despatches.map((one) => ({
          name: [one.no, one.carrier, one.tracking_no].filter((part) => part !== null).join(' · '),
          value: `${formatNumber(one.units)} · ${formatDay(one.arrives_on ?? dayOf(one.at), lang, now)}`,
        }))}
      />
    </Section>
  )
}

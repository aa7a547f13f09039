// Goods that customers bring back to this node: check, take in, and the money goes back by itself.
import type { Id } from '../../../platform/types.ts'
import { useWhyNot } from '../../../web/console/me.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { Price } from '../../../web/kit/price.tsx'
import { EmptyState, ErrorState, Refusal, Skeleton } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { Thumb, useGoods } from '../../../web/mobile/goods.tsx'
import { NodeLine, NoNode, useNodeId } from '../../../web/mobile/node.tsx'
import { Card, CardList, CardTitle, LoadingCards, Page } from '../../../web/mobile/parts.tsx'
import { useCommand, useLive, useRead } from '../../../web/query.ts'
import { formatInstant, formatMoney } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import {
  getOrder,
  listOrders,
  type OrderView,
  receiveReturn,
  ReturnReason,
  type ReturnView,
} from '../contract.ts'
import { handOrderWords } from './hand-words.ts'

export default function HandReturns() {
  const t = useWords(handOrderWords)
  const node_id = useNodeId()
  const asked = { node_id: node_id as Id, state: 'returning', limit: 50 } as const
  const read = useRead(listOrders, asked, { enabled: node_id !== '' })
  useLive(node_id ? [`node:${node_id}`] : [], [listOrders, getOrder])
  if (!node_id) return <NoNode />
  return (
    <Page title={t('returns')} subtitle={<NodeLine>{t('returns_lead')}</NodeLine>}>
      {read.error && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
      {!read.error && !read.data && <LoadingCards rows={2} />}
      {read.data?.items.length === 0 && (
        <EmptyState icon="refresh" title={t('no_returns')}>
          {t('no_returns_next')}
        </EmptyState>
      )}
      {read.data && read.data.items.length > 0 && (
        <CardList label={t('open_returns')}>
          {read.data.items.map((order) => (
            <ReturnsOf key={order.id} order_id={order.id} />
          ))}
        </CardList>
      )}
    </Page>
  )
}

function ReturnsOf({ order_id }: { order_id: Id }) {
  const order = useRead(getOrder, { order_id })
  if (order.error) return <ErrorState problem={order.error} onRetry={() => void order.refetch()} />
  if (!order.data) return <Skeleton className="h-48 rounded-shop" />
  const { data } = order
  return data.returns
    .filter((one) => one.state === 'requested')
    .map((one) => <ReturnCard key={one.id} order={data} asked={one} />)
}

function ReturnCard({ order, asked }: { order: OrderView; asked: ReturnView }) {
  const t = useWords(handOrderWords)
  const lang = useLang()
  const lineOf = (line_no: number) => order.lines.find((line) => line.line_no === line_no)
  const first = lineOf(asked.lines[0]?.line_no ?? 1)
  const goods = useGoods(first ? [first.sku_id] : [])
  const known = ReturnReason.options.find((one) => one === asked.reason)
  const why = useWhyNot('store.read')
  const take = useCommand(receiveReturn, {
    onDone: () => toast(t('received', { amount: formatMoney(asked.refund_fen) })),
  })
  return (
    <Card as="li" lit>
      <CardTitle note={t('return_asked', { at: formatInstant(asked.requested_at, lang) })}>
        {t('return_of', { number: order.number.slice(-4) })}
      </CardTitle>
      <div className="flex items-start gap-3">
        <Thumb goods={goods.get(first?.sku_id ?? '')} className="size-20" />
        <div className="min-w-0 grow text-15">
          {asked.lines.map(({ line_no, quantity }) => {
            const line = lineOf(line_no)
            const name = line ? (lang === 'en' ? line.name_en : line.name_zh) : ''
            return (
              <p key={line_no} className="font-mid" translate="no">
                {t('return_line', { name, quantity })}
              </p>
            )
          })}
          <p className="text-ink-soft">{known ? t(`reason_${known}`) : asked.reason}</p>
          <p className="mt-1 flex items-baseline gap-2">
            <span className="text-14 text-ink-soft">{t('return_refund')}</span>
            <Price fen={asked.refund_fen} />
          </p>
        </div>
      </div>
      <div className="border-t border-line pt-2 text-14">
        <p className="font-mid">{t('receive_check')}</p>
        <ul className="list-disc pl-5 text-ink-soft">
          <li>{t('check_same')}</li>
          <li>{t('check_serial')}</li>
          <li>{t('check_parts')}</li>
        </ul>
      </div>
      <Button
        size="large"
        wide
        why_disabled={why}
        pending={take.pending}
        onClick={() => void take.run({ order_id: order.id, return_id: asked.id })}
      >
        {t('receive')}
      </Button>
      <Refusal problem={take.problem} />
    </Card>
  )
}

// What waits for sales today: orders that need somebody, my proposals, stores that do not sell.
import { countRequests } from '../../modules/control/contract.ts'
import { countOrders, type OrderState } from '../../modules/orders/contract.ts'
import { countNodes } from '../../modules/places/contract.ts'
import { listPriceLines } from '../../modules/pricing/contract-lines.ts'
import { Figure, FigureGrid, PlainPage } from '../../web/console/parts.tsx'
import { useLive, useRead } from '../../web/query.ts'
import { dayOf, formatMoney, formatNumber } from '../../web/words/format.ts'
import { useView, useWords } from '../../web/words/use-words.ts'
import type { ReactNode } from 'react'
import { sellingTodayWords } from './today-words.ts'

export default function TodayPage() {
  const t = useWords(sellingTodayWords)
  useLive(['changes:all'], [countRequests])
  return (
    <PlainPage title={t('title')} subtitle={t('lead')}>
      <Group title={t('orders')}>
        <Orders />
      </Group>
      <Group title={t('prices')}>
        <Prices />
      </Group>
      <Group title={t('network')}>
        <Stores />
      </Group>
    </PlainPage>
  )
}

const Group = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="flex flex-col gap-2">
    <h2 className="text-14 font-strong">{title}</h2>
    <FigureGrid>{children}</FigureGrid>
  </section>
)

const waiting: readonly OrderState[] = ['awaiting_choice', 'paid', 'resourcing', 'returning']
const names = {
  awaiting_choice: 'choice',
  paid: 'open',
  resourcing: 'resourcing',
  returning: 'returning',
} as const

function Orders() {
  const t = useWords(sellingTodayWords)
  const { now } = useView()
  const { data } = useRead(countOrders, {}, { refetch_ms: 30_000 })
  const of = (state: OrderState) => data?.states.find((row) => row.state === state)?.count ?? 0
  return (
    <>
      <Figure
        to="/orders"
        search={{ day: dayOf(now) }}
        title={t('placed')}
        value={data ? formatNumber(data.today.placed) : null}
        {...(data ? { note: formatMoney(data.today.total_fen) } : {})}
      />
      {waiting.map((state) => (
        <Figure
          key={state}
          to="/orders"
          search={{ state }}
          title={t(names[state as keyof typeof names])}
          value={data ? formatNumber(of(state)) : null}
          lit={state === 'awaiting_choice' && of(state) > 0}
        />
      ))}
    </>
  )
}

function Prices() {
  const t = useWords(sellingTodayWords)
  const { data } = useRead(countRequests, {})
  const planned = useRead(listPriceLines, { only: 'planned', limit: 100 }).data
  const count = planned && `${planned.items.length}${planned.next ? '+' : ''}`
  return (
    <>
      <Figure
        to="/proposals"
        search={{ state: 'proposed' }}
        title={t('waiting')}
        value={data?.mine.proposed ?? null}
        lit={Boolean(data?.mine.proposed)}
      />
      <Figure
        to="/proposals"
        search={{ state: 'rejected' }}
        title={t('rejected')}
        value={data?.mine.rejected ?? null}
        note={t('days')}
      />
      <Figure
        to="/proposals"
        search={{ state: 'approved' }}
        title={t('approved')}
        value={data?.mine.approved ?? null}
        note={t('days')}
      />
      <Figure to="/prices" search={{ only: 'planned' }} title={t('planned')} value={count ?? null} />
    </>
  )
}

function Stores() {
  const t = useWords(sellingTodayWords)
  const items = useRead(countNodes, {}).data?.items
  const sum = (state: string, field: 'count' | 'online' = 'count') =>
    items?.filter((row) => row.state === state).reduce((total, row) => total + row[field], 0)
  const open = sum('open')
  const online = sum('open', 'online')
  return (
    <>
      <Figure
        to="/network"
        search={{ state: 'open', view: 'map' }}
        title={t('stores')}
        value={open === undefined ? null : formatNumber(open)}
        {...(online === undefined ? {} : { note: t('online', { count: online }) })}
      />
      <Figure to="/network" search={{ state: 'paused' }} title={t('paused')} value={sum('paused') ?? null} />
    </>
  )
}

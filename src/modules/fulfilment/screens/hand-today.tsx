// The day of a store as a short list: what is most urgent with its reasons, then the rest, each opening
// its page.
import type { ReactNode } from 'react'
import { listRequests } from '../../control/contract.ts'
import { listOrders } from '../../orders/contract.ts'
import { listStock } from '../../stock/contract.ts'
import { useMe } from '../../../web/console/me.tsx'
import { EmptyState, ErrorState } from '../../../web/kit/states.tsx'
import { useNow } from '../../../web/kit/timeline.tsx'
import { useGoods } from '../../../web/mobile/goods.tsx'
import { useTellCount } from '../../../web/mobile/counts.ts'
import { NodeLine, NoNode, useNode, useNodeId } from '../../../web/mobile/node.tsx'
import { Card, LinkRow, LoadingCards, Page, Rows, Sums, Tag } from '../../../web/mobile/parts.tsx'
import { useLive, useRead } from '../../../web/query.ts'
import { formatDuration, formatInstant, formatMoney, formatTime } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import type { IconName } from '../../../web/kit/icons.tsx'
import type { Id } from '../../../platform/types.ts'
import { getIncome, listTasks, type TaskSummary } from '../contract.ts'
import { listOf, soonestFirst, TaskKeys, useCounts } from './hand-queue.tsx'
import { deadlineOf, TaskHead } from './hand-task-parts.tsx'
import { handFulfilmentWords } from './hand-words.ts'

const low_max = 20

export default function HandToday() {
  const node_id = useNodeId()
  useLive(node_id ? [`node:${node_id}`] : [])
  return node_id ? <Today node_id={node_id} /> : <NoNode />
}

function Today({ node_id }: { node_id: string }) {
  const t = useWords(handFulfilmentWords)
  const { counts, problem } = useCounts(node_id)
  const tasks = useRead(listTasks, { node_id: node_id as Id, limit: 60 })
  const todo = soonestFirst((tasks.data?.items ?? []).filter((task) => listOf(task) === 'todo'))
  const things = useThings(node_id, todo)
  const known = counts !== undefined && tasks.data !== undefined
  const must = things.filter((thing) => thing.must)
  const count = must.length + (todo.length > 0 ? 1 : 0)
  useTellCount('today', known ? count : undefined)
  const title = !known ? '…' : count > 0 ? t('today_things', { count }) : t('today_clear')
  return (
    <Page title={title} subtitle={<Subtitle />}>
      <SumsToday node_id={node_id} />
      {(problem ?? tasks.error) && (
        <ErrorState problem={(problem ?? tasks.error)!} onRetry={() => void tasks.refetch()} />
      )}
      {!known && !problem && !tasks.error && <LoadingCards rows={3} />}
      {known && (
        <div className="grid gap-3 lg:grid-cols-2 lg:items-start">
          {todo[0] && <Urgent task={todo[0]} />}
          <div className="flex flex-col gap-3">
            {things.map((thing) => (
              <ThingRow key={thing.id} thing={thing} />
            ))}
            {count === 0 && (
              <EmptyState icon="check" title={t('today_clear')}>
                {t('today_clear_note')}
              </EmptyState>
            )}
          </div>
        </div>
      )}
    </Page>
  )
}

function Subtitle() {
  const t = useWords(handFulfilmentWords)
  const now = useNow(20_000)
  return (
    <span className="num">
      <NodeLine>{t('now_is', { time: formatTime(now) })}</NodeLine>
    </span>
  )
}

function SumsToday({ node_id }: { node_id: string }) {
  const t = useWords(handFulfilmentWords)
  const income = useRead(getIncome, { node_id: node_id as Id }).data
  const money = (fen: number | undefined) => (fen === undefined ? '…' : formatMoney(fen))
  return (
    <Sums
      sums={[
        { id: 'today', value: money(income?.today.sales_fen), name: t('sold_today') },
        { id: 'month', value: money(income?.month.sales_fen), name: t('sold_month') },
        {
          id: 'orders',
          value: income ? t('orders_n', { count: income.today.orders }) : '…',
          name: t('orders_today'),
        },
      ]}
    />
  )
}

/** The first of them all: what to press, and why it is first. */
function Urgent({ task }: { task: TaskSummary }) {
  const t = useWords(handFulfilmentWords)
  const lang = useLang()
  const goods = useGoods([task.first_sku_id])
  const now = useNow(10_000)
  const running = deadlineOf(task)
  const late = running !== null && Date.parse(running.until) < now
  return (
    <Card lit label={t('urgent_why')}>
      <TaskHead task={task} goods={goods.get(task.first_sku_id)} />
      <div className="border-t border-line pt-2">
        <p className="text-14 font-mid">{late ? t('why_late') : t('why_soonest')}</p>
        <Rows
          rows={[
            running && {
              name: task.state === 'waiting' ? t('accept_by') : t('hand_over_by'),
              value: formatInstant(running.until, lang, now),
            },
            { name: t('waits'), value: formatDuration(Math.max(0, now - Date.parse(task.opened_at)), lang) },
            { name: t('amount'), value: formatMoney(task.total_fen) },
          ]}
        />
      </div>
      <TaskKeys task={task} bold />
    </Card>
  )
}

type Thing = {
  id: string
  icon: IconName
  title: string
  note: string
  to: string
  search?: object
  must: boolean
}

/** Everything else that waits at this node, each only when there is some of it. */
function useThings(node_id: string, todo: readonly TaskSummary[]): Thing[] {
  const orders = useOrderThings(node_id, todo.slice(1))
  const shelf = useShelfThings(node_id)
  return [...orders, ...shelf].filter((thing) => thing !== null)
}

function useOrderThings(node_id: string, rest: readonly TaskSummary[]): (Thing | null)[] {
  const t = useWords(handFulfilmentWords)
  const lang = useLang()
  const { counts } = useCounts(node_id)
  const back = useRead(listOrders, { node_id: node_id as Id, state: 'returning', limit: 20 }).data
  const of = (...states: TaskSummary['state'][]) => rest.filter(({ state }) => states.includes(state))
  const first = (tasks: readonly TaskSummary[]) => {
    const until = tasks[0] && deadlineOf(tasks[0])?.until
    return { time: until ? formatInstant(until, lang) : '' }
  }
  const [accept, pick, packed] = [of('waiting'), of('accepted', 'picking'), of('packed')]
  const thing = (id: string, icon: IconName, count: number, title: string, note: string, must = true) =>
    count === 0 ? null : { id, icon, title, note, to: '/orders', must }
  const road = counts?.on_the_way ?? 0
  const returned = back?.items.length ?? 0
  const onRoad = thing('road', 'van', road, t('thing_road', { count: road }), t('thing_road_note'), false)
  const taken = thing('back', 'box', returned, t('thing_return', { count: returned }), t('thing_return_note'))
  return [
    thing(
      'accept',
      'order',
      accept.length,
      t('thing_accept', { count: accept.length }),
      t('thing_accept_note', first(accept)),
    ),
    thing(
      'pick',
      'scan',
      pick.length,
      t('thing_pick', { count: pick.length }),
      t('thing_pick_note', first(pick)),
    ),
    thing(
      'packed',
      'van',
      packed.length,
      t('thing_packed', { count: packed.length }),
      t('thing_packed_note'),
    ),
    taken && { ...taken, to: '/returns' },
    onRoad && { ...onRoad, search: { list: 'road' } },
  ]
}

function useShelfThings(node_id: string): (Thing | null)[] {
  const t = useWords(handFulfilmentWords)
  const me = useMe()
  const node = useNode()
  const low = useRead(listStock, { node_id: node_id as Id, low: 'true', limit: low_max }).data
  const waiting = useRead(listRequests, {
    state: 'proposed',
    mine: 'true',
    kind: 'stock.adjustment',
    limit: 20,
  }).data
  const changes = waiting?.items.length ?? 0
  const few = low?.items.length ?? 0
  const asks = node !== null && node.kind === 'store' && !node.sells_online
  return [
    asks && me.permissions.includes('places.own_store')
      ? {
          id: 'consent',
          icon: 'store',
          title: t('thing_consent'),
          note: t('thing_consent_note'),
          to: '/store',
          must: true,
        }
      : null,
    few > 0
      ? {
          id: 'low',
          icon: 'box',
          title: low?.next ? t('thing_low_many', { count: few }) : t('thing_low', { count: few }),
          note: t('thing_low_note'),
          to: '/stock',
          search: { low: 'true' },
          must: false,
        }
      : null,
    changes > 0
      ? {
          id: 'change',
          icon: 'people',
          title: t('thing_change', { count: changes }),
          note: t('thing_change_note'),
          to: '/stock',
          search: { list: 'waiting' },
          must: false,
        }
      : null,
  ]
}

function ThingRow({ thing }: { thing: Thing }): ReactNode {
  const t = useWords(handFulfilmentWords)
  return (
    <LinkRow
      to={thing.to}
      {...(thing.search ? { search: thing.search as Record<string, string> } : {})}
      icon={thing.icon}
      title={
        // Beside the words where there is room, under them on a phone.
        <span className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
          {thing.title}
          <Tag tone={thing.must ? 'lit' : 'quiet'}>{thing.must ? t('must') : t('info')}</Tag>
        </span>
      }
      note={thing.note}
    />
  )
}

// The queue of a store or warehouse: what to handle, what is on the way, what is done; new orders come by
// themselves.
import type { ReactNode } from 'react'
import { useAddress } from '../../../web/console/address.ts'
import { Button } from '../../../web/kit/button.tsx'
import { EmptyState, ErrorState } from '../../../web/kit/states.tsx'
import { useTellCount } from '../../../web/mobile/counts.ts'
import { useGoods } from '../../../web/mobile/goods.tsx'
import { mobileWords } from '../../../web/mobile/mobile-words.ts'
import { NodeLine, NoNode, useNodeId } from '../../../web/mobile/node.tsx'
import { Card, CardList, LoadingCards, Page, Segments } from '../../../web/mobile/parts.tsx'
import { useLive, usePages, useRead } from '../../../web/query.ts'
import { useWords } from '../../../web/words/use-words.ts'
import type { Id } from '../../../platform/types.ts'
import { listTasks, type TaskSummary } from '../contract.ts'
import { deadlineOf, FailButton, NextButton, TaskHead } from './hand-task-parts.tsx'
import { handFulfilmentWords } from './hand-words.ts'

const lists = ['todo', 'road', 'done'] as const
type List = (typeof lists)[number]

export function listOf({ state }: TaskSummary): List {
  if (state === 'handed_over' || state === 'delivering') return 'road'
  return state === 'delivered' || state === 'failed' || state === 'cancelled' ? 'done' : 'todo'
}

/** How much waits at the node; kept fresh by the node's own events. */
export function useCounts(node_id: string) {
  const counts = useRead(listTasks, { node_id: node_id as Id, limit: 1 }, { enabled: node_id !== '' })
  const told = counts.data?.counts
  const todo = told && told.waiting + told.preparing + told.packed
  useTellCount('orders', todo)
  return { counts: told, todo, problem: counts.error }
}

export default function HandQueue() {
  const t = useWords(handFulfilmentWords)
  const node_id = useNodeId()
  const { query, set } = useAddress()
  const list = lists.find((id) => id === query.list) ?? 'todo'
  const { counts, todo } = useCounts(node_id)
  useLive(node_id ? [`node:${node_id}`] : [], [listTasks])
  if (!node_id) return <NoNode />
  const waiting = counts?.waiting ?? 0
  const title =
    waiting > 0 ? t('to_accept', { count: waiting }) : todo ? t('to_do', { count: todo }) : t('queue')
  return (
    <Page title={title} subtitle={<NodeLine>{t('over_time_goes_on')}</NodeLine>}>
      <Segments
        label={t('queue')}
        value={list}
        onChange={(id) => set({ list: id === 'todo' ? undefined : id }, true)}
        segments={[
          { id: 'todo', title: t('todo'), count: todo },
          { id: 'road', title: t('road'), count: counts?.on_the_way },
          { id: 'done', title: t('done') },
        ]}
      />
      <TaskList key={list} node_id={node_id} list={list} />
    </Page>
  )
}

/** By the deadline that runs now; what has none keeps its place. */
export const soonestFirst = (tasks: readonly TaskSummary[]) =>
  tasks.toSorted((a, b) => (deadlineOf(a)?.until ?? '').localeCompare(deadlineOf(b)?.until ?? ''))

function TaskList({ node_id, list }: { node_id: string; list: List }) {
  const t = useWords(handFulfilmentWords)
  const m = useWords(mobileWords)
  const open = list === 'done' ? 'false' : 'true'
  const pages = usePages(listTasks, { node_id: node_id as Id, limit: 60, open })
  const tasks = soonestFirst(pages.items.filter((task) => listOf(task) === list))
  const goods = useGoods(tasks.map((task) => task.first_sku_id))
  if (pages.problem) return <ErrorState problem={pages.problem} onRetry={pages.reload} />
  if (pages.loading) return <LoadingCards />
  const more = pages.has_more && (
    <Button look="secondary" pending={pages.loading_more} onClick={pages.more}>
      {m('show_more')}
    </Button>
  )
  if (tasks.length === 0) {
    return (
      <>
        <Nothing list={list} />
        {more}
      </>
    )
  }
  return (
    <>
      <CardList label={t(list)}>
        {tasks.map((task, at) => (
          <Card key={task.id} as="li" lit={list === 'todo' && at === 0}>
            <TaskHead task={task} goods={goods.get(task.first_sku_id)} />
            <TaskKeys task={task} bold={list !== 'todo' || at === 0} />
          </Card>
        ))}
      </CardList>
      {more}
    </>
  )
}

/** The main button; where the order may still be refused, saying so stands beside it, smaller. */
export function TaskKeys({ task, bold }: { task: TaskSummary; bold: boolean }): ReactNode {
  if (listOf(task) === 'done') return null
  if (task.state !== 'waiting') return <NextButton task={task} bold={bold} />
  return (
    <div className="grid grid-cols-[auto_1fr] gap-3">
      <FailButton task={task} />
      <div className="flex flex-col gap-2">
        <NextButton task={task} bold={bold} />
      </div>
    </div>
  )
}

function Nothing({ list }: { list: List }) {
  const t = useWords(handFulfilmentWords)
  if (list === 'road') return <EmptyState icon="van" title={t('nothing_road')} />
  if (list === 'done') return <EmptyState icon="check" title={t('nothing_done')} />
  return (
    <EmptyState icon="check" title={t('nothing_to_do')}>
      {t('nothing_next')}
    </EmptyState>
  )
}

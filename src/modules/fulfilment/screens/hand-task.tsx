// One order in hand: pick it by scan, hand it over, bring it; all it needs on one page.
import { Link } from '@tanstack/react-router'
import { useParam } from '../../../web/console/address.ts'
import { ErrorState } from '../../../web/kit/states.tsx'
import { Steps } from '../../../web/kit/timeline.tsx'
import { Icon } from '../../../web/kit/icons.tsx'
import { useGoods } from '../../../web/mobile/goods.tsx'
import { Card, CardTitle, LoadingCards, Page, Rows } from '../../../web/mobile/parts.tsx'
import { useLive, useRead } from '../../../web/query.ts'
import { formatInstant, formatList, formatMoney } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import type { Id } from '../../../platform/types.ts'
import { getTask, type TaskState, type TaskView } from '../contract.ts'
import { PickPanel } from './hand-pick.tsx'
import { CountyName, FailButton, NextButton, shortNumber, TaskHead } from './hand-task-parts.tsx'
import { handFulfilmentWords } from './hand-words.ts'

const stepOf: Readonly<Record<TaskState, number>> = {
  waiting: 0,
  accepted: 1,
  picking: 1,
  packed: 2,
  handed_over: 3,
  delivering: 3,
  delivered: 4,
  failed: -1,
  cancelled: -1,
}

export default function HandTask() {
  const t = useWords(handFulfilmentWords)
  const fulfilment_id = useParam('id') as Id
  const read = useRead(getTask, { fulfilment_id })
  const task = read.data
  useLive(task ? [`node:${task.node_id}`] : [], [getTask])
  const back = { to: '/orders', label: t('back_to_queue') }
  if (read.error && !task) {
    return (
      <Page title={t('queue')} back={back}>
        <ErrorState problem={read.error} onRetry={() => void read.refetch()} />
      </Page>
    )
  }
  if (!task) {
    return (
      <Page title="…" back={back}>
        <LoadingCards rows={3} />
      </Page>
    )
  }
  return (
    <Page
      title={t('number_of', { number: shortNumber(task.number) })}
      subtitle={t(`state_${task.state}`)}
      back={back}
    >
      <TaskBody task={task} />
    </Page>
  )
}

function TaskBody({ task }: { task: TaskView }) {
  const t = useWords(handFulfilmentWords)
  const goods = useGoods(task.lines.map((line) => line.sku_id))
  const picking = task.state === 'accepted' || task.state === 'picking'
  const names = [t('step_accept'), t('step_pick'), t('step_hand_over'), t('step_deliver')]
  return (
    <>
      {stepOf[task.state] >= 0 && <Steps names={names} at={stepOf[task.state]} />}
      <div className="grid gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] lg:items-start">
        <div className="flex flex-col gap-4">
          {picking ? (
            <PickPanel task={task} goods={goods} />
          ) : (
            <Card>
              <TaskHead task={task} goods={goods.get(task.first_sku_id)} />
              <NextButton task={task} bold />
              {(task.state === 'failed' || task.state === 'cancelled') && <Ended task={task} />}
            </Card>
          )}
          <FailButton task={task} wide />
        </div>
        <div className="flex flex-col gap-4">
          <Recipient task={task} />
          {!picking && <Lines task={task} />}
          <Times task={task} />
          <LabelLink task={task} />
        </div>
      </div>
    </>
  )
}

function Ended({ task }: { task: TaskView }) {
  const t = useWords(handFulfilmentWords)
  const reasons = ['not_found', 'damaged', 'too_busy', 'closed'] as const
  const reason = reasons.find((one) => one === task.failure)
  const why = reason ? t(`reason_${reason}`) : task.failure === 'no_answer' ? t('failure_no_answer') : ''
  return (
    <p className="text-15 text-ink-soft">
      {why && <>{why} · </>}
      {t('not_counted')}
    </p>
  )
}

function Recipient({ task }: { task: TaskView }) {
  const t = useWords(handFulfilmentWords)
  const to = task.recipient
  if (!to) return null
  return (
    <Card>
      <CardTitle>{t('recipient')}</CardTitle>
      <div className="flex items-start gap-3">
        <div className="min-w-0 grow text-16" translate="no">
          <p className="font-mid">{to.name}</p>
          <p className="num text-15">{to.phone}</p>
          <p className="text-15 text-ink-soft">
            <CountyName code={task.county_code} whole /> {to.line}
          </p>
        </div>
        {!to.masked && (
          <a
            href={`tel:${to.phone}`}
            className="inline-flex min-h-[46px] shrink-0 items-center gap-2 whitespace-nowrap rounded-shop border border-line-firm px-4 text-15 font-mid text-action"
          >
            <Icon name="phone" size={18} /> {t('call')}
          </a>
        )}
      </div>
      {to.masked && <p className="text-13 text-ink-soft">{t('recipient_hidden')}</p>}
    </Card>
  )
}

function Lines({ task }: { task: TaskView }) {
  const t = useWords(handFulfilmentWords)
  const lang = useLang()
  return (
    <Card>
      <CardTitle note={t('units', { count: task.units })}>{t('lines')}</CardTitle>
      <ul className="flex flex-col gap-2">
        {task.lines.map((line) => (
          <li key={line.line_no} className="flex justify-between gap-4 text-15">
            <span translate="no">
              {lang === 'en' ? line.name_en : line.name_zh}
              <small className="block text-13 text-ink-soft">{line.code}</small>
              {line.serials.length > 0 && (
                <small className="block text-13 text-ink-soft">
                  {t('serials', { serials: formatList(line.serials, lang) })}
                </small>
              )}
            </span>
            <span className="num whitespace-nowrap">× {line.quantity}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Times({ task }: { task: TaskView }) {
  const t = useWords(handFulfilmentWords)
  const lang = useLang()
  return (
    <Card>
      <CardTitle>{t('times')}</CardTitle>
      <Rows
        rows={[
          { name: t('opened'), value: formatInstant(task.opened_at, lang) },
          task.state === 'waiting' && { name: t('accept_by'), value: formatInstant(task.accept_by, lang) },
          { name: t('hand_over_by'), value: formatInstant(task.hand_over_by, lang) },
          { name: t('amount'), value: formatMoney(task.total_fen) },
        ]}
      />
    </Card>
  )
}

const LabelLink = ({ task }: { task: TaskView }) => {
  const t = useWords(handFulfilmentWords)
  if (task.state === 'failed' || task.state === 'cancelled') return null
  return (
    <Link
      to="/orders/$id/label"
      params={{ id: task.id } as never}
      className="inline-flex min-h-[50px] items-center justify-center gap-2 rounded-shop border border-line-firm px-6 text-16 font-mid text-action hover:bg-action-soft"
    >
      <Icon name="print" /> {t('label')}
    </Link>
  )
}

// What queue, task and today share: the card of a task, what to press next, and saying that it cannot be
// done.
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { getDistrict } from '../../places/contract.ts'
import { useMe, useWhyNot } from '../../../web/console/me.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { Sheet } from '../../../web/kit/dialog.tsx'
import { Refusal } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { type Goods, Thumb } from '../../../web/mobile/goods.tsx'
import { Tag } from '../../../web/mobile/parts.tsx'
import { PickOne } from '../../../web/mobile/pick-one.tsx'
import { Ring } from '../../../web/mobile/ring.tsx'
import { useCommand, useRead } from '../../../web/query.ts'
import { formatWindow, nameIn } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import {
  acceptTask,
  deliverTask,
  departTask,
  FailureReason,
  failTask,
  getTask,
  HandedTo,
  handOverTask,
  listTasks,
  type TaskSummary,
} from '../contract.ts'
import { handFulfilmentWords } from './hand-words.ts'

const refreshes = [listTasks, getTask]

/** Which deadline runs now, and since when; null once the goods are gone. */
export function deadlineOf(task: TaskSummary): { from: string; until: string } | null {
  if (task.state === 'waiting') return { from: task.opened_at, until: task.accept_by }
  if (['accepted', 'picking', 'packed'].includes(task.state)) {
    return { from: task.accepted_at ?? task.opened_at, until: task.hand_over_by }
  }
  return null
}

export function usePromise(task: Pick<TaskSummary, 'promised_from' | 'promised_to'>): string {
  const t = useWords(handFulfilmentWords)
  const lang = useLang()
  if (!task.promised_from || !task.promised_to) return t('promised_none')
  return t('promised', { window: formatWindow(task.promised_from, task.promised_to, lang) })
}

/** `whole`: with its city and province, as an address needs it. */
export function CountyName({ code, whole = false }: { code: string; whole?: boolean }) {
  const lang = useLang()
  const district = useRead(getDistrict, { code }, { refetch_ms: 0 }).data
  const full = district && (lang === 'en' ? district.full_name_en : district.full_name_zh)
  return <span translate="no">{district ? (whole ? full : nameIn(lang, district)) : '…'}</span>
}

/** Drawing, name, place and promise of a task, with the time that runs. */
export function TaskHead({ task, goods }: { task: TaskSummary; goods: Goods | undefined }) {
  const t = useWords(handFulfilmentWords)
  const lang = useLang()
  const promise = usePromise(task)
  const running = deadlineOf(task)
  return (
    <div className="flex items-start gap-3">
      <Thumb goods={goods} className="size-20" />
      <div className="min-w-0 grow">
        <h2 className="text-16 leading-snug font-strong">
          <Link
            to="/orders/$id"
            params={{ id: task.id } as never}
            className="inline-flex min-h-11 items-center text-ink"
            translate="no"
          >
            {nameIn(lang, { name_zh: task.first_name_zh, name_en: task.first_name_en })}
          </Link>
        </h2>
        <p className="num mt-1 line-clamp-1 text-14 text-ink-soft">
          {t('number_of', { number: shortNumber(task.number) })}
          {task.units > 1 && <> · {t('units', { count: task.units })}</>} ·{' '}
          <CountyName code={task.county_code} />
        </p>
        <p className="num text-14 text-ink-soft">{promise}</p>
        <p className="mt-1 flex flex-wrap gap-1">
          {!running && <Tag tone={stateTones[task.state] ?? 'quiet'}>{t(`state_${task.state}`)}</Tag>}
          {task.needs_install && <Tag>{t('needs_install')}</Tag>}
          {task.channel === 'counter' && <Tag>{t('agency')}</Tag>}
        </p>
      </div>
      {running && <Ring {...running} />}
    </div>
  )
}
const stateTones = { delivered: 'good', failed: 'bad', delivering: 'lit', handed_over: 'lit' } as Partial<
  Record<TaskSummary['state'], 'good' | 'bad' | 'lit'>
>
/** People read the end of a number to each other. */
export const shortNumber = (number: string) => number.slice(-4)

/** The one thing to press for a task as it stands; `bold` when it is the first of its list. */
export function NextButton({ task, bold }: { task: TaskSummary; bold: boolean }) {
  const t = useWords(handFulfilmentWords)
  const [handing, setHanding] = useState(false)
  const look = bold ? 'primary' : 'secondary'
  if (task.state === 'waiting') return <AcceptButton task={task} />
  if (task.state === 'accepted' || task.state === 'picking') {
    const left = task.units - task.picked_units
    const text = task.picked_units > 0 ? t('go_on_picking', { left }) : t('pick')
    return <TaskLink id={task.id} text={text} bold={bold} />
  }
  if (task.state === 'packed') {
    return (
      <>
        <Button size="large" wide look={look} onClick={() => setHanding(true)}>
          {t('hand_over')}
        </Button>
        <HandOverSheet task={task} open={handing} onClose={() => setHanding(false)} />
      </>
    )
  }
  if (task.state === 'handed_over' && task.handed_to === 'crew') {
    return <p className="text-14 text-ink-soft">{t('crew_closes')}</p>
  }
  if (task.state === 'handed_over' || task.state === 'delivering') return <RoadButtons task={task} />
  return null
}

const TaskLink = ({ id, text, bold }: { id: string; text: string; bold: boolean }) => (
  <Link
    to="/orders/$id"
    params={{ id } as never}
    className={`inline-flex min-h-[50px] w-full items-center justify-center rounded-shop px-6 text-16 font-mid ${
      bold
        ? 'bg-action text-on-action hover:bg-action-press'
        : 'border border-line-firm text-action hover:bg-action-soft'
    }`}
  >
    {text}
  </Link>
)

function AcceptButton({ task }: { task: TaskSummary }) {
  const t = useWords(handFulfilmentWords)
  const why = useWhyNot('fulfilment.work')
  const accept = useCommand(acceptTask, {
    refreshes,
    onDone: () => toast(t('accepted_toast', { number: shortNumber(task.number) })),
  })
  return (
    <>
      <Button
        size="large"
        wide
        why_disabled={why}
        pending={accept.pending}
        onClick={() => void accept.run({ fulfilment_id: task.id })}
      >
        {t('accept')}
      </Button>
      <Refusal problem={accept.problem} />
    </>
  )
}

function RoadButtons({ task }: { task: TaskSummary }) {
  const t = useWords(handFulfilmentWords)
  const number = shortNumber(task.number)
  const depart = useCommand(departTask, { refreshes, onDone: () => toast(t('departed_toast', { number })) })
  const deliver = useCommand(deliverTask, {
    refreshes,
    onDone: () => toast(t('delivered_toast', { number })),
  })
  const input = { fulfilment_id: task.id }
  return (
    <>
      <div className="flex gap-3">
        {task.state === 'handed_over' && (
          <Button
            size="large"
            look="secondary"
            className="flex-1"
            pending={depart.pending}
            onClick={() => void depart.run(input)}
          >
            {t('depart')}
          </Button>
        )}
        <Button
          size="large"
          className="flex-1"
          pending={deliver.pending}
          onClick={() => void deliver.run(input)}
        >
          {t('deliver')}
        </Button>
      </div>
      <Refusal problem={depart.problem ?? deliver.problem} />
    </>
  )
}

type SheetProps = { task: TaskSummary; open: boolean; onClose: () => void }

function HandOverSheet({ task, open, onClose }: SheetProps) {
  const t = useWords(handFulfilmentWords)
  const [to, setTo] = useState<HandedTo>(task.needs_install ? 'crew' : 'courier')
  const hand = useCommand(handOverTask, {
    refreshes,
    onDone: () => {
      toast(t('handed_toast', { number: shortNumber(task.number) }))
      onClose()
    },
  })
  const run = () => void hand.run({ fulfilment_id: task.id, to })
  return (
    <Sheet
      open={open}
      onClose={onClose}
      title={t('to_whom')}
      description={t('number_of', { number: task.number })}
      actions={
        <Button size="large" wide pending={hand.pending} onClick={run}>
          {t('hand_over_confirm')}
        </Button>
      }
    >
      <PickOne
        label={t('to_whom')}
        name="handed-to"
        value={to}
        choices={HandedTo.options
          .filter((option) => option !== 'crew' || task.needs_install)
          .map((option) => ({ value: option, title: t(`to_${option}`) }))}
        onChange={(value) => setTo(value as HandedTo)}
      />
      <Refusal problem={hand.problem} />
    </Sheet>
  )
}

/** Quiet beside the main button: the store says so, with a reason, and the house looks for another one. */
export function FailButton({ task, wide = false }: { task: TaskSummary; wide?: boolean }): ReactNode {
  const t = useWords(handFulfilmentWords)
  const may = useMe().permissions.includes('fulfilment.work')
  const [open, setOpen] = useState(false)
  if (!may || !['waiting', 'accepted', 'picking', 'packed'].includes(task.state)) return null
  return (
    <>
      <Button size="large" look="secondary" wide={wide} onClick={() => setOpen(true)}>
        {t('fail')}
      </Button>
      <FailSheet task={task} open={open} onClose={() => setOpen(false)} />
    </>
  )
}

function FailSheet({ task, open, onClose }: SheetProps) {
  const t = useWords(handFulfilmentWords)
  const [reason, setReason] = useState<FailureReason>('not_found')
  const fail = useCommand(failTask, {
    refreshes,
    onDone: () => {
      toast(t('failed_toast'))
      onClose()
    },
  })
  const run = () => void fail.run({ fulfilment_id: task.id, reason })
  const asks = reason === 'not_found' || reason === 'damaged'
  return (
    <Sheet
      open={open}
      onClose={onClose}
      title={t('fail_title')}
      description={t('fail_note')}
      actions={
        <Button size="large" look="danger" wide pending={fail.pending} onClick={run}>
          {t('fail_confirm')}
        </Button>
      }
    >
      <PickOne
        label={t('reason')}
        name="reason"
        value={reason}
        choices={FailureReason.options.map((option) => ({ value: option, title: t(`reason_${option}`) }))}
        onChange={(value) => setReason(value as FailureReason)}
      />
      {asks && <p className="mt-2 text-14 text-ink-soft">{t('stock_will_ask')}</p>}
      <Refusal problem={fail.problem} />
    </Sheet>
  )
}

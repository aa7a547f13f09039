// One store or warehouse at the desk: its facts, and changing them with a look at what changes first.
import { type FormEvent, type ReactNode, useState } from 'react'
import { changesOf, Diff } from '../../../web/console/diff.tsx'
import { useWhyNot } from '../../../web/console/me.tsx'
import { Facts, Section } from '../../../web/console/parts.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { Select, TextField } from '../../../web/kit/field.tsx'
import { ErrorState, Refusal, SkeletonRows } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { useCommand, useRead } from '../../../web/query.ts'
import { commonWords } from '../../../web/words/common.ts'
import { formatDistance, nameIn } from '../../../web/words/format.ts'
import { fieldError } from '../../../web/words/refusals.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { countNodes, editNode, getNode, listNodes, type Node, nodeNames } from '../contract.ts'
import { useCities, useNodeNames } from './desk-names.ts'
import { clockOf, StateBadge } from './desk-node-parts.tsx'
import { formatWords, placesWords } from './places-words.ts'

type Props = { id: string; more: (node: Node) => ReactNode }

export function NodeDetail({ id, more }: Props) {
  const t = useWords(placesWords)
  const read = useRead(getNode, { node_id: id as never })
  const why = useWhyNot('places.edit')
  const [editing, setEditing] = useState(false)
  if (read.error) return <ErrorState problem={read.error} onRetry={() => void read.refetch()} />
  if (!read.data) return <SkeletonRows rows={7} />
  const node = read.data
  if (editing) return <Edit node={node} onClose={() => setEditing(false)} />
  const edit = (
    <Button size="small" look="secondary" why_disabled={why} onClick={() => setEditing(true)}>
      {t('edit')}
    </Button>
  )
  return (
    <>
      <NodeFacts node={node} action={edit} />
      {more(node)}
    </>
  )
}

/** Also of a node that the list has not come to. */
export function NodeTitle({ id }: { id: string }) {
  const lang = useLang()
  const node = useRead(getNode, { node_id: id as never }).data
  return <span translate="no">{node ? nameIn(lang, node) : '…'}</span>
}

function NodeFacts({ node, action }: { node: Node; action: ReactNode }) {
  const t = useWords(placesWords)
  const f = useWords(formatWords)
  const lang = useLang()
  const { cityName } = useCities()
  const { nodeName } = useNodeNames(node.warehouse_id ? [node.warehouse_id] : [])
  const address = lang === 'en' ? node.address_en : node.address_zh
  const list = node.services.map((one) => t(`service_${one}`)).join(' · ')
  return (
    <Section title={f(node.format)} note={<StateBadge state={node.state} />}>
      <Facts
        facts={[
          { name: t('city'), value: cityName(node.city_code) },
          { name: t('address'), value: <span translate="no">{address}</span> },
          { name: t('phone'), value: node.phone },
          { name: t('hours'), value: `${clockOf(node.opens_minute)}–${clockOf(node.closes_minute)}` },
          { name: t('capacity'), value: t('capacity_of', { n: node.capacity_per_day }) },
          { name: t('radius'), value: formatDistance(node.service_radius_m, lang) },
          { name: t('trade'), value: t(`trade_${node.trade_mode}`) },
          node.warehouse_id !== null && {
            name: t('warehouse'),
            value: <span translate="no">{nodeName(node.warehouse_id)}</span>,
          },
          { name: t('online'), value: t(node.sells_online ? 'online_yes' : 'online_no') },
          { name: t('protected'), value: node.protected_default },
          list !== '' && { name: t('services'), value: list },
        ]}
      />
      <div className="pt-3">{action}</div>
    </Section>
  )
}

/** What the planner may change, as the form holds it. */
type Draft = Pick<
  Node,
  | 'name_zh'
  | 'name_en'
  | 'address_zh'
  | 'address_en'
  | 'phone'
  | 'opens_minute'
  | 'closes_minute'
  | 'capacity_per_day'
  | 'service_radius_m'
  | 'state'
>

const minutesOf = (text: string) => {
  const [hours = '0', minutes = '0'] = text.split(':')
  return Number(hours) * 60 + Number(minutes)
}

function readDraft(form: FormData): Draft {
  const value = (name: string) => String(form.get(name) ?? '').trim()
  // A clock cannot show 24:00; midnight as the closing hour is the end of the day.
  const closes_minute = minutesOf(value('closes')) || 1440
  return {
    name_zh: value('name_zh'),
    name_en: value('name_en'),
    address_zh: value('address_zh'),
    address_en: value('address_en'),
    phone: value('phone'),
    opens_minute: minutesOf(value('opens')),
    closes_minute,
    capacity_per_day: Number(value('capacity')),
    service_radius_m: Math.round(Number(value('radius')) * 1000),
    state: value('state') as Node['state'],
  }
}

function Edit({ node, onClose }: { node: Node; onClose: () => void }) {
  const t = useWords(placesWords)
  const [draft, setDraft] = useState<Draft | null>(null)
  const save = useCommand(editNode, {
    refreshes: [getNode, listNodes, nodeNames, countNodes],
    onDone: () => {
      toast(t('saved'))
      onClose()
    },
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setDraft(readDraft(new FormData(event.currentTarget)))
  }
  return (
    <Section title={t('edit')} note={t('edit_lead')}>
      <form hidden={draft !== null} className="flex flex-col gap-3" onSubmit={submit}>
        <Fields node={node} problem={save.problem} />
        <Buttons label={t('review')} onCancel={onClose} />
      </form>
      {draft && (
        <Review
          node={node}
          draft={draft}
          pending={save.pending}
          onBack={() => setDraft(null)}
          onSave={(change) =>
            void save.run({ node_id: node.id, ...change }).then((saved) => !saved && setDraft(null))
          }
        />
      )}
      <Refusal problem={save.problem} />
    </Section>
  )
}

function Buttons({ label, onCancel }: { label: string; onCancel: () => void }) {
  const c = useWords(commonWords)
  return (
    <span className="flex gap-3">
      <Button type="submit" size="small">
        {label}
      </Button>
      <Button size="small" look="quiet" onClick={onCancel}>
        {c('cancel')}
      </Button>
    </span>
  )
}

function Fields({ node, problem }: { node: Node; problem: Parameters<typeof fieldError>[0] }) {
  const t = useWords(placesWords)
  const lang = useLang()
  const text = (name: 'name_zh' | 'name_en' | 'address_zh' | 'address_en' | 'phone', max: number) => (
    <TextField
      name={name}
      label={t(name)}
      defaultValue={node[name]}
      maxLength={max}
      error={fieldError(problem, `/${name}`, lang)}
    />
  )
  return (
    <>
      <Select
        name="state"
        label={t('state')}
        hint={t('pause_note')}
        defaultValue={node.state}
        choices={(['open', 'paused', 'closed'] as const).map((value) => ({
          value,
          label: t(`state_${value}`),
        }))}
      />
      <div className="grid gap-3 sm:grid-cols-2">
        {text('name_zh', 80)}
        {text('name_en', 80)}
      </div>
      {text('address_zh', 200)}
      {text('address_en', 200)}
      {text('phone', 20)}
      <Numbers node={node} problem={problem} />
    </>
  )
}

function Numbers({ node, problem }: { node: Node; problem: Parameters<typeof fieldError>[0] }) {
  const t = useWords(placesWords)
  const lang = useLang()
  const closes = clockOf(node.closes_minute % 1440)
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <TextField name="opens" type="time" label={t('opens')} defaultValue={clockOf(node.opens_minute)} />
      <TextField
        name="closes"
        type="time"
        label={t('closes')}
        defaultValue={closes}
        error={fieldError(problem, '/closes_minute', lang)}
      />
      <TextField
        name="capacity"
        type="number"
        min={0}
        max={100_000}
        label={t('capacity_field')}
        defaultValue={node.capacity_per_day}
        error={fieldError(problem, '/capacity_per_day', lang)}
      />
      <TextField
        name="radius"
        type="number"
        min={0}
        max={500}
        step="0.1"
        label={t('radius_field')}
        defaultValue={node.service_radius_m / 1000}
        error={fieldError(problem, '/service_radius_m', lang)}
      />
    </div>
  )
}

type ReviewProps = {
  node: Node
  draft: Draft
  pending: boolean
  onBack: () => void
  onSave: (change: Partial<Draft>) => void
}

function Review({ node, draft, pending, onBack, onSave }: ReviewProps) {
  const t = useWords(placesWords)
  const c = useWords(commonWords)
  const lang = useLang()
  const titles = {
    state: t('state'),
    name_zh: t('name_zh'),
    name_en: t('name_en'),
    address_zh: t('address_zh'),
    address_en: t('address_en'),
    phone: t('phone'),
    opens_minute: t('opens'),
    closes_minute: t('closes'),
    capacity_per_day: t('capacity_field'),
    service_radius_m: t('radius'),
  }
  const show = (field: string, value: unknown) => {
    if (field === 'state') return t(`state_${value as Node['state']}`)
    if (field.endsWith('_minute')) return clockOf(Number(value))
    return field === 'service_radius_m' ? formatDistance(Number(value), lang) : String(value)
  }
  const { changes, unchanged } = changesOf(node, draft, titles, show)
  const changed = Object.fromEntries(
    changes.map(({ field }) => [field, draft[field as keyof Draft]]),
  ) as Partial<Draft>
  return (
    <div className="flex flex-col gap-3">
      <p className="font-mid" translate="no">
        {nameIn(lang, node)}
      </p>
      <Diff changes={changes} unchanged={unchanged} />
      <span className="flex gap-3">
        <Button
          size="small"
          pending={pending}
          why_disabled={changes.length === 0 ? t('nothing_changed') : null}
          onClick={() => onSave(changed)}
        >
          {t('save_changes')}
        </Button>
        <Button size="small" look="quiet" onClick={onBack}>
          {c('back')}
        </Button>
      </span>
    </div>
  )
}

// What one may do with a cell, each in its sheet: count, receive, adjust with a reason, keep units back.
import { type ReactNode, useState } from 'react'
import type { z } from 'zod'
import { listRequests } from '../../control/contract.ts'
import { Button } from '../../../web/kit/button.tsx'
import { Sheet } from '../../../web/kit/dialog.tsx'
import { Choices, TextField } from '../../../web/kit/field.tsx'
import { Refusal } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { PickOne } from '../../../web/mobile/pick-one.tsx'
import type { Problem } from '../../../web/api.ts'
import { useCommand } from '../../../web/query.ts'
import { useWords } from '../../../web/words/use-words.ts'
import { adjust, AdjustmentReason, count, listEntries, listStock, protect, receive } from '../contract.ts'
import type { Shelf } from './hand-cell.tsx'
import { handStockWords } from './hand-words.ts'

type SheetProps = { shelf: Shelf; onClose: () => void }
const refreshes = [listStock, listEntries, listRequests]
type Reason = z.infer<typeof AdjustmentReason>

const wholeOf = (typed: string): number | null => (/^\d{1,6}$/.test(typed.trim()) ? Number(typed) : null)

function UnitsField(props: {
  label: string
  hint?: string
  value: string
  onChange: (value: string) => void
}) {
  return (
    <TextField
      label={props.label}
      hint={props.hint}
      inputMode="numeric"
      pattern="\d*"
      maxLength={6}
      className="num text-24"
      autoComplete="off"
      value={props.value}
      onChange={(event) => props.onChange(event.target.value.replace(/\D/g, ''))}
    />
  )
}

function DeedSheet(props: {
  title: string
  go: string
  ready: boolean
  pending: boolean
  problem: Problem | null
  run: () => void
  onClose: () => void
  children: ReactNode
}) {
  const t = useWords(handStockWords)
  return (
    <Sheet
      open
      onClose={props.onClose}
      title={props.title}
      actions={
        <Button
          size="large"
          wide
          pending={props.pending}
          why_disabled={props.ready ? null : t('fill_units')}
          onClick={props.run}
        >
          {props.go}
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        {props.children}
        <Refusal problem={props.problem} />
      </div>
    </Sheet>
  )
}

export function CountSheet({ shelf, onClose }: SheetProps) {
  const t = useWords(handStockWords)
  const [typed, setTyped] = useState('')
  const counted = wholeOf(typed)
  const command = useCommand(count, {
    refreshes,
    onDone: ({ items }) => {
      const { difference: n = 0, request_id = null } = items[0] ?? {}
      if (request_id) toast(t(n > 0 ? 'count_waits_more' : 'count_waits_less', { n: Math.abs(n) }))
      else
        toast(n === 0 ? t('counted_same') : n > 0 ? t('counted_more', { n }) : t('counted_less', { n: -n }))
      onClose()
    },
  })
  const { node_id, sku_id } = shelf
  const run = () => void command.run({ node_id, lines: [{ sku_id, counted: counted ?? 0 }] })
  return (
    <DeedSheet
      {...command}
      title={t('count')}
      go={t('count_go')}
      ready={counted !== null}
      {...{ run, onClose }}
    >
      <UnitsField label={t('counted')} hint={t('counted_hint')} value={typed} onChange={setTyped} />
      <p className="text-14 text-ink-soft">{t('count_asks')}</p>
    </DeedSheet>
  )
}

export function ReceiveSheet({ shelf, onClose }: SheetProps) {
  const t = useWords(handStockWords)
  const [typed, setTyped] = useState('')
  const [note, setNote] = useState('')
  const quantity = wholeOf(typed) ?? 0
  const command = useCommand(receive, {
    refreshes,
    onDone: () => {
      toast(t('received_toast', { n: quantity }))
      onClose()
    },
  })
  const { node_id, sku_id } = shelf
  const lines = [{ sku_id, quantity }]
  const run = () =>
    void command.run(note.trim() ? { node_id, lines, reason: note.trim() } : { node_id, lines })
  return (
    <DeedSheet
      {...command}
      title={t('receive')}
      go={t('receive_go')}
      ready={quantity > 0}
      {...{ run, onClose }}
    >
      <UnitsField label={t('received')} value={typed} onChange={setTyped} />
      <TextField
        label={t('receive_note')}
        required={false}
        maxLength={120}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
    </DeedSheet>
  )
}

export function AdjustSheet({ shelf, onClose }: SheetProps) {
  const t = useWords(handStockWords)
  const [typed, setTyped] = useState('1')
  const [way, setWay] = useState('less')
  const [reason, setReason] = useState<Reason>('damaged')
  const units = wholeOf(typed) ?? 0
  const command = useCommand(adjust, {
    refreshes,
    onDone: ({ request_id }) => {
      toast(request_id ? t('adjust_waits') : t('adjusted_toast'))
      onClose()
    },
  })
  const { node_id, sku_id } = shelf
  const run = () => void command.run({ node_id, sku_id, quantity: way === 'less' ? -units : units, reason })
  return (
    <DeedSheet {...command} title={t('adjust')} go={t('adjust_go')} ready={units > 0} {...{ run, onClose }}>
      <Choices
        label={t('adjust_by')}
        name="way"
        value={way}
        choices={[
          { value: 'less', label: t('less') },
          { value: 'more', label: t('more') },
        ]}
        onChange={setWay}
      />
      <UnitsField label={t('units')} hint={t('adjust_asks')} value={typed} onChange={setTyped} />
      <PickOne
        label={t('reason')}
        name="reason"
        value={reason}
        choices={AdjustmentReason.options.map((value) => ({ value, title: t(`reason_${value}`) }))}
        onChange={(value) => setReason(value as Reason)}
      />
    </DeedSheet>
  )
}

export function ProtectSheet({ shelf, onClose }: SheetProps) {
  const t = useWords(handStockWords)
  const [typed, setTyped] = useState(String(shelf.cell.protected))
  const units = wholeOf(typed)
  const command = useCommand(protect, {
    refreshes,
    onDone: (cell) => {
      toast(t('protected_toast', { n: cell.protected }))
      onClose()
    },
  })
  const { node_id, sku_id } = shelf
  const run = () => void command.run({ node_id, sku_id, protected: units ?? 0 })
  return (
    <DeedSheet
      {...command}
      title={t('protect')}
      go={t('protect_go')}
      ready={units !== null}
      {...{ run, onClose }}
    >
      <UnitsField label={t('protect_units')} hint={t('protect_hint')} value={typed} onChange={setTyped} />
    </DeedSheet>
  )
}

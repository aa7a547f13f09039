// Answering an order and telling of goods on their way: a box a line, a date, and what the API refuses.
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { Problem } from '../../../web/api.ts'
import { Section } from '../../../web/console/parts.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { TextField } from '../../../web/kit/field.tsx'
import { Refusal } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { useCommand } from '../../../web/query.ts'
import { commonWords } from '../../../web/words/common.ts'
import { formatNumber } from '../../../web/words/format.ts'
import { fieldError } from '../../../web/words/refusals.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import {
  answerOrder,
  type BrandOrderLine,
  type BrandOrderWhole,
  countBrand,
  getBrandOrder,
  listBrandOrders,
  sendGoods,
} from '../contract.ts'
import { brandOrderWords } from './order-words.ts'

const refreshes = [listBrandOrders, getBrandOrder, countBrand]

/** It opens below what is in view. */
function useInView() {
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => form.current?.scrollIntoView({ block: 'start' }), [])
  return form
}

const unitsOf = (form: FormData, line: BrandOrderLine) => Number(form.get(`line-${line.line_no}`) || 0)

type UnitsProps = { line: BrandOrderLine; label: string; hint: string; max: number; from: number }

const Units = ({ line, label, hint, max, from }: UnitsProps) => (
  <TextField
    name={`line-${line.line_no}`}
    type="number"
    inputMode="numeric"
    min={0}
    max={max}
    step={1}
    label={label}
    hint={hint}
    defaultValue={String(from)}
  />
)

const useNameOf = () => {
  const lang = useLang()
  return (line: BrandOrderLine) => (lang === 'en' ? line.name_en : line.name_zh)
}

export function Answer({ order, onClose }: { order: BrandOrderWhole; onClose: () => void }) {
  const t = useWords(brandOrderWords)
  const lang = useLang()
  const nameOf = useNameOf()
  const answer = useCommand(answerOrder, {
    refreshes,
    onDone: () => {
      toast(t('answered'))
      onClose()
    },
  })
  const form = useInView()
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const told = new FormData(event.currentTarget)
    const lines = order.items.map((line) => ({ line_no: line.line_no, units: unitsOf(told, line) }))
    const expected_on = String(told.get('expected_on') || order.expected_on)
    const moved = expected_on === order.expected_on ? {} : { expected_on }
    void answer.run({ purchase_order_id: order.purchase_order_id, lines, ...moved })
  }
  return (
    <Section title={t('answer')} note={t('answer_lead')}>
      <form ref={form} className="flex flex-col gap-3" onSubmit={send}>
        {order.items.map((line) => (
          <Units
            key={line.line_no}
            line={line}
            label={t('answer_units', { name: nameOf(line) })}
            hint={t('of_units', { count: formatNumber(line.units) })}
            max={line.units}
            from={line.units}
          />
        ))}
        <TextField
          name="expected_on"
          type="date"
          label={t('by_day')}
          defaultValue={order.expected_on}
          error={fieldError(answer.problem, '/expected_on', lang)}
        />
        <Sending
          problem={answer.problem}
          pending={answer.pending}
          title={t('answer_send')}
          onClose={onClose}
        />
      </form>
    </Section>
  )
}

type DespatchProps = { order: BrandOrderWhole; leftOf: (line: BrandOrderLine) => number; onClose: () => void }

type Sent = { no: string; carrier?: string; tracking_no?: string; arrives_on?: string }

/** What the form says of the shipment itself; what is empty is left out. */
function sentOf(form: FormData): Sent {
  const written = (name: string) => String(form.get(name) ?? '').trim()
  const given = (['carrier', 'tracking_no', 'arrives_on'] as const).filter((name) => written(name) !== '')
  return { no: written('no'), ...Object.fromEntries(given.map((name) => [name, written(name)])) }
}

export function Despatch({ order, leftOf, onClose }: DespatchProps) {
  const t = useWords(brandOrderWords)
  const nameOf = useNameOf()
  const [empty, setEmpty] = useState(false)
  const post = useCommand(sendGoods, {
    refreshes,
    onDone: () => {
      toast(t('despatched'))
      onClose()
    },
  })
  const form = useInView()
  const open = order.items.filter((line) => leftOf(line) > 0)
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const told = new FormData(event.currentTarget)
    const lines = open
      .map((line) => ({ line_no: line.line_no, units: unitsOf(told, line) }))
      .filter(({ units }) => units > 0)
    setEmpty(lines.length === 0)
    if (lines.length > 0)
      void post.run({ purchase_order_id: order.purchase_order_id, ...sentOf(told), lines })
  }
  return (
    <Section title={t('despatch')} note={t('despatch_lead')}>
      <form ref={form} className="flex flex-col gap-3" onSubmit={send}>
        {open.map((line) => (
          <Units
            key={line.line_no}
            line={line}
            label={t('despatch_units', { name: nameOf(line) })}
            hint={t('left_units', { count: formatNumber(leftOf(line)) })}
            max={leftOf(line)}
            from={leftOf(line)}
          />
        ))}
        {empty && (
          <p role="alert" className="text-13 text-bad">
            {t('nothing_named')}
          </p>
        )}
        <Shipment problem={post.problem} />
        <Sending problem={post.problem} pending={post.pending} title={t('despatch_send')} onClose={onClose} />
      </form>
    </Section>
  )
}

function Shipment({ problem }: { problem: Problem | null }) {
  const t = useWords(brandOrderWords)
  const lang = useLang()
  const error = (name: string) => fieldError(problem, `/${name}`, lang)
  return (
    <>
      <TextField name="no" label={t('despatch_no')} maxLength={40} error={error('no')} />
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField name="carrier" label={t('carrier')} maxLength={60} required={false} />
        <TextField name="tracking_no" label={t('tracking_no')} maxLength={60} required={false} />
      </div>
      <TextField
        name="arrives_on"
        type="date"
        label={t('arrives_on')}
        required={false}
        error={error('arrives_on')}
      />
    </>
  )
}

type SendingProps = { problem: Problem | null; pending: boolean; title: string; onClose: () => void }

function Sending({ problem, pending, title, onClose }: SendingProps) {
  const c = useWords(commonWords)
  return (
    <>
      <Refusal problem={problem} />
      <span className="flex gap-3">
        <Button type="submit" size="small" pending={pending}>
          {title}
        </Button>
        <Button size="small" look="quiet" onClick={onClose}>
          {c('cancel')}
        </Button>
      </span>
    </>
  )
}

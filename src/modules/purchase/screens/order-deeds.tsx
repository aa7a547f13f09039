// What may be done with a purchase order now, each deed with its few fields. What its state does not allow is
// not offered; what a person may not do says why.
import { type FormEvent, useState } from 'react'
import { useWhyNot } from '../../../web/console/me.tsx'
import { Actions, Section } from '../../../web/console/parts.tsx'
import type { Endpoint } from '../../../platform/endpoint.ts'
import { Button } from '../../../web/kit/button.tsx'
import { Select, TextArea, TextField } from '../../../web/kit/field.tsx'
import { Refusal } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { useCommand } from '../../../web/query.ts'
import { nameIn } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { countRequests, listRequests, proposeAny } from '../../control/contract.ts'
import * as api from '../contract-orders.ts'
import { type Deed, mayDo } from '../rules.ts'
import { purchaseWords } from './purchase-words.ts'
import { fenOf } from './typed.ts'

type Line = api.OrderWhole['items'][number]
type Offered = Exclude<Deed, 'change' | 'receive'>

/** What a deed asks for: a reason, units by line, or nothing. `units`: what stands in the fields at first. */
type Form = {
  endpoint: Endpoint
  reason?: true
  fields?: readonly ('despatch_no' | 'carrier' | 'tracking' | 'return_reason')[]
  units?: (line: Line) => number
}
const agreedOf = (line: Line) => line.acknowledged_units ?? line.units
const toSend = (line: Line) => line.despatched_units < agreedOf(line)
const loose = (endpoint: unknown) => endpoint as Endpoint

const forms: Record<Offered, Form> = {
  submit: { endpoint: loose(api.submitOrder), reason: true },
  redraft: { endpoint: loose(api.redraftOrder) },
  acknowledge: { endpoint: loose(api.acknowledgeOrder), units: (line) => line.units },
  despatch: {
    endpoint: loose(api.addDespatch),
    fields: ['despatch_no', 'carrier', 'tracking'],
    units: (line) => Math.max(agreedOf(line) - line.despatched_units, 0),
  },
  close: { endpoint: loose(api.closeOrder), reason: true },
  cancel: { endpoint: loose(api.cancelOrder), reason: true },
  return: { endpoint: loose(api.returnGoods), fields: ['return_reason'], units: () => 0 },
}

export function OrderDeeds({ order }: { order: api.OrderWhole }) {
  const t = useWords(purchaseWords)
  const why = useWhyNot('purchasing.orders')
  const [open, setOpen] = useState<Offered | 'late' | null>(null)
  const possible: (Offered | 'late')[] = (Object.keys(forms) as Offered[]).filter(
    (deed) => mayDo(deed, order.state) && (deed !== 'despatch' || order.items.some(toSend)),
  )
  if (mayDo('return', order.state)) possible.push('late')
  if (possible.length === 0) return null
  return (
    <>
      {open === 'late' && <Late order={order} onDone={() => setOpen(null)} />}
      {open && open !== 'late' && (
        <DeedForm key={open} deed={open} order={order} onDone={() => setOpen(null)} />
      )}
      <Actions>
        {possible.map((deed, at) => (
          <Button
            key={deed}
            size="small"
            look={at === 0 ? 'primary' : 'secondary'}
            why_disabled={why}
            aria-expanded={open === deed}
            onClick={() => setOpen(open === deed ? null : deed)}
          >
            {t(deed === 'late' ? 'late' : `do_${deed}`)}
          </Button>
        ))}
      </Actions>
    </>
  )
}

type DeedProps = { deed: Offered; order: api.OrderWhole; onDone: () => void }

function DeedForm({ deed, order, onDone }: DeedProps) {
  const t = useWords(purchaseWords)
  const form = forms[deed]
  const run = useCommand(form.endpoint, {
    refreshes: [api.getOrder, api.listOrders, listRequests, countRequests].map(loose),
    onDone: () => {
      toast(deed === 'submit' ? t('sent') : t('done'))
      onDone()
    },
  })
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const typed = new FormData(event.currentTarget)
    const of = (name: string) => String(typed.get(name) ?? '').trim()
    const units = order.items.map(({ line_no }) => ({ line_no, units: Number(of(`line ${line_no}`) || 0) }))
    const lines = deed === 'acknowledge' ? units : units.filter((line) => line.units > 0)
    void run.run({
      order_id: order.order_id,
      ...(form.reason && { reason: of('reason') }),
      ...(form.units && { lines }),
      ...(deed === 'return' && { reason: of('return_reason') }),
      ...(deed === 'despatch' && {
        no: of('despatch_no'),
        ...(of('carrier') && { carrier: of('carrier') }),
        ...(of('tracking') && { tracking_no: of('tracking') }),
      }),
    } as never)
  }
  return (
    <Section title={t(`do_${deed}`)}>
      <form className="flex flex-col gap-3" onSubmit={send}>
        <Fields form={form} />
        {form.units && <Units lines={order.items} of={form.units} />}
        <span>
          <Button type="submit" size="small" pending={run.pending}>
            {t(`do_${deed}`)}
          </Button>
        </span>
        <Refusal problem={run.problem} />
      </form>
    </Section>
  )
}

const returnReasons = ['defective', 'wrong_goods', 'over_delivered', 'agreed'] as const

function Fields({ form }: { form: Form }) {
  const t = useWords(purchaseWords)
  return (
    <>
      {form.reason && <TextArea name="reason" label={t('reason')} hint={t('reason_hint')} maxLength={300} />}
      {form.fields?.map((field) =>
        field === 'return_reason' ? (
          <Select
            key={field}
            name={field}
            label={t(field)}
            choices={returnReasons.map((value) => ({ value, label: t(`rs_${value}`) }))}
          />
        ) : (
          <TextField
            key={field}
            name={field}
            label={t(field)}
            maxLength={40}
            required={field === 'despatch_no'}
          />
        ),
      )}
    </>
  )
}

function Units({ lines, of }: { lines: readonly Line[]; of: (line: Line) => number }) {
  const t = useWords(purchaseWords)
  const lang = useLang()
  return (
    <fieldset className="flex flex-col">
      <legend className="mb-1 text-13 text-ink-soft">{t('units')}</legend>
      {lines.map((line) => (
        <div key={line.line_no} className="flex items-center gap-3 border-b border-line py-2">
          <span className="min-w-0 grow truncate" translate="no">
            {nameIn(lang, line)}
          </span>
          <span className="w-24 shrink-0">
            <TextField
              name={`line ${line.line_no}`}
              type="number"
              min={0}
              max={100_000}
              required={false}
              quiet
              hide_label
              label={`${t('units')} ${nameIn(lang, line)}`}
              defaultValue={of(line)}
            />
          </span>
        </div>
      ))}
    </fieldset>
  )
}

/** What is heard of an order after its goods came: a difference, agreed by control. */
function Late({ order, onDone }: { order: api.OrderWhole; onDone: () => void }) {
  const t = useWords(purchaseWords)
  const why = useWhyNot('purchasing.costs')
  const [bad, setBad] = useState(false)
  const propose = useCommand(proposeAny, {
    refreshes: [listRequests, countRequests],
    onDone: () => {
      toast(t('sent'))
      onDone()
    },
  })
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const typed = new FormData(event.currentTarget)
    const of = (name: string) => String(typed.get(name) ?? '').trim()
    const amount = fenOf(of('amount'))
    setBad(!amount)
    if (!amount) return
    const kind = of('kind')
    const after = { order_id: order.order_id, kind, amount_fen: kind === 'rebate' ? -amount : amount }
    void propose.run({ kind: 'purchase.variance', after, reason: of('reason') })
  }
  return (
    <Section title={t('late')} note={t('late_lead')}>
      <form className="flex flex-col gap-3" onSubmit={send}>
        <Select
          name="kind"
          label={t('state')}
          hide_label
          choices={[
            { value: 'freight', label: t('late_freight') },
            { value: 'rebate', label: t('late_rebate') },
          ]}
        />
        <TextField
          name="amount"
          inputMode="decimal"
          label={t('amount')}
          error={bad ? t('bad_amount') : undefined}
        />
        <TextArea name="reason" label={t('reason')} hint={t('reason_hint')} maxLength={300} />
        <span>
          <Button type="submit" size="small" look="secondary" pending={propose.pending} why_disabled={why}>
            {t('propose_late')}
          </Button>
        </span>
        <Refusal problem={propose.problem} />
      </form>
    </Section>
  )
}

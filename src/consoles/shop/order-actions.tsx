// Ways out of an order: cancel, choose after a failure, return, receipt. What is not possible says why.
import { useState } from 'react'
import {
  cancelOrder,
  chooseAfterFailure,
  type OrderView,
  requestReturn,
} from '../../modules/orders/contract.ts'
import { useCall } from '../../web/command.ts'
import { Button, LinkButton } from '../../web/kit/button.tsx'
import { Dialog } from '../../web/kit/dialog.tsx'
import { Choices, Stepper } from '../../web/kit/field.tsx'
import { Refusal } from '../../web/kit/states.tsx'
import { formatInstant, formatMoney, nameIn } from '../../web/words/format.ts'
import { sayRefusal } from '../../web/words/refusals.ts'
import { useLang, useView, useWords } from '../../web/words/use-words.ts'
import { orderWords } from './order-words.ts'

type ActionProps = { order: OrderView; onChanged: () => void }

export function Actions({ order, onChanged }: ActionProps) {
  const t = useWords(orderWords)
  return (
    <div className="no-print flex flex-col gap-3">
      {order.returns.map((one) => (
        <p key={one.id} className="rounded-field bg-sunk px-4 py-2 text-14">
          {t('return')} · {t(`return_state_${one.state}`)} ·{' '}
          <span className="num">{formatMoney(one.refund_fen)}</span>
        </p>
      ))}
      <div className="flex flex-wrap items-start gap-2">
        <Cancel order={order} onChanged={onChanged} />
        <Return order={order} onChanged={onChanged} />
        {order.paid_at && (
          <LinkButton look="secondary" href={`/orders/${order.id}/receipt`} icon="print">
            {t('receipt')}
          </LinkButton>
        )}
      </div>
    </div>
  )
}

function useWhy(reason: string | null): string | null {
  const lang = useLang()
  return reason ? sayRefusal(lang, reason) : null
}

function Cancel({ order, onChanged }: ActionProps) {
  const t = useWords(orderWords)
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState<(typeof REASONS)[number]>('changed_mind')
  const cancel = useCall(cancelOrder, () => {
    setOpen(false)
    onChanged()
  })
  const why = useWhy(order.why_not_cancel)
  // While it asks, cancelling is one of the two answers above.
  if (order.why_not_cancel === 'already_ended' || order.why_not_choose === null) return null
  return (
    <>
      <Button look="secondary" why_disabled={why} onClick={() => setOpen(true)}>
        {t('cancel')}
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={t('cancel_title')}
        description={t('cancel_text')}
        actions={
          <>
            <Button look="quiet" onClick={() => setOpen(false)}>
              {t('cancel_keep')}
            </Button>
            <Button
              look="danger"
              pending={cancel.pending}
              onClick={() => cancel.run({ order_id: order.id, reason })}
            >
              {t('cancel_confirm')}
            </Button>
          </>
        }
      >
        <Choices
          label={t('why_cancel')}
          name="reason"
          value={reason}
          choices={REASONS.map((one) => ({
            value: one,
            label: t(one === 'other' ? 'reason_else' : `reason_${one}`),
          }))}
          onChange={(value) => setReason(value as typeof reason)}
        />
        <Refusal problem={cancel.problem} />
      </Dialog>
    </>
  )
}
const REASONS = ['changed_mind', 'found_cheaper', 'too_slow', 'wrong_item', 'other'] as const

export function Choice({ order, onChanged }: ActionProps) {
  const t = useWords(orderWords)
  const { lang, now } = useView()
  const choose = useCall(chooseAfterFailure, onChanged)
  const [chosen, setChosen] = useState<'wait' | 'cancel' | null>(null)
  const answer = (choice: 'wait' | 'cancel') => {
    setChosen(choice)
    void choose.run({ order_id: order.id, choice })
  }
  const pending = (choice: 'wait' | 'cancel') => choose.pending && chosen === choice
  return (
    <section aria-labelledby="choice" className="rounded-shop bg-light-soft p-5 text-light-ink">
      <h2 id="choice" className="text-18">
        {t('choice_title')}
      </h2>
      <p className="pt-1 text-pretty">{t('choice_text')}</p>
      {order.choose_by && (
        <p className="num pt-1 font-mid text-pretty">
          {t('choice_by', { at: formatInstant(order.choose_by, lang, now) })}
        </p>
      )}
      <div className="flex flex-wrap gap-2 pt-4">
        <Button pending={pending('wait')} onClick={() => answer('wait')}>
          {t('choice_wait')}
        </Button>
        <Button look="secondary" pending={pending('cancel')} onClick={() => answer('cancel')}>
          {t('choice_cancel')}
        </Button>
      </div>
      <Refusal problem={choose.problem} />
    </section>
  )
}

const RETURN_REASONS = ['changed_mind', 'faulty', 'damaged', 'wrong_item'] as const
type ReturnReason = (typeof RETURN_REASONS)[number]

function Return({ order, onChanged }: ActionProps) {
  const t = useWords(orderWords)
  const [open, setOpen] = useState(false)
  const why = useWhy(order.why_not_return)
  const all_back = order.lines.every((line) => line.returned_quantity >= line.quantity)
  const never =
    all_back || order.why_not_return === 'not_delivered' || order.why_not_return === 'already_ended'
  if (never) return null
  return (
    <>
      <Button look="secondary" why_disabled={why} onClick={() => setOpen(true)}>
        {t('return')}
      </Button>
      {open && (
        <ReturnDialog
          order={order}
          onClose={() => setOpen(false)}
          onChanged={() => {
            setOpen(false)
            onChanged()
          }}
        />
      )}
    </>
  )
}

function ReturnDialog({ order, onClose, onChanged }: ActionProps & { onClose: () => void }) {
  const t = useWords(orderWords)
  const lang = useLang()
  const left = order.lines.filter((line) => line.quantity > line.returned_quantity)
  const [reason, setReason] = useState<ReturnReason>('changed_mind')
  const [wanted, setWanted] = useState<Readonly<Record<number, number>>>({})
  const asking = useCall(requestReturn, onChanged)
  const lines = left.flatMap(({ line_no, quantity, returned_quantity }) => {
    const asked = wanted[line_no] ?? quantity - returned_quantity
    return asked > 0 ? [{ line_no, quantity: asked }] : []
  })
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('return_title')}
      description={t('return_text')}
      actions={
        <Button
          pending={asking.pending}
          onClick={() => lines.length > 0 && asking.run({ order_id: order.id, reason, lines })}
        >
          {t('return_confirm')}
        </Button>
      }
    >
      <ul className="divide-y divide-line">
        {left.map((line) => (
          <li key={line.line_no} className="flex items-center justify-between gap-3 py-2">
            <span translate="no">{nameIn(lang, line)}</span>
            <Stepper
              label={t('return_of', { name: nameIn(lang, line) })}
              value={wanted[line.line_no] ?? line.quantity - line.returned_quantity}
              min={0}
              max={line.quantity - line.returned_quantity}
              onChange={(quantity) => setWanted({ ...wanted, [line.line_no]: quantity })}
            />
          </li>
        ))}
      </ul>
      <Choices
        label={t('why_cancel')}
        name="return"
        value={reason}
        choices={RETURN_REASONS.map((one) => ({
          value: one,
          label: one === 'faulty' || one === 'damaged' ? t(`return_${one}`) : t(`reason_${one}`),
        }))}
        onChange={(value) => setReason(value as ReturnReason)}
      />
      <Refusal problem={asking.problem} />
    </Dialog>
  )
}

// After a counter sale, below its receipt: an agency sale is cancelled before it leaves, goods come back. The
// neighbour has no account, so the store does it for them, with the receipt in hand.
import { useState } from 'react'
import { useWhyNot } from '../../../web/console/me.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { Select, Stepper } from '../../../web/kit/field.tsx'
import { Refusal } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { Card, CardTitle } from '../../../web/mobile/parts.tsx'
import { useCommand } from '../../../web/query.ts'
import { formatInstant } from '../../../web/words/format.ts'
import { useLang, useView, useWords } from '../../../web/words/use-words.ts'
import { cancelCounterSale, chooseForCustomer, returnCounterSale } from '../contract-counter.ts'
import { type OrderView, ReturnReason } from '../contract.ts'
import { handOrderWords } from './hand-words.ts'

type OrderReason = (typeof ReturnReason.options)[number]

export function AfterSale({ order }: { order: OrderView }) {
  return (
    <div className="no-print flex flex-col gap-4">
      {order.why_not_cancel === null && order.why_not_choose !== null && <Cancel order={order} />}
      {order.why_not_return === null && <Return order={order} />}
    </div>
  )
}

/** Stands before the receipt: a question with an end waits for whoever opens it. */
export function Choose({ order }: { order: OrderView }) {
  const t = useWords(handOrderWords)
  const { lang, now } = useView()
  const choose = useCommand(chooseForCustomer)
  const [chosen, setChosen] = useState<'wait' | 'cancel' | null>(null)
  const at = order.choose_by ? formatInstant(order.choose_by, lang, now) : ''
  const say = (choice: 'wait' | 'cancel') => {
    setChosen(choice)
    void choose.run({ order_id: order.id, choice })
  }
  const pending = (choice: 'wait' | 'cancel') => choose.pending && chosen === choice
  return (
    <Card lit>
      <CardTitle note={t('nobody_note')}>{t('nobody_serves')}</CardTitle>
      <p className="num text-15 font-mid text-pretty">{t('nobody_by', { at })}</p>
      <Button wide pending={pending('wait')} onClick={() => say('wait')}>
        {t('let_wait')}
      </Button>
      <Button wide look="secondary" pending={pending('cancel')} onClick={() => say('cancel')}>
        {t('cancel_sale')}
      </Button>
      <Refusal problem={choose.problem} />
    </Card>
  )
}

function Cancel({ order }: { order: OrderView }) {
  const t = useWords(handOrderWords)
  const why = useWhyNot('orders.counter_sale')
  const cancel = useCommand(cancelCounterSale, { onDone: () => toast(t('sale_cancelled')) })
  return (
    <Card>
      <CardTitle note={t('cancel_note')}>{t('not_left_yet')}</CardTitle>
      <Button
        wide
        look="secondary"
        why_disabled={why}
        pending={cancel.pending}
        onClick={() => void cancel.run({ order_id: order.id })}
      >
        {t('cancel_sale')}
      </Button>
      <Refusal problem={cancel.problem} />
    </Card>
  )
}

function Return({ order }: { order: OrderView }) {
  const t = useWords(handOrderWords)
  const lang = useLang()
  const forbidden = useWhyNot('orders.counter_sale')
  const [units, setUnits] = useState<Record<number, number>>({})
  const [reason, setReason] = useState<OrderReason>('changed_mind')
  const ask = useCommand(returnCounterSale, { onDone: () => toast(t('return_noted')) })
  const left = order.lines.filter((line) => line.returned_quantity < line.quantity)
  const lines = left.flatMap(({ line_no }) => {
    const quantity = units[line_no] ?? 0
    return quantity > 0 ? [{ line_no, quantity }] : []
  })
  return (
    <Card>
      <CardTitle note={t('bring_back_note')}>{t('bring_back')}</CardTitle>
      {left.map((line) => {
        const name = lang === 'en' ? line.name_en : line.name_zh
        return (
          <div key={line.line_no} className="flex items-center justify-between gap-3">
            <span className="min-w-0 text-15" translate="no">
              {name}
            </span>
            <Stepper
              label={name}
              value={units[line.line_no] ?? 0}
              min={0}
              max={line.quantity - line.returned_quantity}
              onChange={(quantity) => setUnits({ ...units, [line.line_no]: quantity })}
            />
          </div>
        )
      })}
      <Select
        label={t('return_reason')}
        choices={ReturnReason.options.map((value) => ({ value, label: t(`reason_${value}`) }))}
        value={reason}
        onChange={(event) => setReason(ReturnReason.parse(event.target.value))}
      />
      <Button
        wide
        why_disabled={forbidden ?? (lines.length === 0 ? t('choose_goods') : null)}
        pending={ask.pending}
        onClick={() => void ask.run({ order_id: order.id, reason, lines })}
      >
        {t('ask_return')}
      </Button>
      <Refusal problem={ask.problem} />
    </Card>
  )
}

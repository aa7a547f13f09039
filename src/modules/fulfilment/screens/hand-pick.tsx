// Picking by scan: each scan is answered at once, right or not; the field keeps the cursor for the next one.
import { useState } from 'react'
import { Button } from '../../../web/kit/button.tsx'
import { Stepper, TextField } from '../../../web/kit/field.tsx'
import { Icon } from '../../../web/kit/icons.tsx'
import { Refusal } from '../../../web/kit/states.tsx'
import { type Goods, Thumb } from '../../../web/mobile/goods.tsx'
import { Card } from '../../../web/mobile/parts.tsx'
import { Ring } from '../../../web/mobile/ring.tsx'
import { Scanner } from '../../../web/mobile/scanner.tsx'
import { useCommand } from '../../../web/query.ts'
import { formatList } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { getTask, listTasks, pickUnits, type TaskLine, type TaskView } from '../contract.ts'
import { handFulfilmentWords } from './hand-words.ts'

type Answer = { code: string; ok: boolean }

export function PickPanel({ task, goods }: { task: TaskView; goods: ReadonlyMap<string, Goods> }) {
  const t = useWords(handFulfilmentWords)
  const [last, setLast] = useState<Answer | null>(null)
  const [quantity, setQuantity] = useState(1)
  const [serial, setSerial] = useState<string | null>(null)
  const pick = useCommand(pickUnits, { refreshes: [getTask, listTasks] })
  const left = task.units - task.picked_units
  const scan = async (scanned: string) => {
    const one = { fulfilment_id: task.id, scanned, quantity: Math.min(quantity, Math.max(1, left)) }
    const done = await pick.run(serial ? { ...one, quantity: 1, serial } : one)
    setLast({ code: scanned, ok: done !== null })
    if (!done) return
    setSerial(serial === null ? null : '')
    setQuantity(1)
  }
  return (
    <Card lit>
      <div className="flex items-center justify-between gap-3">
        <h2 className="text-18 font-strong">{t('scan_units', { count: left })}</h2>
        <Ring from={task.accepted_at ?? task.opened_at} until={task.hand_over_by} />
      </div>
      <Scanner onScan={scan} pending={pick.pending} />
      <div aria-live="polite" className="flex flex-col gap-2 empty:hidden">
        {last?.ok && <Right />}
        {last && !last.ok && <p className="num text-15">{t('scanned_again', { code: last.code })}</p>}
        <Refusal problem={pick.problem} />
      </div>
      <ul className="flex flex-col">
        {task.lines.map((line) => (
          <PickLine key={line.line_no} line={line} goods={goods.get(line.sku_id)} />
        ))}
      </ul>
      <Extras {...{ serial, setSerial, quantity, setQuantity, left }} />
      <Button size="large" wide why_disabled={t('why_hand_over', { left })}>
        {t('hand_over')}
      </Button>
    </Card>
  )
}

const Right = () => {
  const t = useWords(handFulfilmentWords)
  return (
    <p className="flex items-center gap-2 rounded-field bg-good-soft px-3 py-2 text-15 text-good">
      <Icon name="check" size={18} /> {t('scanned_ok')}
    </p>
  )
}

function PickLine({ line, goods }: { line: TaskLine; goods: Goods | undefined }) {
  const t = useWords(handFulfilmentWords)
  const lang = useLang()
  const left = line.quantity - line.picked
  return (
    <li className="flex items-center gap-3 border-t border-line py-3 first:border-t-0">
      <span
        className={`num grid size-9 shrink-0 place-items-center rounded-pill text-15 ${
          left === 0 ? 'bg-good-soft text-good' : 'bg-light-soft text-light-ink'
        }`}
      >
        {left === 0 ? <Icon name="check" size={20} /> : left}
        <span className="sr-only">{left === 0 ? t('line_done') : t('line_left', { left })}</span>
      </span>
      <Thumb goods={goods} className="size-14" />
      <div className="min-w-0 grow">
        <p className="text-16 font-mid" translate="no">
          {lang === 'en' ? line.name_en : line.name_zh}
        </p>
        <p className="num text-14 text-ink-soft">
          <span translate="no">{line.code}</span> · <span translate="no">{line.gtin}</span>
        </p>
        <p className="text-14 text-ink-soft">
          {t('wanted', { quantity: line.quantity, picked: line.picked })}
          {line.serials.length > 0 && <> · {t('serials', { serials: formatList(line.serials, lang) })}</>}
        </p>
      </div>
    </li>
  )
}

function Extras(props: {
  serial: string | null
  setSerial: (serial: string | null) => void
  quantity: number
  setQuantity: (quantity: number) => void
  left: number
}) {
  const t = useWords(handFulfilmentWords)
  const { serial, setSerial, quantity, setQuantity, left } = props
  return (
    <div className="flex flex-wrap items-end gap-3">
      {left > 1 && serial === null && (
        <div className="flex flex-col gap-1">
          <span className="text-13 text-ink-soft">{t('several')}</span>
          <Stepper label={t('several')} value={Math.min(quantity, left)} max={left} onChange={setQuantity} />
        </div>
      )}
      {serial === null ? (
        <Button look="quiet" onClick={() => setSerial('')}>
          {t('serial_open')}
        </Button>
      ) : (
        <div className="min-w-0 grow">
          <TextField
            label={t('serial')}
            hint={t('serial_hint')}
            value={serial}
            maxLength={32}
            required={false}
            autoComplete="off"
            onChange={(event) => setSerial(event.target.value)}
          />
        </div>
      )}
    </div>
  )
}

// When and from where: slots that are still free, the store that serves, what it costs us and why it was
// chosen.
import { useState } from 'react'
import { getNode } from '../../modules/places/contract.ts'
import type { LegView, QuoteView, SlotView } from '../../modules/orders/contract.ts'
import { Choices } from '../../web/kit/field.tsx'
import { Icon } from '../../web/kit/icons.tsx'
import { Reasons } from '../../web/kit/price.tsx'
import { Table } from '../../web/kit/table.tsx'
import { formatDistance, formatInstant, formatMoney, formatNearDay, nameIn } from '../../web/words/format.ts'
import { useLang, useView, useWords } from '../../web/words/use-words.ts'
import { buyWords } from './buy-words.ts'
import { slotKey, type Slots } from './checkout-state.ts'
import { EtaTable, sayEta } from './product-promise.tsx'
import { productWords } from './product-words.ts'
import { useRead } from './read.ts'

const SHOWN = 6

export function SlotStep({ quote, slots }: { quote: QuoteView; slots: Slots }) {
  return (
    <section className="card flex flex-col gap-5 p-5">
      <Picker kind="deliver" slots={quote.deliver_slots} chosen={slots.deliver} onChoose={slots.choose} />
      {quote.needs_install && (
        <Picker
          kind="install"
          slots={quote.install_slots.filter(
            (slot) => !slots.deliver || slot.starts_at >= slots.deliver.starts_at,
          )}
          chosen={slots.install}
          onChoose={slots.choose}
        />
      )}
    </section>
  )
}

type PickerProps = {
  kind: 'deliver' | 'install'
  slots: readonly SlotView[]
  chosen: SlotView | null
  onChoose: Slots['choose']
}

function Picker({ kind, slots, chosen, onChoose }: PickerProps) {
  const t = useWords(buyWords)
  const { lang, now } = useView()
  const [all, setAll] = useState(false)
  const shown = all ? slots : slots.slice(0, SHOWN)
  const choices = shown.map((slot) => ({
    value: slotKey(slot),
    label: `${formatNearDay(slot.day, lang, now)} ${t(`window_${slot.window}`)}`,
    ...(slot.left > 0 ? {} : { why_disabled: t('slot_full') }),
  }))
  return (
    <div>
      <Choices
        label={t(`slot_${kind}`)}
        name={kind}
        value={chosen ? slotKey(chosen) : ''}
        choices={choices}
        onChange={(key) => {
          const slot = slots.find((one) => slotKey(one) === key)
          if (slot) onChoose(kind, slot)
        }}
      />
      {!all && slots.length > SHOWN && (
        <button type="button" onClick={() => setAll(true)} className="link mt-1 min-h-11 text-14">
          {t('more_slots', { day: formatNearDay(slots.at(-1)!.day, lang, now) })}
        </button>
      )}
    </div>
  )
}

export function Source({ quote }: { quote: QuoteView }) {
  const t = useWords(buyWords)
  return (
    <section aria-labelledby="source" className="card p-5">
      <h2 id="source" className="text-18">
        {t('from_store')}
        {quote.split && (
          <small className="ml-2 text-14 font-text text-ink-soft">
            {t('legs', { n: quote.legs.length })}
          </small>
        )}
      </h2>
      {quote.legs.map((leg) => (
        <Leg key={`${leg.node_id} ${leg.mode}`} leg={leg} quote={quote} />
      ))}
    </section>
  )
}

function Leg({ leg, quote }: { leg: LegView; quote: QuoteView }) {
  const t = useWords(buyWords)
  const p = useWords(productWords)
  const { lang, now } = useView()
  const node = useRead(getNode, { node_id: leg.node_id })
  const store = node.data ? nameIn(lang, node.data) : '…'
  const summary = (
    <span className="flex gap-3 py-2">
      <Icon name="store" className="mt-0.5 shrink-0" />
      <span>
        <b className="block font-strong" translate="no">
          {t('leg', { store, distance: formatDistance(leg.distance_m, lang) })}
        </b>
        <span className="num block text-13 text-ink-soft">
          {t('arrive', { at: formatInstant(leg.p90_at, lang, now) })} · {sayEta(p, leg.eta, lang)}
        </span>
      </span>
    </span>
  )
  return (
    <Reasons summary={summary}>
      <EtaTable eta={leg.eta} />
      <div className="pt-3 pl-8">
        <p className="text-13 text-ink-soft">{p('looked_at', { n: quote.candidates })}</p>
        <Costs leg={leg} />
        <p className="pt-1 text-13 text-ink-soft">{t('cost_note')}</p>
      </div>
    </Reasons>
  )
}

const TERMS = ['ship', 'pick', 'split', 'lateness', 'not_found', 'shadow'] as const

function Costs({ leg }: { leg: Pick<LegView, 'cost' | 'total_cost_fen'> }) {
  const t = useWords(buyWords)
  const rows = leg.cost.flatMap(({ term, fen }) => {
    const known = TERMS.find((one) => one === term)
    return known ? [{ name: t(`cost_${known}`), fen }] : []
  })
  return (
    <Table
      caption={t('why_store')}
      rows={[...rows, { name: t('cost_total'), fen: leg.total_cost_fen }]}
      keyOf={(row) => row.name}
      columns={[
        { id: 'name', title: t('cost_item'), heads: true, cell: (row) => row.name },
        { id: 'fen', title: t('cost_amount'), numeric: true, cell: (row) => formatMoney(row.fen) },
      ]}
    />
  )
}

export const useStoreName = (node_id: string | null): string => {
  const lang = useLang()
  const node = useRead(getNode, node_id ? { node_id: node_id as never } : null)
  return node.data ? nameIn(lang, node.data) : ''
}

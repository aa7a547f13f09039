// What a warehouse should order, with the reason of each line in words; ticking lines makes a draft of them.
import type { TableColumnsType } from 'antd'
import { useState } from 'react'
import type { Id } from '../../../platform/types.ts'
import { useAddress } from '../../../web/console/address.ts'
import { ListPage } from '../../../web/console/list-page.tsx'
import { useWhyNot } from '../../../web/console/me.tsx'
import { Facts, Section } from '../../../web/console/parts.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { Select } from '../../../web/kit/field.tsx'
import { EmptyState, Refusal } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { useCommand, useRead, wholeList } from '../../../web/query.ts'
import { formatDay, formatMoney, formatNumber, nameIn } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { listNodes } from '../../places/contract.ts'
import { type Suggestion, listSuggestions } from '../contract.ts'
import { draftOrder, listOrders } from '../contract-orders.ts'
import { purchaseWords } from './purchase-words.ts'
import { supplierName } from './supplier-name.ts'

export default function SuggestionsPage() {
  const t = useWords(purchaseWords)
  const lang = useLang()
  const { query } = useAddress()
  const places = useRead(listNodes, { kind: 'warehouse', limit: 100 })
  const node_id = query.node ?? places.data?.items[0]?.id ?? ''
  const weeks = Number(query.weeks ?? 4)
  const asked = { node_id: node_id as Id, cover_weeks: weeks }
  const read = useRead(listSuggestions, asked, { enabled: node_id !== '' })
  const items = read.data?.items ?? []
  const [keys, setKeys] = useState<string[]>([])
  const picked = items.filter(({ sku_id }) => keys.includes(sku_id))
  const { source: _whole, ...rows } = wholeList(items, read, listSuggestions)
  return (
    <ListPage
      title={t('suggestions')}
      subtitle={t('suggestions_lead')}
      action={<MakeDraft picked={picked} onMade={() => setKeys([])} />}
      tools={<Tools node_id={node_id} weeks={weeks} />}
      rows={rows}
      columns={useColumns()}
      keyOf={(row) => row.sku_id}
      selection={{ keys, onChange: setKeys, label: (row) => nameIn(lang, row) }}
      empty={<EmptyState icon="check" title={t(node_id ? 'no_suggestions' : 'choose_warehouse')} />}
      asks
      detail={(id, row) => row && <Detail key={id} row={row} />}
      detail_title={(_, row) => row && <span translate="no">{nameIn(lang, row)}</span>}
    />
  )
}

function Tools({ node_id, weeks }: { node_id: string; weeks: number }) {
  const t = useWords(purchaseWords)
  const lang = useLang()
  const { set } = useAddress()
  const places = useRead(listNodes, { kind: 'warehouse', limit: 100 })
  return (
    <div className="flex flex-wrap gap-3">
      <span className="w-72 max-w-full">
        <Select
          label={t('warehouse')}
          value={node_id}
          onChange={(event) => set({ node: event.currentTarget.value, open: undefined })}
          choices={(places.data?.items ?? []).map((one) => ({ value: one.id, label: nameIn(lang, one) }))}
        />
      </span>
      <span className="w-40">
        <Select
          label={t('cover')}
          value={String(weeks)}
          onChange={(event) => set({ weeks: event.currentTarget.value })}
          choices={[2, 4, 8, 12].map((count) => ({ value: String(count), label: t('weeks', { count }) }))}
        />
      </span>
    </div>
  )
}

function MakeDraft({ picked, onMade }: { picked: readonly Suggestion[]; onMade: () => void }) {
  const t = useWords(purchaseWords)
  const why = useWhyNot('purchasing.orders')
  const draft = useCommand(draftOrder, {
    refreshes: [listOrders, listSuggestions],
    onDone: () => {
      toast(t('drafted'))
      onMade()
    },
  })
  const [first] = picked
  const mixed = picked.some(({ supplier_id }) => supplier_id !== first?.supplier_id)
  const blocked = why ?? (first ? (mixed ? t('pick_same') : null) : t('pick_some'))
  const make = () => {
    if (!first) return
    const { supplier_id, node_id, expected_on } = first
    const lines = picked.map(({ sku_id, units }) => ({ sku_id, units }))
    void draft.run({ supplier_id, node_id, expected_on, lines })
  }
  return (
    <span className="flex flex-col gap-2">
      <Button size="small" pending={draft.pending} why_disabled={blocked} onClick={make}>
        {t('make_draft', { count: picked.length })}
      </Button>
      <Refusal problem={draft.problem} />
    </span>
  )
}

function useColumns(): TableColumnsType<Suggestion> {
  const t = useWords(purchaseWords)
  const lang = useLang()
  return [
    {
      title: t('product'),
      render: (_, row) => (
        <span className="block w-64 truncate font-mid" translate="no">
          {nameIn(lang, row)}
        </span>
      ),
    },
    { title: t('supplier'), render: (_, row) => <span translate="no">{supplierName(lang, row)}</span> },
    { title: t('to_order'), align: 'right', render: (_, row) => <b>{formatNumber(row.units)}</b> },
    {
      title: t('weeks_left'),
      align: 'right',
      render: (_, row) => (row.weeks_of_cover === null ? '—' : t('weeks', { count: row.weeks_of_cover })),
    },
    { title: t('cost'), align: 'right', render: (_, row) => formatMoney(row.unit_cost_fen) },
    { title: t('expected'), render: (_, row) => formatDay(row.expected_on, lang) },
    {
      title: t('why'),
      render: (_, row) => {
        const said = lang === 'en' ? row.reason_en : row.reason_zh
        return (
          <span className="block w-80 truncate text-ink-soft" title={said}>
            {said}
          </span>
        )
      },
    },
  ]
}

function Detail({ row }: { row: Suggestion }) {
  const t = useWords(purchaseWords)
  const lang = useLang()
  return (
    <Section title={t('why')}>
      <p className="mb-3">{lang === 'en' ? row.reason_en : row.reason_zh}</p>
      <Facts
        facts={[
          { name: t('to_order'), value: <b>{formatNumber(row.units)}</b> },
          { name: t('supplier'), value: <span translate="no">{supplierName(lang, row)}</span> },
          { name: t('cost'), value: formatMoney(row.unit_cost_fen) },
          { name: t('min_units'), value: formatNumber(row.min_units) },
          { name: t('lead_time'), value: t('days', { count: row.lead_time_days }) },
          { name: t('expected'), value: formatDay(row.expected_on, lang) },
        ]}
      />
    </Section>
  )
}

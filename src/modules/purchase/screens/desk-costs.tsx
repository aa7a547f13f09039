// Agreed costs at the buying desk: what each supplier asks for each SKU, and proposing another cost.
import type { TableColumnsType } from 'antd'
import { useState } from 'react'
import { atRate } from '../../../platform/money.ts'
import { fen } from '../../../platform/types.ts'
import { type Query, useAddress } from '../../../web/console/address.ts'
import { ListPage } from '../../../web/console/list-page.tsx'
import { useWhyNot } from '../../../web/console/me.tsx'
import { Facts, Section } from '../../../web/console/parts.tsx'
import { Badge } from '../../../web/kit/badge.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { Sheet } from '../../../web/kit/dialog.tsx'
import { EmptyState } from '../../../web/kit/states.tsx'
import { useLive, usePages } from '../../../web/query.ts'
import { formatInstant, formatMoney, formatNumber, formatShare, nameIn } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { type Agreement, listAgreements } from '../contract.ts'
import { ProposeCost } from './cost-form.tsx'
import { purchaseWords } from './purchase-words.ts'
import { supplierName } from './supplier-name.ts'

const states = ['holds', 'planned', 'ended'] as const
const tones = { holds: 'good', planned: 'lit', ended: 'neutral' } as const

const asked = (query: Query) => ({
  limit: 50,
  ...(query.q ? { q: query.q } : {}),
  ...(query.state ? { state: query.state as (typeof states)[number] } : {}),
})

export default function CostsPage() {
  const t = useWords(purchaseWords)
  const lang = useLang()
  const { query } = useAddress()
  const rows = usePages(listAgreements, asked(query))
  useLive(['changes:all'], [listAgreements])
  const why = useWhyNot('purchasing.costs')
  const [open, setOpen] = useState(false)
  return (
    <>
      <ListPage
        title={t('costs')}
        subtitle={t('costs_lead')}
        action={
          <Button size="small" icon="plus" why_disabled={why} onClick={() => setOpen(true)}>
            {t('propose_cost')}
          </Button>
        }
        filters={[
          { id: 'all', title: t('all'), query: {} },
          ...states.map((state) => ({ id: state, title: t(state), query: { state } })),
        ]}
        rows={rows}
        columns={useColumns()}
        keyOf={(row) => row.agreement_id}
        empty={
          <EmptyState icon="ruler" title={t('no_costs')}>
            {t('no_costs_text')}
          </EmptyState>
        }
        detail={(id, row) => row && <Detail key={id} row={row} />}
        detail_title={(_, row) => row && <span translate="no">{nameIn(lang, row)}</span>}
      />
      <Sheet place="side" open={open} onClose={() => setOpen(false)} title={t('propose_cost')}>
        <ProposeCost onSent={() => setOpen(false)} />
      </Sheet>
    </>
  )
}

/** With VAT, as a share of what a buyer pays: what is left is ours and the benefits'. */
function shareOf({ tiers, vat_bp, price_fen }: Agreement): string {
  if (!price_fen) return '—'
  const net = tiers[0]!.unit_cost_fen
  return formatShare(Math.round(((net + atRate(fen(net), vat_bp)) * 10_000) / price_fen))
}

function useColumns(): TableColumnsType<Agreement> {
  const t = useWords(purchaseWords)
  const lang = useLang()
  return [
    {
      title: t('product'),
      render: (_, row) => (
        <span className="flex items-center gap-3">
          <span translate="no" className="w-64 truncate font-mid">
            {nameIn(lang, row)}
          </span>
          <span translate="no" className="text-12 text-ink-faint">
            {row.code}
          </span>
        </span>
      ),
    },
    { title: t('supplier'), render: (_, row) => <span translate="no">{supplierName(lang, row)}</span> },
    { title: t('state'), render: (_, row) => <Badge tone={tones[row.state]}>{t(row.state)}</Badge> },
    {
      title: t('cost'),
      align: 'right',
      render: (_, row) => <b>{formatMoney(row.tiers[0]!.unit_cost_fen)}</b>,
    },
    {
      title: t('price_now'),
      align: 'right',
      render: (_, row) => (row.price_fen === null ? '—' : formatMoney(row.price_fen)),
    },
    { title: t('share'), align: 'right', render: (_, row) => shareOf(row) },
    { title: t('min_units'), align: 'right', render: (_, row) => formatNumber(row.min_units) },
    { title: t('from'), render: (_, row) => formatInstant(row.starts_at, lang) },
    {
      title: t('until'),
      render: (_, row) => (row.ends_at ? formatInstant(row.ends_at, lang) : t('open_end')),
    },
  ]
}

function Detail({ row }: { row: Agreement }) {
  const t = useWords(purchaseWords)
  const lang = useLang()
  const why = useWhyNot('purchasing.costs')
  const [open, setOpen] = useState(false)
  return (
    <>
      <Section title={t('tiers')}>
        <Facts
          facts={row.tiers.map((tier) => ({
            name: t('tier', { units: tier.min_units }),
            value: formatMoney(tier.unit_cost_fen),
          }))}
        />
      </Section>
      <Section title={t('details')}>
        <Facts
          facts={[
            { name: t('supplier'), value: <span translate="no">{supplierName(lang, row)}</span> },
            { name: t('vat'), value: formatShare(row.vat_bp) },
            { name: t('min_units'), value: formatNumber(row.min_units) },
            { name: t('share'), value: shareOf(row) },
          ]}
        />
      </Section>
      {open ? (
        <Section title={t('propose_cost')}>
          <ProposeCost row={row} onSent={() => setOpen(false)} />
        </Section>
      ) : (
        <Button size="small" why_disabled={why} onClick={() => setOpen(true)}>
          {t('propose_cost')}
        </Button>
      )}
    </>
  )
}

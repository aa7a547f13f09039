// What a brand's funding bought, what of it was agreed, and offering more.
import type { TableColumnsType } from 'antd'
import { useState } from 'react'
import type { Lang } from '../../../platform/types.ts'
import { useAddress } from '../../../web/console/address.ts'
import { ListPage } from '../../../web/console/list-page.tsx'
import { useWhyNot } from '../../../web/console/me.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { EmptyState } from '../../../web/kit/states.tsx'
import { useLive, usePages } from '../../../web/query.ts'
import { formatMoney, formatNumber, nameIn } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { say } from '../../../web/words/words.ts'
import { type Bought, listBought, listFunding } from '../contract-sales.ts'
import { fundingColumns } from './funding-columns.tsx'
import { OfferFunding } from './offer-funding.tsx'
import { brandSalesWords } from './sales-words.ts'

export default function FundingPage() {
  const { query } = useAddress()
  useLive(['brands:all', 'changes:all'], [listBought, listFunding])
  return query.by === 'offers' ? <Agreed /> : <WhatItBought />
}

function useFrame() {
  const t = useWords(brandSalesWords)
  return {
    title: t('funding'),
    subtitle: t('funding_lead'),
    action: <Offer />,
    filters: [
      { id: 'bought', title: t('f_bought'), query: {} },
      { id: 'offers', title: t('f_offers'), query: { by: 'offers' } },
    ],
    asks: true,
  }
}

function Offer() {
  const t = useWords(brandSalesWords)
  const why = useWhyNot('brand.propose')
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="small" icon="plus" why_disabled={why} onClick={() => setOpen(true)}>
        {t('offer')}
      </Button>
      {open && <OfferFunding onClose={() => setOpen(false)} />}
    </>
  )
}

function WhatItBought() {
  const t = useWords(brandSalesWords)
  const lang = useLang()
  const rows = usePages(listBought, { days: 90, limit: 50 })
  return (
    <ListPage
      {...useFrame()}
      rows={rows}
      columns={boughtColumns(lang)}
      keyOf={(row) => row.code}
      empty={
        <EmptyState icon="list" title={t('bought_empty')}>
          {t('bought_empty_text')}
        </EmptyState>
      }
    />
  )
}

function Agreed() {
  const t = useWords(brandSalesWords)
  const lang = useLang()
  const rows = usePages(listFunding, { limit: 50 })
  return (
    <ListPage
      {...useFrame()}
      rows={rows}
      columns={fundingColumns(lang)}
      keyOf={(row) => row.funding_id}
      empty={
        <EmptyState icon="list" title={t('offers_empty')}>
          {t('offers_empty_text')}
        </EmptyState>
      }
    />
  )
}

function boughtColumns(lang: Lang): TableColumnsType<Bought> {
  const t = say(brandSalesWords, lang)
  const money = (value: number) => <span className="num">{formatMoney(value)}</span>
  return [
    {
      title: t('benefit'),
      render: (_, row) => (
        <span translate="no">
          <b className="font-mid">{nameIn(lang, row)}</b>{' '}
          <span className="text-12 text-ink-soft">{row.code}</span>
        </span>
      ),
    },
    {
      title: t('span'),
      render: (_, row) => <span className="num">{`${row.first_on} – ${row.last_on}`}</span>,
    },
    {
      title: t('under'),
      align: 'right',
      render: (_, row) => <span className="num">{formatNumber(row.units)}</span>,
    },
    { title: t('off'), align: 'right', render: (_, row) => money(row.off_fen) },
    { title: t('own'), align: 'right', render: (_, row) => <b className="font-mid">{money(row.own_fen)}</b> },
  ]
}

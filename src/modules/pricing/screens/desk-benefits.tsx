// Benefits of everybody: the list of those that hold, are planned or have ended lately, and proposing one.
import type { TableColumnsType } from 'antd'
import { useState } from 'react'
import { ListPage } from '../../../web/console/list-page.tsx'
import { useWhyNot } from '../../../web/console/me.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { Sheet } from '../../../web/kit/dialog.tsx'
import { EmptyState } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { useLive, useRead, wholeList } from '../../../web/query.ts'
import { formatInstant, nameIn } from '../../../web/words/format.ts'
import { useLang, useView, useWords } from '../../../web/words/use-words.ts'
import { type BenefitRow, listBenefits } from '../contract-benefits.ts'
import { type Entry, emptyEntry } from './benefit-entry.ts'
import { BenefitState, BenefitUse, useBenefitText } from './benefit-facts.tsx'
import { ProposeBenefit } from './benefit-form.tsx'
import { benefitWords } from './benefit-words.ts'
import { BenefitDetail } from './desk-benefit.tsx'

/** What holds turns by the clock, without anybody doing anything. */
const look_ms = 10_000

export default function BenefitsPage() {
  const t = useWords(benefitWords)
  const lang = useLang()
  const { now } = useView()
  const why = useWhyNot('pricing.propose')
  const read = useRead(listBenefits, {}, { refetch_ms: look_ms })
  useLive(['changes:all'], [listBenefits])
  const columns = useColumns()
  const [open, setOpen] = useState(false)
  // Kept while the page is: who looks something up in the list finds what was typed again.
  const [entry, setEntry] = useState<Entry | null>(null)
  const items = read.data?.items ?? []
  const propose = () => {
    setEntry(
      entry ??
        emptyEntry(
          now,
          items.map(({ code }) => code),
        ),
    )
    setOpen(true)
  }
  const sent = () => {
    setOpen(false)
    setEntry(null)
    toast(t('sent'))
  }
  return (
    <>
      <ListPage
        title={t('title')}
        subtitle={t('lead')}
        action={
          <Button size="small" icon="plus" why_disabled={why} onClick={propose}>
            {t('propose')}
          </Button>
        }
        rows={wholeList(items, read, listBenefits)}
        columns={columns}
        keyOf={(row) => row.code}
        empty={
          <EmptyState icon="cart" title={t('empty')}>
            {t(why ? 'empty_elsewhere' : 'empty_text')}
          </EmptyState>
        }
        detail={(code, row, close) => row && <BenefitDetail key={code} row={row} onSent={close} />}
        detail_title={(code, row) => <span translate="no">{row ? nameIn(lang, row) : code}</span>}
        detail_width={480}
      />
      {entry && (
        <Sheet place="side" open={open} onClose={() => setOpen(false)} title={t('propose')}>
          <ProposeBenefit entry={entry} onEntry={setEntry} onClose={() => setOpen(false)} onSent={sent} />
        </Sheet>
      )}
    </>
  )
}

function useColumns(): TableColumnsType<BenefitRow> {
  const t = useWords(benefitWords)
  const lang = useLang()
  const { cut, goods, bearers } = useBenefitText()
  return [
    { title: t('state'), render: (_, row) => <BenefitState state={row.state} /> },
    {
      title: t('name'),
      render: (_, row) => (
        <b className="block max-w-56 truncate font-mid" translate="no" title={nameIn(lang, row)}>
          {nameIn(lang, row)}
        </b>
      ),
    },
    { title: t('kind'), render: (_, row) => t(`kind_${row.kind}`) },
    { title: t('how'), align: 'right', render: (_, row) => <b>{cut(row)}</b> },
    {
      title: t('goods'),
      render: (_, row) => (
        <span className="block max-w-60 truncate" title={goods(row)}>
          {goods(row)}
        </span>
      ),
    },
    {
      title: t('bearer'),
      render: (_, row) => (
        <span className="block max-w-48 truncate" translate="no" title={bearers(row)}>
          {bearers(row)}
        </span>
      ),
    },
    { title: t('use'), align: 'right', render: (_, row) => <BenefitUse {...row} /> },
    { title: t('from'), render: (_, row) => formatInstant(row.starts_at, lang) },
    { title: t('until'), render: (_, row) => formatInstant(row.ends_at, lang) },
  ]
}

// The trial balance: every account, and that both sides are the same fen.
import type { TableColumnsType } from 'antd'
import type { Lang } from '../../../platform/types.ts'
import { useAddress } from '../../../web/console/address.ts'
import { Bar, BarField } from '../../../web/console/bar.tsx'
import { ListPage } from '../../../web/console/list-page.tsx'
import { Badge } from '../../../web/kit/badge.tsx'
import { useRead, wholeList } from '../../../web/query.ts'
import { formatMoney, nameIn } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { say } from '../../../web/words/words.ts'
import { trialBalance, type TrialRow } from '../contract-books.ts'
import { accountsWords } from './accounts-words.ts'

export default function BooksPage() {
  const t = useWords(accountsWords)
  const lang = useLang()
  const { query } = useAddress()
  const read = useRead(trialBalance, query.until ? { until: query.until } : {})
  const { data } = read
  const even = data?.debit_fen === data?.credit_fen
  const sides = data && {
    debit: formatMoney(data.debit_fen),
    credit: formatMoney(data.credit_fen),
  }
  return (
    <ListPage
      title={t('books')}
      subtitle={
        sides ? (
          <>
            <Badge tone={even ? 'good' : 'bad'}>{t(even ? 'balanced' : 'unbalanced')}</Badge>{' '}
            <span className="num">{t('both_sides', sides)}</span>
          </>
        ) : (
          ''
        )
      }
      tools={
        <Bar>
          <BarField name="until" label={t('until')} type="date" />
        </Bar>
      }
      rows={wholeList(data?.items ?? [], read, trialBalance)}
      columns={columnsOf(lang)}
      keyOf={(row) => row.account}
      asks
    />
  )
}

function columnsOf(lang: Lang): TableColumnsType<TrialRow> {
  const t = say(accountsWords, lang)
  return [
    {
      title: t('account'),
      render: (_, row) => (
        <>
          <span className="num text-ink-soft">{row.no}</span> {nameIn(lang, row)}
        </>
      ),
    },
    { title: t('debit'), align: 'right', render: (_, row) => formatMoney(row.debit_fen) },
    { title: t('credit'), align: 'right', render: (_, row) => formatMoney(row.credit_fen) },
    { title: t('balance'), align: 'right', render: (_, row) => <b>{formatMoney(row.balance_fen)}</b> },
  ]
}

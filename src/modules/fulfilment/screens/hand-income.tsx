// What a store has sold so far, today and this month, and every entry that the sums come from.
import { EmptyState, ErrorState } from '../../../web/kit/states.tsx'
import { NodeLine, NoNode, useNodeId } from '../../../web/mobile/node.tsx'
import { Card, CardTitle, LoadingCards, Page, Rows, Tag } from '../../../web/mobile/parts.tsx'
import { Price } from '../../../web/kit/price.tsx'
import { useLive, useRead } from '../../../web/query.ts'
import { formatInstant, formatMoney } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import type { Id } from '../../../platform/types.ts'
import { getIncome, type Income, type IncomeSum } from '../contract.ts'
import { shortNumber } from './hand-task-parts.tsx'
import { handFulfilmentWords } from './hand-words.ts'

export default function HandIncome() {
  const t = useWords(handFulfilmentWords)
  const node_id = useNodeId()
  const read = useRead(getIncome, { node_id: node_id as Id }, { enabled: node_id !== '' })
  useLive(node_id ? [`node:${node_id}`] : [], [getIncome])
  if (!node_id) return <NoNode />
  return (
    <Page title={t('income')} subtitle={<NodeLine>{t('income_lead')}</NodeLine>}>
      {read.error && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
      {!read.error && !read.data && <LoadingCards rows={3} />}
      {read.data && (
        <>
          <div className="grid gap-3 md:grid-cols-2">
            <Sum title={t('today')} sum={read.data.today} />
            <Sum title={t('month')} sum={read.data.month} />
          </div>
          <Entries income={read.data} />
        </>
      )}
    </Page>
  )
}

function Sum({ title, sum }: { title: string; sum: IncomeSum }) {
  const t = useWords(handFulfilmentWords)
  const parts = [
    { name: t('online'), fen: sum.online_fen },
    { name: t('counter'), fen: sum.counter_fen },
    { name: t('agency_sales'), fen: sum.agency_fen },
    { name: t('refunded'), fen: -sum.refunded_fen },
  ]
  return (
    <Card>
      <CardTitle note={`${t('orders_n', { count: sum.orders })} · ${t('units', { count: sum.units })}`}>
        {title}
      </CardTitle>
      <Price fen={sum.sales_fen} size="order" />
      <Rows
        rows={[
          ...parts.map(({ name, fen }) => ({ name, value: formatMoney(fen) })),
          { name: t('sum'), value: formatMoney(sum.sales_fen), strong: true },
        ]}
      />
    </Card>
  )
}

function Entries({ income }: { income: Income }) {
  const t = useWords(handFulfilmentWords)
  const lang = useLang()
  if (income.entries.length === 0) {
    return (
      <EmptyState icon="order" title={t('no_income')}>
        {t('no_income_next')}
      </EmptyState>
    )
  }
  return (
    <Card>
      <CardTitle note={t('entries_last', { count: income.entries.length })}>{t('entries')}</CardTitle>
      <ul className="flex flex-col">
        {income.entries.map((entry) => (
          <li
            key={entry.id}
            className="flex items-center justify-between gap-3 border-t border-line py-3 first:border-t-0"
          >
            <span className="min-w-0">
              <span className="num text-15 font-mid">
                {t('number_of', { number: shortNumber(entry.number) })}
              </span>{' '}
              <Tag tone={entry.kind === 'refund' ? 'warn' : 'quiet'}>{t(`kind_${entry.kind}`)}</Tag>
              <span className="num block text-14 text-ink-soft">
                {formatInstant(entry.at, lang)}
                {entry.units > 0 && <> · {t('units', { count: entry.units })}</>}
              </span>
            </span>
            <span className="num text-16 font-strong">
              {formatMoney(entry.kind === 'refund' ? -entry.amount_fen : entry.amount_fen)}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}

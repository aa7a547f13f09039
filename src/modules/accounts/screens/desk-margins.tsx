// What the house earns, net of VAT, by order, product, store or brand.
import type { TableColumnsType } from 'antd'
import type { Lang } from '../../../platform/types.ts'
import { type Query, useAddress } from '../../../web/console/address.ts'
import { Bar, BarField } from '../../../web/console/bar.tsx'
import { ListPage } from '../../../web/console/list-page.tsx'
import { EmptyState } from '../../../web/kit/states.tsx'
import { usePages } from '../../../web/query.ts'
import { formatMoney, formatShare, nameIn } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { say } from '../../../web/words/words.ts'
import { listMargins, type listMarginsControl, MarginBy, type MarginRow } from '../contract-books.ts'
import { accountsWords } from './accounts-words.ts'

const asked = ({ by, from, until }: Query) => ({
  by: MarginBy.safeParse(by).data ?? 'order',
  limit: 50,
  ...(from ? { from } : {}),
  ...(until ? { until } : {}),
})

export function Margins({ of }: { of: typeof listMargins | typeof listMarginsControl }) {
  const t = useWords(accountsWords)
  const lang = useLang()
  const { query } = useAddress()
  const rows = usePages(of, asked(query))
  const { from, until } = query
  const span: Query = { ...(from ? { from } : {}), ...(until ? { until } : {}) }
  return (
    <ListPage
      title={t('margins')}
      subtitle={t('margins_lead')}
      filters={MarginBy.options.map((by) => ({
        id: by,
        title: t(`by_${by}`),
        query: by === 'order' ? span : { ...span, by },
      }))}
      tools={
        <Bar>
          <BarField name="from" label={t('from')} type="date" />
          <BarField name="until" label={t('until')} type="date" />
        </Bar>
      }
      rows={rows}
      columns={columnsOf(lang)}
      keyOf={(row) => row.id}
      empty={
        <EmptyState icon="list" title={t('empty_margins')}>
          {t('empty_margins_text')}
        </EmptyState>
      }
    />
  )
}

const shareOf = ({ margin_fen, net_fen }: MarginRow) =>
  net_fen > 0 ? formatShare(Math.round((margin_fen * 10_000) / net_fen)) : '–'

function columnsOf(lang: Lang): TableColumnsType<MarginRow> {
  const t = say(accountsWords, lang)
  return [
    { title: t('subject'), render: (_, row) => <b className="font-mid">{nameIn(lang, row)}</b> },
    { title: t('list_net'), align: 'right', render: (_, row) => formatMoney(row.list_fen) },
    { title: t('benefits_net'), align: 'right', render: (_, row) => formatMoney(row.our_benefits_fen) },
    { title: t('revenue_net'), align: 'right', render: (_, row) => formatMoney(row.net_fen) },
    { title: t('cost'), align: 'right', render: (_, row) => formatMoney(row.cost_fen) },
    { title: t('margin'), align: 'right', render: (_, row) => <b>{formatMoney(row.margin_fen)}</b> },
    { title: t('margin_share'), align: 'right', render: (_, row) => shareOf(row) },
  ]
}

export default function MarginsPage() {
  return <Margins of={listMargins} />
}

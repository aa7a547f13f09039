// The journal, newest first: each entry with its source, its lines in the drawer.
import type { TableColumnsType } from 'antd'
import type { Lang } from '../../../platform/types.ts'
import { type Query, useAddress } from '../../../web/console/address.ts'
import { Bar, BarSelect } from '../../../web/console/bar.tsx'
import { ListPage } from '../../../web/console/list-page.tsx'
import { Facts, Section } from '../../../web/console/parts.tsx'
import { EmptyState } from '../../../web/kit/states.tsx'
import { usePages, useRead } from '../../../web/query.ts'
import { formatInstant, formatMoney, nameIn } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { say } from '../../../web/words/words.ts'
import { type JournalEntry, listJournal, SourceKind, trialBalance } from '../contract-books.ts'
import { accountsWords } from './accounts-words.ts'

const asked = ({ source }: Query) => ({
  limit: 50,
  ...(source ? { source_kind: source as JournalEntry['source_kind'] } : {}),
})

export default function JournalPage() {
  const t = useWords(accountsWords)
  const lang = useLang()
  const { query } = useAddress()
  const rows = usePages(listJournal, asked(query))
  const options = SourceKind.options.map((value) => ({ value, label: t(`src_${value}`) }))
  return (
    <ListPage
      title={t('journal')}
      subtitle={t('journal_lead')}
      tools={
        <Bar>
          <BarSelect name="source" label={t('source')} all={t('f_all')} options={options} />
        </Bar>
      }
      rows={rows}
      columns={columnsOf(lang)}
      keyOf={(row) => row.id}
      empty={
        <EmptyState icon="list" title={t('empty_journal')}>
          {t('empty_journal_text')}
        </EmptyState>
      }
      detail={(_, row) => row && <Entry entry={row} />}
      detail_title={(_, row) => row && t(`src_${row.source_kind}`)}
    />
  )
}

function columnsOf(lang: Lang): TableColumnsType<JournalEntry> {
  const t = say(accountsWords, lang)
  return [
    { title: t('at'), render: (_, row) => formatInstant(row.at, lang) },
    { title: t('source'), render: (_, row) => <b className="font-mid">{t(`src_${row.source_kind}`)}</b> },
    { title: t('memo'), render: (_, row) => <span translate="no">{row.memo ?? ''}</span> },
    { title: t('amount'), align: 'right', render: (_, row) => formatMoney(row.total_fen) },
  ]
}

function Entry({ entry }: { entry: JournalEntry }) {
  const t = useWords(accountsWords)
  const lang = useLang()
  const names = new Map(
    useRead(trialBalance, {}).data?.items.map((row) => [row.account, nameIn(lang, row)]) ?? [],
  )
  const side = (fen: number) => (fen > 0 ? formatMoney(fen) : '')
  return (
    <Section title={entry.memo ?? t(`src_${entry.source_kind}`)} note={formatInstant(entry.at, lang)}>
      <table className="w-full">
        <thead className="text-13 text-ink-soft">
          <tr>
            <th className="text-left font-mid">{t('account')}</th>
            <th className="text-right font-mid">{t('debit')}</th>
            <th className="text-right font-mid">{t('credit')}</th>
          </tr>
        </thead>
        <tbody>
          {entry.lines.map((line) => (
            <tr key={line.account} className="border-t border-line">
              <td className="py-1">{names.get(line.account) ?? line.account}</td>
              <td className="num py-1 text-right">{side(line.debit_fen)}</td>
              <td className="num py-1 text-right">{side(line.credit_fen)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Facts facts={[{ name: t('amount'), value: formatMoney(entry.total_fen) }]} />
    </Section>
  )
}

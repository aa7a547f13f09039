// A supplier's own statements, as its side reads and confirms them.
import type { TableColumnsType } from 'antd'
import type { Lang } from '../../../platform/types.ts'
import { ListPage } from '../../../web/console/list-page.tsx'
import { useWhyNot } from '../../../web/console/me.tsx'
import { Actions, Facts } from '../../../web/console/parts.tsx'
import { Badge } from '../../../web/kit/badge.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { EmptyState, Refusal } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { useCommand, usePages } from '../../../web/query.ts'
import { formatMoney } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { say } from '../../../web/words/words.ts'
import {
  confirmTheirs,
  listOwnStatements,
  type SupplierStatement,
} from '../../accounts/contract-statement.ts'
import { ownStatementWords } from './statement-words.ts'

export default function StatementsPage() {
  const t = useWords(ownStatementWords)
  const lang = useLang()
  const rows = usePages(listOwnStatements, { limit: 50 })
  return (
    <ListPage
      title={t('statements')}
      subtitle={t('lead')}
      rows={rows}
      columns={columnsOf(lang)}
      keyOf={(row) => row.id}
      empty={
        <EmptyState icon="list" title={t('empty')}>
          {t('empty_text')}
        </EmptyState>
      }
      detail={(key, row) => row && <Detail key={key} statement={row} />}
      detail_title={(_, row) => row && <span className="num">{row.month.slice(0, 7)}</span>}
    />
  )
}

const Side = ({ at }: { at: string | null }) => {
  const t = useWords(ownStatementWords)
  return <Badge tone={at ? 'good' : 'warn'}>{t(at ? 'confirmed' : 'not_confirmed')}</Badge>
}

function columnsOf(lang: Lang): TableColumnsType<SupplierStatement> {
  const t = say(ownStatementWords, lang)
  const money = (fen: number) => <span className="num">{formatMoney(fen)}</span>
  return [
    { title: t('month'), render: (_, row) => <b className="num font-mid">{row.month.slice(0, 7)}</b> },
    { title: t('opening'), align: 'right', render: (_, row) => money(row.opening_fen) },
    { title: t('invoiced'), align: 'right', render: (_, row) => money(row.invoiced_fen) },
    { title: t('credited'), align: 'right', render: (_, row) => money(row.credited_fen) },
    { title: t('paid'), align: 'right', render: (_, row) => money(row.paid_fen) },
    { title: t('closing'), align: 'right', render: (_, row) => <b>{money(row.closing_fen)}</b> },
    { title: t('ours'), render: (_, row) => <Side at={row.ours_at} /> },
    { title: t('theirs'), render: (_, row) => <Side at={row.theirs_at} /> },
  ]
}

function Detail({ statement }: { statement: SupplierStatement }) {
  const t = useWords(ownStatementWords)
  const may = useWhyNot('brand.read')
  const confirm = useCommand(confirmTheirs, {
    refreshes: [listOwnStatements],
    onDone: () => toast(t('confirmed_toast')),
  })
  const { id, hash } = statement
  return (
    <>
      <Facts
        facts={[
          { name: t('opening'), value: formatMoney(statement.opening_fen) },
          { name: t('invoiced'), value: formatMoney(statement.invoiced_fen) },
          { name: t('credited'), value: formatMoney(-statement.credited_fen) },
          { name: t('paid'), value: formatMoney(-statement.paid_fen) },
          { name: t('closing'), value: <b>{formatMoney(statement.closing_fen)}</b> },
          { name: t('held'), value: formatMoney(statement.held_fen) },
          { name: t('hash'), value: <code translate="no">{hash.slice(0, 16)}</code> },
          { name: t('ours'), value: <Side at={statement.ours_at} /> },
          { name: t('theirs'), value: <Side at={statement.theirs_at} /> },
        ]}
      />
      <Actions>
        <Button
          size="small"
          pending={confirm.pending}
          why_disabled={statement.theirs_at ? t('why_confirmed') : may}
          onClick={() => void confirm.run({ statement_id: id, hash })}
        >
          {t('confirm')}
        </Button>
        <Refusal problem={confirm.problem} />
      </Actions>
    </>
  )
}

// The stock ledger of a node: every row that made its stock what it is.
import type { TableColumnsType } from 'antd'
import type { Lang } from '../../../platform/types.ts'
import { useAddress } from '../../../web/console/address.ts'
import { ListPage } from '../../../web/console/list-page.tsx'
import { panel } from '../../../web/console/parts.tsx'
import { EmptyState } from '../../../web/kit/states.tsx'
import { usePages } from '../../../web/query.ts'
import { formatInstant } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { say } from '../../../web/words/words.ts'
import type { SkuLine } from '../../catalog/contract-lines.ts'
import { SkuName, useSkuLines } from '../../catalog/screens/index.ts'
import { NodePicker } from '../../places/screens/index.ts'
import { type Entry, listEntries } from '../contract.ts'
import { signed } from './desk-entries.tsx'
import { stockDeskWords } from './stock-words.ts'

export default function LedgerPage() {
  const t = useWords(stockDeskWords)
  const lang = useLang()
  const { query, set } = useAddress()
  const node = query.node
  const rows = usePages(
    listEntries,
    { node_id: (node ?? '') as never, limit: 50 },
    { enabled: node !== undefined },
  )
  const line = useSkuLines(rows.items.slice(-100).map((entry) => entry.sku_id))
  const asked = node ? rows : { ...rows, loading: false, items: [], has_more: false }
  return (
    <ListPage
      title={t('ledger')}
      subtitle={t('ledger_lead')}
      tools={
        <div className={`${panel} p-4`}>
          <NodePicker
            single
            label={t('node')}
            ids={node ? [node] : []}
            onChange={([id]) => set({ node: id })}
          />
        </div>
      }
      rows={asked}
      columns={columnsOf(lang, line)}
      keyOf={(entry) => entry.id}
      asks
      empty={<EmptyState title={node ? t('empty_ledger') : t('choose_node')} />}
    />
  )
}

function columnsOf(lang: Lang, line: (id: string) => SkuLine | undefined): TableColumnsType<Entry> {
  const t = say(stockDeskWords, lang)
  return [
    { title: t('at'), render: (_, entry) => formatInstant(entry.at, lang) },
    { title: t('sku'), render: (_, entry) => <SkuName line={line(entry.sku_id)} /> },
    { title: t('kind'), render: (_, entry) => t(`kind_${entry.kind}`) },
    {
      title: t('quantity'),
      align: 'right',
      render: (_, entry) => <b className={entry.quantity < 0 ? '' : 'text-good'}>{signed(entry.quantity)}</b>,
    },
    { title: t('reason'), render: (_, entry) => <span translate="no">{entry.reason ?? '—'}</span> },
  ]
}

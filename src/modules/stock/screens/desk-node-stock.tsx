// What a node has, short: for its drawer at the desks. The whole list is the stock page's.
import { Section } from '../../../web/console/parts.tsx'
import { ErrorState, SkeletonRows } from '../../../web/kit/states.tsx'
import { Table } from '../../../web/kit/table.tsx'
import { useRead } from '../../../web/query.ts'
import { useWords } from '../../../web/words/use-words.ts'
import { SkuName, useSkuLines } from '../../search/screens/index.ts'
import { listStock } from '../contract.ts'
import { stockDeskWords } from './stock-words.ts'

const shown = 8

export function NodeStock({ node_id }: { node_id: string }) {
  const t = useWords(stockDeskWords)
  const read = useRead(listStock, { node_id: node_id as never, limit: 100 })
  const items = read.data?.items ?? []
  const first = items.toSorted((x, y) => x.available - y.available).slice(0, shown)
  const line = useSkuLines(first.map((cell) => cell.sku_id))
  if (read.error) return <ErrorState problem={read.error} onRetry={() => void read.refetch()} />
  const more = items.length > shown ? t('rest', { count: items.length - shown }) : undefined
  return (
    <Section title={t('stock')} note={read.data?.next ? `${more ?? ''}…` : more}>
      {!read.data && <SkeletonRows rows={4} className="h-8" />}
      {read.data && items.length === 0 && <p className="text-ink-soft">{t('none_node')}</p>}
      {first.length > 0 && (
        <Table
          caption={t('stock')}
          rows={first}
          keyOf={(cell) => cell.sku_id}
          columns={[
            { id: 'sku', title: t('sku'), heads: true, cell: (cell) => <SkuName line={line(cell.sku_id)} /> },
            { id: 'hand', title: t('on_hand'), numeric: true, cell: (cell) => cell.on_hand },
            { id: 'held', title: t('held'), numeric: true, cell: (cell) => cell.held },
            { id: 'free', title: t('available'), numeric: true, cell: (cell) => <b>{cell.available}</b> },
          ]}
        />
      )}
    </Section>
  )
}

// The ledger of a node, newest first: how its stock came to be what it is.
import type { TableColumnsType } from 'antd'
import type { ReactNode } from 'react'
import type { Lang } from '../../../platform/types.ts'
import { useAddress } from '../../../web/console/address.ts'
import { ListPage } from '../../../web/console/list-page.tsx'
import { panel } from '../../../web/console/parts.tsx'
import { Badge, type Tone } from '../../../web/kit/badge.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { EmptyState } from '../../../web/kit/states.tsx'
import { usePages } from '../../../web/query.ts'
import { formatInstant } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { say, sayIfKnown } from '../../../web/words/words.ts'
import { SkuName, useSkuLines } from '../../search/screens/index.ts'
import { NodePicker } from '../../places/screens/index.ts'
import { type Entry, listEntries } from '../contract.ts'
import { signed } from './desk-entries.tsx'
import { stockDeskWords } from './stock-words.ts'

const tones: Partial<Record<Entry['kind'], Tone>> = { adjustment: 'warn', count: 'warn', sale: 'good' }

export default function LedgerPage() {
  const t = useWords(stockDeskWords)
  const lang = useLang()
  const { query } = useAddress()
  const { node, sku } = query
  const input = { node_id: (node ?? '') as never, limit: 50, ...(sku ? { sku_id: sku as never } : {}) }
  const rows = usePages(listEntries, input, { enabled: Boolean(node) })
  const line = useSkuLines([...(sku ? [sku] : []), ...rows.items.slice(-99).map((entry) => entry.sku_id)])
  const nameOf = (id: string) => <SkuName line={line(id)} />
  return (
    <ListPage
      title={t('ledger')}
      subtitle={t('ledger_lead')}
      tools={<Tools sku={sku ? nameOf(sku) : null} />}
      rows={node ? rows : { ...rows, items: [], loading: false, has_more: false }}
      asks
      columns={columnsOf(lang, nameOf)}
      keyOf={(entry) => entry.id}
      empty={<EmptyState icon="list" title={t(node ? 'empty_ledger' : 'choose_node')} />}
    />
  )
}

function Tools({ sku }: { sku: ReactNode }) {
  const t = useWords(stockDeskWords)
  const { query, set } = useAddress()
  return (
    <div className={`${panel} flex flex-col gap-3 p-3`}>
      <div className="max-w-105">
        <NodePicker
          single
          label={t('node')}
          ids={query.node ? [query.node] : []}
          onChange={([id]) => set({ node: id })}
        />
      </div>
      {sku && (
        <span className="flex flex-wrap items-center gap-3">
          {sku}
          <Button size="small" look="quiet" onClick={() => set({ sku: undefined })}>
            {t('all_skus')}
          </Button>
        </span>
      )}
    </div>
  )
}

function columnsOf(lang: Lang, nameOf: (id: string) => ReactNode): TableColumnsType<Entry> {
  const t = say(stockDeskWords, lang)
  const reason = (text: string | null) =>
    text === null ? '—' : (sayIfKnown(stockDeskWords, lang, `why_${text}`) ?? text)
  return [
    { title: t('at'), render: (_, entry) => formatInstant(entry.at, lang) },
    { title: t('sku'), render: (_, entry) => nameOf(entry.sku_id) },
    {
      title: t('kind'),
      render: (_, entry) => <Badge tone={tones[entry.kind] ?? 'neutral'}>{t(`kind_${entry.kind}`)}</Badge>,
    },
    {
      title: t('quantity'),
      align: 'right',
      render: (_, entry) => <b className="font-strong">{signed(entry.quantity)}</b>,
    },
    { title: t('reason'), render: (_, entry) => <span translate="no">{reason(entry.reason)}</span> },
    { title: t('order'), render: (_, entry) => (entry.order_id ? `…${entry.order_id.slice(-8)}` : '—') },
  ]
}

// A brand's own products with what their data lack; the open one shows each SKU and takes proposals.
import type { TableColumnsType } from 'antd'
import type { Lang } from '../../../platform/types.ts'
import { type Query, useAddress } from '../../../web/console/address.ts'
import { ListPage } from '../../../web/console/list-page.tsx'
import { Badge, type Tone } from '../../../web/kit/badge.tsx'
import { EmptyState } from '../../../web/kit/states.tsx'
import { useLive, usePages, useRead } from '../../../web/query.ts'
import { formatNumber, formatShare, nameIn } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { say } from '../../../web/words/words.ts'
import { Thumb, useCategories } from '../../catalog/screens/index.ts'
import {
  countBrand,
  getOwnProduct,
  lackCodes,
  listOwnProducts,
  type Lack,
  type OwnProductLine,
} from '../contract.ts'
import { brandWords } from './brand-words.ts'
import { OwnProductDetail, OwnProductTitle } from './desk-own-product.tsx'
import { Lacks } from './lacks.tsx'

const stateTones: Record<OwnProductLine['state'], Tone> = { draft: 'lit', live: 'good', retired: 'neutral' }

const asked = ({ q, state, lacking }: Query) => ({
  limit: 50,
  ...(q ? { q: q.slice(0, 60) } : {}),
  ...(state ? { state: state as OwnProductLine['state'] } : {}),
  ...(lacking === 'any' ? { open: 'true' as const } : {}),
  ...(lacking && lacking !== 'any' ? { lacks: lacking as Lack } : {}),
})

function useFilters() {
  const t = useWords(brandWords)
  const counts = useRead(countBrand, {}).data
  const of = (count: number | undefined) => ({ count: count ?? null })
  const filters = [
    { id: 'all', title: t('f_all'), query: {}, ...of(counts?.products) },
    { id: 'any', title: t('f_open'), query: { lacking: 'any' }, ...of(counts?.incomplete) },
    ...lackCodes
      .filter((code) => counts === undefined || counts.lacking[code] > 0)
      .map((code) => ({
        id: code,
        title: t(`lack_${code}`),
        query: { lacking: code },
        ...of(counts?.lacking[code]),
      })),
    { id: 'draft', title: t('st_draft'), query: { state: 'draft' }, ...of(counts?.draft) },
  ]
  return { filters, counts }
}

export default function OwnProductsPage() {
  const t = useWords(brandWords)
  const lang = useLang()
  const { query } = useAddress()
  const rows = usePages(listOwnProducts, asked(query))
  const { filters, counts } = useFilters()
  const { categoryName } = useCategories()
  useLive(['brands:all', 'changes:all'], [listOwnProducts, getOwnProduct, countBrand])
  return (
    <ListPage
      title={t('products')}
      subtitle={
        counts ? t('lead', { sale: formatNumber(counts.skus_for_sale), all: formatNumber(counts.skus) }) : ''
      }
      filters={filters}
      rows={rows}
      columns={columnsOf(lang, categoryName)}
      keyOf={(line) => line.id}
      empty={<EmptyState title={t('empty')}>{t('empty_text')}</EmptyState>}
      detail={(id) => <OwnProductDetail key={id} id={id} />}
      detail_title={(id) => <OwnProductTitle id={id} />}
      detail_width={520}
    />
  )
}

function columnsOf(lang: Lang, categoryName: (code: string) => string): TableColumnsType<OwnProductLine> {
  const t = say(brandWords, lang)
  return [
    {
      title: t('product'),
      render: (_, line) => (
        <span className="flex items-center gap-3">
          <Thumb drawing={line.drawing ?? undefined} />
          <span translate="no">
            <b className="font-mid">{nameIn(lang, line)}</b>{' '}
            <span className="text-12 text-ink-soft">{line.model}</span>
          </span>
        </span>
      ),
    },
    { title: t('category'), render: (_, line) => categoryName(line.category_code) },
    {
      title: t('state'),
      render: (_, line) => <Badge tone={stateTones[line.state]}>{t(`st_${line.state}`)}</Badge>,
    },
    {
      title: t('data'),
      align: 'right',
      render: (_, line) => <span className="num">{formatShare(line.complete_bp, 0)}</span>,
    },
    { title: t('lacks'), render: (_, line) => <Lacks lacks={line.lacks} /> },
    { title: t('skus'), align: 'right', dataIndex: 'skus' },
    { title: t('for_sale'), align: 'right', dataIndex: 'skus_for_sale' },
  ]
}

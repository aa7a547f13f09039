// What waits for purchasing today: products that cannot be sold yet and why, drafts, and what is for sale.
import { Link } from '@tanstack/react-router'
import { listBrands, listCategories } from '../../modules/catalog/contract.ts'
import { countSheets } from '../../modules/catalog/contract-sheets.ts'
import { Figure, FigureGrid, PlainPage, panel, Section } from '../../web/console/parts.tsx'
import { SkeletonRows } from '../../web/kit/states.tsx'
import { Table } from '../../web/kit/table.tsx'
import { useRead } from '../../web/query.ts'
import { formatNumber, nameIn } from '../../web/words/format.ts'
import { useLang, useWords } from '../../web/words/use-words.ts'
import { buyingTodayWords } from './today-words.ts'

export default function TodayPage() {
  const t = useWords(buyingTodayWords)
  const counts = useRead(countSheets, {}).data
  const figure = (count: number | undefined) => (count === undefined ? null : formatNumber(count))
  const categories = useRead(listCategories, {}).data?.items
  const brands = useRead(listBrands, {}).data?.items
  const note = { note: t('fill') }
  return (
    <PlainPage title={t('title')} subtitle={t('lead')}>
      <FigureGrid>
        <Figure
          to="/products"
          search={{ lacking: 'gtin' }}
          title={t('gtin')}
          value={figure(counts?.lacking_gtin)}
          lit={Boolean(counts?.lacking_gtin)}
          {...note}
        />
        <Figure
          to="/products"
          search={{ lacking: 'depth' }}
          title={t('depth')}
          value={figure(counts?.lacking_depth)}
          lit={Boolean(counts?.lacking_depth)}
          {...note}
        />
        <Figure to="/products" search={{ state: 'draft' }} title={t('draft')} value={figure(counts?.draft)} />
        <Figure
          to="/products"
          search={{ state: 'live' }}
          title={t('live')}
          value={figure(counts?.live)}
          {...(brands ? { note: `${t('brands')} ${brands.length}` } : {})}
        />
      </FigureGrid>
      <div className={`${panel} p-4`}>
        <Categories items={categories} />
      </div>
    </PlainPage>
  )
}

type Category = { code: string; name_zh: string; name_en: string; products: number }

function Categories({ items }: { items: readonly Category[] | undefined }) {
  const t = useWords(buyingTodayWords)
  const lang = useLang()
  const rows = items?.toSorted((x, y) => y.products - x.products).slice(0, 16)
  return (
    <Section title={t('by_category')}>
      {!rows && <SkeletonRows rows={6} className="h-8" />}
      {rows && (
        <Table
          caption={t('by_category')}
          rows={rows}
          keyOf={(row) => row.code}
          columns={[
            {
              id: 'name',
              title: t('category'),
              heads: true,
              cell: (row) => (
                <Link
                  to="/products"
                  search={{ category: row.code } as never}
                  className="link inline-flex min-h-8 items-center"
                >
                  {nameIn(lang, row)}
                </Link>
              ),
            },
            { id: 'count', title: t('products'), numeric: true, cell: (row) => formatNumber(row.products) },
          ]}
        />
      )}
    </Section>
  )
}

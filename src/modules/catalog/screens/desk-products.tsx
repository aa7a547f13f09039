// All products with what they still lack, drafts included; the open one is its sheet in the drawer.
import type { TableColumnsType } from 'antd'
import { useState } from 'react'
import type { Lang } from '../../../platform/types.ts'
import { type Query, useAddress } from '../../../web/console/address.ts'
import { Bar, BarSelect } from '../../../web/console/bar.tsx'
import { ListPage } from '../../../web/console/list-page.tsx'
import { useWhyNot } from '../../../web/console/me.tsx'
import { Badge } from '../../../web/kit/badge.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { EmptyState } from '../../../web/kit/states.tsx'
import { usePages, useRead } from '../../../web/query.ts'
import { nameIn } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { say } from '../../../web/words/words.ts'
import { listBrands } from '../contract.ts'
import { countSheets, listSheets, type SheetLine } from '../contract-sheets.ts'
import { stateTones, useCategories } from './desk-product-shared.ts'
import { ProductDetail, ProductTitle } from './desk-product.tsx'
import { AddProduct } from './desk-product-add.tsx'
import { productDeskWords } from './desk-product-words.ts'
import { Thumb } from './thumb.tsx'

const states = ['draft', 'live', 'retired'] as const

const asked = ({ q, category, brand, state, lacking }: Query) => ({
  limit: 50,
  ...(q ? { q: q.slice(0, 60) } : {}),
  ...(category ? { category_code: category } : {}),
  ...(brand ? { brand_id: brand as never } : {}),
  ...(state ? { state: state as SheetLine['state'] } : {}),
  ...(lacking ? { lacking: lacking as 'gtin' | 'depth' } : {}),
})

function useFilters() {
  const t = useWords(productDeskWords)
  const counts = useRead(countSheets, {}).data
  const of = (count: number | undefined) => ({ count: count ?? null })
  const all = counts && counts.draft + counts.live + counts.retired
  const filters = [
    { id: 'all', title: t('f_all'), query: {}, ...of(all) },
    ...states.map((state) => ({
      id: state,
      title: t(`st_${state}`),
      query: { state },
      ...of(counts?.[state]),
    })),
    { id: 'gtin', title: t('f_gtin'), query: { lacking: 'gtin' }, ...of(counts?.lacking_gtin) },
    { id: 'depth', title: t('f_depth'), query: { lacking: 'depth' }, ...of(counts?.lacking_depth) },
  ]
  return { filters, for_sale: counts?.skus_for_sale }
}

export default function ProductsPage() {
  const t = useWords(productDeskWords)
  const lang = useLang()
  const { query, set } = useAddress()
  const rows = usePages(listSheets, asked(query))
  const { filters, for_sale } = useFilters()
  const { categoryName } = useCategories()
  return (
    <ListPage
      title={t('products')}
      subtitle={for_sale === undefined ? '' : t('lead', { count: for_sale })}
      action={<Add onAdded={(id) => set({ open: id })} />}
      filters={filters}
      tools={<Tools />}
      rows={rows}
      columns={columnsOf(lang, categoryName)}
      keyOf={(line) => line.id}
      empty={<EmptyState title={t('empty')}>{t('empty_text')}</EmptyState>}
      detail={(id) => <ProductDetail key={id} id={id} />}
      detail_title={(id) => <ProductTitle id={id} />}
      detail_width={520}
    />
  )
}

function Add({ onAdded }: { onAdded: (id: string) => void }) {
  const t = useWords(productDeskWords)
  const why = useWhyNot('catalog.edit')
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="small" icon="plus" why_disabled={why} onClick={() => setOpen(true)}>
        {t('add')}
      </Button>
      {open && (
        <AddProduct
          onClose={() => setOpen(false)}
          onAdded={(id) => {
            setOpen(false)
            onAdded(id)
          }}
        />
      )}
    </>
  )
}

function Tools() {
  const t = useWords(productDeskWords)
  const lang = useLang()
  const { categories } = useCategories()
  const brands = useRead(listBrands, {}).data?.items ?? []
  return (
    <Bar>
      <BarSelect
        name="category"
        label={t('category')}
        all={t('any_category')}
        options={categories.map((one) => ({ value: one.code, label: nameIn(lang, one) }))}
      />
      <BarSelect
        name="brand"
        label={t('brand')}
        all={t('any_brand')}
        options={brands.map((one) => ({ value: one.id, label: nameIn(lang, one) }))}
      />
    </Bar>
  )
}

function Lacks({ line }: { line: SheetLine }) {
  const t = useWords(productDeskWords)
  if (line.lacking_gtin + line.lacking_depth === 0)
    return <span className="text-ink-soft">{t('complete')}</span>
  return (
    <span className="flex gap-1">
      {line.lacking_gtin > 0 && <Badge tone="warn">{t('lacks_gtin', { count: line.lacking_gtin })}</Badge>}
      {line.lacking_depth > 0 && <Badge tone="warn">{t('lacks_depth', { count: line.lacking_depth })}</Badge>}
    </span>
  )
}

function columnsOf(lang: Lang, categoryName: (code: string) => string): TableColumnsType<SheetLine> {
  const t = say(productDeskWords, lang)
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
    { title: t('skus'), align: 'right', dataIndex: 'skus' },
    { title: t('for_sale'), align: 'right', dataIndex: 'skus_for_sale' },
    { title: t('lacks'), render: (_, line) => <Lacks line={line} /> },
    { title: t('launched'), dataIndex: 'launched_on' },
  ]
}

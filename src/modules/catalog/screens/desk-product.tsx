// One product in the drawer, as it is stored: each part edited on its own, its SKUs, launching and
// retiring it.
import { useState } from 'react'
import { useWhyNot } from '../../../web/console/me.tsx'
import { Actions, Section } from '../../../web/console/parts.tsx'
import { Badge } from '../../../web/kit/badge.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { ErrorState, Refusal, SkeletonRows } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { useCommand, useRead } from '../../../web/query.ts'
import { formatNumber, nameIn } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import {
  addSku,
  countSheets,
  editProduct,
  editSku,
  getSheet,
  listSheets,
  type ProductSheet,
  type SkuSheet,
} from '../contract-sheets.ts'
import { Part } from './desk-product-fields.tsx'
import { NewSku } from './desk-product-sku.tsx'
import { attributeSpecs, energySpecs, nameSpecs, sizeSpecs, skuSpecs } from './desk-product-specs.ts'
import { stateTones, useCategories } from './desk-product-shared.ts'
import { productDeskWords } from './desk-product-words.ts'
import { Thumb } from './thumb.tsx'

const refreshes = [getSheet, listSheets, countSheets]

export function ProductDetail({ id }: { id: string }) {
  const read = useRead(getSheet, { product_id: id as never })
  if (read.error) return <ErrorState problem={read.error} onRetry={() => void read.refetch()} />
  if (!read.data) return <SkeletonRows rows={8} />
  const product = read.data
  return (
    <>
      <Head product={product} />
      <Skus product={product} />
      <Parts product={product} />
      <Launch product={product} />
    </>
  )
}

/** Also of a product that the list has not come to. */
export function ProductTitle({ id }: { id: string }) {
  const lang = useLang()
  const product = useRead(getSheet, { product_id: id as never }).data
  return <span translate="no">{product ? nameIn(lang, product) : '…'}</span>
}

function drawingOf(product: ProductSheet, sku: SkuSheet | undefined) {
  if (!sku) return undefined
  const { family, body } = product
  const { width_mm, height_mm, finish, layout, options } = sku
  const depth_mm = sku.depth_mm ?? body.depth_mm ?? 600
  return { family, width_mm, height_mm, depth_mm, finish, layout, options, brand: '' }
}

function Head({ product }: { product: ProductSheet }) {
  const t = useWords(productDeskWords)
  const lang = useLang()
  const { categoryName } = useCategories()
  return (
    <div className="flex items-start gap-4 pb-4">
      <Thumb drawing={drawingOf(product, product.skus[0])} size="card" />
      <div className="flex min-w-0 flex-col items-start gap-1">
        <b translate="no" className="text-16 font-strong">
          {nameIn(lang, product)}
        </b>
        <span className="text-ink-soft">
          {categoryName(product.category_code)} · <span translate="no">{product.model}</span>
        </span>
        <Badge tone={stateTones[product.state]}>{t(`st_${product.state}`)}</Badge>
        {product.state !== 'draft' && (
          <a className="link inline-flex min-h-10 sm:min-h-8 items-center" href={`/products/${product.id}`}>
            {t('shop_page')}
          </a>
        )}
      </div>
    </div>
  )
}

function Parts({ product }: { product: ProductSheet }) {
  const t = useWords(productDeskWords)
  const lang = useLang()
  const { categories } = useCategories()
  const category = categories.find((one) => one.code === product.category_code)
  const parts = [
    { id: 'names', title: t('names'), specs: nameSpecs(product, lang) },
    { id: 'sizes', title: t('sizes'), specs: sizeSpecs(product, lang) },
    { id: 'attributes', title: t('attributes'), specs: attributeSpecs(product, category, lang) },
    { id: 'energy', title: t('energy'), specs: energySpecs(product, lang) },
    { id: 'points', title: t('points'), specs: [] },
  ] as const
  return parts.map(({ id, title, specs }) =>
    id === 'points' ? (
      <Points key={id} product={product} />
    ) : (
      <ProductPart key={id} product={product} title={title} specs={specs} />
    ),
  )
}

type ProductPartProps = { product: ProductSheet; title: string; specs: Parameters<typeof Part>[0]['specs'] }

function ProductPart({ product, title, specs }: ProductPartProps) {
  const t = useWords(productDeskWords)
  const save = useCommand(editProduct, { refreshes })
  return (
    <Part
      title={title}
      specs={specs}
      original={product}
      empty={t(title === t('energy') ? 'no_energy' : 'no_attributes')}
      save={{ ...save, run: (change) => save.run({ product_id: product.id, ...change }) }}
    />
  )
}

function Points({ product }: { product: ProductSheet }) {
  const t = useWords(productDeskWords)
  const lang = useLang()
  return (
    <>
      {product.points.length > 0 && (
        <Section title={t('points')}>
          <ul className="list-inside list-disc" translate="no">
            {product.points.map((point) => (
              <li key={point.zh}>{lang === 'en' ? point.en : point.zh}</li>
            ))}
          </ul>
        </Section>
      )}
      {product.utilities.length > 0 && (
        <Section title={t('needs')}>
          <ul className="list-inside list-disc" translate="no">
            {product.utilities.map((utility) => (
              <li key={utility.spec_zh}>{lang === 'en' ? utility.spec_en : utility.spec_zh}</li>
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}

function Skus({ product }: { product: ProductSheet }) {
  const t = useWords(productDeskWords)
  const why = useWhyNot('catalog.edit')
  const [adding, setAdding] = useState(false)
  const add = useCommand(addSku, {
    refreshes,
    onDone: () => {
      toast(t('added'))
      setAdding(false)
    },
  })
  return (
    <>
      {product.skus.map((sku) => (
        <SkuPart key={sku.id} product={product} sku={sku} />
      ))}
      {adding ? (
        <NewSku product={product} add={add} onClose={() => setAdding(false)} />
      ) : (
        <div className="border-t border-line py-4">
          <Button
            size="small"
            look="secondary"
            icon="plus"
            why_disabled={why}
            onClick={() => setAdding(true)}
          >
            {t('add_sku')}
          </Button>
        </div>
      )}
    </>
  )
}

/** What tells one SKU from another; all of it is in its form. */
function useSkuFacts(sku: SkuSheet) {
  const t = useWords(productDeskWords)
  const lacking = <span className="text-bad">{t('lacking')}</span>
  const { width_mm, height_mm, depth_mm } = sku
  return [
    { name: t('code'), value: <span translate="no">{sku.code}</span> },
    { name: t('gtin'), value: sku.gtin ?? lacking },
    {
      name: t('measures'),
      value: (
        <>
          {width_mm} × {height_mm} × {depth_mm ?? lacking} mm
        </>
      ),
    },
    { name: t('weight'), value: `${formatNumber(sku.weight_g / 1000, 2)} kg` },
  ]
}

function SkuPart({ product, sku }: { product: ProductSheet; sku: SkuSheet }) {
  const t = useWords(productDeskWords)
  const lang = useLang()
  const save = useCommand(editSku, { refreshes })
  const name = lang === 'en' ? sku.variant_en : sku.variant_zh
  const badge = sku.why_not ? (
    <Badge tone={sku.why_not === 'not_live' ? 'neutral' : 'warn'}>{t(`why_${sku.why_not}`)}</Badge>
  ) : (
    <Badge tone="good">{t('is_for_sale')}</Badge>
  )
  return (
    <Part
      title={`SKU · ${name}`}
      note={badge}
      facts={useSkuFacts(sku)}
      specs={skuSpecs(product, sku, lang)}
      original={sku}
      save={{ ...save, run: (change) => save.run({ sku_id: sku.id, ...change }) }}
    />
  )
}

/** A draft is launched, what is on sale retired; the reason stands at the button when it cannot be. */
function Launch({ product }: { product: ProductSheet }) {
  const t = useWords(productDeskWords)
  const may = useWhyNot('catalog.edit')
  const live = product.state === 'live'
  const save = useCommand(editProduct, {
    refreshes,
    onDone: ({ state }) => toast(t(state === 'live' ? 'launched_toast' : 'retired_toast')),
  })
  const complete = product.skus.some(
    (sku) => sku.state === 'live' && sku.gtin !== null && sku.depth_mm !== null,
  )
  const why = may ?? (live || complete ? null : t('launch_lacks'))
  return (
    <Actions>
      <Button
        size="small"
        look={live ? 'danger' : 'primary'}
        pending={save.pending}
        why_disabled={why}
        onClick={() => void save.run({ product_id: product.id, state: live ? 'retired' : 'live' })}
      >
        {t(live ? 'retire' : product.state === 'draft' ? 'launch' : 'relaunch')}
      </Button>
      <Refusal problem={save.problem} />
    </Actions>
  )
}

// One product of the brand in the drawer: its facts, each SKU with what it lacks and why it is not sold.
import { useState } from 'react'
import { useWhyNot } from '../../../web/console/me.tsx'
import { Facts, Section } from '../../../web/console/parts.tsx'
import { Badge } from '../../../web/kit/badge.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { ErrorState, SkeletonRows } from '../../../web/kit/states.tsx'
import { useRead } from '../../../web/query.ts'
import { formatNumber, nameIn } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { Thumb, useCategories } from '../../catalog/screens/index.ts'
import { getOwnProduct, type OwnProduct, type OwnSku } from '../contract.ts'
import { brandWords } from './brand-words.ts'
import { Lacks } from './lacks.tsx'
import { ProposeData } from './propose-data.tsx'

const useProduct = (id: string) => useRead(getOwnProduct, { product_id: id as never })

/** Also of a product that the list has not come to. */
export function OwnProductTitle({ id }: { id: string }) {
  const lang = useLang()
  const product = useProduct(id).data
  return <span translate="no">{product ? nameIn(lang, product) : '…'}</span>
}

export function OwnProductDetail({ id }: { id: string }) {
  const read = useProduct(id)
  if (read.error) return <ErrorState problem={read.error} onRetry={() => void read.refetch()} />
  if (!read.data) return <SkeletonRows rows={8} />
  const product = read.data
  return (
    <>
      <Head product={product} />
      <OfProduct product={product} />
      {product.skus.map((sku) => (
        <Sku key={sku.id} product={product} sku={sku} />
      ))}
    </>
  )
}

function Head({ product }: { product: OwnProduct }) {
  const t = useWords(brandWords)
  const { categoryName } = useCategories()
  return (
    <div className="flex items-start gap-4 pb-4">
      <Thumb drawing={product.drawing ?? undefined} size="card" />
      <div className="flex min-w-0 flex-col items-start gap-2">
        <span className="text-ink-soft">
          {categoryName(product.category_code)} · <span translate="no">{product.model}</span>
        </span>
        <span className="flex flex-wrap items-center gap-2">
          {product.lacks.length > 0 && <span className="text-ink-soft">{t('why_missing')}</span>}
          <Lacks lacks={product.lacks} />
        </span>
      </div>
    </div>
  )
}

function Propose({ product, sku }: { product: OwnProduct; sku?: OwnSku }) {
  const t = useWords(brandWords)
  const lang = useLang()
  const why = useWhyNot('brand.propose')
  const [open, setOpen] = useState(false)
  const name = sku ? (lang === 'en' ? sku.variant_en : sku.variant_zh) : nameIn(lang, product)
  return (
    <div className="pt-2">
      <Button
        size="small"
        look="secondary"
        why_disabled={why}
        aria-label={t('propose_of', { name })}
        onClick={() => setOpen(true)}
      >
        {t('propose')}
      </Button>
      {open && (
        <ProposeData product={product} {...(sku ? { sku } : {})} name={name} onClose={() => setOpen(false)} />
      )}
    </div>
  )
}

function OfProduct({ product }: { product: OwnProduct }) {
  const t = useWords(brandWords)
  const lacking = <span className="text-ink-faint">{t('lacking')}</span>
  return (
    <Section title={t('of_product')}>
      <Facts
        facts={[
          { name: t('noise'), value: product.noise_db === null ? lacking : `${product.noise_db} dB` },
          { name: t('grade'), value: product.energy_grade ?? lacking },
          {
            name: t('kwh'),
            value: product.kwh_year === null ? lacking : `${formatNumber(product.kwh_year)} kWh`,
          },
          { name: t('warranty'), value: `${product.warranty_months} ${t('months')}` },
        ]}
      />
      <Propose product={product} />
    </Section>
  )
}

function Sku({ product, sku }: { product: OwnProduct; sku: OwnSku }) {
  const t = useWords(brandWords)
  const lang = useLang()
  const lacking = <span className="text-bad">{t('lacking')}</span>
  const badge = sku.why_not ? (
    <Badge tone={sku.why_not === 'not_live' ? 'neutral' : 'warn'}>{t(`why_${sku.why_not}`)}</Badge>
  ) : (
    <Badge tone="good">{t('is_for_sale')}</Badge>
  )
  const measured = (lack: 'size' | 'depth') => !sku.lacks.includes(lack)
  const { width_mm, height_mm, depth_mm } = sku
  return (
    <Section title={`SKU · ${lang === 'en' ? sku.variant_en : sku.variant_zh}`} note={badge}>
      <Facts
        facts={[
          { name: t('code'), value: <span translate="no">{sku.code}</span> },
          { name: t('gtin'), value: sku.gtin ?? lacking },
          {
            name: t('measures'),
            value: measured('size') ? (
              <>
                {width_mm} × {height_mm} × {depth_mm ?? lacking} mm
              </>
            ) : (
              lacking
            ),
          },
          {
            name: t('weight'),
            value: sku.lacks.includes('weight') ? lacking : `${formatNumber(sku.weight_g / 1000, 2)} kg`,
          },
          sku.lacks.length > 0 && { name: t('lacks'), value: <Lacks lacks={sku.lacks} /> },
        ]}
      />
      <Propose product={product} sku={sku} />
    </Section>
  )
}

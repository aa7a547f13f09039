// A product: how it looks at home, what it costs and why, when it comes and from where, what it needs.
import { formatLength } from '../../web/words/format.ts'
import { useWords } from '../../web/words/use-words.ts'
import { Paints } from './art.tsx'
import { CouponShelf } from './coupons.tsx'
import type { ProductData } from './data.ts'
import { goodsWords } from './goods-words.ts'
import { Buy } from './product-buy.tsx'
import { Compare, Energy, Needs, Sizes } from './product-facts.tsx'
import { Promise_ } from './product-promise.tsx'
import { Note } from './goods-card.tsx'
import { Views } from './product-views.tsx'
import { productWords } from './product-words.ts'
import { Badge } from '../../web/kit/badge.tsx'
import { Reasons, PriceTrace } from '../../web/kit/price.tsx'
import { moneyFigure } from '../../web/words/format.ts'
import { Shop } from './shop.tsx'

export function ProductPage({ data }: { data: ProductData }) {
  return (
    <Shop data={data}>
      <Paints />
      <Crumbs data={data} />
      <div className="grid gap-x-10 md:grid-cols-[minmax(0,1.85fr)_minmax(320px,1fr)]">
        <Views data={data} />
        <div className="min-w-0">
          <Title data={data} />
          <FinalPrice data={data} />
          <Promise_ data={data} />
          <Buy data={data} />
        </div>
      </div>
      <div className="mt-8 grid items-start gap-4 md:grid-cols-2 md:gap-6">
        <div className="flex min-w-0 flex-col gap-4 md:gap-6">
          <Needs data={data} />
          <Energy data={data} />
          <Facts data={data} />
        </div>
        <div className="flex min-w-0 flex-col gap-4 md:gap-6">
          <Sizes data={data} />
          <Compare data={data} />
        </div>
      </div>
    </Shop>
  )
}

function Crumbs({ data }: { data: ProductData }) {
  const t = useWords(goodsWords)
  return (
    <nav aria-label={t('crumbs')} className="text-13 text-ink-soft">
      {/* A word of two signs is narrower than a thumb: the room beside it belongs to the link. */}
      <ol className="-ml-2.5 flex flex-wrap items-center">
        {data.crumbs.map((crumb) => (
          <li key={crumb.href} className="flex items-center">
            <a href={crumb.href} className="inline-flex min-h-11 items-center px-2.5 hover:underline">
              {crumb.name}
            </a>
            <span aria-hidden="true">/</span>
          </li>
        ))}
        <li aria-current="page" className="pl-2.5">
          {formatLength(data.desc.width_mm)}
        </li>
      </ol>
    </nav>
  )
}

const Title = ({ data }: { data: ProductData }) => (
  <header className="pt-4 md:pt-0">
    <h1 className="text-20 md:text-24" translate="no">
      {data.name}
    </h1>
    <p className="text-ink-soft">
      <Note text={`${data.lead} · ${data.finish}`} />
    </p>
  </header>
)

function FinalPrice({ data }: { data: ProductData }) {
  const t = useWords(goodsWords)
  const p = useWords(productWords)
  const said = { 'data-sku': data.sku_id, ...(data.at_store && { 'data-channel': 'counter' }) }
  if (!data.price)
    return (
      <p className="py-6 text-20 text-ink-soft" {...said}>
        {t('no_price')}
      </p>
    )
  return (
    <section aria-label={t('final_price')} className="pt-4">
      <p className="text-13 text-ink-soft">
        {data.at_store ? (
          <a href={data.at_store.href} className="link">
            {p('price_in_store', { name: data.at_store.name })}
          </a>
        ) : (
          t('final_price_lead')
        )}
      </p>
      <p className="price pt-2 pb-2 text-44 md:text-56" {...said}>
        <i>¥</i>
        {moneyFigure(data.price.fen)}
      </p>
      <Reasons summary={<span className="text-14 text-ink-soft">{p('trace')}</span>} open>
        <PriceTrace lines={data.price.lines} caption={p('trace')} />
      </Reasons>
      <CouponShelf coupons={data.coupons} signed_in={data.signed_in} className="border-t border-line" />
    </section>
  )
}

function Facts({ data }: { data: ProductData }) {
  const t = useWords(productWords)
  return (
    <section aria-labelledby="facts" className="card p-5 md:p-6">
      <h2 id="facts" className="text-18">
        {t('facts')}
      </h2>
      {data.points.length > 0 && (
        <ul aria-label={t('points')} className="flex flex-wrap gap-x-6 pt-1 pb-3 text-ink-soft">
          {data.points.map((point) => (
            <li key={point}>{point}</li>
          ))}
        </ul>
      )}
      <dl>
        {data.facts.map((fact) => (
          <div key={fact.name} className="flex justify-between gap-4 border-t border-line py-2">
            <dt className="text-ink-soft">{fact.name}</dt>
            <dd className="num text-right">{fact.value ?? <Badge tone="unknown">{t('unknown')}</Badge>}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

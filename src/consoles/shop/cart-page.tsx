// The cart: each line in its real look, its price at the chosen place, what cannot be bought said beside it.
import { type BasketPrice, priceLinesTogether } from '../../modules/orders/contract.ts'
import { getPrice } from '../../modules/pricing/contract.ts'
import { Badge } from '../../web/kit/badge.tsx'
import { Button } from '../../web/kit/button.tsx'
import { LinkButton } from '../../web/kit/button.tsx'
import { Stepper } from '../../web/kit/field.tsx'
import { Price } from '../../web/kit/price.tsx'
import { EmptyState, ErrorState, Refusal, Skeleton, SkeletonRows } from '../../web/kit/states.tsx'
import { commonWords } from '../../web/words/common.ts'
import { nameIn } from '../../web/words/format.ts'
import { useLang, useWords } from '../../web/words/use-words.ts'
import { useCallback } from 'react'
import { call } from '../../web/api.ts'
import { Paints, Thumb } from './art.tsx'
import { buyWords } from './buy-words.ts'
import { type Cart, type CartLine, useCart } from './cart-store.ts'
import { CouponShelf, sumOff, TakenOff } from './coupons.tsx'
import type { FrameData } from './data.ts'
import { type Article, type Asked, useArticles, useEach } from './goods-client.ts'
import { isAnswer, useRead } from './read.ts'
import { Shop } from './shop.tsx'

export function CartPage({ data }: { data: FrameData }) {
  const t = useWords(buyWords)
  const cart = useCart(data.signed_in)
  return (
    <Shop data={data} tab="cart">
      <Paints />
      <div className="mx-auto max-w-[960px]">
        <h1 className="pt-4 pb-3 text-24 md:text-32">{t('cart')}</h1>
        {cart.lines === null && cart.problem && <ErrorState problem={cart.problem} onRetry={cart.retry} />}
        {cart.lines === null && !cart.problem && <SkeletonRows rows={3} className="h-28" />}
        {cart.lines?.length === 0 && (
          <EmptyState
            icon="cart"
            title={t('cart_empty')}
            action={<LinkButton href="/">{t('go_home')}</LinkButton>}
          >
            {t('cart_empty_text')}
          </EmptyState>
        )}
        {cart.lines && cart.lines.length > 0 && <Lines data={data} cart={cart} lines={cart.lines} />}
      </div>
    </Shop>
  )
}

/** Prices of the cart's SKUs at the place; null where there is none, missing while asked for. */
function usePrices(lines: readonly CartLine[], county_code: string) {
  const ask = useCallback(
    (sku_id: string): Promise<number | null> =>
      call(getPrice, { sku_id: sku_id as never, county_code }).then(
        (price) => price.unit_fen as number,
        (thrown: unknown) => {
          if (isAnswer(thrown)) return null
          throw thrown
        },
      ),
    [county_code],
  )
  return useEach(
    lines.map((line) => line.sku_id),
    ask,
  )
}

/** What the lines come to together; null while asked for, and where it cannot be said. */
function useTogether(lines: readonly CartLine[], county_code: string, sold: boolean) {
  const wanted = lines.map(({ sku_id, quantity }) => ({ sku_id: sku_id as never, quantity }))
  const input = sold ? { lines: wanted, county_code: county_code as never } : null
  const asked = JSON.stringify(input)
  const read = useRead(priceLinesTogether, input)
  // The last answer stays while a later one is asked for: only one to this very question counts.
  const same =
    read.data?.lines.length === lines.length &&
    read.data.lines.every((line) =>
      lines.some(({ sku_id, quantity }) => sku_id === line.sku_id && quantity === line.quantity),
    )
  return asked !== 'null' && same ? read.data : null
}

function Lines({ data, cart, lines }: { data: FrameData; cart: Cart; lines: readonly CartLine[] }) {
  const t = useWords(buyWords)
  const articles = useArticles(lines.map((line) => line.sku_id))
  const prices = usePrices(lines, data.place.county_code)
  const sold = lines.every(({ sku_id }) => articles.get(sku_id)?.for_sale && prices.known.get(sku_id) != null)
  const together = useTogether(lines, data.place.county_code, sold)
  return (
    <>
      {!data.signed_in && <p className="pb-2 text-13 text-ink-soft">{t('cart_kept')}</p>}
      <ul className="card divide-y divide-line px-4 md:px-5">
        {lines.map((line) => (
          <Line
            key={line.sku_id}
            line={line}
            article={articles.get(line.sku_id)}
            fen={prices.known.get(line.sku_id)}
            failed={prices.failed}
            onChange={(quantity) => cart.change(line.sku_id, quantity)}
          />
        ))}
      </ul>
      <Refusal problem={cart.problem} />
      {together && together.coupons.length > 0 && (
        <CouponShelf
          coupons={together.coupons}
          signed_in={data.signed_in}
          className="card px-4 pb-2 md:px-5"
        />
      )}
      <CheckOut lines={lines} articles={articles} prices={prices} together={together} />
    </>
  )
}

type CheckOutProps = {
  lines: readonly CartLine[]
  articles: ReadonlyMap<string, Article | null>
  prices: Asked<number | null>
  together: BasketPrice | null
}

/** The sum of all lines or none: a sum with a line missing would be a wrong number. */
function CheckOut({ lines, articles, prices, together }: CheckOutProps) {
  const t = useWords(buyWords)
  const sold = (line: CartLine) =>
    articles.get(line.sku_id)?.for_sale && prices.known.get(line.sku_id) != null
  const known = lines.every((line) => articles.has(line.sku_id) && prices.known.has(line.sku_id))
  const blocked = known && !lines.every(sold)
  const pieces = lines.reduce((sum, line) => sum + line.quantity, 0)
  const apart = lines.reduce((sum, line) => sum + (prices.known.get(line.sku_id) ?? 0) * line.quantity, 0)
  const total = together?.total_fen ?? apart
  const why = prices.failed ? t('prices_failed') : blocked ? t('check_out_why') : null
  return (
    <div className="sticky bottom-15 z-10 -mx-4 mt-3 flex flex-wrap items-center justify-end gap-x-5 gap-y-2 border-t border-line bg-surface px-4 py-3 md:static md:mx-0 md:rounded-shop md:border-0 md:px-5">
      {together && (
        <p className="basis-full md:ml-auto md:basis-72">
          <TakenOff benefits={sumOff(together.lines)} />
        </p>
      )}
      <p className="mr-auto flex items-baseline gap-3 md:mr-0">
        <span className="text-ink-soft">{t('sum', { count: pieces })}</span>
        {known ? <Price fen={total} /> : <Unpriced failed={prices.failed} />}
      </p>
      <Button
        size="large"
        why_disabled={why}
        instead={
          prices.failed ? (
            <button type="button" onClick={prices.retry} className="link min-h-11">
              {t('prices_again')}
            </button>
          ) : undefined
        }
        onClick={() => location.assign('/checkout')}
      >
        {t('check_out')}
      </Button>
    </div>
  )
}

/** A price on its way keeps its room; one that could not be asked says so. */
function Unpriced({ failed }: { failed: boolean }) {
  const t = useWords(commonWords)
  if (failed) return <Badge tone="unknown">{t('unknown')}</Badge>
  return <Skeleton className="inline-block h-6 w-20" />
}

type LineProps = {
  line: CartLine
  article: Article | null | undefined
  fen: number | null | undefined
  failed: boolean
  onChange: (quantity: number) => void
}

function Line({ line, article, fen, failed, onChange }: LineProps) {
  const t = useWords(buyWords)
  const lang = useLang()
  const name = article ? nameIn(lang, article) : article === null ? t('gone') : ''
  const why = article === null ? t('gone') : article && !article.for_sale ? t('not_for_sale') : null
  return (
    <li className="grid grid-cols-[80px_1fr] gap-x-4 gap-y-2 py-4 md:grid-cols-[96px_1fr_auto]">
      {article ? (
        <Thumb desc={article.drawing} className="size-20 md:size-24" />
      ) : (
        <span className="skeleton size-20 md:size-24" />
      )}
      <div className="min-w-0">
        {article ? (
          <a
            href={`/products/${article.product_id}?sku=${line.sku_id}`}
            className="inline-flex min-h-11 items-center font-mid hover:underline"
            translate="no"
          >
            {name}
          </a>
        ) : (
          <p className="min-h-11 font-mid">{name}</p>
        )}
        <p className="text-13 text-ink-soft">
          {why ?? (fen === null ? t('no_price_here') : '')}
          {fen != null && !why && (
            <span className="num">
              <Price fen={fen} size="row" /> {t('piece')}
            </span>
          )}
        </p>
      </div>
      <div className="col-span-2 flex items-center justify-between gap-3 md:col-span-1 md:flex-col md:items-end">
        {fen == null ? (
          fen === undefined && <Unpriced failed={failed} />
        ) : (
          <Price fen={fen * line.quantity} />
        )}
        <div className="flex items-center gap-1">
          <Stepper label={t('quantity_of', { name })} value={line.quantity} onChange={onChange} />
          <button
            type="button"
            onClick={() => onChange(0)}
            className="min-h-11 rounded-field px-3 text-14 text-action hover:bg-action-soft"
          >
            {t('remove')} <span className="sr-only">{name}</span>
          </button>
        </div>
      </div>
    </li>
  )
}

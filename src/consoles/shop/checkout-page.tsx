// Confirming an order: where to, when, from where and why, and the one amount. Nothing is taken before the
// button.
import { useState } from 'react'
import { Button, LinkButton } from '../../web/kit/button.tsx'
import { Checkbox } from '../../web/kit/field.tsx'
import { OpenPrice, Price } from '../../web/kit/price.tsx'
import { EmptyState, ErrorState, Refusal, SkeletonRows } from '../../web/kit/states.tsx'
import { Countdown } from '../../web/kit/timeline.tsx'
import { formatMoney, nameIn } from '../../web/words/format.ts'
import { useLang, useView, useWords } from '../../web/words/use-words.ts'
import type { QuoteView } from '../../modules/orders/contract.ts'
import { Paints, Thumb } from './art.tsx'
import { buyWords } from './buy-words.ts'
import type { CartLine } from './cart-store.ts'
import { AddressStep } from './checkout-address.tsx'
import { Source, SlotStep } from './checkout-source.tsx'
import { type Chosen, CouponStep, sumOff, TakenOff } from './coupons.tsx'
import {
  leftOver,
  type Quoted,
  type Slots,
  type Target,
  useAddresses,
  useLines,
  usePlacing,
  useQuote,
  useSlots,
} from './checkout-state.ts'
import type { FrameData } from './data.ts'
import { useArticles } from './goods-client.ts'
import { isAnswer } from './read.ts'
import { Shop } from './shop.tsx'

export type CheckoutData = FrameData & { sku: string | null }

export function CheckoutPage({ data }: { data: CheckoutData }) {
  const t = useWords(buyWords)
  const { lines, setLines, problem } = useLines(data, data.sku)
  return (
    <Shop data={data} tab="cart">
      <Paints />
      <h1 className="pt-4 pb-3 text-24 md:text-32">{t('checkout')}</h1>
      {problem && <ErrorState problem={problem} />}
      {!lines && !problem && <SkeletonRows rows={4} className="h-24" />}
      {lines?.length === 0 && (
        <EmptyState
          icon="cart"
          title={t('nothing')}
          action={<LinkButton href="/">{t('go_home')}</LinkButton>}
        />
      )}
      {lines && lines.length > 0 && <Checkout data={data} lines={lines} onLines={setLines} />}
    </Shop>
  )
}

type CheckoutProps = {
  data: CheckoutData
  lines: readonly CartLine[]
  onLines: (lines: readonly CartLine[]) => void
}

function Checkout({ data, lines, onLines }: CheckoutProps) {
  const kept = useAddresses(data.signed_in)
  const { addresses } = kept
  const [picked, setPicked] = useState<Target>({ kind: 'none' })
  const [first] = addresses ?? []
  const target: Target = picked.kind === 'none' && first ? { kind: 'saved', address: first } : picked
  const ready = addresses !== null
  const [coupons, setCoupons] = useState<Chosen>(null)
  const quoted = useQuote(ready ? { lines, target, place: data.place, coupons } : null)
  const slots = useSlots(quoted.quote)
  const articles = useArticles(lines.map((line) => line.sku_id))
  const priced = quoted.quote ? lines.every((line) => articles.has(line.sku_id)) : quoted.problem !== null
  // Addresses, quote and goods appear together: one by one they would push each other down.
  if (!kept.problem && !(addresses && priced)) return <SkeletonRows rows={4} className="h-24" />
  return (
    <div className="grid items-start gap-4 md:grid-cols-[minmax(0,1.6fr)_minmax(320px,1fr)] md:gap-6">
      <div className="flex min-w-0 flex-col gap-4">
        {kept.problem && <ErrorState problem={kept.problem} onRetry={kept.reload} />}
        {data.signed_in && !kept.problem && (
          <AddressStep addresses={addresses} target={target} onTarget={setPicked} onSaved={kept.add} />
        )}
        {quoted.quote && (
          <CouponStep
            offers={quoted.quote.coupons}
            unused={quoted.quote.unused_coupons}
            chosen={coupons}
            signed_in={data.signed_in}
            onChosen={setCoupons}
            onTaken={quoted.renew}
          />
        )}
        {quoted.quote && <SlotStep quote={quoted.quote} slots={slots} />}
        {quoted.quote && <Source quote={quoted.quote} />}
      </div>
      <Summary data={data} lines={lines} onLines={onLines} quoted={quoted} target={target} slots={slots} />
    </div>
  )
}

type SummaryProps = CheckoutProps & { quoted: Quoted; target: Target; slots: Slots }

function Summary({ data, lines, onLines, quoted, target, slots }: SummaryProps) {
  const t = useWords(buyWords)
  const { quote, problem, asking } = quoted
  // Kept over a renewed quote: what was agreed to is the passing on, not the price.
  const [consent, setConsent] = useState(false)
  return (
    <section aria-labelledby="goods" className="card flex flex-col gap-3 p-5 md:sticky md:top-4">
      <h2 id="goods" className="text-18">
        {t('goods')}
      </h2>
      <Goods lines={lines} quote={quote} />
      {asking && !quote && <SkeletonRows rows={2} className="h-10" />}
      {problem && <Refusal problem={problem} />}
      {problem && !isAnswer(problem) && (
        <Button look="secondary" onClick={quoted.renew}>
          {t('renew')}
        </Button>
      )}
      <Left problem={problem} lines={lines} onLines={onLines} />
      {quote && (
        <Confirm
          key={quote.id}
          data={data}
          quote={quote}
          target={target}
          slots={slots}
          lines={lines}
          onLines={onLines}
          onRenew={quoted.renew}
          consent={consent}
          onConsent={setConsent}
        />
      )}
    </section>
  )
}

function Goods({ lines, quote }: { lines: readonly CartLine[]; quote: QuoteView | null }) {
  const lang = useLang()
  const articles = useArticles(lines.map((line) => line.sku_id))
  return (
    <ul className="divide-y divide-line">
      {lines.map((line) => {
        const article = articles.get(line.sku_id)
        const priced = quote?.lines.find((one) => one.sku_id === line.sku_id)
        return (
          <li key={line.sku_id} className="flex items-start gap-3 py-2">
            {article ? <Thumb desc={article.drawing} /> : <span className="skeleton size-16" />}
            <span className="min-w-0 grow">
              <span translate="no">{article ? nameIn(lang, article) : ''}</span>{' '}
              <span className="num text-ink-soft">× {line.quantity}</span>
              {priced && <LinePrice line={priced} />}
            </span>
          </li>
        )
      })}
    </ul>
  )
}

function LinePrice({ line }: { line: QuoteView['lines'][number] }) {
  const lang = useLang()
  const lines = line.trace.map((one) => ({
    name: lang === 'en' ? one.label_en : one.label_zh,
    amount_fen: one.amount_fen,
    ...(one.code === 'final' ? { total: true } : {}),
  }))
  return (
    <>
      <OpenPrice fen={line.total_fen} size="row" lines={lines} />
      <TakenOff benefits={line.benefits} />
    </>
  )
}

/** What is left of what was wanted, and one press to take that. */
function Left({
  problem,
  lines,
  onLines,
}: { problem: Quoted['problem'] } & Pick<SummaryProps, 'lines' | 'onLines'>) {
  const t = useWords(buyWords)
  const lang = useLang()
  const left = leftOver(problem)
  const articles = useArticles(left.map((one) => one.sku_id))
  if (left.length === 0) return null
  const most = new Map(left.map((one) => [one.sku_id, one.available]))
  const fewer = lines.flatMap((line) => {
    const quantity = Math.min(line.quantity, most.get(line.sku_id) ?? line.quantity)
    return quantity > 0 ? [{ ...line, quantity }] : []
  })
  return (
    <div className="rounded-field bg-sunk p-3 text-14">
      {left.map((one) => {
        const article = articles.get(one.sku_id)
        const name = article ? nameIn(lang, article) : ''
        return <p key={one.sku_id}>{t('still_left', { name, n: one.available })}</p>
      })}
      {fewer.length > 0 && (
        <Button look="secondary" onClick={() => onLines(fewer)}>
          {t('take_left')}
        </Button>
      )}
    </div>
  )
}

type ConfirmProps = Omit<SummaryProps, 'quoted'> & {
  quote: QuoteView
  onRenew: () => void
  consent: boolean
  onConsent: (consent: boolean) => void
}

function Confirm(props: ConfirmProps) {
  const { data, quote, target, slots, lines, onLines, onRenew, consent, onConsent } = props
  const t = useWords(buyWords)
  const { url } = useView()
  const [over, setOver] = useState(false)
  const placing = usePlacing((placed) => location.assign(`/pay/${placed.payment_id}`))
  const total = placing.moved?.now_fen ?? quote.total_fen
  const why = useWhyNot({ over, target, slots, quote, consent })
  return (
    <>
      <Total fen={total} quote={quote} />
      <p className="flex flex-wrap items-center gap-2 text-13 text-ink-soft">
        {over ? t('expired') : t('quote_left')}
        <Countdown until={quote.expires_at} soon_ms={120_000} onOver={() => setOver(true)} />
        <Button look="quiet" size="small" onClick={onRenew}>
          {t('renew')}
        </Button>
      </p>
      {placing.moved ? (
        <p role="alert" className="rounded-field bg-light-soft px-3 py-2 text-light-ink">
          {t('moved', { was: formatMoney(placing.moved.was_fen), now: formatMoney(placing.moved.now_fen) })}
        </p>
      ) : (
        <Refusal problem={placing.problem} />
      )}
      <Left problem={placing.problem} lines={lines} onLines={onLines} />
      {data.signed_in ? (
        <>
          <Checkbox
            label={<span className="text-13">{t('consent')}</span>}
            checked={consent}
            onChange={(event) => onConsent(event.target.checked)}
          />
          <Button
            wide
            size="large"
            why_disabled={why}
            pending={placing.pending}
            onClick={() => placing.place(quote, target, slots, consent)}
          >
            {t('place')}
          </Button>
        </>
      ) : (
        <>
          <LinkButton wide size="large" href={`/sign-in?next=${encodeURIComponent(url)}`}>
            {t('sign_in_first')}
          </LinkButton>
          <p className="text-13 text-ink-soft">{t('sign_in_text')}</p>
        </>
      )}
    </>
  )
}

/** The one amount, and what benefits of the order took off it. */
function Total({ fen, quote }: { fen: number; quote: QuoteView }) {
  const t = useWords(buyWords)
  return (
    <>
      <p className="flex flex-wrap items-baseline justify-between gap-2 border-t border-line pt-3">
        <span>{t('total')}</span>
        <Price fen={fen} size="order" />
      </p>
      <p>
        <TakenOff benefits={sumOff(quote.lines)} />
      </p>
      <p className="text-13 text-ink-soft">{t('total_note')}</p>
    </>
  )
}

type Standing = { over: boolean; target: Target; slots: Slots; quote: QuoteView; consent: boolean }

function useWhyNot({ over, target, slots, quote, consent }: Standing): string | null {
  const t = useWords(buyWords)
  if (over) return t('why_expired')
  if (target.kind === 'none') return t('why_address')
  if (!slots.deliver || (quote.needs_install && !slots.install)) return t('why_slot')
  return consent ? null : t('why_consent')
}

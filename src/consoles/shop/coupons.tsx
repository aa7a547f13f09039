// Coupons as people meet them: what there is to take beside a price, and what works on an order or why not.
import { useCallback, useState } from 'react'
import {
  type Coupon,
  type CouponOffer,
  type UnusedCoupon,
  type HeldCoupon,
  claimCoupon,
  listHeldCoupons,
} from '../../modules/pricing/contract-coupons.ts'
import { useCall } from '../../web/command.ts'
import { Button, LinkButton } from '../../web/kit/button.tsx'
import { Choices, TextField } from '../../web/kit/field.tsx'
import { Refusal } from '../../web/kit/states.tsx'
import { toast } from '../../web/kit/toast.tsx'
import { dayOf, formatDay, formatList, formatMoney, formatShare, nameIn } from '../../web/words/format.ts'
import { useLang, useView, useWords } from '../../web/words/use-words.ts'
import { couponWords } from './coupon-words.ts'
import { useRead } from './read.ts'

/** `满 ¥2,500 减 ¥300 · 到 11月12日` */
export function useCouponText() {
  const t = useWords(couponWords)
  const { lang, now } = useView()
  return ({ amount_fen, rate_bp, cap_fen, threshold_fen, ends_at }: Coupon) => {
    const share = formatShare(rate_bp ?? 0, 2)
    const off =
      amount_fen !== null
        ? t('off_amount', { amount: formatMoney(amount_fen) })
        : cap_fen === null
          ? t('off_rate', { share })
          : t('off_rate_capped', { share, cap: formatMoney(cap_fen) })
    const from = threshold_fen === null ? [] : [t('from_order', { amount: formatMoney(threshold_fen) })]
    const what = lang === 'en' ? [off, ...from].join(', ') : [...from, off].join(' ')
    return `${what} · ${t('until', { day: formatDay(dayOf(ends_at), lang, now) })}`
  }
}

type ShelfProps = { coupons: readonly Coupon[]; signed_in: boolean; className?: string }

/** Coupons of an article, under its final price and apart from it. */
export function CouponShelf({ coupons, signed_in, className = '' }: ShelfProps) {
  const t = useWords(couponWords)
  const held = useRead(listHeldCoupons, signed_in ? {} : null)
  if (coupons.length === 0) return null
  return (
    <section aria-labelledby="coupons" className={`mt-3 pt-3 ${className}`}>
      <h2 id="coupons" className="text-14 font-mid">
        {t('coupons')} <span className="font-text text-13 text-ink-soft">· {t('coupons_lead')}</span>
      </h2>
      <ul className="divide-y divide-line">
        {coupons.map((coupon) => (
          <CouponRow
            key={coupon.code}
            coupon={coupon}
            signed_in={signed_in}
            held={held.data?.items.find(({ code }) => code === coupon.code)}
            onTaken={held.reload}
          />
        ))}
      </ul>
    </section>
  )
}

type RowProps = {
  coupon: Coupon
  signed_in: boolean
  held: HeldCoupon | undefined
  onTaken: () => void
}

function CouponRow({ coupon, signed_in, held, onTaken }: RowProps) {
  const t = useWords(couponWords)
  const lang = useLang()
  const { url } = useView()
  const textOf = useCouponText()
  const taking = useTaking(onTaken)
  return (
    <li className="flex flex-wrap items-center gap-x-3 py-1.5">
      <p className="min-w-0 grow basis-48">
        <span className="font-mid" translate="no">
          {nameIn(lang, coupon)}
        </span>
        <span className="num block text-13 text-ink-soft">{textOf(coupon)}</span>
      </p>
      {held ? (
        <span className="text-14 text-good">
          {t(held.state === 'free' ? 'taken' : `state_${held.state}`)}
        </span>
      ) : signed_in ? (
        <Button
          size="small"
          look="secondary"
          pending={taking.pending}
          aria-label={`${t('take')} ${nameIn(lang, coupon)}`}
          onClick={() => void taking.run({ code: coupon.code })}
        >
          {t('take')}
        </Button>
      ) : (
        <LinkButton size="small" look="secondary" href={`/sign-in?next=${encodeURIComponent(url)}`}>
          {t('sign_in_to_take')}
        </LinkButton>
      )}
      <Refusal problem={taking.problem} />
    </li>
  )
}

function useTaking(onTaken: () => void) {
  const t = useWords(couponWords)
  const done = useCallback(() => {
    toast(t('took'))
    onTaken()
  }, [onTaken, t])
  return useCall(claimCoupon, done)
}

/** null: the best of those that are held. */
export type Chosen = readonly string[] | null

type StepProps = {
  offers: readonly CouponOffer[]
  /** Asked for, and cannot work at all. */
  unused: readonly UnusedCoupon[]
  chosen: Chosen
  signed_in: boolean
  onChosen: (chosen: Chosen) => void
  onTaken: () => void
}

const best = 'best'
const none = 'none'
const valueOf = (chosen: Chosen) => (chosen === null ? best : (chosen[0] ?? none))

/** At the checkout: which coupon works on this order, why another does not, and one by its code. */
export function CouponStep({ offers, unused, chosen, signed_in, onChosen, onTaken }: StepProps) {
  const t = useWords(couponWords)
  const held = offers.filter((offer) => offer.held)
  const open = offers.filter((offer) => !offer.held && offer.why_not !== 'gone' && offer.why_not !== 'budget')
  if (!signed_in && offers.length === 0) return null
  return (
    <section aria-labelledby="coupon-step" className="card flex flex-col gap-4 p-5">
      <h2 id="coupon-step" className="text-18">
        {t('coupons')}
      </h2>
      {held.length > 0 && <CouponChoice held={held} chosen={chosen} onChosen={onChosen} />}
      {unused.map(({ code, why_not }) => (
        <p key={code} className="text-13 text-bad" role="status">
          {t(`unused_${why_not}`, { code })}
        </p>
      ))}
      {open.length > 0 && (
        <ul className="divide-y divide-line">
          {open.map((offer) => (
            <CouponRow
              key={offer.code}
              coupon={offer}
              signed_in={signed_in}
              held={undefined}
              onTaken={onTaken}
            />
          ))}
        </ul>
      )}
      {signed_in ? (
        <CodeField onTaken={onTaken} />
      ) : (
        <p className="text-13 text-ink-soft">{t('sign_in_first')}</p>
      )}
    </section>
  )
}

type ChoiceProps = { held: readonly CouponOffer[] } & Pick<StepProps, 'chosen' | 'onChosen'>

function CouponChoice({ held, chosen, onChosen }: ChoiceProps) {
  const t = useWords(couponWords)
  const lang = useLang()
  const whyNot = useWhyNotCoupon()
  const used = held.filter(({ applied }) => applied)
  const names = formatList(
    used.map((offer) => nameIn(lang, offer)),
    lang,
  )
  const amount = formatMoney(used.reduce((all, { cut_fen }) => all + cut_fen, 0))
  return (
    <Choices
      label={t('which')}
      name="coupon"
      value={valueOf(chosen)}
      choices={[
        {
          value: best,
          label: chosen === null && used.length > 0 ? t('best_of', { names, amount }) : t('best'),
        },
        ...held.map((offer) => {
          const why = whyNot(offer)
          const name = nameIn(lang, offer)
          const label = why ? name : t('choice', { name, amount: formatMoney(offer.cut_fen) })
          return { value: offer.code, label, ...(why && { why_disabled: why }) }
        }),
        { value: none, label: t('none') },
      ]}
      onChange={(value) => onChosen(value === best ? null : value === none ? [] : [value])}
    />
  )
}

/** Why one cannot be chosen; null where it can, though another may be better. */
function useWhyNotCoupon() {
  const t = useWords(couponWords)
  return ({ why_not, missing_fen }: CouponOffer): string | null => {
    if (why_not === null || why_not === 'not_chosen' || why_not === 'other_better') return null
    return t(`why_${why_not}`, { amount: formatMoney(missing_fen) })
  }
}

function CodeField({ onTaken }: { onTaken: () => void }) {
  const t = useWords(couponWords)
  const [code, setCode] = useState('')
  const taking = useTaking(() => {
    setCode('')
    onTaken()
  })
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (code.trim()) void taking.run({ code })
      }}
    >
      <div className="flex flex-wrap items-end gap-2">
        <div className="grow basis-48">
          <TextField
            label={t('code')}
            hint={t('code_hint')}
            required={false}
            value={code}
            maxLength={60}
            autoCapitalize="none"
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setCode(event.target.value)}
          />
        </div>
        <Button type="submit" look="secondary" pending={taking.pending}>
          {t('use_code')}
        </Button>
      </div>
      <Refusal problem={taking.problem} />
    </form>
  )
}

export type Off = {
  code: string
  name_zh: string
  name_en: string
  amount_fen: number
  returned_fen?: number
}

/** What benefits of the order took off, one line each, under a line or a sum. */
export function TakenOff({ benefits }: { benefits: readonly Off[] }) {
  const t = useWords(couponWords)
  const lang = useLang()
  return (
    <>
      {benefits.map((one) => (
        <span key={one.code} className="num flex justify-between gap-3 text-13 text-ink-soft">
          <span translate="no">
            {nameIn(lang, one)}
            {one.returned_fen ? ` · ${t('returned', { amount: formatMoney(one.returned_fen) })}` : ''}
          </span>
          <span className="text-good">−{formatMoney(one.amount_fen)}</span>
        </span>
      ))}
    </>
  )
}

/** The same benefit on several lines is one. */
export function sumOff(lines: readonly { benefits: readonly Off[] }[]): Off[] {
  const sums = new Map<string, Off>()
  for (const one of lines.flatMap(({ benefits }) => benefits)) {
    const known = sums.get(one.code)
    sums.set(one.code, { ...one, amount_fen: one.amount_fen + (known?.amount_fen ?? 0) })
  }
  return [...sums.values()]
}

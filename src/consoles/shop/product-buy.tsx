// Buying: one button that says when it comes, or why not and what else; on a phone it stays in reach.
import { useState } from 'react'
import type { Problem } from '../../web/api.ts'
import { asProblem } from '../../web/command.ts'
import { Button } from '../../web/kit/button.tsx'
import { Refusal } from '../../web/kit/states.tsx'
import { toast } from '../../web/kit/toast.tsx'
import { dayOf, formatDay } from '../../web/words/format.ts'
import { useView, useWords } from '../../web/words/use-words.ts'
import { addToCart } from './cart-store.ts'
import type { ProductData } from './data.ts'
import { productWords } from './product-words.ts'

function useWhyNotSold({ why_not, price, promise }: ProductData): string | null {
  const t = useWords(productWords)
  if (why_not) return t(why_not as 'not_live')
  if (!price) return t('no_price')
  return promise ? null : t('no_stock')
}

/** `订，今天送到`: the promise is in the button's own words. */
function useBuyWords({ promise }: ProductData): string {
  const t = useWords(productWords)
  const { lang, now } = useView()
  if (!promise) return t('buy')
  const day = dayOf(promise.p90_at)
  if (day === dayOf(now)) return t('buy_today')
  if (day === dayOf(now + 86_400_000)) return t('buy_tomorrow')
  return t('buy_later', { day: formatDay(day, lang, now) })
}

export function Buy({ data }: { data: ProductData }) {
  const t = useWords(productWords)
  const [pending, setPending] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const why = useWhyNotSold(data)
  const buy_words = useBuyWords(data)
  const add = () => {
    setPending(true)
    setProblem(null)
    addToCart(data.signed_in, data.sku_id)
      .then(() => toast(t('added')))
      .catch((thrown: unknown) => setProblem(asProblem(thrown)))
      .finally(() => setPending(false))
  }
  const alike = (
    <a href="#compare" className="link inline-flex min-h-11 items-center">
      {t('see_alike')}
    </a>
  )
  return (
    <div className="no-print sticky bottom-15 z-20 -mx-4 mt-4 border-t border-line bg-surface px-4 py-2.5 md:static md:mx-0 md:border-0 md:bg-transparent md:p-0">
      <Refusal problem={problem} />
      {why ? (
        <Button wide size="large" why_disabled={why} instead={alike}>
          {t('buy')}
        </Button>
      ) : (
        <div className="grid grid-cols-[2fr_3fr] gap-2">
          <Button look="secondary" size="large" pending={pending} onClick={add}>
            {t('add')}
          </Button>
          <Button size="large" onClick={() => location.assign(`/checkout?sku=${data.sku_id}`)}>
            {buy_words}
          </Button>
        </div>
      )}
    </div>
  )
}

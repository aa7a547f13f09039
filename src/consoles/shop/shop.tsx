// The frame of every page of the shop, filled with where the reader is and what is in the cart.
import type { ReactNode } from 'react'
import { Toasts } from '../../web/kit/toast.tsx'
import { useWords } from '../../web/words/use-words.ts'
import { useCartCount } from './cart-store.ts'
import type { FrameData } from './data.ts'
import { ShopFrame, type ShopTab } from './frame.tsx'
import { frameWords } from './frame-words.ts'

type ShopProps = { data: FrameData; tab?: ShopTab; q?: string; bare?: boolean; children: ReactNode }

export function Shop({ data, tab, q, bare, children }: ShopProps) {
  const t = useWords(frameWords)
  const cart_count = useCartCount(data.signed_in)
  const note = data.place.chosen
    ? data.today === null
      ? null
      : t('today_n', { n: data.today })
    : t('place_default')
  return (
    <>
      <ShopFrame
        place={data.place.short}
        {...(note ? { place_note: note } : {})}
        {...(q ? { q } : {})}
        {...(tab ? { tab } : {})}
        {...(bare ? { bare } : {})}
        cart_count={cart_count}
        signed_in={data.signed_in}
      >
        {children}
      </ShopFrame>
      <Toasts />
    </>
  )
}

import '../shop.css'
import { hydratePage } from '../../../web/hydrate.tsx'
import { CheckoutPage } from '../checkout-page.tsx'
import { hand } from '../hand.ts'
import { takeHand } from '../art.tsx'

takeHand(hand)
hydratePage(CheckoutPage)

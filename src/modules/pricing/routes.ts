import { nowInstant, nowMs } from '../../platform/clock.ts'
import { Refused } from '../../platform/refusal.ts'
import { answer, command, recall } from '../../platform/route.ts'
import { proposeEnd, proposeNew } from './commands-benefits.ts'
import { proposePrice } from './commands.ts'
import { catalog } from '../catalog/index.ts'
import * as api from './contract.ts'
import { endBenefit, listBenefits, proposeBenefit } from './contract-benefits.ts'
import { claimCoupon, listCoupons, listHeldCoupons } from './contract-coupons.ts'
import { couponsUntil, heldCoupons, openCoupons, takeCoupon } from './coupons.ts'
import { getStanding, listFloors } from './contract-floors.ts'
import { listFinalPrices, listPriceLines } from './contract-lines.ts'
import { findOffers } from './contract-offers.ts'
import { getTrial, tryBenefit } from './contract-trials.ts'
import { againstFloor, finalPrices, floorsPage, priceLines } from './lines.ts'
import { offersOf, offersUntil } from './offers.ts'
import { benefitRows, price, pricesVersion, rowsOf } from './queries.ts'
import { tryProposed, tryWish } from './trials.ts'

const kept = { version: () => `${catalog().version}.${pricesVersion()}`, until: offersUntil as never }
const keptCoupons = { version: kept.version, until: () => couponsUntil() }

export const routes = [
  recall(findOffers, (_actor, input) => offersOf(input), kept),
  recall(api.getPrice, (_actor, input) => {
    const found = price({ ...input, at: nowInstant() })
    if (!found) throw new Refused('no_price', 404)
    return found
  }),
  recall(api.listPrices, (_actor, input) => rowsOf(input.sku_id, input.limit, input.after)),
  recall(listPriceLines, (_actor, input) => priceLines(input)),
  recall(listFinalPrices, (_actor, input) => finalPrices(input)),
  command(api.proposeChange, proposePrice),
  answer(listBenefits, async (tx) => ({ items: await benefitRows(tx, nowMs()) })),
  recall(listFloors, (_actor, input) => floorsPage(input, nowMs())),
  recall(getStanding, (_actor, { sku_id }) => ({ against_floor: againstFloor(sku_id, nowMs()) })),
  command(proposeBenefit, proposeNew),
  command(endBenefit, proposeEnd),
  recall(listCoupons, (_actor, input) => openCoupons(input, nowMs()), keptCoupons),
  answer(listHeldCoupons, heldCoupons),
  command(claimCoupon, takeCoupon),
  answer(tryBenefit, tryWish),
  answer(getTrial, tryProposed),
]

// All rooms of the house in one place: what they serve, do later, let others approve and keep in memory.
import * as accounts from './modules/accounts/index.ts'
import * as brands from './modules/brands/index.ts'
import * as catalog from './modules/catalog/index.ts'
import * as control from './modules/control/index.ts'
import * as fulfilment from './modules/fulfilment/index.ts'
import * as imports from './modules/imports/index.ts'
import * as installation from './modules/installation/index.ts'
import * as notices from './modules/notices/index.ts'
import * as orders from './modules/orders/index.ts'
import * as parity from './modules/parity/index.ts'
import * as payment from './modules/payment/index.ts'
import * as people from './modules/people/index.ts'
import * as places from './modules/places/index.ts'
import * as pricing from './modules/pricing/index.ts'
import * as purchase from './modules/purchase/index.ts'
import * as search from './modules/search/index.ts'
import * as sourcing from './modules/sourcing/index.ts'
import * as stock from './modules/stock/index.ts'
import * as webhooks from './modules/webhooks/index.ts'
import type { ChangeKind } from './platform/change-kind.ts'
import type { LiveRules } from './platform/live-route.ts'
import { followClock } from './platform/clock.ts'
import type { Db } from './platform/db.ts'
import type { Reactions } from './platform/jobs.ts'
import { platformReactions } from './platform/upkeep.ts'
import type { Route } from './platform/route.ts'
import type { Setting } from './platform/setting.ts'

export const routes: readonly Route[] = [
  ...people.routes,
  ...places.routes,
  ...control.routes,
  ...catalog.routes,
  ...search.routes,
  ...stock.routes,
  ...pricing.routes,
  ...payment.routes,
  ...sourcing.routes,
  ...orders.routes,
  ...fulfilment.routes,
  ...installation.routes,
  ...parity.routes,
  ...purchase.routes,
  ...accounts.routes,
  ...brands.routes,
  ...imports.routes,
  ...notices.routes,
  ...webhooks.routes,
]
export const reactions: readonly Reactions[] = [
  platformReactions,
  control.reactions,
  payment.reactions,
  orders.reactions,
  fulfilment.reactions,
  installation.reactions,
  parity.reactions,
  accounts.reactions,
  brands.reactions,
  imports.reactions,
  notices.reactions,
  webhooks.reactions,
]
export const liveRules: LiveRules = {
  changes: control.hearsChanges,
  payment: payment.hearsPayment,
  statements: payment.hearsStatements,
  order: orders.hearsOrder,
  node: fulfilment.hearsNode,
  crew: installation.hearsCrew,
  brands: brands.hearsBrands,
  webhooks: webhooks.hearsWebhooks,
  parity: parity.hearsParity,
}

/** Changes that need a second person. */
const kinds: readonly ChangeKind[] = [
  ...control.changeKinds,
  ...people.changeKinds,
  ...catalog.changeKinds,
  ...brands.changeKinds,
  ...stock.changeKinds,
  ...pricing.changeKinds,
  ...purchase.changeKinds,
  ...accounts.changeKinds,
  ...imports.changeKinds,
]
const settings: readonly Setting[] = [
  ...stock.settings,
  ...pricing.settings,
  ...orders.settings,
  ...purchase.settings,
  ...accounts.settings,
]

/** Loads what each process keeps in memory; the shop answers only after it. */
export async function openSnapshots(db: Db) {
  control.registerKinds(kinds)
  control.registerSettings(settings)
  pricing.registerFundingCheck(brands.fundingTold)
  control.registerFreezables({ ...pricing.freezables, ...purchase.freezables })
  people.checkPlacesWith(
    (county, town) => places.county(county) !== null && (!town || places.town(town)?.county_code === county),
  )
  await followClock(db.sql)
  await places.openPlaces(db)
  await catalog.openCatalog(db)
  await pricing.openPrices(db)
}

// Every reason the server may refuse with, in words: what happened, and `_next`: what to do about it.
// A room keeps its reasons in refusals/<room>.ts and adds them to the list; refusals.test.ts holds them
// against the contracts.
import type { Lang } from '../../platform/types.ts'
import type { Problem } from '../api.ts'
import { fieldWords } from './field-words.ts'
import { accountsRefusals } from './refusals/accounts.ts'
import { brandsRefusals } from './refusals/brands.ts'
import { catalogRefusals } from './refusals/catalog.ts'
import { controlRefusals } from './refusals/control.ts'
import { fulfilmentRefusals } from './refusals/fulfilment.ts'
import { goodsRefusals } from './refusals/goods.ts'
import { houseRefusals } from './refusals/house.ts'
import { importRefusals } from './refusals/imports.ts'
import { installationRefusals } from './refusals/installation.ts'
import { ordersRefusals } from './refusals/orders.ts'
import { paymentRefusals } from './refusals/payment.ts'
import { peopleRefusals } from './refusals/people.ts'
import { placesRefusals } from './refusals/places.ts'
import { purchaseRefusals } from './refusals/purchase.ts'
import { webhooksRefusals } from './refusals/webhooks.ts'
import { sayIfKnown, type Words } from './words.ts'

/** Each later dictionary may say a reason more exactly than the house does. */
export const refusalDictionaries: readonly Words[] = [
  houseRefusals,
  controlRefusals,
  catalogRefusals,
  goodsRefusals,
  peopleRefusals,
  placesRefusals,
  paymentRefusals,
  ordersRefusals,
  fulfilmentRefusals,
  installationRefusals,
  purchaseRefusals,
  brandsRefusals,
  importRefusals,
  webhooksRefusals,
  accountsRefusals,
]

export type Told = { sentence: string; next: string }

export function sayRefusal(lang: Lang, key: string, facts: object = {}): string | null {
  for (const dictionary of refusalDictionaries.toReversed()) {
    const sentence = sayIfKnown(dictionary, lang, key, facts)
    if (sentence) return sentence
  }
  return null
}

/** Every reason in words, by its name; a later dictionary's words stand for an earlier one's. */
export function explainRefusals(lang: Lang) {
  const dictionaries = refusalDictionaries.map(({ by_lang }) => by_lang[lang])
  const all: Record<string, string> = Object.assign({}, ...dictionaries)
  const written = (key: string) => (all[key] ?? '').replace(/\{\{\w+\}\}/g, 'N')
  return Object.keys(all)
    .filter((key) => !key.endsWith('_next'))
    .sort()
    .map((reason) => ({ reason, sentence: written(reason), next: written(`${reason}_next`) }))
}

/** A refusal as a person reads it; an unknown reason keeps the server's title. */
export function tell(problem: Pick<Problem, 'reason' | 'title' | 'facts'>, lang: Lang): Told {
  const sentence = sayRefusal(lang, problem.reason, problem.facts)
  const known = sentence ? problem.reason : 'unknown'
  const title = lang === 'en' ? problem.title : ''
  return {
    sentence: sentence ?? (title || sayRefusal(lang, 'unknown')!),
    next: sayRefusal(lang, `${known}_next`, problem.facts) ?? '',
  }
}

/** The message at one field: `fieldError(problem, '/quantity', lang)`; undefined when it is fine. */
export function fieldError(problem: Problem | null, pointer: string, lang: Lang): string | undefined {
  const found = problem?.errors.find((error) => error.pointer === pointer)
  if (!found) return undefined
  return (
    sayIfKnown(fieldWords, lang, found.reason) ??
    sayRefusal(lang, found.reason) ??
    sayIfKnown(fieldWords, lang, 'custom')!
  )
}

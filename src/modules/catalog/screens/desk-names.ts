// Names for the codes of categories that lists of other rooms hold: all of them once a session.
import { useCallback } from 'react'
import { useRead } from '../../../web/query.ts'
import { nameIn } from '../../../web/words/format.ts'
import { useLang } from '../../../web/words/use-words.ts'
import { listCategories } from '../contract.ts'

/** Choices for a field, and `categoryName('dishwasher')`; the code itself until they are here. */
export function useCategories() {
  const lang = useLang()
  const items = useRead(listCategories, {}).data?.items
  const categoryName = useCallback(
    (code: string) => {
      const found = items?.find((one) => one.code === code)
      return found ? nameIn(lang, found) : code
    },
    [items, lang],
  )
  const options = (items ?? []).map((one) => ({ value: one.code as string, label: nameIn(lang, one) }))
  return { options, categoryName }
}

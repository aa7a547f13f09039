// What the list of products, the sheet and the form of a new one share.
import type { Tone } from '../../../web/kit/badge.tsx'
import { useRead } from '../../../web/query.ts'
import { nameIn } from '../../../web/words/format.ts'
import { useLang } from '../../../web/words/use-words.ts'
import { listCategories } from '../contract.ts'
import type { SheetLine } from '../contract-sheets.ts'

export const stateTones: Record<SheetLine['state'], Tone> = { draft: 'lit', live: 'good', retired: 'neutral' }

export function useCategories() {
  const lang = useLang()
  const items = useRead(listCategories, {}).data?.items ?? []
  const categoryName = (code: string) => {
    const found = items.find((one) => one.code === code)
    return found ? nameIn(lang, found) : code
  }
  return { categories: items, categoryName }
}

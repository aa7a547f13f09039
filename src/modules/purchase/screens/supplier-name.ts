import type { Lang } from '../../../platform/types.ts'

/** What a supplier is called in the reader's language, however the row names it. */
export function supplierName(
  lang: Lang,
  row: { name: string; name_en: string } | { supplier_name: string; supplier_name_en: string },
): string {
  if ('supplier_name' in row) return lang === 'en' ? row.supplier_name_en : row.supplier_name
  return lang === 'en' ? row.name_en : row.name
}

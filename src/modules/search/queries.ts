// The search index of the catalog each process keeps.
import { type CatalogIndex, catalog } from '../catalog/index.ts'
import { buildIndex, type SearchIndex } from './search-index.ts'

const indexes = new WeakMap<CatalogIndex, SearchIndex>()

/** The index of the catalog as of now: built once a version, when first asked for. */
export function catalogSearch(): SearchIndex {
  const current = catalog()
  const found = indexes.get(current) ?? buildIndex(current)
  indexes.set(current, found)
  return found
}

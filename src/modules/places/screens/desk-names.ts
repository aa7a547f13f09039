// Names for the codes and ids that lists of other rooms hold: cities once a session, nodes as they come.
import { useCallback, useState } from 'react'
import { useRead } from '../../../web/query.ts'
import { nameIn } from '../../../web/words/format.ts'
import { useLang } from '../../../web/words/use-words.ts'
import { listCities, type NodeName, nodeNames } from '../contract.ts'

/** All cities, and `cityName('510100')`; the code itself until they are here. */
export function useCities() {
  const lang = useLang()
  const read = useRead(listCities, {})
  const items = read.data?.items
  const cityName = useCallback(
    (code: string) => {
      const found = items?.find((one) => one.code === code)
      return found ? nameIn(lang, found) : code
    },
    [items, lang],
  )
  return { cities: items ?? [], cityName }
}

const has_province = /^\d\d0000$/

/** `placeName` of a province or a city; the code itself of anything smaller, and until they are here. */
export function usePlaceNames() {
  const lang = useLang()
  const { cities, cityName } = useCities()
  return (code: string) => {
    const within = has_province.test(code) && cities.find((one) => one.code.startsWith(code.slice(0, 2)))
    if (!within) return cityName(code)
    return lang === 'en' ? within.province_en : within.province_zh
  }
}

/** Choices for a field: `成都市 · 四川省`. */
export function useCityOptions() {
  const lang = useLang()
  const { cities } = useCities()
  return cities.map((one) => ({
    value: one.code as string,
    label: `${nameIn(lang, one)} · ${lang === 'en' ? one.province_en : one.province_zh}`,
  }))
}

/** `nodeName(id)`; an ellipsis until they are here. At most 100 at a time, the first ones count. */
export function useNodeNames(ids: readonly string[]) {
  const lang = useLang()
  const wanted = [...new Set(ids)].sort().slice(0, 100)
  const read = useRead(nodeNames, { ids: wanted.join(',') }, { enabled: wanted.length > 0 })
  const items: readonly NodeName[] = read.data?.items ?? []
  const [known] = useState(() => new Map<string, NodeName>())
  for (const node of items) known.set(node.id, node)
  const nodeName = (id: string) => {
    const found = known.get(id)
    return found ? nameIn(lang, found) : '…'
  }
  return { nodeName, nodes: items }
}

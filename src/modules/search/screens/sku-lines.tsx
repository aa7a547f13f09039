// SKUs in the lists of the desks: looked up by id, shown with their drawing and name.
import { useState } from 'react'
import { useRead } from '../../../web/query.ts'
import { nameIn } from '../../../web/words/format.ts'
import { useLang } from '../../../web/words/use-words.ts'
import { Thumb } from '../../catalog/screens/index.ts'
import { listSkuLines, type SkuLine } from '../contract-lines.ts'

/** `line(id)`, undefined until it is here. At most 100 at a time, the first ones count; known ones stay. */
export function useSkuLines(ids: readonly string[]) {
  const wanted = [...new Set(ids)].sort().slice(0, 100)
  const read = useRead(listSkuLines, { ids: wanted.join(',') }, { enabled: wanted.length > 0 })
  const [known] = useState(() => new Map<string, SkuLine>())
  for (const line of read.data?.items ?? []) known.set(line.id, line)
  return (id: string) => known.get(id)
}

/** Thumbnail and name of a SKU in a row; its code stands small behind. */
export function SkuName({ line, more }: { line: SkuLine | undefined; more?: string }) {
  const lang = useLang()
  return (
    <span className="flex items-center gap-2">
      <Thumb drawing={line?.drawing} />
      <span translate="no" className="min-w-0">
        {line ? nameIn(lang, line) : '…'}
        {more && <span className="text-ink-soft"> {more}</span>}
      </span>
    </span>
  )
}

// SKUs in the lists of the desks: their thumbnail, drawn to fit, and their name, looked up by id.
import { useEffect, useState } from 'react'
import { nameIn } from '../../../web/words/format.ts'
import { useLang } from '../../../web/words/use-words.ts'
import { Drawing } from '../../../web/kit/drawing.tsx'
import { defsSvg, front } from '../../../web/draw/index.ts'
import { useRead } from '../../../web/query.ts'
import type { Drawing as Described } from '../contract.ts'
import { listSkuLines, type SkuLine } from '../contract-lines.ts'

const defs_id = 'drawing-defs'

/** The paints every drawing refers to stand on the page once. */
function useDefs() {
  useEffect(() => {
    if (document.getElementById(defs_id)) return
    const holder = document.createElement('div')
    holder.id = defs_id
    holder.innerHTML = defsSvg()
    document.body.append(holder)
  }, [])
}

const boxes = { row: 'h-8 w-9', card: 'h-24 w-24' } as const

/** A thumbnail that fits its box: tables name what they draw, so it is decoration. */
export function Thumb({
  drawing,
  size = 'row',
}: {
  drawing: Described | undefined
  size?: keyof typeof boxes
}) {
  useDefs()
  const box = `${boxes[size]} inline-grid shrink-0 place-items-center rounded-[4px] bg-wall p-0.5`
  if (!drawing) return <span className={box} />
  const { brand: _brand, ...desc } = drawing
  return (
    <span className={box}>
      <Drawing drawing={front(desc, { lod: 0, shadow: false })} label="" className="max-h-full max-w-full" />
    </span>
  )
}

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

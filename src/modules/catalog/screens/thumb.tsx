// A product's drawing, small enough for a row of a desk's list.
import { useEffect } from 'react'
import { defsSvg, front } from '../../../web/draw/index.ts'
import { Drawing } from '../../../web/kit/drawing.tsx'
import type { Drawing as Described } from '../contract.ts'

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

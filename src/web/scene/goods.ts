// Puts real products into a room: each where such a thing stands, in its own size, or not at all.
import { FAMILIES, front, layoutOf, mountOf, place, type Desc, type Family } from '../draw/index.ts'
import { ROOM_MM } from './furniture.ts'

/** A free place in a room: on the floor, on a counter or table, or on the wall. */
export type Spot = {
  on: 'floor' | 'top' | 'wall'
  x: number
  lift_mm: number
  width_mm: number
  height_mm: number
}

export type Goods = {
  /** Takes the first product of these families that is not wider or higher than its place. */
  take: (families: readonly Family[], width_mm: number, height_mm?: number) => Desc | undefined
  /** Draws what was not taken, each in the first free spot where it may stand and fits. */
  rest: (spots: readonly Spot[]) => string
}

const standsOn = (desc: Desc): Spot['on'] | undefined => {
  const { stand } = FAMILIES[desc.family]
  const counter = layoutOf(desc) === 'counter' && desc.family !== 'microwave'
  if (stand === 'counter' || stand === 'desk' || counter) return desc.family === 'hob' ? undefined : 'top'
  if (stand === 'floor') return 'floor'
  return stand === 'wall' && desc.family !== 'smart_lock' && desc.family !== 'range_hood' ? 'wall' : undefined
}

export function goodsOf(products: readonly Desc[], prefix: string): Goods {
  const left = [...products]
  const remove = (desc: Desc) => left.splice(left.indexOf(desc), 1)
  return {
    take(families, width_mm, height_mm = ROOM_MM) {
      const fits = (p: Desc) => p.width_mm <= width_mm && p.height_mm <= height_mm
      const found = left.find((p) => families.includes(p.family) && fits(p))
      if (found) remove(found)
      return found
    },
    rest(spots) {
      return spots
        .map((spot) => {
          const fits = (p: Desc) => p.width_mm <= spot.width_mm && p.height_mm <= spot.height_mm
          const found = left.find((p) => standsOn(p) === spot.on && fits(p))
          if (!found) return ''
          remove(found)
          return put(found, spot.x + (spot.width_mm - found.width_mm) / 2, prefix, spot.lift_mm)
        })
        .join('')
    },
  }
}

/** A product in a room: x of its left edge, lifted as usual unless told. Nothing when there is none. */
export function put(desc: Desc | undefined, x: number, prefix: string, lift_mm?: number): string {
  if (!desc) return ''
  const drawing = front(desc, { lod: 0, shadow: false, prefix })
  return place(drawing, x, ROOM_MM - (lift_mm ?? mountOf(desc)))
}

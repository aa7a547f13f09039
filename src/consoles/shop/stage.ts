// The product's stage: its place in a home, beside a person and a door, with the sizes that matter.
import type { Desc } from '../../web/draw/contract.ts'
import {
  cabinet,
  COUNTER_MM,
  counterTop,
  dim,
  door,
  DOOR_MM,
  FAMILIES,
  front,
  mountOf,
  person,
  PERSON_MM,
  place,
} from '../../web/draw/index.ts'
import { line, rect } from '../../web/draw/svg.ts'

type Room = { x: number; w: number; floor: number; unit: number }

const kitchenish = (desc: Desc) => {
  const { space, stand } = FAMILIES[desc.family]
  return stand === 'counter' || (space === 'kitchen' && stand !== 'floor')
}

/** Base and wall cabinets of the room the product belongs to; nothing for what stands on the floor. */
function furniture(desc: Desc, room: Room): string {
  const { x, w, floor } = room
  const lift = mountOf(desc)
  const right = x + desc.width_mm
  if (kitchenish(desc)) {
    const built = FAMILIES[desc.family].stand === 'built_in'
    const top = floor - COUNTER_MM
    const high = COUNTER_MM - 42 - 90
    const from = x - 190
    const base = rect(from, floor - 90, w - from, 90, 'var(--cab-pull)', 0, { 'fill-opacity': 0.6 })
    const hood = desc.family === 'range_hood'
    const wall = hood ? '' : cabinet(from, floor - 2350, w - from, 700, 4, 'bottom')
    if (built && lift < 200) {
      const left = cabinet(from, top + 42, x - from - 6, high, 1, 'none')
      return (
        base +
        wall +
        left +
        cabinet(right + 6, top + 42, w - right, high, 3) +
        counterTop(from, top, w - from)
      )
    }
    if (built) {
      const tall = rect(x - 30, floor - 2350, desc.width_mm + 60, 2350, 'var(--cab)')
      const rest = cabinet(right + 36, top + 42, w - right, high, 3) + counterTop(right + 30, top, w - right)
      return base + tall + rest
    }
    return base + wall + cabinet(from, top + 42, w - from, high, 4) + counterTop(from, top, w - from)
  }
  const { stand } = FAMILIES[desc.family]
  if (stand === 'desk' && lift < 800) {
    const wide = Math.max(desc.width_mm * 1.15, 1100)
    const from = x + desc.width_mm / 2 - wide / 2
    return desc.family === 'tv' || lift < 600
      ? cabinet(from, floor - lift, wide, lift, 3, 'none')
      : rect(from, floor - lift, wide, 32, 'var(--cab-edge)') +
          rect(from + 40, floor - lift + 32, 34, lift - 32, 'var(--cab-edge)') +
          rect(from + wide - 74, floor - lift + 32, 34, lift - 32, 'var(--cab-edge)')
  }
  return ''
}

function sizes(desc: Desc, room: Room): string {
  const { x, floor, unit } = room
  const base = floor - mountOf(desc)
  const top = base - desc.height_mm
  const right = x + desc.width_mm
  const under = mountOf(desc) > 300 ? base + 20 * unit : floor + 26 * unit
  const ground = mountOf(desc) > 300 ? 'var(--wall)' : 'var(--floor)'
  const lines = [
    dim([x - 20 * unit, top], [x - 20 * unit, base], `${desc.height_mm}`, unit),
    dim([x, under], [right, under], `${desc.width_mm}`, unit, { background: ground }),
  ]
  if (mountOf(desc) > 300 && FAMILIES[desc.family].stand === 'wall') {
    lines.push(dim([right + 30 * unit, base], [right + 30 * unit, floor], `${mountOf(desc)}`, unit))
  }
  return lines.join('')
}

/** `narrow` shows the person only; a phone has no room for the door at a size one can read. */
export function stage(desc: Desc, narrow: boolean) {
  const highest = Math.max(DOOR_MM + 120, mountOf(desc) + desc.height_mm)
  const before = narrow ? 900 : 2250
  const after = Math.max(narrow ? 420 : 900, kitchenish(desc) ? 1100 : 0)
  const room_w = before + desc.width_mm + after
  const ratio = narrow ? 0.78 : 0.68
  const w = Math.round(Math.max(room_w, (highest + 500) / ratio))
  const h = Math.round(w * ratio)
  const unit = w / (narrow ? 380 : 880)
  const floor = h - 46 * unit
  const x = before + (w - room_w) / 2
  const room = { x, w, floor, unit }
  const man = narrow ? 420 : 1480
  const parts = [
    rect(0, 0, w, h, 'var(--wall)') + rect(0, floor, w, h - floor, 'var(--floor)'),
    line(0, floor, w, floor, 'var(--line-firm)', 3, { 'stroke-opacity': 0.4 }),
    narrow ? '' : door(260, floor) + dim([110, floor - DOOR_MM], [110, floor], `${DOOR_MM}`, unit),
    furniture(desc, room),
    place(front(desc), x, floor - mountOf(desc)),
    person(man, floor + 10),
    dim([man - 330, floor - PERSON_MM], [man - 330, floor], `${PERSON_MM}`, unit),
    sizes(desc, room),
  ]
  return { svg: parts.join(''), view_box: `0 0 ${w} ${h}`, align: 'xMidYMax meet' }
}

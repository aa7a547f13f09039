// The plan symbol: seen from above, the wall is the top edge; dashes are what doors and air need in front.
import type { Desc, Drawing, DrawOptions } from './contract.ts'
import type { Family } from './families.ts'
import { leaves } from './fridge.ts'
import { sheetOf, type Sheet } from './sheet.ts'
import { circle, d, line, path, rect, times, trace } from './svg.ts'

const INK = 'var(--ink)'
const SOFT = 'var(--ink-soft)'
const firm = { stroke: INK, 'stroke-width': 9, 'stroke-linejoin': 'round' } as const
const thin = { stroke: SOFT, 'stroke-width': 5 } as const
const dash = { 'stroke-dasharray': '22 16' } as const

const body = (s: Sheet, depth = s.depth): string =>
  rect(4.5, 4.5, s.w - 9, depth - 9, 'var(--surface)', 0, firm)
const frontStrip = (s: Sheet, strip: number): string =>
  rect(4.5, s.depth - strip, s.w - 9, strip - 4.5, 'var(--light-soft)', 0, thin)

/** A door leaf hinged at x with its quarter swing; `way` is +1 when it opens to the right of its hinge. */
function swing(x: number, y: number, r: number, way: 1 | -1): string {
  const sweep = way === 1 ? 1 : 0
  return (
    trace(d`M${x + way * r} ${y}A${r} ${r} 0 0 ${sweep} ${x} ${y + r}`, SOFT, 5, dash) +
    line(x, y, x, y + r, INK, 9)
  )
}

/** What a flap or drawer covers when it is down or out. */
const reach = (s: Sheet, depth: number): string =>
  rect(0, s.depth, s.w, depth, 'none', 0, { ...thin, ...dash })

const drum = (s: Sheet): string =>
  body(s) +
  frontStrip(s, 60) +
  circle(s.w / 2, s.depth * 0.46, Math.min(s.w, s.depth) * 0.34, 'none', firm) +
  circle(s.w / 2, s.depth * 0.46, Math.min(s.w, s.depth) * 0.1, 'none', thin)

const PLANS: Partial<Record<Family, (s: Sheet) => string>> = {
  refrigerator(s) {
    const pair = leaves(s.layout, s.w, s.h)[1]?.side === 'R'
    const first = leaves(s.layout, s.w, s.h)[0]?.w ?? s.w
    const cross = trace(d`M0 0L${s.w} ${s.depth - 70}M${s.w} 0L0 ${s.depth - 70}`, 'var(--line-firm)', 4)
    const doors = pair
      ? swing(0, s.depth, first, 1) + swing(s.w, s.depth, s.w - first - 14, -1)
      : swing(0, s.depth, first, 1)
    return body(s) + cross + frontStrip(s, 70) + doors
  },
  washer: (s) => drum(s) + swing(s.w * 0.16, s.depth, s.w * 0.68, 1),
  dryer: (s) => drum(s) + swing(s.w * 0.16, s.depth, s.w * 0.68, 1),
  laundry_tower: (s) => drum(s) + swing(s.w * 0.16, s.depth, s.w * 0.68, 1),
  top_washer: (s) => body(s) + circle(s.w / 2, s.depth * 0.56, Math.min(s.w, s.depth) * 0.36, 'none', firm),
  dishwasher(s) {
    const rack = times(5, (i) => {
      const y = 90 + (i * (s.depth - 190)) / 4
      return line(60, y, s.w - 60, y, 'var(--line-firm)', 4)
    })
    return body(s) + rect(30, 40, s.w - 60, s.depth - 100, 'none', 0, thin) + rack + reach(s, s.h * 0.78)
  },
  hob(s) {
    const count = Math.min(5, Math.max(1, Math.round(s.number('burners', s.w < 400 ? 1 : s.w > 800 ? 3 : 2))))
    const r = Math.min(s.depth * 0.27, (s.w / count) * 0.4)
    const ring = (i: number) => {
      const [x, y] = [(s.w * (i + 0.5)) / count, s.depth * 0.46]
      const bars = trace(d`M${x - r * 1.2} ${y}H${x + r * 1.2}M${x} ${y - r * 1.2}V${y + r * 1.2}`, SOFT, 6)
      return (
        circle(x, y, r, 'none', firm) + circle(x, y, r * 0.5, 'none', thin) + (s.layout === 'gas' ? bars : '')
      )
    }
    return (
      body(s) +
      times(count, ring) +
      times(2, (i) => circle(s.w / 2 - 50 + i * 100, s.depth * 0.9, 20, 'none', thin))
    )
  },
  oven: (s) => body(s) + rect(40, 40, s.w - 80, s.depth - 110, 'none', 0, thin) + reach(s, s.h * 0.8),
  integrated_stove: (s) =>
    body(s) +
    times(2, (i) => circle(s.w * (0.28 + i * 0.44), s.depth * 0.55, s.depth * 0.2, 'none', firm)) +
    reach(s, 420),
  wall_ac(s) {
    const wind = (i: number) => {
      const x = 60 + (i * (s.w - 120)) / 6
      return line(x, s.depth + 20, x + (i - 3) * 26, s.depth + 190, SOFT, 5, { 'stroke-dasharray': '26 14' })
    }
    return body(s) + line(30, s.depth - 34, s.w - 30, s.depth - 34, SOFT, 5) + times(7, wind)
  },
  tv: (s) =>
    rect(0, 0, s.w, Math.max(60, s.depth), 'var(--surface)', 0, { ...firm, ...dash }) +
    rect(0, 0, s.w, 60, INK) +
    trace(d`M${s.w / 2} 60L${s.w * 0.1} 900M${s.w / 2} 60L${s.w * 0.9} 900`, SOFT, 5, dash),
  robot_vacuum: (s) =>
    body(s) +
    circle(s.w / 2, s.depth + 60, Math.min(175, s.w * 0.46), 'var(--light-soft)', firm) +
    circle(s.w / 2, s.depth + 40, 46, 'none', thin),
  outdoor_unit(s) {
    const wind = (i: number) =>
      trace(d`M${s.w * (0.15 + i * 0.2)} ${s.depth + 20}v130m-26 -34l26 34l26 -34`, SOFT, 5)
    const marks =
      line(0, s.depth - 40, s.w * 0.74, s.depth - 40, SOFT, 5) +
      line(s.w * 0.74, 0, s.w * 0.74, s.depth, SOFT, 5)
    return body(s) + marks + times(3, wind)
  },
  smart_toilet(s) {
    const bowl =
      d`M${s.w * 0.06} ${s.depth * 0.34}H${s.w * 0.94}V${s.depth * 0.7}` +
      d`A${s.w * 0.44} ${s.depth * 0.3} 0 0 1 ${s.w * 0.06} ${s.depth * 0.7}Z`
    return (
      rect(4.5, 4.5, s.w - 9, s.depth * 0.36, 'var(--surface)', 30, firm) + path(bowl, 'var(--surface)', firm)
    )
  },
}

const ROUND_PLANS: readonly Family[] = [
  'floor_ac',
  'humidifier',
  'fan',
  'tower_fan',
  'kettle',
  'heat_pump_water_heater',
  'waste_disposer',
  'blender',
]

function roundPlan(s: Sheet): string {
  const r = Math.min(s.w, s.depth) / 2 - 4.5
  return (
    circle(s.w / 2, s.depth / 2, r, 'var(--surface)', firm) +
    circle(s.w / 2, s.depth / 2, r * 0.5, 'none', thin)
  )
}

/** The plan symbol; its body fills 0,0 … width,depth, its openings reach below. */
export function plan(desc: Desc, options: DrawOptions = {}): Drawing {
  const s = sheetOf(desc, options)
  const round = ROUND_PLANS.includes(desc.family) && s.layout !== 'cabinet'
  const draw =
    PLANS[desc.family] ??
    (round ? roundPlan : (q: Sheet) => body(q) + frontStrip(q, Math.min(40, q.depth / 3)))
  const reach_mm = reachOf(desc)
  const side_mm = desc.family === 'wall_ac' ? 80 : 0
  const bleed = { top_mm: 0, right_mm: side_mm, bottom_mm: reach_mm, left_mm: side_mm }
  return { width_mm: s.w, height_mm: s.depth, bleed, svg: draw(s) }
}

/** How far doors, drawers, racks or air need the floor in front of the body, in mm; 0 when nothing opens. */
export function reachOf(desc: Desc): number {
  const s = sheetOf(desc)
  const first = leaves(s.layout, s.w, s.h)[0]?.w ?? s.w
  const far: Partial<Record<Family, number>> = {
    refrigerator: Math.max(s.layout === 'side' ? s.w - first - 14 : first, 1),
    washer: s.w * 0.68,
    dryer: s.w * 0.68,
    laundry_tower: s.w * 0.68,
    dishwasher: s.h * 0.78,
    oven: s.h * 0.8,
    integrated_stove: 420,
    wall_ac: 190,
    tv: Math.max(0, 900 - s.depth),
    robot_vacuum: 240,
    outdoor_unit: 150,
  }
  return Math.round(far[desc.family] ?? 0)
}

// Things for scale beside a product: a person, a door, metre lines, dimension lines, cabinets.
import { circle, d, ellipse, group, line, num, path, rect, see, text, times, trace } from './svg.ts'

export const PERSON_MM = 1650
export const DOOR_MM = 2050
export const COUNTER_MM = 850

const SKIN = 'var(--figure-skin)'
const TORSO =
  'M-34 200H38V268C70 286 120 292 158 318C196 346 206 430 220 520C230 590 222 640 196 690L150 820' +
  'C80 842 -60 842 -132 820C-142 720 -138 620 -146 540L-176 660C-206 664 -232 660 -250 648' +
  'C-240 540 -222 410 -196 350C-170 300 -70 286 -34 268Z'
const LEGS =
  'M-116 800C-132 1000 -128 1180 -116 1580H-34C-22 1330 -14 1120 4 960' +
  'C26 1130 44 1330 66 1580H146C150 1300 160 1020 134 800Z'
const SHOES =
  'M-122 1572H-30C-28 1610 -30 1640 -44 1646H-150C-164 1640 -150 1606 -122 1572Z' +
  'M62 1572H150C186 1604 194 1640 176 1646H72C56 1640 58 1606 62 1572Z'
const HAIR =
  'M-84 160C-104 60 -60 -2 6 0C72 0 104 60 88 164C84 190 78 196 72 180C74 130 60 100 30 82' +
  'C-6 104 -58 96 -68 132C-70 160 -74 196 -84 160Z'
const HAND = 'M-222 826C-226 870 -220 906 -196 914C-174 910 -164 872 -166 836Z'
const ARM = 'M-178 352C-214 470 -222 590 -206 700C-200 760 -196 800 -190 846'

/** Someone standing easily, a hand in the pocket; x is the middle, feet on floor_y. */
export function person(x: number, floor_y: number, height_mm = PERSON_MM): string {
  const k = num((height_mm / PERSON_MM) * 1000) / 1000
  const inner = [
    ellipse(70, 1640, 250, 10, 'var(--draw-shadow)'),
    trace(ARM, SKIN, 60, { 'stroke-linecap': 'round' }) + path(HAND, SKIN),
    path(LEGS, 'var(--figure-legs)') + path(SHOES, 'var(--figure-shoe)'),
    path('M66 1580C48 1330 30 1130 4 960C30 1120 78 1320 96 1580Z', '#000', see(0.14)),
    path(TORSO, 'var(--figure-top)'),
    path(
      'M148 430C160 500 160 560 150 640L108 760L196 690C222 640 230 590 220 520C212 470 206 420 196 384Z',
      '#000',
      see(0.1),
    ),
    path('M-34 196H38V262C24 296 -20 296 -34 262Z', SKIN),
    path('M-34 214C-10 250 20 250 38 232V262C24 296 -20 296 -34 262Z', '#000', see(0.1)),
    ellipse(0, 128, 74, 98, SKIN) + path(HAIR, 'var(--figure-hair)'),
  ].join('')
  return `<g transform="translate(${num(x)} ${num(floor_y - height_mm)}) scale(${k})">${inner}</g>`
}

/** A room door, frame outside: x is the left edge of the leaf. */
export function door(x: number, floor_y: number, width_mm = 860, height_mm = DOOR_MM): string {
  const [w, h] = [width_mm, height_mm]
  const field = (top: number) => {
    const lit = d`M${w * 0.15 + 9} ${h * (top + 0.42)}V${h * top + 9}H${w * 0.85}`
    const edge = { stroke: 'var(--line-firm)', 'stroke-opacity': 0.4, 'stroke-width': 6 }
    return (
      rect(w * 0.15, h * top, w * 0.7, h * 0.42, 'none', 0, edge) +
      trace(lit, '#fff', 8, { 'stroke-opacity': 0.3 })
    )
  }
  const frame = rect(-60, -60, w + 120, h + 60, 'var(--surface)', 0, {
    stroke: 'var(--line)',
    'stroke-width': 6,
  })
  const leaf =
    rect(0, 0, w, h, 'var(--sunk)') + trace(d`M0 0H${w}V${h}`, '#000', 16, { 'stroke-opacity': 0.06 })
  const lever =
    rect(w - 108, h * 0.5 - 60, 40, 120, '#A9ADAE', 10) + rect(w - 190, h * 0.5 - 16, 112, 24, '#C9CCCB', 12)
  return group(x, floor_y - h, frame + leaf + field(0.07) + field(0.52) + lever)
}

/** Faint lines each half metre with their metres written at x. `unit` = mm for one screen pixel. */
export function metreLines(
  x: number,
  width_mm: number,
  floor_y: number,
  top_mm: number,
  unit: number,
): string {
  const count = Math.floor(top_mm / 500) + 1
  return times(count, (i) => {
    const y = floor_y - i * 500
    const whole = i % 2 === 0
    const label = whole && i > 0 ? text(x, y - 4 * unit, `${i / 2} m`, 11 * unit, 'var(--ink-faint)') : ''
    return (
      line(x, y, x + width_mm, y, 'var(--ink)', 0.6 * unit, { 'stroke-opacity': whole ? 0.1 : 0.05 }) + label
    )
  })
}

export type DimOptions = { background?: string; colour?: string; ink?: string; size_px?: number }

/** A dimension line from one point to another, level or upright, its words on a gap in the line.
 *  `unit` = mm for one screen pixel, so that words keep their size at every scale. */
export function dim(
  from: readonly [number, number],
  to: readonly [number, number],
  label: string,
  unit: number,
  options: DimOptions = {},
): string {
  const { background = 'var(--wall)', colour = 'var(--ink-soft)', ink = 'var(--ink)', size_px = 12 } = options
  const [[x1, y1], [x2, y2]] = [from, to]
  const upright = x1 === x2
  const t = 5 * unit
  const size = size_px * unit
  const wide = ([...label].reduce((sum, sign) => sum + (sign > '⺀' ? 1 : 0.58), 0) + 0.9) * size
  const tick = (x: number, y: number) =>
    upright ? line(x - t, y, x + t, y, colour, unit) : line(x, y - t, x, y + t, colour, unit)
  const words = text(0, size * 0.36, label, size, ink, { 'text-anchor': 'middle', class: 'num' })
  const plate = rect(-wide / 2, -size * 0.7, wide, size * 1.4, background) + words
  const inner = upright ? `<g transform="rotate(-90)">${plate}</g>` : plate
  return (
    line(x1, y1, x2, y2, colour, unit) +
    tick(x1, y1) +
    tick(x2, y2) +
    group((x1 + x2) / 2, (y1 + y2) / 2, inner)
  )
}

/** A run of cabinet doors; pulls at the top for base cabinets, at the bottom for wall cabinets. */
export function cabinet(
  x: number,
  y: number,
  w: number,
  h: number,
  doors: number,
  pull: 'top' | 'bottom' | 'none' = 'top',
): string {
  const one = w / doors
  const leaf = (i: number) => {
    const lx = x + i * one
    const at = pull === 'top' ? y + 34 : y + h - 48
    const bar = pull === 'none' ? '' : rect(lx + one * 0.3, at, one * 0.4, 14, 'var(--cab-pull)', 6)
    const lit = d`M${lx + 8} ${y + h - 8}V${y + 8}H${lx + one - 8}`
    return rect(lx + 5, y + 5, one - 10, h - 10, 'var(--cab)', 3) + trace(lit, 'var(--draw-edge)', 7) + bar
  }
  return rect(x, y, w, h, 'var(--cab-edge)') + times(doors, leaf)
}

export const counterTop = (x: number, y: number, w: number): string =>
  rect(x, y, w, 42, 'var(--stone)') +
  rect(x, y, w, 8, '#fff', 0, see(0.3)) +
  rect(x, y + 42, w, 16, '#000', 0, see(0.13))

/** A ringed point that a utility ends in, with its name above. `unit` = mm for one screen pixel. */
export const point = (x: number, y: number, colour: string, label: string, unit: number): string =>
  circle(x, y, 10 * unit, 'var(--surface)', { stroke: colour, 'stroke-width': 3 * unit }) +
  circle(x, y, 3.6 * unit, colour) +
  line(x, y - 11 * unit, x, y - 20 * unit, 'var(--ink-soft)', unit) +
  text(x, y - 24 * unit, label, 13 * unit, 'var(--ink)', { 'text-anchor': 'middle' })

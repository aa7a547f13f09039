// Hot water and warm rooms: gas, electric and heat-pump water heaters, room heaters.
import { AMBER, SCREEN, display, feet, fine, knob, lettering, panel, slots, texture, vents } from './parts.ts'
import { isDark, type Sheet } from './sheet.ts'
import { circle, d, ellipse, line, path, rect, see, times } from './svg.ts'

/** Height of the flue that stands out above a gas heater's body. */
export const FLUE_MM = 150
const PIPE = ['#3E78B8', '#D8A83E', '#B4452F'] as const

/** Flue above the body, pipe ends below it, inside the height: cold blue, gas yellow, hot red. */
export function gasWaterHeater(s: Sheet): string {
  const { w, h } = s
  const b = h - 70
  const flue = rect(w / 2 - 34, -FLUE_MM, 68, FLUE_MM + 2, s.use('m'))
  const bands =
    line(w / 2 - 34, -20, w / 2 + 34, -20, '#5E6265', 5) +
    line(w / 2 - 34, -96, w / 2 + 34, -96, '#5E6265', 4)
  const pipe = (q: number, i: number) => {
    const body = rect(w * q - 11, b - 4, 22, 62, i === 1 ? '#D8A83E' : s.use('m'), 4)
    return (
      body +
      rect(w * q - 16, b + 18, 32, 18, '#8B8F92', 3) +
      rect(w * q - 8, h - 16, 16, 16, PIPE[i] ?? '', 3)
    )
  }
  const pipes = s.layout === 'boiler' ? [0.16, 0.5, 0.84, 0.33, 0.67] : [0.24, 0.5, 0.76]
  const words = s.layout === 'boiler' ? '采暖 55°' : '42°'
  const screen = { x: w / 2 - w * 0.22, y: b * 0.66, w: w * 0.44, h: 78, r: 12 }
  return [
    flue + bands,
    pipes.map((q, i) => pipe(q, i % 3)).join(''),
    rect(0, 0, w, b, s.paint.seam, 16) + panel(s, 2, 2, w - 4, b - 4, 14, 6),
    display(s, screen, words, s.layout === 'boiler' ? 36 : 50),
    s.layout === 'zero_cold' ? rect(w * 0.3, b * 0.66 + 96, w * 0.4, 12, '#7CB2D8', 6) : '',
    fine(s, () => times(3, (i) => circle(w / 2 - 44 + i * 44, b * 0.66 + 126, 8, s.paint.ink, see(0.4)))),
    lettering(s, w / 2, 62, 24, true),
    rect(w * 0.3, b - 30, w * 0.4, 8, '#000', 4, see(0.25)),
  ].join('')
}

/** A lying storage tank with its lit crown and shaded belly; pipe ends inside the height. */
export function electricWaterHeater(s: Sheet): string {
  const { w, h } = s
  const b = h - 46
  const pipe = (q: number, colour: string) =>
    rect(w * q - 10, b - 6, 20, 52, s.use('m'), 4) + rect(w * q - 14, b + 14, 28, 15, colour, 3)
  const crown =
    d`M${b * 0.33} 8H${w - b * 0.33}C${w - b * 0.12} 8 ${w - 10} ${b * 0.16} ${w - 8} ${b * 0.3}` +
    d`C${w * 0.7} ${b * 0.2} ${w * 0.3} ${b * 0.2} 8 ${b * 0.3}C10 ${b * 0.16} ${b * 0.12} 8 ${b * 0.33} 8Z`
  const belly =
    d`M8 ${b * 0.66}C${w * 0.3} ${b * 0.78} ${w * 0.7} ${b * 0.78} ${w - 8} ${b * 0.66}` +
    d`C${w - 10} ${b * 0.86} ${w - b * 0.14} ${b - 6} ${w - b * 0.33} ${b - 6}H${b * 0.33}` +
    d`C${b * 0.14} ${b - 6} 10 ${b * 0.86} 8 ${b * 0.66}Z`
  const seam = (q: number) => line(w * q, 6, w * q, b - 6, '#000', 3, { 'stroke-opacity': 0.1 })
  return [
    pipe(0.16, '#B4452F') + pipe(0.26, '#3E78B8') + rect(w * 0.5 - 12, b - 4, 24, 26, '#45484C', 4),
    rect(0, 0, w, b, s.paint.seam, b * 0.34) + rect(3, 3, w - 6, b - 6, s.paint.base, b * 0.33),
    texture(s, 3, 3, w - 6, b - 6, b * 0.33),
    path(crown, '#fff', see(isDark(s) ? 0.16 : 0.75)) + path(belly, '#000', see(0.09)),
    seam(0.2) + seam(0.8),
    display(s, { x: w * 0.36, y: b * 0.36, w: w * 0.28, h: b * 0.28, r: b * 0.14 }, '60°', b * 0.14),
    lettering(s, w * 0.22, b * 0.5 + 8, 24),
  ].join('')
}

/** Heat pump on top of its own tank. */
export function heatPumpWaterHeater(s: Sheet): string {
  const { w, h } = s
  const head = h * 0.26
  const [cx, cy, r] = [w / 2, head * 0.52, Math.min(head * 0.34, w * 0.3)]
  return [
    rect(0, head - 12, w, h - head - 4, s.round, w * 0.1),
    feet(s, [0.2, 0.8], 22),
    rect(0, 0, w, head, s.face, 26) + texture(s, 0, 0, w, head, 26),
    circle(cx, cy, r, '#202327'),
    times(4, (i) => circle(cx, cy, r * (0.3 + i * 0.22), 'none', { stroke: '#B9BCBD', 'stroke-width': 5 })),
    rect(0, head - 6, w, 12, '#000', 0, see(0.2)),
    display(s, { x: w * 0.3, y: head + h * 0.08, w: w * 0.4, h: h * 0.07, r: 14 }, '55°', h * 0.045),
    line(w * 0.06, h * 0.62, w * 0.94, h * 0.62, '#000', 4, { 'stroke-opacity': 0.1 }),
    fine(
      s,
      () => rect(w * 0.84, h * 0.5, 22, 40, '#B4452F', 8) + rect(w * 0.84, h * 0.86, 22, 40, '#3E78B8', 8),
    ),
    lettering(s, cx, head + h * 0.22, 28, true),
  ].join('')
}

export function heater(s: Sheet): string {
  const { w, h } = s
  if (s.layout === 'oil') return oilHeater(s)
  return [
    rect(w * 0.08, h - 26, w * 0.18, 26, '#2B2D30', 6) + rect(w * 0.74, h - 26, w * 0.18, 26, '#2B2D30', 6),
    rect(0, 0, w, h - 14, s.paint.seam, 20) + panel(s, 2, 2, w - 4, h - 18, 20, 6),
    slots(w * 0.06, 22, w * 0.88, h * 0.08, Math.round(w / 40), 0.35),
    rect(w * 0.06, h * 0.2, w * 0.88, h * 0.54, '#000', 12, see(0.06)),
    times(3, (i) => rect(w * 0.1, h * (0.3 + i * 0.14), w * 0.8, 8, '#E58A3C', 4, see(0.5))),
    display(s, { x: w * 0.72, y: h * 0.79, w: w * 0.2, h: h * 0.1, r: 8 }, '24°', h * 0.07),
    lettering(s, w * 0.08, h * 0.87, 22),
  ].join('')
}

/** Oil fins between two end caps. */
function oilHeater(s: Sheet): string {
  const { w, h } = s
  const fins = Math.max(5, Math.round(w / 62))
  const cap = w * 0.16
  const step = (w - cap) / fins
  return [
    circle(w * 0.16, h - 26, 26, DARK_WHEEL) + circle(w * 0.84, h - 26, 26, DARK_WHEEL),
    rect(cap * 0.5, h * 0.14, w - cap, 26, s.paint.lo) + rect(cap * 0.5, h * 0.8, w - cap, 26, s.paint.lo),
    times(fins, (i) => rect(cap + i * step, h * 0.04, step * 0.7, h * 0.88, s.round, step * 0.35)),
    path(d`M0 ${h * 0.08}Q0 0 ${cap * 0.4} 0H${cap}V${h - 34}H0Z`, s.face),
    knob(s, cap / 2, h * 0.3, cap * 0.32, 30) + rect(cap * 0.3, h * 0.5, cap * 0.4, 12, AMBER, 5),
    rect(w - 12, h * 0.06, 12, h * 0.84, s.paint.lo, 6),
    fine(
      s,
      () =>
        ellipse(cap / 2, h * 0.66, cap * 0.26, cap * 0.26, SCREEN) +
        vents(cap * 0.2, h * 0.75, cap * 0.6, h * 0.12, 4),
    ),
  ].join('')
}

const DARK_WHEEL = '#2B2D30'

// Small kitchen things that stand on the counter: cookers, fryer, blender, kettle, coffee, toaster.
import {
  AMBER,
  DARK,
  SCREEN,
  display,
  fine,
  knob,
  lamp,
  lettering,
  rounded,
  texture,
  vents,
} from './parts.ts'
import type { Sheet } from './sheet.ts'
import { circle, d, ellipse, line, path, rect, see, times, trace } from './svg.ts'

export function riceCooker(s: Sheet): string {
  const { w, h } = s
  const lid = d`M6 ${h * 0.4}Q4 ${h * 0.06} ${w * 0.3} 8H${w * 0.7}Q${w - 4} ${h * 0.06} ${w - 6} ${h * 0.4}Z`
  const pot = d`M0 ${h * 0.42}H${w}V${h * 0.8}Q${w} ${h - 8} ${w - 40} ${h - 8}H40Q0 ${h - 8} 0 ${h * 0.8}Z`
  const side = d`M${w * 0.86} ${h * 0.44}H${w}V${h * 0.8}Q${w} ${h - 8} ${w - 40} ${h - 8}H${w * 0.82}Z`
  const shine = d`M20 ${h * 0.34}Q24 ${h * 0.1} ${w * 0.32} 18H${w * 0.5}`
  return [
    rect(30, h - 10, 40, 10, '#2B2D30', 3) + rect(w - 70, h - 10, 40, 10, '#2B2D30', 3),
    path(lid, s.face) + trace(shine, '#fff', 9, { 'stroke-opacity': 0.7, 'stroke-linecap': 'round' }),
    rect(w * 0.42, 0, w * 0.16, 14, '#3B3E42', 6),
    path(pot, s.face) + rect(0, h * 0.395, w, 9, s.paint.seam, 3),
    display(s, { x: w * 0.22, y: h * 0.5, w: w * 0.56, h: h * 0.34, r: 18 }, '精煮 0:38', w * 0.11),
    rect(w * 0.44, h * 0.44, w * 0.12, 11, '#7D8083', 5),
    path(side, '#000', see(0.07)),
    lettering(s, w / 2, h * 0.3, 14, true),
  ].join('')
}

export function pressureCooker(s: Sheet): string {
  const { w, h } = s
  return [
    rect(w * 0.12, h - 10, 40, 10, '#2B2D30', 3) + rect(w * 0.88 - 40, h - 10, 40, 10, '#2B2D30', 3),
    rect(w * 0.42, 0, w * 0.16, h * 0.12, DARK, 8),
    path(
      d`M${w * 0.06} ${h * 0.34}Q${w * 0.08} ${h * 0.1} ${w * 0.36} ${h * 0.09}` +
        d`H${w * 0.64}Q${w * 0.92} ${h * 0.1} ${w * 0.94} ${h * 0.34}Z`,
      s.use('gl'),
    ),
    rect(0, h * 0.3, w, h * 0.08, s.use('mh'), 10),
    path(rounded(w * 0.03, h * 0.36, w * 0.94, h * 0.64 - 8, 6, w * 0.12), s.round) +
      texture(s, w * 0.05, h * 0.38, w * 0.9, h * 0.5),
    rect(w * 0.26, h * 0.46, w * 0.48, h * 0.38, SCREEN, 16),
    display(s, { x: w * 0.3, y: h * 0.49, w: w * 0.4, h: h * 0.14, fill: 'none' }, '0:25', h * 0.1),
    knob(s, w / 2, h * 0.73, Math.min(w * 0.09, h * 0.09), 30),
  ].join('')
}

export function airFryer(s: Sheet): string {
  const { w, h } = s
  const body =
    d`M0 ${h * 0.3}Q0 0 ${w * 0.3} 0H${w * 0.7}Q${w} 0 ${w} ${h * 0.3}L${w - 10} ${h - 30}` +
    d`Q${w - 12} ${h} ${w - 34} ${h}H34Q12 ${h} 10 ${h - 30}Z`
  return [
    path(body, s.round),
    display(s, { x: w * 0.2, y: h * 0.12, w: w * 0.6, h: h * 0.2, r: h * 0.1 }, '180° 15', h * 0.1),
    path(d`M12 ${h * 0.44}H${w - 12}L${w - 20} ${h * 0.88}H20Z`, s.paint.lo, see(0.5)),
    rect(w * 0.24, h * 0.55, w * 0.52, h * 0.2, '#0F1012', 12) +
      rect(w * 0.24, h * 0.55, w * 0.52, h * 0.2, s.use('wa'), 12),
    rect(w * 0.42, h * 0.5, w * 0.16, h * 0.34, s.use('f-graphite'), 14),
    rect(w * 0.44, h * 0.52, 8, h * 0.3, '#fff', 4, see(0.35)),
    rect(w * 0.12, h - 8, w * 0.76, 8, '#2B2D30', 3),
  ].join('')
}

export function blender(s: Sheet): string {
  const { w, h } = s
  const jar = d`M${w * 0.14} ${h * 0.08}H${w * 0.82}L${w * 0.74} ${h * 0.6}H${w * 0.24}Z`
  const full = d`M${w * 0.18} ${h * 0.32}H${w * 0.78}L${w * 0.74} ${h * 0.6}H${w * 0.24}Z`
  const base =
    d`M${w * 0.2} ${h * 0.6}H${w * 0.8}L${w} ${h * 0.96}Q${w} ${h} ${w * 0.94} ${h}H${w * 0.06}` +
    d`Q0 ${h} 0 ${h * 0.96}Z`
  return [
    trace(d`M${w * 0.8} ${h * 0.13}H${w - 9}V${h * 0.46}H${w * 0.76}`, DARK, 18, {
      'stroke-linejoin': 'round',
    }),
    path(jar, '#C9D6DC', { 'fill-opacity': 0.75, stroke: '#8D9CA4', 'stroke-width': 4 }),
    path(full, '#C9884F', see(0.8)),
    path(d`M${w * 0.2} ${h * 0.12}H${w * 0.3}L${w * 0.34} ${h * 0.56}H${w * 0.29}Z`, '#fff', see(0.5)),
    rect(w * 0.1, 0, w * 0.76, h * 0.09, DARK, 10),
    path(base, s.face) + knob(s, w / 2, h * 0.82, Math.min(w * 0.17, h * 0.09), 20),
  ].join('')
}

export function kettle(s: Sheet): string {
  const { w, h } = s
  const b = w * 0.78
  const grip =
    d`M${b * 0.94} ${h * 0.2}H${w - 42}Q${w - 12} ${h * 0.22} ${w - 12} ${h * 0.34}V${h * 0.62}` +
    d`Q${w - 12} ${h * 0.74} ${w - 42} ${h * 0.74}H${b * 0.96}`
  return [
    trace(grip, DARK, 24, { 'stroke-linejoin': 'round' }),
    path(d`M${b * 0.18} ${h * 0.14}L0 ${h * 0.1}L${b * 0.12} ${h * 0.3}Z`, s.paint.lo),
    path(d`M${b * 0.14} ${h * 0.12}H${b * 0.92}L${b} ${h - 24}H${b * 0.04}Z`, s.round) +
      texture(s, b * 0.12, h * 0.14, b * 0.78, h * 0.7),
    path(d`M${b * 0.2} ${h * 0.12}Q${b * 0.54} ${h * 0.02} ${b * 0.88} ${h * 0.12}Z`, s.paint.hi),
    rect(b * 0.46, 0, b * 0.16, h * 0.08, DARK, 6),
    rect(0, h - 26, b + 6, 26, DARK, 8) + lamp(b * 0.5, h - 13, 6),
  ].join('')
}

export function coffeeMachine(s: Sheet): string {
  const { w, h } = s
  const slim = s.layout === 'capsule'
  const cup = d`M${w * 0.38} ${h * 0.74}H${w * 0.62}L${w * 0.59} ${h * 0.86}H${w * 0.41}Z`
  const portafilter =
    rect(w * 0.36, h * 0.42, w * 0.28, h * 0.06, s.use('mh'), 4) +
    rect(w * 0.46, h * 0.47, w * 0.08, h * 0.08, DARK, 4)
  return [
    path(rounded(0, 0, w, h * 0.4, w * 0.06, 4), s.face) + texture(s, 0, 6, w, h * 0.38),
    rect(w * 0.06, h * 0.38, w * 0.88, h * 0.5, '#22252A') +
      fine(s, () => vents(w * 0.14, h * 0.56, w * 0.72, h * 0.2, 5, 0.3)),
    path(rounded(0, h * 0.86, w, h * 0.14, 6, 12), s.face) +
      rect(w * 0.08, h * 0.86, w * 0.84, 10, '#4C5157', 3),
    slim ? rect(w * 0.42, h * 0.38, w * 0.16, h * 0.1, s.use('m'), 6) : portafilter,
    slim
      ? ''
      : trace(
          d`M${w * 0.82} ${h * 0.38}V${h * 0.62}Q${w * 0.82} ${h * 0.66} ${w * 0.78} ${h * 0.67}`,
          '#C9CCCD',
          w * 0.025,
          { 'stroke-linecap': 'round' },
        ),
    path(cup, '#F4F1EA') + rect(w * 0.39, h * 0.745, w * 0.22, h * 0.02, '#6B4226', 2),
    slim
      ? lamp(w / 2, h * 0.14, Math.min(9, w * 0.07))
      : gauge(s, w * 0.5, h * 0.19, Math.min(w * 0.1, h * 0.1)),
    slim
      ? ''
      : times(2, (i) => knob(s, w * (0.2 + i * 0.6), h * 0.19, Math.min(w * 0.075, h * 0.08), 30 - i * 60)),
    lettering(s, w * 0.08, h * 0.95, 14),
  ].join('')
}

const gauge = (s: Sheet, cx: number, cy: number, r: number): string =>
  circle(cx, cy, r, s.use('ch')) +
  circle(cx, cy, r * 0.8, '#FBFAF6') +
  line(cx, cy, cx + r * 0.5, cy - r * 0.4, '#99301F', r * 0.12)

export function toaster(s: Sheet): string {
  const { w, h } = s
  const bread = (x: number) =>
    path(rounded(x, 0, w * 0.3, h * 0.34, w * 0.05), '#D9A35F') +
    path(rounded(x + 8, 8, w * 0.3 - 16, h * 0.3, w * 0.04), '#F0CD94')
  return [
    bread(w * 0.15) + bread(w * 0.5),
    path(rounded(0, h * 0.22, w, h * 0.78 - 8, h * 0.2, h * 0.08), s.face) +
      texture(s, w * 0.04, h * 0.3, w * 0.9, h * 0.6),
    rect(w * 0.1, h * 0.22, w * 0.8, 10, '#1E2023', 4),
    rect(w * 0.08, h - 10, 40, 10, '#2B2D30', 3) + rect(w * 0.92 - 40, h - 10, 40, 10, '#2B2D30', 3),
    rect(w * 0.82, h * 0.36, w * 0.035, h * 0.4, '#1E2023', 4) +
      rect(w * 0.785, h * 0.4, w * 0.105, h * 0.1, DARK, 5),
    knob(s, w * 0.2, h * 0.68, h * 0.13, -20) + rect(w * 0.36, h * 0.66, w * 0.1, h * 0.05, AMBER, 3),
    ellipse(w * 0.5, h * 0.3, w * 0.36, 4, '#fff', see(0.4)),
    lettering(s, w * 0.36, h * 0.56, 14),
  ].join('')
}

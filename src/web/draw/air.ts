// Air that is cleaned, dried, wetted or moved: purifiers, dehumidifiers, humidifiers, fresh air, fans.
import { AMBER, DARK, display, fine, lamp, lettering, panel, rounded, slots, vents } from './parts.ts'
import type { Sheet } from './sheet.ts'
import { circle, d, ellipse, line, path, rect, see, text, times, trace, MIDDLE } from './svg.ts'

export function airPurifier(s: Sheet): string {
  const { w, h } = s
  const mesh = s.fine ? s.use('pm') : '#00000026'
  const [cy, r] = [h * 0.26, Math.min(w * 0.17, h * 0.12)]
  const reading = s.fine ? text(w / 2, cy + r * 0.36, '12', r, '#EDE7DA', MIDDLE) : ''
  return [
    rect(0, 0, w, h - 10, s.round, Math.min(56, w * 0.15)),
    rect(4, 4, w - 8, 56, s.paint.hi, 40, see(0.6)) + ellipse(w / 2, 34, w * 0.4, 15, '#2A2D31'),
    fine(s, () => ellipse(w / 2, 34, w * 0.3, 9, 'none', { stroke: '#6C7075', 'stroke-width': 4 })),
    circle(w / 2, cy, r, '#15171B') +
      circle(w / 2, cy, r, 'none', { stroke: '#7FB58F', 'stroke-width': 9 }) +
      reading,
    rect(w * 0.09, h * 0.46, w * 0.82, h * 0.46, mesh, 30),
    line(0, h * 0.43, w, h * 0.43, '#000', 4, { 'stroke-opacity': 0.13 }),
    rect(w * 0.12, h - 14, w * 0.76, 14, '#2B2D30', 5),
    lettering(s, w / 2, h * 0.41, 20, true),
  ].join('')
}

export function freshAir(s: Sheet): string {
  const { w, h } = s
  return [
    rect(0, 0, w, h, s.paint.seam, 30) + panel(s, 2, 2, w - 4, h - 4, 30, 6),
    rect(w * 0.08, h * 0.05, w * 0.84, h * 0.12, '#23262B', 12) +
      vents(w * 0.1, h * 0.06, w * 0.8, h * 0.1, 4, 0.5),
    display(
      s,
      { x: w * 0.28, y: h * 0.24, w: w * 0.44, h: h * 0.12, r: 14 },
      'CO₂ 480',
      Math.min(h * 0.06, w * 0.09),
    ),
    line(6, h * 0.42, w - 6, h * 0.42, '#000', 4, { 'stroke-opacity': 0.14 }),
    rect(w * 0.1, h * 0.5, w * 0.8, h * 0.38, '#000', 14, see(0.05)),
    slots(w * 0.14, h * 0.54, w * 0.72, h * 0.3, Math.max(6, Math.round(w / 50)), 0.16),
    lamp(w / 2, h * 0.94, 6) + lettering(s, w * 0.1, h * 0.33, 18),
  ].join('')
}

export function dehumidifier(s: Sheet): string {
  const { w, h } = s
  return [
    circle(w * 0.16, h - 16, 16, '#2B2D30') + circle(w * 0.84, h - 16, 16, '#2B2D30'),
    rect(0, h * 0.02, w, h * 0.98 - 18, s.paint.seam, 24) +
      panel(s, 2, h * 0.02 + 2, w - 4, h * 0.98 - 22, 24, 6),
    rect(w * 0.34, 0, w * 0.32, h * 0.05, DARK, 10),
    slots(w * 0.12, h * 0.07, w * 0.76, h * 0.07, 10, 0.4),
    display(s, { x: w * 0.3, y: h * 0.18, w: w * 0.4, h: h * 0.11, r: 12 }, '52%', h * 0.07),
    vents(w * 0.14, h * 0.34, w * 0.72, h * 0.2, 8, 0.16),
    rect(w * 0.1, h * 0.6, w * 0.8, h * 0.28, s.paint.lo, 12, see(0.7)),
    rect(w * 0.42, h * 0.64, w * 0.16, h * 0.2, '#7FA6C4', 12) +
      rect(w * 0.42, h * 0.73, w * 0.16, h * 0.11, '#4F80A8', 10),
    lettering(s, w * 0.12, h * 0.58, 18),
  ].join('')
}

export function humidifier(s: Sheet): string {
  const { w, h } = s
  const tank = h * 0.62
  return [
    path(rounded(0, tank - 4, w, h - tank + 4, w * 0.06, w * 0.14), s.round),
    path(rounded(w * 0.03, h * 0.07, w * 0.94, tank - h * 0.07, w * 0.2, 6), '#C4D8E4', see(0.75)),
    rect(w * 0.03, h * 0.3, w * 0.94, tank - h * 0.3, '#83AECB', 0, see(0.6)),
    rect(w * 0.1, h * 0.13, w * 0.07, tank - h * 0.2, '#fff', w * 0.03, see(0.55)),
    rect(w * 0.34, 0, w * 0.32, h * 0.1, s.paint.lo, 14) +
      rect(w * 0.42, 0, w * 0.16, h * 0.03, '#2A2D31', 6),
    display(
      s,
      { x: w * 0.3, y: h * 0.72, w: w * 0.4, h: h * 0.12, r: h * 0.06 },
      '55%',
      Math.min(h * 0.07, w * 0.14),
    ),
    rect(w * 0.14, h - 8, w * 0.72, 8, '#2B2D30', 4),
    line(0, tank, w, tank, '#000', 4, { 'stroke-opacity': 0.16 }),
  ].join('')
}

export function fan(s: Sheet): string {
  const { w, h } = s
  const r = Math.min(w / 2 - 6, h * 0.2)
  const cy = r + 6
  const rim = circle(w / 2, cy, r + 3, 'none', { stroke: s.paint.base, 'stroke-width': 6 })
  return [
    rect(w / 2 - 14, cy + r * 0.7, 28, h - cy - r * 0.7 - 40, s.use('m'), 6),
    circle(w / 2, cy, r, '#000', see(0.05)) + times(5, (i) => blade(w / 2, cy, r * 0.86, i * 72, s)),
    times(s.fine ? 7 : 4, (i) =>
      circle(w / 2, cy, r * (0.3 + i * (s.fine ? 0.11 : 0.22)), 'none', {
        stroke: '#A3A7A8',
        'stroke-width': 4,
      }),
    ),
    fine(s, () => times(12, (i) => spoke(w / 2, cy, r, i))),
    rim + circle(w / 2, cy, r * 0.17, s.round),
    rect(w / 2 - 34, h * 0.6, 68, 120, s.round, 22),
    display(s, { x: w / 2 - 22, y: h * 0.6 + 20, w: 44, h: 34, r: 8 }, '3', 26),
    path(
      d`M0 ${h}Q${w * 0.02} ${h - 44} ${w * 0.3} ${h - 46}H${w * 0.7}Q${w * 0.98} ${h - 44} ${w} ${h}Z`,
      s.round,
    ),
    rect(0, h - 10, w, 10, '#2B2D30', 4),
  ].join('')
}

function blade(cx: number, cy: number, r: number, turn: number, s: Sheet): string {
  const shape =
    d`M0 0C${r * 0.2} ${-r * 0.4} ${r * 0.1} ${-r * 0.9} ${r * 0.5} ${-r * 0.82}` +
    d`C${r * 0.66} ${-r * 0.5} ${r * 0.4} ${-r * 0.1} 0 0Z`
  return path(shape, s.paint.lo, {
    transform: `translate(${Math.round(cx)} ${Math.round(cy)}) rotate(${turn})`,
  })
}

function spoke(cx: number, cy: number, r: number, i: number): string {
  const [c, sn] = [Math.cos((i * Math.PI) / 6), Math.sin((i * Math.PI) / 6)]
  return line(cx + r * 0.2 * c, cy + r * 0.2 * sn, cx + r * c, cy + r * sn, '#A3A7A8', 4)
}

export function towerFan(s: Sheet): string {
  const { w, h } = s
  const [bw, x] = [w * 0.56, w * 0.22]
  const mouth = h * 0.62
  return [
    rect(x, 0, bw, h - 30, s.round, bw * 0.3),
    rect(x + bw * 0.2, h * 0.12, bw * 0.6, mouth, '#1C1F23', bw * 0.2),
    fine(s, () =>
      times(Math.floor(mouth / 30), (i) =>
        line(x + bw * 0.24, h * 0.13 + 16 + i * 29, x + bw * 0.76, h * 0.13 + 16 + i * 29, '#5A6067', 6),
      ),
    ),
    rect(x + bw * 0.24, h * 0.14, 8, mouth - h * 0.04, '#fff', 4, see(0.14)),
    display(
      s,
      { x: x + bw * 0.25, y: h * 0.035, w: bw * 0.5, h: h * 0.05, r: 10 },
      '28°',
      Math.min(h * 0.032, bw * 0.24),
    ),
    path(
      d`M0 ${h}Q${w * 0.05} ${h - 42} ${w * 0.3} ${h - 44}H${w * 0.7}Q${w * 0.95} ${h - 42} ${w} ${h}Z`,
      s.round,
    ),
    rect(0, h - 8, w, 8, '#2B2D30', 3),
    lettering(s, w / 2, h * 0.84, 18, true),
    trace(d`M${x + bw * 0.1} ${h * 0.06}V${h * 0.9}`, '#fff', 5, { 'stroke-opacity': 0.35 }),
    circle(w / 2, h * 0.78, 8, AMBER),
  ].join('')
}

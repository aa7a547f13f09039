// Things that show, sound and print: televisions, monitors, projectors, soundbars, desk things.
import {
  AMBER,
  DARK,
  SCREEN,
  display,
  fine,
  gloss,
  lamp,
  lettering,
  panel,
  rounded,
  slots,
  vents,
} from './parts.ts'
import type { Sheet } from './sheet.ts'
import { circle, d, ellipse, line, path, rect, see, times, trace } from './svg.ts'

/** An evening over mountains: the picture every lit screen shows, inside x, y, w, h. */
function evening(s: Sheet, x: number, y: number, w: number, h: number): string {
  const at = (q: number, v: number): [number, number] => [x + w * q, y + h * v]
  const ridge = [at(0.16, 0.5), at(0.26, 0.61), at(0.42, 0.4), at(0.57, 0.59), at(0.72, 0.46), at(1, 0.64)]
  const peaks = ridge.map(([px, py]) => d`L${px} ${py}`).join('')
  const [fx, fy] = at(0, 0.7)
  const front =
    d`M${fx} ${fy}C${x + w * 0.3} ${y + h * 0.64} ${x + w * 0.6} ${y + h * 0.79} ${x + w} ${y + h * 0.68}` +
    d`V${y + h}H${x}Z`
  const sun = x + w * 0.3
  return [
    rect(x, y, w, h, s.use('sk')),
    circle(sun, y + h * 0.62, h * 0.085, '#FBE3AE'),
    path(d`M${x} ${y + h * 0.63}` + peaks + d`V${y + h * 0.78}H${x}Z`, '#3B4C6E'),
    path(front, '#233049'),
    fine(s, () =>
      times(5, (i) =>
        rect(
          sun - h * 0.1 + i * h * 0.01,
          y + h * (0.78 + i * 0.035),
          h * (0.2 - i * 0.02),
          h * 0.01,
          '#F3C079',
          2,
          see(0.6 - i * 0.09),
        ),
      ),
    ),
  ].join('')
}

function screenOf(s: Sheet, x: number, y: number, w: number, h: number, bezel: number): string {
  const [sx, sy, sw, sh] = [x + bezel, y + bezel, w - 2 * bezel, h - 2 * bezel - bezel * 0.8]
  const picture = s.on('off') ? rect(sx, sy, sw, sh, s.use('gl')) : evening(s, sx, sy, sw, sh)
  return rect(x, y, w, h, '#0B0C0E', 6) + picture + gloss(s, sx, sy, sw, sh, 0.7)
}

export function tv(s: Sheet): string {
  const { w, h } = s
  const stand = s.layout === 'wall' ? 0 : Math.min(80, h * 0.09)
  const b = h - stand
  const leg = (q: number, left: number, right: number) =>
    path(d`M${w * q - 10} ${b - 4}L${w * q - left} ${h}H${w * q + right}L${w * q + 10} ${b - 4}Z`, '#2C2E32')
  const reach = Math.min(120, w * 0.1)
  return [
    stand ? leg(0.16, reach, 30) + leg(0.84, 30, reach) : '',
    screenOf(s, 0, 0, w, b, 9),
    rect(w / 2 - 30, b - 12, 60, 5, '#5A5D61', 2),
    trace(d`M2 ${b - 6}V3H${w - 6}`, '#fff', 3, { 'stroke-opacity': 0.3 }),
  ].join('')
}

export function monitor(s: Sheet): string {
  const { w, h } = s
  const b = Math.min(h - 70, w * 0.58)
  return [
    rect(w / 2 - 26, b - 20, 52, h - b + 10, s.use('m'), 6),
    path(
      d`M${w * 0.32} ${h}Q${w * 0.33} ${h - 16} ${w * 0.4} ${h - 18}` +
        d`H${w * 0.6}Q${w * 0.67} ${h - 16} ${w * 0.68} ${h}Z`,
      s.round,
    ),
    screenOf(s, 0, 0, w, b, 8),
    trace(d`M2 ${b - 6}V3H${w - 6}`, '#fff', 3, { 'stroke-opacity': 0.3 }),
  ].join('')
}

export function projector(s: Sheet): string {
  const { w, h } = s
  const portable = s.layout === 'portable'
  const r = Math.min(h * 0.24, w * 0.24)
  const [cx, cy] = [portable ? w / 2 : w * 0.68, portable ? h * 0.36 : h * 0.46]
  return [
    rect(w * 0.1, h - 14, w * 0.16, 14, DARK, 4) + rect(w * 0.74, h - 14, w * 0.16, 14, DARK, 4),
    path(rounded(0, 0, w, h - 8, Math.min(w, h) * 0.16, Math.min(w, h) * 0.12), s.face),
    circle(cx, cy, r * 1.25, '#17191D') +
      circle(cx, cy, r, s.use('ch')) +
      circle(cx, cy, r * 0.82, s.use('dr')),
    circle(cx - r * 0.28, cy - r * 0.3, r * 0.2, '#fff', see(0.5)),
    portable
      ? vents(w * 0.2, h * 0.66, w * 0.6, h * 0.22, 6)
      : slots(w * 0.07, h * 0.26, w * 0.3, h * 0.42, 8),
    lamp(portable ? w * 0.5 : w * 0.46, h * 0.88 - 8, 4),
    lettering(s, w * 0.08, h * 0.18, Math.min(18, h * 0.1)),
  ].join('')
}

export function soundbar(s: Sheet): string {
  const { w, h } = s
  const mesh = s.fine ? rect(0, h * 0.14, w, h * 0.86, s.use('pm'), h * 0.2) : ''
  const bar = rect(0, 0, w, h, s.face, h * 0.24) + rect(0, h * 0.16, w, h * 0.84, '#1D2024', h * 0.22) + mesh
  const cone = (q: number) =>
    circle(w * q, h * 0.56, h * 0.28, '#000', see(0.28)) + circle(w * q, h * 0.56, h * 0.1, '#454A50')
  const set =
    s.layout === 'set'
      ? [0.06, 0.94].map((q) => rect(w * q - w * 0.01, 0, w * 0.02, h * 0.16, s.paint.lo)).join('')
      : ''
  return [
    bar,
    [0.1, 0.22, 0.78, 0.9].map(cone).join('') + set,
    display(s, { x: w * 0.45, y: h * 0.4, w: w * 0.1, h: h * 0.34, fill: 'none' }, '18', h * 0.28),
    trace(d`M${h * 0.2} 3H${w - h * 0.2}`, '#fff', 4, { 'stroke-opacity': 0.3 }),
  ].join('')
}

export function deskLamp(s: Sheet): string {
  const { w, h } = s
  const [bx, elbow] = [w * 0.24, h * 0.4]
  const t = Math.min(16, w * 0.05)
  const beam = d`M${w * 0.46} ${h * 0.1}H${w * 0.98}L${w} ${h - 24}H${w * 0.4}Z`
  return [
    s.on('off') ? '' : path(beam, '#FFD88A', see(0.18)),
    path(
      d`M0 ${h}Q0 ${h - 26} ${w * 0.08} ${h - 26}H${w * 0.4}Q${w * 0.48} ${h - 26} ${w * 0.48} ${h}Z`,
      s.face,
    ),
    line(bx, h - 20, bx + w * 0.06, elbow, s.use('m'), t, { 'stroke-linecap': 'round' }),
    line(bx + w * 0.06, elbow, w * 0.5, h * 0.06, s.paint.lo, t, { 'stroke-linecap': 'round' }),
    circle(bx + w * 0.06, elbow, t, DARK),
    rect(w * 0.42, 0, w * 0.58, h * 0.075, s.face, h * 0.03),
    rect(w * 0.46, h * 0.075 - 6, w * 0.5, 8, s.on('off') ? '#8B8F92' : '#FFEFC4', 4),
    rect(w * 0.2, h - 20, w * 0.08, 7, AMBER, 3),
  ].join('')
}

export function printer(s: Sheet): string {
  const { w, h } = s
  return [
    path(rounded(0, h * 0.06, w, h * 0.94 - 6, Math.min(24, h * 0.12), 14), s.face),
    rect(w * 0.06, h - 10, w * 0.12, 10, DARK, 3) + rect(w * 0.82, h - 10, w * 0.12, 10, DARK, 3),
    rect(w * 0.1, 0, w * 0.8, h * 0.12, s.paint.lo, 8),
    line(4, h * 0.34, w - 4, h * 0.34, '#000', 4, { 'stroke-opacity': 0.14 }),
    display(s, { x: w * 0.66, y: h * 0.17, w: w * 0.28, h: h * 0.13 }, '就绪', h * 0.08),
    rect(w * 0.12, h * 0.5, w * 0.76, h * 0.2, '#202328', 8),
    path(d`M${w * 0.2} ${h * 0.6}H${w * 0.8}L${w * 0.84} ${h * 0.82}H${w * 0.16}Z`, '#FFFFFF'),
    fine(s, () =>
      times(3, (i) =>
        line(w * 0.26, h * (0.66 + i * 0.045), w * (0.66 - i * 0.06), h * (0.66 + i * 0.045), '#A6ABB0', 4),
      ),
    ),
    rect(w * 0.3, h * 0.88, w * 0.4, 8, '#000', 4, see(0.18)),
    lettering(s, w * 0.08, h * 0.27, h * 0.08),
  ].join('')
}

export function router(s: Sheet): string {
  const { w, h } = s
  const low = h * 0.66
  const mast = (q: number) =>
    rect(w * q - w * 0.02, q === 0.1 || q === 0.9 ? 0 : h * 0.06, w * 0.04, low + 10, SCREEN, w * 0.02)
  return [
    [0.1, 0.36, 0.64, 0.9].map(mast).join(''),
    path(rounded(0, low, w, h - low - 5, (h - low) * 0.3, (h - low) * 0.2), s.face),
    rect(w * 0.1, h - 9, w * 0.16, 9, DARK, 3) + rect(w * 0.74, h - 9, w * 0.16, 9, DARK, 3),
    times(5, (i) =>
      circle(w * (0.34 + i * 0.08), h * 0.83, Math.min(6, w * 0.02), i === 4 ? AMBER : '#7FB58F'),
    ),
    ellipse(w / 2, low + 6, w * 0.36, 3, '#fff', see(0.4)),
  ].join('')
}

/** The lit mirror over a basin: a cabinet that is all glass. */
export function mirrorCabinet(s: Sheet): string {
  const { w, h } = s
  const rim = s.on('off') ? '#B9BEC0' : '#FFE9B8'
  return [
    panel(s, 0, 0, w, h, 10, 5, true),
    rect(14, 14, w - 28, h - 28, rim, 8) + rect(30, 30, w - 60, h - 60, '#DDE6E8', 4),
    gloss(s, 30, 30, w - 60, h - 60, 4),
    line(w / 2, 30, w / 2, h - 30, '#9AA6AB', 3),
    display(s, { x: w / 2 - 60, y: h - 100, w: 120, h: 44, r: 22 }, '7:30', 28),
  ].join('')
}

// Bath and balcony: toilet, ceiling heater, towel rack, hair dryer, clothes airer, steamer, iron.
import { AMBER, DARK, SCREEN, display, fine, lamp, lettering, panel, rounded, slots, vents } from './parts.ts'
import type { Sheet } from './sheet.ts'
import { circle, d, ellipse, line, path, rect, see, times, trace } from './svg.ts'

/** Seen from the front: lid, seat, the skirted bowl narrowing to the floor. */
export function smartToilet(s: Sheet): string {
  const { w, h } = s
  const seat = h * 0.3
  const bowl =
    d`M0 ${seat + 8}Q${w * 0.02} ${h * 0.62} ${w * 0.2} ${h * 0.8}L${w * 0.16} ${h}H${w * 0.84}` +
    d`L${w * 0.8} ${h * 0.8}Q${w * 0.98} ${h * 0.62} ${w} ${seat + 8}Z`
  const shade =
    d`M${w * 0.7} ${seat + 8}H${w}Q${w * 0.98} ${h * 0.62} ${w * 0.8} ${h * 0.8}` +
    d`L${w * 0.84} ${h}H${w * 0.62}Z`
  return [
    path(bowl, s.round) + path(shade, '#000', see(0.05)),
    path(
      d`M${w * 0.02} ${seat - 10}Q${w * 0.06} 0 ${w * 0.26} 0` +
        d`H${w * 0.74}Q${w * 0.94} 0 ${w * 0.98} ${seat - 10}Z`,
      s.face,
    ),
    trace(d`M${w * 0.1} ${seat - 30}Q${w * 0.13} 12 ${w * 0.3} 10H${w * 0.6}`, '#fff', 6, {
      'stroke-opacity': 0.8,
    }),
    rect(0, seat - 14, w, 26, s.paint.base, 12) + rect(0, seat + 10, w, 6, s.paint.seam, 3, see(0.5)),
    rect(w * 0.01, seat + 16, w * 0.98, 16, '#000', 4, see(0.05)),
    rect(w * 0.34, seat + 44, w * 0.32, 8, AMBER, 4, see(0.75)),
    display(s, { x: w * 0.4, y: h * 0.07, w: w * 0.2, h: h * 0.09, r: 10 }, '36°', h * 0.06),
    lettering(s, w / 2, h * 0.64, 16, true),
  ].join('')
}

/** A shallow box under the ceiling, warm light and outlet on its lower face. */
export function bathHeater(s: Sheet): string {
  const { w, h } = s
  const low = Math.min(34, h * 0.3)
  return [
    rect(w * 0.08, 0, w * 0.84, h - low + 4, s.use('mh'), 4),
    fine(s, () => slots(w * 0.14, h * 0.12, w * 0.72, h * 0.3, 9, 0.2)),
    panel(s, 0, h - low, w, low, Math.min(12, low * 0.4), 4),
    rect(w * 0.3, h - 8, w * 0.4, 8, '#FFEBBE', 4),
    rect(w * 0.06, h - 7, w * 0.18, 7, '#3A3E44', 3) + rect(w * 0.76, h - 7, w * 0.18, 7, '#3A3E44', 3),
    rect(w * 0.94, h * 0.12, w * 0.06, h * 0.24, '#8B8F92', 4) + rect(0, h * 0.12, w * 0.08, 10, '#8B8F92'),
  ].join('')
}

export function towelRack(s: Sheet): string {
  const { w, h } = s
  const t = 26
  const bars = Math.max(4, Math.min(10, Math.round(h / 110)))
  const bar = (i: number) => rect(t * 0.5, h * 0.06 + (i * h * 0.84) / (bars - 1), w - t, 18, s.face, 9)
  const towel = rect(w * 0.22, h * 0.06 + (h * 0.84) / (bars - 1), w * 0.5, h * 0.34, '#E9DCC6', 8)
  return [
    rect(0, 0, t, h, s.round, 12) + rect(w - t, 0, t, h, s.round, 12),
    times(bars, bar),
    towel +
      rect(w * 0.22, h * 0.1 + (h * 0.84) / (bars - 1), w * 0.5, 10, '#C9B694') +
      rect(w * 0.6, h * 0.06 + (h * 0.84) / (bars - 1), w * 0.12, h * 0.34, '#000', 8, see(0.06)),
    display(s, { x: w - 46, y: h * 0.8, w: 46, h: 62, r: 10 }, '50', 24),
  ].join('')
}

export function hairDryer(s: Sheet): string {
  const { w, h } = s
  const r = Math.min(w * 0.32, h * 0.2)
  const cx = w - r
  return [
    path(
      d`M${cx - r * 0.5} ${r * 1.6}H${cx + r * 0.42}L${cx + r * 0.2} ${h - 14}H${cx - r * 0.36}Z`,
      s.round,
    ),
    rect(cx - r * 0.36, h - 22, r * 0.56, 22, DARK, 6),
    path(d`M0 ${r * 0.42}L${cx - r * 0.4} ${r * 0.14}V${r * 1.86}L0 ${r * 1.58}Z`, s.paint.lo) +
      rect(0, r * 0.36, w * 0.08, r * 1.28, DARK, 6),
    circle(cx, r, r, s.face) + circle(cx, r, r * 0.62, '#2A2D31'),
    fine(s, () => circle(cx, r, r * 0.6, s.use('ph'))) + circle(cx, r, r * 0.24, s.use('ch')),
    rect(cx - r * 0.2, h * 0.56, r * 0.26, h * 0.12, SCREEN, 6) + lamp(cx - r * 0.07, h * 0.59, 4),
  ].join('')
}

/** Under the ceiling: the motor box, crossed arms, two poles; folded up only the box shows. */
export function clothesAirer(s: Sheet): string {
  const { w, h } = s
  const up = s.layout === 'up' || h < 320
  const box = Math.min(110, h * (up ? 0.62 : 0.3))
  const low = h - 16
  const arm = (x: number) => {
    const span = w * 0.1
    const x0 = x - span / 2
    const mid = (box + low) / 2
    const cross =
      d`M${x0} ${box}L${x0 + span} ${mid}M${x0 + span} ${box}L${x0} ${mid}` +
      d`M${x0} ${mid}L${x0 + span} ${low}M${x0 + span} ${mid}L${x0} ${low}`
    return (
      trace(cross, '#A8ACAE', 10) +
      circle(x, (box + mid) / 2, 9, '#6B6F72') +
      circle(x, (mid + low) / 2, 9, '#6B6F72')
    )
  }
  return [
    up ? '' : arm(w * 0.26) + arm(w * 0.74),
    rect(w * 0.08, 0, w * 0.84, box, s.face, 14) + rect(w * 0.08, box - 8, w * 0.84, 8, '#000', 4, see(0.12)),
    s.on('lamp') ? rect(w * 0.36, box - 12, w * 0.28, 14, '#FFEBBE', 6) : '',
    slots(w * 0.12, box * 0.3, w * 0.16, box * 0.34, 8, 0.3) + lamp(w * 0.88, box * 0.5, 7),
    up
      ? rect(w * 0.2, box, 16, h - box - 8, '#A8ACAE') + rect(w * 0.8 - 16, box, 16, h - box - 8, '#A8ACAE')
      : '',
    rect(0, h - 28, w, 28, s.use('mh'), 13),
    times(6, (i) => rect(w * (0.12 + i * 0.15), h - 24, 8, 20, '#5E6265', 3)),
    lettering(s, w * 0.36, box * 0.56, 24),
  ].join('')
}

export function garmentSteamer(s: Sheet): string {
  const { w, h } = s
  const base = Math.min(320, h * 0.22)
  const m = w * 0.5
  const shirt =
    d`M${m - w * 0.14} ${h * 0.09}L${m - w * 0.46} ${h * 0.17}` +
    d`L${m - w * 0.42} ${h * 0.32}L${m - w * 0.3} ${h * 0.29}` +
    (d`V${h * 0.6}H${m + w * 0.3}V${h * 0.29}L${m + w * 0.42} ${h * 0.32}` +
      d`L${m + w * 0.46} ${h * 0.17}L${m + w * 0.14} ${h * 0.09}`) +
    d`Q${m} ${h * 0.13} ${m - w * 0.14} ${h * 0.09}Z`
  return [
    rect(m - 11, h * 0.03, 22, h - base - h * 0.03, s.use('m'), 6),
    trace(d`M${m - w * 0.3} ${h * 0.11}Q${m} ${h * 0.02} ${m + w * 0.3} ${h * 0.11}`, DARK, 12, {
      'stroke-linecap': 'round',
    }),
    rect(m - 30, 0, 60, h * 0.035, DARK, 8),
    path(shirt, '#E9E3D6') +
      path(d`M${m} ${h * 0.12}V${h * 0.6}H${m + w * 0.3}V${h * 0.29}Z`, '#000', see(0.04)),
    trace(d`M${w * 0.9} ${h * 0.36}Q${w * 0.97} ${h * 0.6} ${w * 0.8} ${h - base}`, '#8B8F92', 14),
    rect(w * 0.82, h * 0.27, w * 0.16, h * 0.1, s.round, 14),
    path(rounded(0, h - base, w, base - 14, base * 0.3, 20), s.round) +
      rect(w * 0.1, h - 20, w * 0.8, 20, '#2B2D30', 6),
    rect(w * 0.2, h - base * 0.72, w * 0.6, base * 0.4, '#9DB9CD', 16, see(0.8)) +
      lamp(w * 0.5, h - base * 0.2, 8),
  ].join('')
}

export function iron(s: Sheet): string {
  const { w, h } = s
  const body =
    d`M0 ${h - 16}Q${w * 0.3} ${h * 0.46} ${w * 0.7} ${h * 0.42}` +
    d`H${w - 8}Q${w} ${h * 0.44} ${w} ${h * 0.56}V${h - 16}Z`
  return [
    trace(
      d`M${w * 0.42} ${h * 0.5}Q${w * 0.44} ${h * 0.08} ${w * 0.62} ${h * 0.08}` +
        d`H${w * 0.86}Q${w * 0.93} ${h * 0.1} ${w * 0.93} ${h * 0.5}`,
      s.paint.lo,
      h * 0.16,
    ),
    path(body, s.face) + rect(w * 0.56, h * 0.56, w * 0.3, h * 0.16, '#9DB9CD', 10, see(0.8)),
    rect(0, h - 18, w, 18, s.use('mh'), 6),
    ellipse(w * 0.5, h * 0.56, w * 0.04, h * 0.05, DARK) + lamp(w * 0.66, h * 0.12, 5),
    fine(
      s,
      () =>
        vents(w * 0.2, h * 0.72, w * 0.2, h * 0.1, 3, 0.15) +
        line(w * 0.1, h - 24, w * 0.96, h - 24, '#fff', 3, { 'stroke-opacity': 0.3 }),
    ),
    rect(w * 0.56, 0, w * 0.3, h * 0.06, s.paint.lo, 4),
  ].join('')
}

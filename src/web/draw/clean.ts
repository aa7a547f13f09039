// Floors, beds and shoes: robot with its station, stick and wet cleaners, mite remover, dryer; the lock.
import {
  AMBER,
  DARK,
  SCREEN,
  display,
  fine,
  lamp,
  lettering,
  panel,
  rounded,
  texture,
  vents,
} from './parts.ts'
import type { Sheet } from './sheet.ts'
import { circle, d, ellipse, line, path, rect, see, times, trace } from './svg.ts'

/** The station with its two tanks, and the robot docked below. */
export function robotVacuum(s: Sheet): string {
  const { w, h } = s
  const rw = Math.min(350, w * 0.84)
  const [x, rh] = [(w - rw) / 2, Math.min(98, h * 0.3)]
  const bay = d`M${x - 14} ${h}V${h - rh - 34}Q${x - 14} ${h - rh - 52} ${x} ${h - rh - 52}H${x + rw}`
  const bayEnd = d`Q${x + rw + 14} ${h - rh - 52} ${x + rw + 14} ${h - rh - 34}V${h}Z`
  const r = Math.min(44, h * 0.1)
  return [
    path(rounded(0, 0, w, h, r), s.face) + texture(s, 0, r, w, h - r),
    trace(d`M4 ${h - 10}V${r}Q4 4 ${r} 4H${w - r}`, '#fff', 6, { 'stroke-opacity': 0.7 }),
    rect(w - 40, r, 40, h - r, '#000', 0, see(0.07)),
    line(w / 2, h * 0.12, w / 2, h * 0.46, '#000', 4, { 'stroke-opacity': 0.14 }),
    line(16, h * 0.12, w - 16, h * 0.12, '#000', 4, { 'stroke-opacity': 0.16 }),
    rect(w * 0.27, h * 0.18, w * 0.15, h * 0.22, '#3F6C9C', 10, see(0.34)),
    rect(w * 0.58, h * 0.18, w * 0.15, h * 0.22, '#6B5B45', 10, see(0.3)),
    path(bay + bayEnd, '#1D1F23'),
    path(rounded(x, h - rh, rw, rh - 16, 18), s.round) + rect(x, h - 40, rw, 24, '#26282C'),
    rect(x + 8, h - 18, rw - 16, 14, '#45494E', 6),
    rect(w / 2 - 46, h - rh - 18, 92, 22, SCREEN, 8) + rect(w / 2 - 40, h - rh - 12, 80, 5, AMBER, 2),
    lettering(s, 30, h * 0.09, 18),
  ].join('')
}

/** The handle both upright cleaners share: grip at the top, rod to `to`. */
function rod(s: Sheet, to: number): string {
  const m = s.w / 2
  const grip =
    d`M${m - 34} 0H${m + 34}Q${m + 46} 0 ${m + 44} 24L${m + 24} 150H${m - 24}` +
    d`L${m - 44} 24Q${m - 46} 0 ${m - 34} 0Z`
  return [
    path(d`M${m - 15} 60L${m - 20} ${to}H${m + 20}L${m + 15} 60Z`, s.use('m')),
    path(grip, '#33363B') + path(d`M${m - 18} 26H${m + 18}L${m + 10} 92H${m - 10}Z`, '#14161A'),
    lamp(m, 122, 9),
  ].join('')
}

export function floorWasher(s: Sheet): string {
  const { w, h } = s
  const m = w / 2
  const case_ =
    d`M${m - 40} ${h * 0.4}Q${m} ${h * 0.37} ${m + 40} ${h * 0.4}L${m + 62} ${h * 0.52}V${h - 190}` +
    (d`Q${m + 62} ${h - 150} ${m + 40} ${h - 140}H${m - 40}` +
      d`Q${m - 62} ${h - 150} ${m - 62} ${h - 190}V${h * 0.52}Z`)
  const tank = (top: number) =>
    d`M${m - 46} ${top}H${m + 46}V${h * 0.79}Q${m} ${h * 0.82} ${m - 46} ${h * 0.79}Z`
  return [
    rod(s, h * 0.42),
    path(case_, s.round),
    display(s, { x: m - 38, y: h * 0.46, w: 76, h: 76, r: 38 }, '86', 44),
    path(tank(h * 0.62), '#9DB4C6', see(0.75)) + path(tank(h * 0.7), '#5D7F9C', see(0.75)),
    rect(m - 36, h * 0.635, 12, h * 0.14, '#fff', 6, see(0.5)),
    path(d`M${m - 30} ${h - 146}H${m + 30}L${m + 60} ${h - 86}H${m - 60}Z`, '#2B2E32'),
    rect(8, h - 96, w - 16, 74, s.round, 26) + rect(20, h - 84, w - 40, 30, '#1F2226', 12),
    rect(14, h - 34, w - 28, 22, '#6E5A86', 10) + rect(0, h - 18, w, 18, '#3C4045', 8),
  ].join('')
}

export function stickVacuum(s: Sheet): string {
  const { w, h } = s
  const m = w / 2
  const head = h * 0.22
  return [
    rect(m - 16, head, 32, h - head - 60, s.use('m'), 6),
    path(
      d`M${m - 62} 20Q${m - 70} 0 ${m - 40} 0H${m + 50}` +
        d`Q${m + 72} 0 ${m + 66} 26L${m + 50} ${head * 0.6}H${m - 40}Z`,
      s.round,
    ),
    path(d`M${m - 36} 28H${m + 36}L${m + 26} ${head * 0.4}H${m - 26}Z`, '#14161A'),
    rect(m - 48, head * 0.5, 96, head * 0.72, '#B7C4CE', 26, see(0.75)) +
      rect(m - 30, head * 0.56, 14, head * 0.58, '#fff', 6, see(0.5)),
    rect(m - 30, head * 0.8, 60, head * 0.34, s.paint.lo, 18),
    display(s, { x: m - 26, y: 6, w: 52, h: 18, r: 6 }, '60', 16),
    line(m - 14, h * 0.58, m + 14, h * 0.58, '#000', 5, { 'stroke-opacity': 0.3 }),
    path(d`M${m - 24} ${h - 120}H${m + 24}L${m + 44} ${h - 66}H${m - 44}Z`, '#2B2E32'),
    rect(0, h - 72, w, 72, s.round, 22) + rect(12, h - 52, w - 24, 24, '#1F2226', 10),
    rect(18, h - 48, w - 36, 6, '#CFEBD2', 3) + rect(10, h - 14, w - 20, 14, '#3C4045', 6),
  ].join('')
}

export function miteRemover(s: Sheet): string {
  const { w, h } = s
  const shell =
    d`M0 ${h * 0.84}Q${w * 0.01} ${h * 0.34} ${w * 0.3} ${h * 0.28}` +
    d`H${w * 0.7}Q${w * 0.99} ${h * 0.34} ${w} ${h * 0.84}` +
    d`Q${w} ${h} ${w * 0.9} ${h}H${w * 0.1}Q0 ${h} 0 ${h * 0.84}Z`
  const grip =
    d`M${w * 0.28} ${h * 0.4}V${h * 0.16}` + d`Q${w * 0.3} 5 ${w * 0.5} 5T${w * 0.72} ${h * 0.16}V${h * 0.4}`
  return [
    trace(grip, s.paint.lo, 10, { 'stroke-linejoin': 'round' }) + rect(w * 0.4, 0, w * 0.2, 12, DARK, 5),
    path(shell, s.round),
    rect(w * 0.32, h * 0.36, w * 0.36, h * 0.3, '#B9C6CF', h * 0.1, see(0.8)) +
      rect(w * 0.36, h * 0.4, w * 0.06, h * 0.2, '#fff', 4, see(0.6)),
    rect(w * 0.06, h * 0.86, w * 0.88, h * 0.1, '#5B6FE0', 6, see(0.6)),
    display(s, { x: w * 0.4, y: h * 0.7, w: w * 0.2, h: h * 0.12, r: 6 }, 'UV', h * 0.08),
  ].join('')
}

export function smartLock(s: Sheet): string {
  const { w, h } = s
  const keys = times(12, (i) =>
    circle(
      w * (0.28 + (i % 3) * 0.22),
      h * (0.24 + Math.floor(i / 3) * 0.075),
      w * 0.045,
      '#C9CACB',
      see(0.8),
    ),
  )
  return [
    panel(s, 0, 0, w, h, w * 0.22, 3),
    rect(w * 0.1, h * 0.03, w * 0.8, h * 0.5, SCREEN, w * 0.16),
    s.on('face')
      ? ellipse(w / 2, h * 0.09, w * 0.24, h * 0.025, '#2E3A4E') + lamp(w * 0.64, h * 0.09, 3)
      : '',
    circle(w / 2, h * 0.15, w * 0.1, '#2F3A46') + circle(w / 2, h * 0.15, w * 0.05, '#5E7A9A'),
    keys,
    rect(w * 0.34, h * 0.57, w * 0.32, h * 0.035, AMBER, 5),
    rect(w * 0.3, h * 0.64, w * 0.4, h * 0.3, s.use('m'), w * 0.14) +
      circle(w / 2, h * 0.69, w * 0.12, '#1D2024'),
    fine(s, () =>
      trace(d`M${w * 0.45} ${h * 0.69}Q${w / 2} ${h * 0.675} ${w * 0.55} ${h * 0.69}`, '#8A97A6', 2),
    ),
  ].join('')
}

/** A folding dryer with two warm nozzles, or the slim box that warms a cabinet. */
export function shoeDryer(s: Sheet): string {
  const { w, h } = s
  if (s.layout === 'cabinet') {
    return [
      path(rounded(0, 0, w, h - 6, 16, 12), s.face) + rect(w * 0.1, h - 10, w * 0.8, 10, DARK, 4),
      vents(w * 0.1, h * 0.14, w * 0.8, h * 0.44, 7, 0.3),
      rect(w * 0.14, h * 0.16, w * 0.72, 8, '#E58A3C', 4, see(0.7)),
      display(s, { x: w * 0.3, y: h * 0.68, w: w * 0.4, h: h * 0.18, r: 10 }, '55°', h * 0.12),
    ].join('')
  }
  const nozzle = (x: number) => {
    const hose = trace(d`M${x} ${h * 0.62}V${h * 0.24}`, s.paint.lo, w * 0.09, { 'stroke-linecap': 'round' })
    const mouth = rect(x - w * 0.16, 0, w * 0.32, h * 0.26, s.round, w * 0.1)
    return hose + mouth + rect(x - w * 0.09, h * 0.05, w * 0.18, h * 0.12, '#E58A3C', w * 0.05, see(0.7))
  }
  return [
    nozzle(w * 0.24) + nozzle(w * 0.76),
    path(rounded(0, h * 0.56, w, h * 0.44 - 6, h * 0.08, h * 0.06), s.round) +
      rect(w * 0.1, h - 10, w * 0.8, 10, DARK, 4),
    display(s, { x: w * 0.3, y: h * 0.66, w: w * 0.4, h: h * 0.14, r: 10 }, '0:30', h * 0.085),
  ].join('')
}

// Air that is cooled: split, standing, ducted and portable air conditioners and their outdoor unit.
import { display, fine, lamp, lettering, panel, slots, texture, vents } from './parts.ts'
import type { Sheet } from './sheet.ts'
import { circle, d, line, path, rect, see, times, trace } from './svg.ts'

export function wallAc(s: Sheet): string {
  const { w, h } = s
  const r = Math.min(34, h * 0.14)
  const [cut, sag] = [h * 0.72, h * 0.8]
  const shell = d`M0 ${r}Q0 0 ${r} 0H${w - r}Q${w} 0 ${w} ${r}V${cut}Q${w / 2} ${sag} 0 ${cut}Z`
  const chin =
    d`M0 ${cut}Q${w / 2} ${sag} ${w} ${cut}V${h - r}` + d`Q${w} ${h} ${w - r} ${h}H${r}Q0 ${h} 0 ${h - r}Z`
  const mouth = d`M60 ${h * 0.83}H${w - 60}L${w - 84} ${h * 0.95}H84Z`
  const flap =
    d`M50 ${h * 0.89}Q${w / 2} ${h * 0.96} ${w - 50} ${h * 0.89}` +
    d`L${w - 60} ${h * 0.94}Q${w / 2} ${h} 60 ${h * 0.94}Z`
  const ribs = () =>
    times(11, (i) => {
      const x = 110 + (i * (w - 220)) / 10
      return line(x, h * 0.845, x + 6 - i, h * 0.94, '#8A8F96', 4)
    })
  return [
    path(shell, s.face) + texture(s, r, 4, w - r * 2, h * 0.68),
    trace(d`M${r} 3H${w - r}Q${w - 4} 3 ${w - 3} ${r}`, '#fff', 6, { 'stroke-opacity': 0.8 }),
    path(chin, s.paint.lo) + path(mouth, '#3A3E44') + fine(s, ribs),
    path(flap, s.paint.base),
    s.on('display')
      ? display(
          s,
          { x: w * 0.8, y: h * 0.3, w: w * 0.1, h: h * 0.2, fill: 'none' },
          '26°',
          h * 0.17,
          '#A86F10',
        )
      : '',
    lettering(s, 60, h * 0.42, 28),
    rect(w * 0.3, 0, w * 0.4, 5, '#000', 0, see(0.12)),
  ].join('')
}

/** The cylinder: a tall round body with one long mouth. */
function cylinderAc(s: Sheet): string {
  const { w, h } = s
  const b = h - 60
  const count = Math.floor((h * 0.5) / 46)
  const rib = (i: number) => {
    const y = 180 + i * 44
    return trace(d`M${w * 0.4 + 8} ${y}Q${w / 2} ${y + 16} ${w * 0.6 - 8} ${y}`, '#565C63', 7)
  }
  const lid = d`M0 46Q0 0 ${w / 2} 0T${w} 46Q${w} 80 ${w / 2} 80T0 46Z`
  const foot = d`M0 ${h - 14}Q0 ${b} ${w * 0.12} ${b}H${w * 0.88}Q${w} ${b} ${w} ${h - 14}V${h}H0Z`
  return [
    path(d`M0 46Q0 0 ${w / 2} 0T${w} 46V${b}H0Z`, s.round) + texture(s, 0, 46, w, b - 46),
    path(lid, s.paint.hi, see(0.55)),
    rect(w * 0.4, 150, w * 0.2, h * 0.5, '#1A1C20', w * 0.1) + fine(s, () => times(count, rib)),
    rect(w * 0.415, 164, 14, h * 0.5 - 28, '#fff', 7, see(0.12)),
    line(0, h * 0.68, w, h * 0.68, '#000', 4, { 'stroke-opacity': 0.12 }),
    display(s, { x: w * 0.3, y: h * 0.6, w: w * 0.4, h: 70, fill: 'none' }, '26°', 60, '#A86F10'),
    fine(s, () => rect(w * 0.2, h * 0.76, w * 0.6, h * 0.12, s.use('pm'), 8)),
    path(foot, '#3A3D41'),
    lettering(s, w / 2, h * 0.73, 26, true),
  ].join('')
}

/** The cabinet: a flat front, mouth above, grille below. */
function cabinetAc(s: Sheet): string {
  const { w, h } = s
  const mouth = h * 0.17
  return [
    rect(0, 0, w, h - 10, s.paint.seam, 20) + panel(s, 2, 2, w - 4, h - 24, 20, 6),
    rect(w * 0.06, h - 30, w * 0.88, 30, '#3A3D41', 6),
    rect(w * 0.1, h * 0.05, w * 0.8, mouth, '#23262B', 14),
    times(8, (i) =>
      line(w * 0.14, h * 0.065 + i * mouth * 0.115, w * 0.86, h * 0.065 + i * mouth * 0.115, '#6A7077', 7),
    ),
    fine(s, () =>
      times(6, (i) =>
        line(w * (0.2 + i * 0.12), h * 0.06, w * (0.2 + i * 0.12), h * 0.045 + mouth, '#4B5057', 6),
      ),
    ),
    display(s, { x: w * 0.3, y: h * 0.26, w: w * 0.4, h: h * 0.05, r: 12 }, '26°', h * 0.033),
    line(4, h * 0.34, w - 4, h * 0.34, '#000', 4, { 'stroke-opacity': 0.14 }),
    vents(w * 0.18, h * 0.66, w * 0.64, h * 0.24, 14, 0.16),
    lettering(s, w / 2, h * 0.4, 26, true),
  ].join('')
}

export const floorAc = (s: Sheet): string => (s.layout === 'cabinet' ? cabinetAc(s) : cylinderAc(s))

/** A propeller behind its guard. */
export function guardedFan(s: Sheet, cx: number, cy: number, r: number): string {
  const blade =
    d`M0 -22C${r * 0.3} ${-r * 0.5} ${r * 0.7} ${-r * 0.7} ${r * 0.86} ${-r * 0.28}` +
    d`C${r * 0.6} ${-r * 0.1} ${r * 0.3} 10 0 22Z`
  const turned = (i: number) =>
    path(blade, '#4D535A', { transform: `translate(${Math.round(cx)} ${Math.round(cy)}) rotate(${i * 120})` })
  const rings = s.fine ? 7 : 3
  const spoke = (i: number) => {
    const [c, sn] = [Math.cos((i * Math.PI) / 6), Math.sin((i * Math.PI) / 6)]
    return line(cx + r * 0.2 * c, cy + r * 0.2 * sn, cx + r * c, cy + r * sn, '#B9BCBD', 4)
  }
  return [
    circle(cx, cy, r, '#202327') + times(3, turned),
    times(rings, (i) =>
      circle(cx, cy, r * (0.25 + (i * 0.72) / (rings - 1)), 'none', { stroke: '#B9BCBD', 'stroke-width': 6 }),
    ),
    fine(s, () => times(12, spoke)),
    circle(cx, cy, r * 0.17, '#D6D8D8'),
  ].join('')
}

export function outdoorUnit(s: Sheet): string {
  const { w, h } = s
  const two = h > w * 1.05
  const r = Math.min(h * (two ? 0.2 : 0.4), w * 0.3)
  const mid = (h - 30) / 2
  const fans = two ? [mid * 0.52, mid * 1.48] : [mid]
  return [
    rect(60, h - 34, 90, 34, '#4A4D50', 3) + rect(w - 150, h - 34, 90, 34, '#4A4D50', 3),
    rect(0, 0, w, h - 26, s.paint.seam, 8) + panel(s, 2, 2, w - 4, h - 30, 8, 6),
    line(w * 0.745, 4, w * 0.745, h - 30, '#000', 4, { 'stroke-opacity': 0.16 }),
    fans
      .map((cy) => circle(w * 0.37, cy, r + 18, '#000', see(0.07)) + guardedFan(s, w * 0.37, cy, r))
      .join(''),
    lettering(s, w * 0.79, 64, 24),
    fine(s, () => vents(w * 0.79, 96, w * 0.15, 140, 6)),
    rect(w * 0.79, h - 170, w * 0.15, 100, s.face, 6, { stroke: s.paint.seam, 'stroke-width': 3 }),
    circle(w * 0.83, h - 98, 12, '#B68F3C') + circle(w * 0.89, h - 98, 10, '#B68F3C'),
  ].join('')
}

/** Seen from the room: the ducted body in its ceiling with the outlet grille. */
export function ceilingAc(s: Sheet): string {
  const { w, h } = s
  return [
    rect(0, 0, w, h, s.paint.seam, 8) + panel(s, 2, 2, w - 4, h - 4, 8, 5),
    rect(w * 0.04, h * 0.28, w * 0.7, h * 0.5, '#2C3036', 6),
    vents(w * 0.05, h * 0.31, w * 0.68, h * 0.46, 5, 0.5),
    slots(w * 0.05, h * 0.3, w * 0.68, h * 0.46, 20, 0.2),
    rect(w * 0.78, h * 0.2, w * 0.18, h * 0.6, s.face, 6, { stroke: s.paint.seam, 'stroke-width': 3 }),
    lamp(w * 0.87, h * 0.7, 7) + lettering(s, w * 0.8, h * 0.42, 22),
    rect(30, 0, 40, 14, '#6B6F72') + rect(w - 70, 0, 40, 14, '#6B6F72'),
  ].join('')
}

export function portableAc(s: Sheet): string {
  const { w, h } = s
  return [
    circle(w * 0.2, h - 22, 22, '#2B2D30') + circle(w * 0.8, h - 22, 22, '#2B2D30'),
    rect(0, 0, w, h - 26, s.round, 60) + texture(s, 0, 30, w, h - 90),
    rect(w * 0.12, h * 0.05, w * 0.76, h * 0.2, '#23262B', 20),
    times(6, (i) => line(w * 0.16, h * (0.075 + i * 0.03), w * 0.84, h * (0.075 + i * 0.03), '#666C73', 6)),
    display(s, { x: w * 0.3, y: h * 0.3, w: w * 0.4, h: h * 0.09, r: 14 }, '24°', h * 0.06),
    vents(w * 0.16, h * 0.58, w * 0.68, h * 0.28, 11, 0.14),
    lettering(s, w / 2, h * 0.48, 22, true),
  ].join('')
}

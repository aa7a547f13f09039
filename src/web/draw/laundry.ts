// Washing and drying: front loaders, dryers, towers, top loaders and the mini washer on the wall.
import { AMBER, SCREEN, display, feet, fine, gloss, knob, lettering, panel, slots } from './parts.ts'
import { resheet, type Sheet } from './sheet.ts'
import { circle, d, group, path, rect, see, times, trace } from './svg.ts'

/** The round door: chrome ring, dark seal, drum with its holes and lifters, the window's reflection. */
function porthole(s: Sheet, cx: number, cy: number, r: number): string {
  const lifter = (i: number) => {
    const a = ((30 + i * 120) * Math.PI) / 180
    const q = r - 26
    const at = (radius: number, turn: number) => [
      cx + radius * Math.cos(a + turn),
      cy + radius * Math.sin(a + turn),
    ]
    const [[x1 = 0, y1 = 0], [x2 = 0, y2 = 0], [x3 = 0, y3 = 0]] = [
      at(q, -0.17),
      at(q * 0.52, 0),
      at(q, 0.17),
    ]
    return path(d`M${x1} ${y1}L${x2} ${y2}L${x3} ${y3}Z`, '#8C98A3', see(0.5))
  }
  const glare =
    d`M${cx - r * 0.72} ${cy - r * 0.1}A${r * 0.74} ${r * 0.74} 0 0 1 ${cx - r * 0.02} ${cy - r * 0.74}` +
    d`L${cx - r * 0.12} ${cy - r * 0.5}A${r * 0.55} ${r * 0.55} 0 0 0 ${cx - r * 0.52} ${cy - r * 0.06}Z`
  return [
    fine(s, () => circle(cx + r * 0.06, cy + r * 0.08, r * 1.14, '#000', see(0.14))),
    circle(cx, cy, r * 1.14, s.use('ch')),
    circle(cx, cy, r * 1.06, '#2A2D31'),
    circle(cx, cy, r * 0.9, s.use('dr')),
    fine(s, () => circle(cx, cy, r * 0.87, s.use('ph')) + times(3, lifter)),
    fine(s, () => circle(cx, cy, r * 0.36, '#10151A', see(0.55))),
    path(glare, '#fff', see(0.26)),
    rect(cx + r, cy - r * 0.21, r * 0.12, r * 0.42, '#17191C', r * 0.05),
  ].join('')
}

function ticks(s: Sheet, cx: number, cy: number): string {
  return times(11, (i) => {
    const a = ((-150 + i * 30) * Math.PI) / 180
    return circle(cx + 56 * Math.sin(a), cy - 56 * Math.cos(a), 2.6, s.paint.ink, see(0.7))
  })
}

function controls(s: Sheet, band: number, words: string, drawer: boolean): string {
  const { w } = s
  const y = band / 2
  const tray = rect(26, 24, w * 0.27, band - 46, s.face, 8, {
    stroke: s.paint.seam,
    'stroke-width': 3,
    'stroke-opacity': 0.7,
  })
  return [
    rect(6, band, w - 12, 4, '#000', 0, see(0.2)),
    drawer ? tray + rect(44, band - 52, w * 0.22, 16, s.use('gv'), 6) : '',
    lettering(s, 46, 66, 22),
    knob(s, w * 0.47, y, band * 0.32, drawer ? -35 : 30),
    fine(s, () => ticks(s, w * 0.47, y)),
    display(s, { x: w * 0.6, y: y - 34, w: w * 0.35, h: 68 }, words, 36),
    fine(s, () => times(5, (i) => circle(w * 0.62 + i * w * 0.075, band - 15, 5, s.paint.ink, see(0.35)))),
  ].join('')
}

function frontLoader(s: Sheet, words: string, washes: boolean): string {
  const { w, h } = s
  const r = Math.min(w * 0.345, h * 0.245)
  const hatch = { stroke: s.paint.seam, 'stroke-width': 3, 'stroke-opacity': 0.55 }
  return [
    rect(0, 0, w, h - 10, s.paint.seam, 10),
    panel(s, 2, 2, w - 4, h - 26, 10, 6),
    feet(s),
    controls(s, h * 0.155, words, washes),
    porthole(s, w / 2, h * 0.565, r),
    washes
      ? rect(w - 158, h - 94, 118, 56, s.face, 6, hatch)
      : fine(s, () => slots(w * 0.64, h - 92, 182, 46, 7)),
  ].join('')
}

export const washer = (s: Sheet): string =>
  frontLoader(s, s.layout === 'washer_dryer' ? '洗烘 2:10' : '0:45', true)

export const dryer = (s: Sheet): string => frontLoader(s, '烘干 1:10', false)

export function laundryTower(s: Sheet): string {
  const half = resheet(s, { h: s.h / 2 - 4 })
  const waist = rect(8, s.h / 2 - 16, s.w - 16, 24, '#3A3D40', 3)
  return dryer(half) + waist + group(0, s.h / 2 + 4, washer(half))
}

export function topWasher(s: Sheet): string {
  const { w, h } = s
  const lid = h * 0.15
  const lean = d`M${w * 0.06} ${lid}L${w * 0.1} ${lid * 0.28}H${w * 0.9}L${w * 0.94} ${lid}Z`
  return [
    rect(0, lid, w, h - lid - 12, s.paint.seam, 14),
    panel(s, 2, lid + 2, w - 4, h - lid - 18, 14, 6),
    feet(s),
    rect(w * 0.06, 0, w * 0.88, lid * 0.5, s.face, 12),
    path(lean, s.use('gl')) + gloss(s, w * 0.3, lid * 0.28, w * 0.6, lid * 0.72, 1.4),
    rect(0, lid - 8, w, 26, s.paint.lo, 8),
    display(s, { x: w * 0.34, y: lid * 0.06, w: w * 0.32, h: lid * 0.2 }, '0:38', lid * 0.16),
    fine(s, () => times(4, (i) => circle(w * (0.72 + i * 0.05), lid * 0.16, 6, i ? s.paint.ink : AMBER))),
    rect(w * 0.4, lid + 28, w * 0.2, 14, s.use('gv'), 6),
    trace(d`M${w * 0.1} ${h * 0.34}V${h * 0.86}M${w * 0.9} ${h * 0.34}V${h * 0.86}`, '#000', 5, {
      'stroke-opacity': 0.06,
    }),
    lettering(s, w * 0.12, lid + 90, 26),
  ].join('')
}

export function miniWasher(s: Sheet): string {
  const { w, h } = s
  return [
    rect(0, 0, w, h, s.paint.seam, Math.min(w, h) * 0.16),
    panel(s, 2, 2, w - 4, h - 4, Math.min(w, h) * 0.16, 6),
    porthole(s, w * 0.5, h * 0.56, Math.min(w, h) * 0.31),
    rect(w * 0.3, h * 0.06, w * 0.4, h * 0.1, SCREEN, h * 0.05),
    display(s, { x: w * 0.36, y: h * 0.07, w: w * 0.28, h: h * 0.08, r: 10 }, '3 kg', h * 0.055),
    lettering(s, w * 0.08, h * 0.12, 22),
  ].join('')
}

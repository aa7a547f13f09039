// Around the sink: dishwashers, disinfection cabinets, water purifiers, waste disposers.
import {
  AMBER,
  barAcross,
  display,
  feet,
  fine,
  gloss,
  lamp,
  lettering,
  panel,
  rounded,
  vents,
} from './parts.ts'
import { isDark, type Sheet } from './sheet.ts'
import { circle, d, line, path, rect, see, text, times, trace } from './svg.ts'

/** The dark glass strip with the programme; hidden-control machines have none. */
function programme(s: Sheet, band: number): string {
  const { w } = s
  const words = text(w - 40, band * 0.62, '智能洗 1:28', band * 0.28, AMBER, {
    translate: 'no',
    'text-anchor': 'end',
  })
  const dots = times(4, (i) => circle(w * 0.38 + i * 34, band * 0.54, 5.5, i ? '#6C6F73' : AMBER))
  return [
    rect(3, 3, w - 6, band, s.use('gl'), 4) + gloss(s, 3, 3, w - 6, band, 1.2),
    s.fine ? words + dots : rect(w - 180, band * 0.44, 140, band * 0.16, AMBER, 6),
    s.fine && s.brand
      ? text(40, band * 0.62, s.brand, band * 0.25, '#D8D3C8', { translate: 'no', 'letter-spacing': 5 })
      : '',
  ].join('')
}

export function dishwasher(s: Sheet): string {
  if (s.layout === 'counter') return counterDishwasher(s)
  const { w, h } = s
  const toe = Math.min(h * 0.2, Math.max(0, s.number('toe_mm', 90)))
  const hidden = s.layout === 'hidden'
  const band = hidden ? 0 : 104
  const top = band + (hidden ? 3 : 8)
  const inset = isDark(s) || s.paint.kind !== 'plain'
  const recess = d`M40 ${top + 118}H${w - 40}V${h - toe - 40}H40Z`
  return [
    rect(0, 0, w, h, '#1E1F21', 3) + rect(20, h - toe, w - 40, toe, '#2A2B2D'),
    hidden ? '' : programme(s, band),
    panel(s, 3, top, w - 6, h - toe - top - 4, 4, 6),
    s.on('bar_handle') || !hidden
      ? barAcross(s, w * 0.12, top + 44, w * 0.76, 22)
      : rect(6, top, w - 12, 26, s.use('gv')),
    fine(s, () => (inset ? '' : trace(recess, s.paint.seam, 4, { 'stroke-opacity': 0.28 }))),
    fine(s, () => circle(w / 2, h - toe - 4, 9, AMBER, see(0.9))),
  ].join('')
}

/** The bench-top machine: a window over a drawer-like door. */
function counterDishwasher(s: Sheet): string {
  const { w, h } = s
  const [x, y, gw, gh] = [w * 0.1, h * 0.26, w * 0.8, h * 0.5]
  const plate = (i: number) => {
    const cx = x + gw * (0.14 + i * 0.12)
    return trace(d`M${cx} ${y + gh * 0.78}Q${cx + 30} ${y + gh * 0.5} ${cx} ${y + gh * 0.24}`, '#DDE3E6', 9, {
      'stroke-opacity': 0.7,
    })
  }
  return [
    rect(0, 0, w, h - 10, s.paint.seam, 24),
    panel(s, 2, 2, w - 4, h - 16, 24, 6),
    feet(s, [0.14, 0.86], 16),
    display(s, { x: w * 0.1, y: h * 0.07, w: w * 0.8, h: h * 0.12, r: 14 }, '智能洗 0:29', h * 0.065),
    rect(x, y, gw, gh, '#1C2228', 24) + times(7, plate),
    line(x + 16, y + gh * 0.8, x + gw - 16, y + gh * 0.8, '#B9C2C7', 6),
    gloss(s, x, y, gw, gh, 2),
    rect(w * 0.36, h * 0.84, w * 0.28, 18, s.use('gv'), 8),
  ].join('')
}

export function disinfectionCabinet(s: Sheet): string {
  const { w, h } = s
  const band = Math.min(96, h * 0.18)
  const [y, gh] = [band + 70, h - band - 70 - 46]
  const rows = gh > 330 ? 2 : 1
  const shelf = (row: number) => y + (gh * (row + 1)) / rows - 26
  const dishes = (from: number) =>
    times(rows * 7, (i) => {
      if (i % 3 !== from) return ''
      return d`M${w * (0.2 + (i % 7) * 0.1)} ${shelf(Math.floor(i / 7))}v${(-gh / rows) * 0.55}`
    })
  const dim = { 'stroke-opacity': 0.6 }
  const stack = trace(dishes(0) + dishes(1), '#E9EEF4', 12, dim) + trace(dishes(2), '#B9CBE6', 12, dim)
  return [
    rect(0, 0, w, h, '#101113', 4),
    panel(s, 3, 3, w - 6, band, 4, 5),
    display(s, { x: w / 2 - 130, y: band * 0.24, w: 260, h: band * 0.52 }, '消毒 0:40', band * 0.36),
    panel(s, 3, band + 6, w - 6, h - band - 9, 4, 5),
    rect(44, y, w - 88, gh, '#141824', 12) + rect(44, y, w - 88, gh, '#5B6FE0', 12, see(0.22)),
    stack + times(rows, (row) => rect(56, shelf(row), w - 112, 7, '#AEB6BC', 3)),
    gloss(s, 44, y, w - 88, gh, 1.3),
    barAcross(s, w * 0.12, band + 28, w * 0.76, 20),
    lettering(s, 40, band * 0.62, 20),
  ].join('')
}

export function waterPurifier(s: Sheet): string {
  const { w, h } = s
  if (s.layout === 'counter') return counterPurifier(s)
  const r = w * 0.2
  return [
    path(rounded(0, 0, w, h - 8, r, r * 0.4), s.round),
    rect(w * 0.12, h - 14, w * 0.76, 14, '#2B2D30', 5),
    rect(w * 0.16, h * 0.06, w * 0.68, h * 0.34, '#17191D', w * 0.1),
    display(s, { x: w * 0.16, y: h * 0.1, w: w * 0.68, h: h * 0.13, fill: 'none' }, '012', h * 0.1),
    times(3, (i) => rect(w * (0.26 + i * 0.18), h * 0.29, w * 0.12, 8, i ? '#7FB58F' : AMBER, 4)),
    line(4, h * 0.46, w - 4, h * 0.46, '#000', 3, { 'stroke-opacity': 0.18 }),
    fine(s, () => vents(w * 0.24, h * 0.8, w * 0.52, 40, 4)),
    lettering(s, w / 2, h * 0.6, Math.min(22, w * 0.13), true),
  ].join('')
}

function counterPurifier(s: Sheet): string {
  const { w, h } = s
  const [x, y, bw, low] = [w * 0.12, h * 0.3, w * 0.76, h * 0.84]
  const glass = d`M${w * 0.36} ${low}L${w * 0.33} ${low - h * 0.22}H${w * 0.67}L${w * 0.64} ${low}Z`
  return [
    path(rounded(0, 0, w, h - 6, w * 0.1, w * 0.06), s.round),
    rect(w * 0.1, h - 12, w * 0.8, 12, '#2B2D30', 4),
    display(s, { x, y: h * 0.06, w: bw, h: h * 0.15, r: 12 }, '18 ppm', h * 0.08),
    rect(x, y, bw, low - y + 8, '#1A1D21', 14),
    rect(w * 0.44, y, w * 0.12, h * 0.06, s.use('m'), 4) +
      rect(w * 0.48, y + h * 0.06, w * 0.04, low - y - h * 0.1, '#BFE0F2', 2, see(0.8)),
    path(glass, '#DCEAF0', see(0.5)),
    rect(x + 10, low, bw - 20, 10, '#4A4F55', 3) + lamp(w / 2, h * 0.92, 6),
  ].join('')
}

export function wasteDisposer(s: Sheet): string {
  const { w, h } = s
  return [
    rect(w * 0.22, 0, w * 0.56, h * 0.08, s.use('m'), 6),
    path(d`M${w * 0.2} ${h * 0.07}H${w * 0.8}L${w * 0.86} ${h * 0.3}H${w * 0.14}Z`, '#33363B'),
    path(rounded(0, h * 0.28, w, h * 0.72, w * 0.18, w * 0.22), s.round),
    rect(0, h * 0.44, w, h * 0.05, '#2A2C30') + rect(w * 0.3, h * 0.58, w * 0.4, h * 0.18, '#15171B', 10),
    rect(w * 0.42, h * 0.65, w * 0.16, 10, AMBER, 5),
    circle(w * 0.84, h * 0.36, w * 0.1, '#4A4E53'),
  ].join('')
}

// Cooking under one roof: range hoods, integrated stoves, hobs, built-in ovens, microwaves.
import {
  AMBER,
  SCREEN,
  barAcross,
  display,
  fine,
  gloss,
  knob,
  lettering,
  panel,
  slots,
  texture,
} from './parts.ts'
import { isDark, resheet, type Sheet } from './sheet.ts'
import { circle, d, group, line, path, rect, see, times, trace } from './svg.ts'

/** Side suction: a leaning glass face under a short box, its flue cover above. */
function sideHood(s: Sheet): string {
  const { w, h } = s
  const [cw, top] = [w * 0.38, h * 0.42]
  const low = h - Math.min(52, h * 0.08)
  const face = d`M6 ${top + 66}H${w - 6}L${w - 30} ${low}H30Z`
  const band = (a: number, b: number, lean: number) =>
    d`M${w * a} ${top + 66}H${w * b}L${w * (b - lean)} ${low}H${w * (a - lean)}Z`
  const inner = d`M${w * 0.16} ${top + 110}H${w * 0.84}L${w * 0.82} ${low - 44}H${w * 0.18}Z`
  return [
    rect(w / 2 - cw / 2, 0, cw, top + 10, s.face, 2) + texture(s, w / 2 - cw / 2, 0, cw, top, 0),
    rect(w / 2 + cw / 2 - 60, 0, 60, top, '#000', 0, see(0.12)),
    line(w / 2 - cw / 2, top * 0.45, w / 2 + cw / 2, top * 0.45, '#000', 3, { 'stroke-opacity': 0.18 }),
    rect(0, top, w, 66, s.face, 6) +
      texture(s, 0, top, w, 66, 6) +
      rect(0, top + 60, w, 6, '#000', 0, see(0.2)),
    path(face, s.use('gl')) + path(band(0.42, 0.7, 0.18), '#fff', see(0.07)),
    fine(
      s,
      () =>
        trace(inner, '#000', 9, { 'stroke-opacity': 0.5 }) + path(band(0.76, 0.8, 0.18), '#fff', see(0.05)),
    ),
    display(
      s,
      { x: w * 0.4, y: top + 14, w: w * 0.2, h: 38, fill: 'none' },
      '25 m³/min',
      30,
      isDark(s) ? AMBER : s.paint.ink,
    ),
    times(3, (i) => circle(w * 0.72 + i * 44, top + 34, 10, s.paint.ink, see(0.55))),
    path(d`M30 ${low}H${w - 30}L${w - 44} ${h}H44Z`, s.face),
    trace(d`M30 ${low + 2}H${w - 30}`, '#fff', 4, { 'stroke-opacity': 0.5 }),
    rect(w * 0.3, h - 24, w * 0.4, 10, '#000', 5, see(0.35)),
  ].join('')
}

/** T shape (and island): a chimney over a flat canopy with its filters and lamps. */
function chimneyHood(s: Sheet, island: boolean): string {
  const { w, h } = s
  const cw = island ? w * 0.28 : w * 0.34
  const y = h - 118
  const rim = island ? resheet(s, { finish: 'steel' }) : s
  return [
    rect(w / 2 - cw / 2, 0, cw, y, s.face) + texture(s, w / 2 - cw / 2, 0, cw, y),
    rect(w / 2 + cw / 2 - 46, 0, 46, y, '#000', 0, see(0.13)),
    rect(w / 2 - cw / 2 + 8, 0, 14, y, '#fff', 0, see(0.4)),
    line(w / 2 - cw / 2, y * 0.42, w / 2 + cw / 2, y * 0.42, '#000', 4, { 'stroke-opacity': 0.25 }),
    fine(s, () => slots(w / 2 - 70, 30, 150, 60, 4, 0.3)),
    path(d`M${w / 2 - cw / 2} ${y}H${w / 2 + cw / 2}L${w} ${y + 50}H0Z`, s.face),
    path(d`M${w / 2} ${y}H${w / 2 + cw / 2}L${w} ${y + 50}H${w / 2}Z`, '#000', see(0.08)),
    rect(0, y + 50, w, 56, island || s.finish !== 'steel' ? rim.face : s.use('gl'), 5) +
      gloss(s, 0, y + 50, w, 56),
    rect(30, y + 106, w - 60, 12, '#2C2F33', 3),
    display(s, { x: w * 0.35, y: y + 60, w: w * 0.3, h: 38, fill: 'none' }, '− 1 · 2 · 3 +', 30),
    rect(w * 0.2, y + 107, 60, 7, '#FCE7B2', 3) + rect(w * 0.8 - 60, y + 107, 60, 7, '#FCE7B2', 3),
  ].join('')
}

export function rangeHood(s: Sheet): string {
  const art = s.layout === 'side' ? sideHood(s) : chimneyHood(s, s.layout === 'island')
  return art + lettering(s, 48, s.h - (s.layout === 'side' ? 18 : 30), 20)
}

/** One gas burner seen from the front, its pan support from y = 0 down to the plate at `y`. */
function burner(x: number, y: number, reach: number, flame: boolean): string {
  const top = 7
  const support =
    d`M${x - reach} ${y}L${x - reach * 0.9} ${top}H${x - reach * 0.46}` +
    d`M${x + reach} ${y}L${x + reach * 0.9} ${top}H${x + reach * 0.46}M${x - reach} ${y}H${x + reach}`
  const tongue = (i: number) => {
    const fx = x - reach * 0.4 + i * reach * 0.2
    return path(
      d`M${fx} ${y * 0.5}Q${fx - 10} ${y * 0.3} ${fx} ${y * 0.12}Q${fx + 10} ${y * 0.3} ${fx} ${y * 0.5}Z`,
      '#7CB2F5',
      see(0.85),
    )
  }
  return [
    rect(x - reach * 0.48, y * 0.62, reach * 0.96, y * 0.38, '#B08D4C', 5),
    rect(x - reach * 0.31, y * 0.38, reach * 0.62, y * 0.26, '#2A2B2D', 4),
    trace(support, '#232427', 13, { 'stroke-linejoin': 'round' }),
    flame ? times(5, tongue) : '',
  ].join('')
}

export function hob(s: Sheet): string {
  const { w, h } = s
  const gas = s.layout === 'gas'
  const plate = gas ? h * 0.38 : 0
  const count = Math.min(5, Math.max(1, Math.round(s.number('burners', w < 400 ? 1 : w > 800 ? 3 : 2))))
  const reach = Math.min(128, (w / count) * 0.36)
  const rest = h - plate
  const box = rect(w * 0.08, plate + rest * 0.2, w * 0.84, rest * 0.8, '#3C3F43', 4)
  const sheet = isDark(s) || s.paint.kind === 'plain' ? s.use('gl') : s.face
  const glass = rect(0, plate, w, rest * 0.24, sheet, 4) + rect(0, plate, w, 3, '#fff', 0, see(0.35))
  if (!gas) {
    const marks = times(count, (i) =>
      rect((w * (i + 0.5)) / count - reach * 0.5, 3, reach, 4, AMBER, 2, see(0.7)),
    )
    return box + glass + marks
  }
  const knobs = times(2, (i) => rect(w / 2 - 74 + i * 100, plate * 0.5, 44, plate * 0.52, s.use('m'), 6))
  const burners = times(count, (i) => burner((w * (i + 0.5)) / count, plate, reach, s.on('lit') && i === 0))
  return box + glass + burners + knobs
}

/** A lit oven behind its window: racks and, for steam, a tray. */
function cavity(s: Sheet, x: number, y: number, w: number, h: number, steam: boolean, off: boolean): string {
  const racks = h > 260 ? 3 : 2
  const food = steam
    ? rect(x + w * 0.28, y + h * 0.54 - h * 0.16, w * 0.44, h * 0.16, '#C9CCCB', 4, see(0.75))
    : path(
        d`M${x + w * 0.3} ${y + h * 0.54}Q${x + w * 0.5} ${y + h * 0.22} ${x + w * 0.7} ${y + h * 0.54}Z`,
        '#E0A45C',
        see(0.85),
      )
  const rack = (i: number) => {
    const at = y + h * (0.3 + i * 0.24)
    return line(x + 18, at, x + w - 18, at, '#F0D9AE', 5, { 'stroke-opacity': 0.5 })
  }
  return [
    rect(x - 6, y - 6, w + 12, h + 12, '#000', 16, see(0.55)),
    rect(x, y, w, h, '#17130F', 12),
    rect(x, y, w, h, s.use('wa'), 12, see(off ? 0.15 : 0.62)),
    fine(s, () => times(racks, rack)),
    off ? '' : food,
    gloss(s, x, y, w, h),
  ].join('')
}

export function oven(s: Sheet): string {
  const { w, h } = s
  const steam = s.layout !== 'oven'
  const band = h > 500 ? 118 : 96
  const words = { oven: '200°', steam: '100° 25:00', combi: '蒸烤 1:05' }[s.layout] ?? '200°'
  const knobs = knob(s, w * 0.14, band / 2, band * 0.29, -50) + knob(s, w * 0.86, band / 2, band * 0.29, 40)
  return [
    rect(0, 0, w, h, '#101113', 4),
    panel(s, 3, 3, w - 6, band - 4, 4, 5),
    steam ? '' : knobs,
    display(s, { x: w / 2 - (steam ? 150 : 105), y: 24, w: steam ? 300 : 210, h: band - 48 }, words, 34),
    panel(s, 3, band + 3, w - 6, h - band - 6, 4, 5),
    cavity(s, 62, band + 84, w - 124, h - band - 84 - 44, steam, s.on('off')),
    barAcross(s, w * 0.1, band + 30, w * 0.8, 20),
    lettering(s, w / 2, h - 16, 18, true),
  ].join('')
}

export function microwave(s: Sheet): string {
  const { w, h } = s
  const side = w * 0.72
  const low = s.layout === 'built_in' ? 0 : 12
  return [
    rect(0, 0, w, h - low, s.paint.seam, 10),
    low ? rect(w * 0.1, h - 16, 40, 16, '#2B2D30', 4) + rect(w * 0.9 - 40, h - 16, 40, 16, '#2B2D30', 4) : '',
    panel(s, 2, 2, w - 4, h - low - 4, 10, 5),
    cavity(s, w * 0.07, h * 0.17, side - w * 0.12, h * 0.62, false, true),
    fine(s, () => rect(w * 0.07, h * 0.17, side - w * 0.12, h * 0.62, s.use('pm'), 12)),
    rect(side + 6, h * 0.08, w - side - 20, h * 0.8, SCREEN, 8),
    display(
      s,
      { x: side + 14, y: h * 0.14, w: w - side - 36, h: h * 0.16, fill: '#23272C' },
      '2:30',
      h * 0.11,
    ),
    knob(s, side + (w - side) / 2 - 4, h * 0.62, Math.min(h * 0.14, (w - side) * 0.3), 20),
    rect(side - 16, h * 0.16, 14, h * 0.64, s.use('m'), 6),
  ].join('')
}

/** Hob, downdraught suction and oven in one standing body. */
export function integratedStove(s: Sheet): string {
  const { w, h } = s
  const top = Math.min(h * 0.36, 450)
  const plate = top - 18
  const lower = resheet(s, { h: h - top, finish: 'black' })
  const door = oven({
    ...lower,
    w: w * 0.72,
    h: h - top - 110,
    layout: s.layout === 'steam' ? 'combi' : 'oven',
  })
  return [
    panel(s, 0, 0, w, plate, 10, 6),
    rect(w * 0.03, 20, w * 0.94, plate * 0.56, s.use('gl'), 8) +
      gloss(s, w * 0.03, 20, w * 0.94, plate * 0.56),
    fine(s, () => slots(w * 0.08, plate * 0.36, w * 0.84, plate * 0.16, 16, 0.5)),
    display(s, { x: w * 0.4, y: 34, w: w * 0.2, h: 50, fill: 'none' }, '20 m³/min', 32),
    times(2, (i) => group(0, plate - 46, burner(w * (0.27 + i * 0.46), 46, 120, false))),
    rect(0, plate, w, 18, s.use('gl'), 3),
    rect(0, top, w, h - top - 12, s.paint.seam, 4) + rect(w * 0.05, h - 60, w * 0.9, 60, '#26272A', 3),
    panel(s, 3, top + 3, w - 6, h - top - 80, 4, 5),
    `<g transform="translate(${Math.round(w * 0.04)} ${Math.round(top + 16)})">${door}</g>`,
    rect(w * 0.8, top + 16, w * 0.165, h - top - 110, s.face, 6, { stroke: s.paint.seam, 'stroke-width': 3 }),
    barAcross(s, w * 0.815, top + 60, w * 0.135, 18),
    lettering(s, w * 0.81, h - 120, 20),
  ].join('')
}

// Furniture of the home in section: quiet, tone on tone, so that only what is for sale has full material.
// Rooms are W wide and 2,700 high, the floor at y = ROOM_MM; colours are the variables of scene.css.
import { circle, d, ellipse, line, path, rect, see, times, trace } from '../draw/svg.ts'

export const ROOM_MM = 2700
const H = ROOM_MM
const SHEET = 'var(--f0)'
const CASE = 'var(--f1)'
const SHELF = 'var(--f2)'
const TRIM = 'var(--f3)'
const DARK = 'var(--f4)'

const SKYLINE = [
  0, 0.74, 0.1, 0.6, 0.22, 0.7, 0.34, 0.5, 0.42, 0.66, 0.6, 0.56, 0.74, 0.72, 0.88, 0.62,
] as const

/** A window with the town behind it. */
export function windowPane(x: number, y: number, w: number, h: number, panes = 2): string {
  let town = d`M${x} ${y + h}`
  for (let i = 0; i < SKYLINE.length; i += 2) {
    town += d`H${x + w * (SKYLINE[i] ?? 0)}V${y + h * (SKYLINE[i + 1] ?? 0)}`
  }
  return [
    rect(x - 24, y - 24, w + 48, h + 48, TRIM) + rect(x, y, w, h, 'var(--glass)'),
    path(town + d`H${x + w}V${y + h}Z`, 'var(--far)'),
    times(panes - 1, (i) => rect(x + (w * (i + 1)) / panes - 12, y, 24, h, TRIM)),
    trace(d`M${x} ${y + h}V${y}H${x + w}`, '#000', 14, { 'stroke-opacity': 0.12 }),
    rect(x - 50, y + h + 20, w + 100, 34, TRIM),
  ].join('')
}

/** Daylight comes in from the upper left and lies on the floor to the right. */
export const shaft = (x: number, y: number, w: number, h: number): string => {
  const fall = H - y - h
  const way =
    d`M${x + w * 0.06} ${y + h}V${y + h * 0.96}L${x + w} ${y + h * 0.52}` +
    d`L${x + w + fall * 1.15} ${H}H${x + w * 0.06 + fall * 0.75}Z`
  return path(way, 'var(--shaft)')
}

/** Lamplight on the wall: faint by day, warm by night, full in the room that is touched. */
export const glow = (lamp: string, x: number, y: number, r: number): string =>
  circle(x, y, r, lamp, { class: 'lit' })

export const pendant = (x: number, drop: number, r: number): string => {
  const shade =
    d`M${x - r} ${drop + 90}Q${x - r * 0.9} ${drop - 60} ${x} ${drop - 64}` +
    d`Q${x + r * 0.9} ${drop - 60} ${x + r} ${drop + 90}Z`
  return line(x, 0, x, drop - 60, DARK, 9) + path(shade, DARK) + ellipse(x, drop + 90, r, 20, 'var(--bulb)')
}

export function plant(x: number, h: number): string {
  const soil = H - 300
  const leaf = (q: number, v: number, fill: string) =>
    path(
      d`M${x} ${soil}` +
        d`C${x + q * 1.2} ${soil - h * 0.3} ${x + q * 3.4} ${H - h * 0.7} ${x + q * 3.8} ${H - h + v}` +
        d`C${x + q * 5} ${H - h * 0.62} ${x + q * 3} ${H - 320} ${x} ${soil}Z`,
      fill,
    )
  const tall =
    d`M${x} ${soil}C${x - 90} ${H - h * 0.6} ${x - 70} ${H - h} ${x} ${H - h - 160}` +
    d`C${x + 70} ${H - h} ${x + 90} ${H - h * 0.6} ${x} ${soil}Z`
  return [
    path(d`M${x - 110} ${soil}H${x + 110}L${x + 84} ${H}H${x - 84}Z`, 'var(--pot)'),
    path(d`M${x + 20} ${soil}H${x + 110}L${x + 84} ${H}H${x + 30}Z`, '#000', see(0.1)),
    leaf(-60, 120, 'var(--leaf2)') +
      leaf(-28, 20, 'var(--leaf)') +
      leaf(30, 40, 'var(--leaf)') +
      leaf(62, 130, 'var(--leaf2)'),
    path(tall, 'var(--leaf)'),
  ].join('')
}

/** A framed picture: mountains, or a sun over a line. */
export function framed(x: number, y: number, w: number, h: number, sun = false): string {
  const hills =
    d`M${x + w * 0.2} ${y + h * 0.8}L${x + w * 0.45} ${y + h * 0.4}L${x + w * 0.6} ${y + h * 0.62}` +
    d`L${x + w * 0.7} ${y + h * 0.5}L${x + w * 0.84} ${y + h * 0.8}Z`
  const inner = sun
    ? circle(x + w / 2, y + h * 0.42, w * 0.2, 'var(--amber)') +
      rect(x + w * 0.22, y + h * 0.66, w * 0.56, 14, DARK)
    : path(hills, SHELF)
  return rect(x, y, w, h, TRIM) + rect(x + 26, y + 26, w - 52, h - 52, SHEET) + inner
}

export const sofa = (x: number, w: number): string =>
  [
    rect(x + 60, H - 90, 50, 90, DARK) + rect(x + w - 110, H - 90, 50, 90, DARK),
    rect(x + 90, H - 800, w - 180, 520, 'var(--sofa)', 70),
    rect(x, H - 600, 240, 520, 'var(--sofa2)', 80) + rect(x + w - 240, H - 600, 240, 520, 'var(--sofa2)', 80),
    rect(x + 200, H - 440, w - 400, 200, 'var(--sofa)', 60) +
      rect(x + 200, H - 260, w - 400, 180, 'var(--sofa2)', 30),
    rect(x + 300, H - 690, 380, 330, 'var(--amber)', 50, { transform: `rotate(-8 ${x + 490} ${H - 520})` }),
  ].join('')

export const table = (x: number, w: number, h = 740): string => {
  const y = H - h
  const legs = d`M${x + 90} ${y + 44}h70l-30 ${h - 44}h-44ZM${x + w - 160} ${y + 44}h70l4 ${h - 44}h-44Z`
  return rect(x, y, w, 44, 'var(--wood)', 8) + path(legs, 'var(--wood2)')
}

/** A chair in profile; it faces right, or left with `way` −1. */
export const chair = (x: number, way: 1 | -1 = 1): string => {
  const parts =
    rect(0, H - 880, 36, 880, 'var(--wood2)', 10) +
    rect(0, H - 870, 40, 360, 'var(--sofa2)', 16) +
    rect(0, H - 470, 430, 52, 'var(--sofa)', 20) +
    rect(384, H - 430, 32, 430, 'var(--wood2)', 8)
  return `<g transform="translate(${x} 0) scale(${way} 1)">${parts}</g>`
}

export const bed = (x: number, w = 2050): string => {
  const quilt =
    d`M${x + 640} ${H - 590}H${x + w - 60}` +
    d`Q${x + w} ${H - 590} ${x + w} ${H - 520}V${H - 230}H${x + 640}Z`
  return [
    rect(x, H - 1080, 110, 1080, 'var(--wood)', 20) + rect(x + 90, H - 330, w - 90, 210, 'var(--wood2)', 10),
    rect(x + 110, H - 120, 60, 120, DARK) + rect(x + w - 90, H - 120, 60, 120, DARK),
    rect(x + 100, H - 560, w - 110, 260, SHEET, 60) + rect(x + 130, H - 680, 520, 190, 'var(--linen)', 80),
    path(quilt, 'var(--sofa)') + rect(x + 640, H - 590, 150, 360, 'var(--linen)'),
  ].join('')
}

const SPINES = [DARK, 'var(--sofa2)', 'var(--amber)', TRIM, 'var(--leaf2)', 'var(--wood2)', SHELF] as const

/** A row of books as one path a colour. */
function books(x: number, y: number, w: number): string {
  const byColour = new Map<string, string>()
  for (let at = x, i = 0; at < x + w - 60 && i < 60; i++) {
    const [bw, bh] = [34 + ((i * 37) % 40), 190 + ((i * 53) % 90)]
    const fill = SPINES[(i * 3) % 7] ?? DARK
    byColour.set(fill, (byColour.get(fill) ?? '') + d`M${at} ${y}v${-bh}h${bw}v${bh}Z`)
    at += bw + 5 + (i % 6 === 5 ? 70 : 0)
  }
  return [...byColour].map(([fill, way]) => path(way, fill)).join('')
}

export function bookcase(x: number, w: number, h: number, rows: number): string {
  const row = (h - 26) / rows
  const gap = (i: number) => rect(x + 26, H - h + 26 + i * row, w - 52, row - 30, SHEET)
  const filled = (i: number) => books(x + 60, H - h + 26 + (i + 1) * row - 30, w - 130)
  return rect(x, H - h, w, h, SHELF) + times(rows, gap) + times(rows - 1, filled)
}

/** Cabinet doors, tone on tone; pulls at the top, at the bottom, or none. */
export function cupboard(
  x: number,
  y: number,
  w: number,
  h: number,
  doors = 1,
  pull: 'top' | 'low' | '' = 'top',
): string {
  if (w < 40) return ''
  const one = w / doors
  const at = pull === 'top' ? y + 34 : y + h - 48
  const leaves = times(doors, (i) => rect(x + i * one + 5, y + 5, one - 10, h - 10, 'var(--cab)', 3))
  const pulls = pull ? times(doors, (i) => rect(x + i * one + one * 0.3, at, one * 0.4, 14, DARK, 6)) : ''
  return rect(x, y, w, h, CASE) + leaves + pulls
}

export const worktop = (x: number, y: number, w: number): string =>
  rect(x, y, w, 42, 'var(--stone)') +
  rect(x, y, w, 8, '#fff', 0, see(0.4)) +
  rect(x, y + 42, w, 16, '#000', 0, see(0.13))

export const tap = (x: number, y: number): string =>
  trace(
    d`M${x} ${y}V${y - 270}Q${x} ${y - 340} ${x + 70} ${y - 340}T${x + 140} ${y - 270}V${y - 230}`,
    '#A8ACAE',
    24,
    {
      'stroke-linecap': 'round',
    },
  )

export function curtain(x: number, y: number, w: number, h: number): string {
  const folds = Math.round(w / 70)
  const dark = times(Math.floor(folds / 2), (i) => rect(x + 70 + i * 140, y, 70, h, 'var(--linen2)'))
  return rect(x, y, folds * 70, h, 'var(--linen)') + dark
}

export const mirror = (x: number, y: number, r: number): string => {
  const shine =
    d`M${x - r * 0.45} ${y - r * 0.4}L${x + r * 0.1} ${y + r * 0.6}` +
    d`M${x - r * 0.1} ${y - r * 0.6}L${x + r * 0.5} ${y + r * 0.5}`
  return (
    circle(x, y, r + 30, TRIM) +
    circle(x, y, r, 'var(--mirror)') +
    trace(shine, '#fff', 24, { 'stroke-opacity': 0.35 })
  )
}

/** Wall tiles as one grid of lines. */
export function tiles(x: number, y: number, w: number, h: number, tile_w: number, tile_h: number): string {
  let grid = ''
  for (let at = tile_h; at < h; at += tile_h) grid += d`M${x} ${y + at}h${w}`
  for (let at = tile_w; at < w; at += tile_w) grid += d`M${x + at} ${y}v${h}`
  return rect(x, y, w, h, 'var(--tile)') + trace(grid, 'var(--tileline)', 5)
}

export const tree = (x: number, y: number, h: number): string =>
  rect(x - 40, y - h * 0.3, 80, h * 0.3, 'var(--tree2)') +
  ellipse(x, y - h * 0.62, h * 0.34, h * 0.4, 'var(--tree)') +
  path(d`M${x} ${y - h * 1.02}a${h * 0.34} ${h * 0.4} 0 0 1 0 ${h * 0.8}Z`, 'var(--tree2)')

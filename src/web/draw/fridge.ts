// Cold things: refrigerators by door layout, freezers, wine cabinets, ice makers, tea bars, dispensers.
import {
  AMBER,
  barAcross,
  barUp,
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
import { resheet, type Sheet } from './sheet.ts'
import { d, group, line, path, rect, see, text, times, trace, MIDDLE } from './svg.ts'

/** A leaf: its box and the side its handle lies on; D is a drawer. */
type Leaf = { x: number; y: number; w: number; h: number; side: 'L' | 'R' | 'D' }
const GAP = 6

/** The leaves of a layout over the whole front; `b` is the height above the plinth. */
export function leaves(layout: string, w: number, b: number): Leaf[] {
  const half = w / 2 - GAP / 2 - 4
  const right = w / 2 + GAP / 2
  const cut = (q: number) => b * q
  const row = (y0: number, y1: number): Leaf => ({ x: 4, y: y0, w: w - 8, h: y1 - y0, side: 'L' })
  const drawer = (y0: number, y1: number): Leaf => ({ ...row(y0, y1), side: 'D' })
  const pair = (y0: number, y1: number): Leaf[] => [
    { x: 4, y: y0, w: half, h: y1 - y0, side: 'L' },
    { x: right, y: y0, w: half, h: y1 - y0, side: 'R' },
  ]
  const [top, end, g] = [4, b - 4, GAP / 2]
  if (layout === 'single') return [row(top, end)]
  if (layout === 'three') {
    return [row(top, cut(0.5) - g), drawer(cut(0.5) + g, cut(0.68) - g), row(cut(0.68) + g, end)]
  }
  if (layout === 'cross') return [...pair(top, cut(0.56) - g), ...pair(cut(0.56) + g, end)]
  if (layout === 'french') {
    return [...pair(top, cut(0.58) - g), drawer(cut(0.58) + g, cut(0.79) - g), drawer(cut(0.79) + g, end)]
  }
  if (layout === 'side') {
    const [a, z] = pair(top, end) as [Leaf, Leaf]
    const narrow = half * 0.86
    return [
      { ...a, w: narrow },
      { ...z, x: 4 + narrow + GAP, w: w - 8 - narrow - GAP },
    ]
  }
  return [row(top, cut(0.62) - g), row(cut(0.62) + g, end)]
}

function handle(s: Sheet, leaf: Leaf): string {
  const { x, y, w, h, side } = leaf
  const upper = y < 10
  if (side === 'D') {
    if (s.on('bar_handle')) return barAcross(s, x + w * 0.2, y + Math.min(46, h * 0.2), w * 0.6)
    return rect(x + 6, y, w - 12, 20, s.use('gv'), 4)
  }
  if (s.on('bar_handle')) {
    const at = side === 'L' ? x + w - 64 : x + 40
    return barUp(s, at, upper ? y + h * 0.3 : y + h * 0.16, upper ? h * 0.6 : h * 0.5)
  }
  if (side === 'R') return rect(x + 2, y + 10, 24, h - 20, s.use('gr'), 3)
  const mirrored = `<g transform="scale(-1 1)">${rect(0, 10, 24, h - 20, s.use('gr'), 3)}</g>`
  return group(x + w - 2, y, mirrored)
}

function coolDisplay(s: Sheet, first: Leaf, paired: boolean): string {
  const x = paired ? first.x + first.w - 150 : first.x + first.w / 2 - 40
  const y = s.h * 0.235
  const glass = rect(x, y, 76, 168, '#15171B', 6)
  if (!s.fine) return glass + rect(x + 22, y + 40, 32, 20, AMBER, 6)
  return (
    glass +
    text(x + 38, y + 62, '3°', 40, AMBER, MIDDLE) +
    text(x + 38, y + 124, '-18°', 28, '#B9CBE6', MIDDLE)
  )
}

function dispenser(s: Sheet, first: Leaf): string {
  const [x, y, w, h] = [first.x + first.w * 0.28, s.h * 0.27, first.w * 0.46, Math.min(330, s.h * 0.2)]
  return [
    rect(x - 8, y - 8, w + 16, h + 16, s.use('ch'), 14),
    rect(x, y, w, h, '#131518', 10),
    rect(x, y, w, h * 0.22, '#24272C', 10),
    fine(s, () => text(x + w / 2, y + h * 0.15, '冰 · 水', h * 0.1, AMBER, MIDDLE)),
    rect(x + w / 2 - 16, y + h * 0.22, 32, h * 0.2, s.use('m'), 6),
    rect(x + 14, y + h * 0.9, w - 28, h * 0.05, '#45494E', 5),
  ].join('')
}

export function refrigerator(s: Sheet): string {
  const { w, h } = s
  const base = s.on('built_in') ? 100 : 42
  const b = h - base
  const all = leaves(s.layout, w, b)
  const first = all[0] as Leaf
  const case_ = rect(0, 0, w, h - 14, s.paint.seam, 8) + rect(14, b, w - 28, base - 12, '#26272A', 3)
  const sheen = s.paint.kind === 'glass' ? 1 : s.paint.kind === 'light_glass' ? 3.2 : 0
  return [
    case_,
    feet(s, [0.08, 0.92]),
    all.map((leaf) => panel(s, leaf.x, leaf.y, leaf.w, leaf.h, 8, 6, true) + handle(s, leaf)).join(''),
    s.on('display') ? coolDisplay(s, first, all[1]?.side === 'R') : '',
    s.on('dispenser') ? dispenser(s, first) : '',
    sheen ? gloss(s, 6, 4, w - 12, b - 8, sheen) : '',
    lettering(s, 34, 66, 24),
    fine(s, () => rect(w * 0.18, 0, 70, 6, '#3A3B3D', 2) + rect(w * 0.72, 0, 70, 6, '#3A3B3D', 2)),
  ].join('')
}

export function freezer(s: Sheet): string {
  const { w, h } = s
  if (s.layout === 'upright') return refrigerator({ ...s, layout: h > 1300 ? 'double' : 'single' })
  const lid = Math.min(130, h * 0.15)
  return [
    rect(0, lid - 10, w, h - lid - 8, s.paint.seam, 10),
    panel(s, 2, lid, w - 4, h - lid - 20, 8, 6),
    feet(s),
    rect(0, 0, w, lid - 8, s.face, lid * 0.3) + rect(0, lid - 14, w, 10, '#3A3B3D', 3),
    rect(w * 0.42, lid - 34, w * 0.16, 26, s.use('mh'), 10),
    display(s, { x: w * 0.08, y: h - 130, w: 130, h: 56 }, '-18°', 36),
    vents(w * 0.68, h - 150, w * 0.24, 100, 5),
    lettering(s, w * 0.08, lid + 80, 28),
  ].join('')
}

export function wineCabinet(s: Sheet): string {
  const { w, h } = s
  const [x, y, gw, gh] = [34, 60, w - 68, h - 60 - 74]
  const rows = Math.max(2, Math.round(gh / 150))
  const across = Math.max(2, Math.floor(gw / 96))
  const floorOf = (row: number) => y + (gh * (row + 1)) / rows - 14
  const bottoms = times(rows, (row) =>
    times(across, (i) => d`M${x + (gw * (i + 0.5)) / across} ${floorOf(row) - 40}v.1`),
  )
  const round = { 'stroke-linecap': 'round' }
  const bottles = trace(bottoms, '#2B1517', 72, round) + fine(s, () => trace(bottoms, '#6B2430', 30, round))
  const shelves = trace(
    times(rows, (row) => d`M${x + 4} ${floorOf(row) + 5}h${gw - 8}`),
    '#B98A54',
    10,
  )
  return [
    rect(0, 0, w, h - 14, '#101113', 8),
    feet(s, [0.14, 0.86]),
    panel(s, 3, 3, w - 6, h - 24, 8, 6, true),
    rect(x, y, gw, gh, '#1A1310', 10) + rect(x, y, gw, gh, s.use('wa'), 10, see(0.45)),
    bottles + shelves,
    gloss(s, x, y, gw, gh, 1.2),
    display(s, { x: w / 2 - 50, y: 14, w: 100, h: 34 }, '12°', 26),
    barUp(s, w - 30, h * 0.34, h * 0.3, 16),
  ].join('')
}

export function iceMaker(s: Sheet): string {
  const { w, h } = s
  const cube = (i: number) => {
    const [x, y] = [w * (0.26 + (i % 4) * 0.13), h * (0.6 - Math.floor(i / 4) * 0.09)]
    return rect(x, y, w * 0.11, w * 0.09, '#E8F2F8', 6, see(0.85))
  }
  return [
    path(rounded(0, 0, w, h - 8, w * 0.14, 16), s.round),
    rect(w * 0.12, h - 14, w * 0.2, 14, '#2B2D30', 4) + rect(w * 0.68, h - 14, w * 0.2, 14, '#2B2D30', 4),
    display(s, { x: w * 0.3, y: h * 0.1, w: w * 0.4, h: h * 0.12, r: 12 }, '制冰', h * 0.075),
    rect(w * 0.16, h * 0.34, w * 0.68, h * 0.42, '#22303A', 20) + times(8, cube),
    gloss(s, w * 0.16, h * 0.34, w * 0.68, h * 0.42, 2),
    line(0, h * 0.28, w, h * 0.28, '#000', 4, { 'stroke-opacity': 0.14 }),
  ].join('')
}

export function teaBar(s: Sheet): string {
  const { w, h } = s
  const [bay, low] = [h * 0.1, h * 0.46]
  const pot = d`M${w * 0.56} ${low - 12}V${low - h * 0.13}H${w * 0.84}V${low - 12}Z`
  return [
    rect(0, 0, w, h - 12, s.paint.seam, 18),
    panel(s, 2, 2, w - 4, h - 16, 18, 6),
    feet(s, [0.18, 0.82], 14),
    rect(w * 0.08, bay, w * 0.84, low - bay, '#17191C', 16),
    display(
      s,
      { x: w * 0.14, y: bay + 16, w: w * 0.72, h: h * 0.06, fill: '#23272C' },
      '45° 85° 100°',
      h * 0.028,
    ),
    rect(w * 0.26, bay + h * 0.08, 26, h * 0.05, s.use('m'), 6) +
      rect(w * 0.66, bay + h * 0.08, 26, h * 0.04, s.use('m'), 6),
    path(pot, '#C9D6DC', see(0.6)) +
      rect(w * 0.56, low - h * 0.07, w * 0.28, h * 0.06, '#C9884F', 4, see(0.75)),
    rect(w * 0.16, low - 60, w * 0.24, 48, '#EFEBE3', 10),
    rect(w * 0.08, low - 12, w * 0.84, 12, '#45494E', 4),
    line(6, low + 30, w - 6, low + 30, '#000', 4, { 'stroke-opacity': 0.2 }),
    rect(w * 0.72, low + 60, 16, h * 0.2, s.use('gr'), 6),
    lettering(s, w / 2, bay - 30, 24, true),
  ].join('')
}

export function waterDispenser(s: Sheet): string {
  const { w, h } = s
  const dark = resheet(s, { finish: 'black' })
  const glass = d`M${w * 0.36} ${h * 0.84}L${w * 0.33} ${h * 0.58}H${w * 0.67}L${w * 0.64} ${h * 0.84}Z`
  return [
    path(rounded(0, 0, w, h * 0.34, w * 0.16, 6), s.round),
    rect(w * 0.1, h * 0.3, w * 0.8, h * 0.6, '#1C1F23'),
    rect(w * 0.1, h * 0.3, w * 0.8, h * 0.6, dark.face, 0, see(0.6)),
    path(rounded(0, h * 0.86, w, h * 0.14, 10, 10), s.round),
    display(s, { x: w * 0.14, y: h * 0.08, w: w * 0.72, h: h * 0.15, r: 12 }, '45° 100°', w * 0.13),
    rect(w * 0.45, h * 0.33, w * 0.1, h * 0.08, s.use('m'), 4),
    rect(w * 0.48, h * 0.4, w * 0.04, h * 0.34, '#CFE3EE', 2, see(0.8)),
    path(glass, '#DCEAF0', see(0.45)),
    rect(w * 0.14, h * 0.86, w * 0.72, h * 0.025, '#45494E', 3) + lamp(w * 0.5, h * 0.94, 5),
  ].join('')
}

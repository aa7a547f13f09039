// The drawings the shop asks for: cards on one scale, the stage with a person and a door, plan, body, needs.
import type { Desc, Drawing } from '../../web/draw/contract.ts'
import {
  COUNTER_MM,
  cabinet,
  counterTop,
  defsSvg,
  FAMILIES,
  front,
  iso,
  metreLines,
  mountOf,
  needs,
  place,
  plan,
  reachOf,
  swatch,
  type Utility,
} from '../../web/draw/index.ts'
import type { Finish } from '../../web/draw/finish.ts'
import { dim } from '../../web/draw/scale.ts'
import { rect } from '../../web/draw/svg.ts'
import { stage } from './stage.ts'

/** One scale for a whole list: every card shows the same millimetres. */
export type Frame = { width_mm: number; height_mm: number; floor_mm: number }
export type Sketch =
  | { kind: 'paints' }
  | { kind: 'card'; desc: Desc; frame: Frame }
  | { kind: 'thumb'; desc: Desc }
  | { kind: 'stage'; desc: Desc; narrow: boolean; lang: 'zh' | 'en' }
  | { kind: 'front'; desc: Desc }
  | { kind: 'plan'; desc: Desc; lang: 'zh' | 'en' }
  | { kind: 'iso'; desc: Desc }
  | { kind: 'needs'; desc: Desc; utilities: readonly Utility[]; clearance: Clearance; lang: 'zh' | 'en' }
  | { kind: 'swatch'; finish: Finish }
type Clearance = { left_mm: number; right_mm: number; top_mm: number }
export type Drawn = { svg: string; view_box?: string; align?: string }
export type Hand = (sketch: Sketch) => Drawn

const ASPECT = 1.3

/** The frame that holds every product of a list where it stands, none of them scaled on its own. */
export function frameOf(descs: readonly Desc[]): Frame {
  const widest = Math.max(0, ...descs.map((desc) => desc.width_mm))
  const highest = Math.max(0, ...descs.map((desc) => mountOf(desc) + desc.height_mm))
  const width_mm = Math.max(900, widest * 1.16 + 120, (highest + 160) / (ASPECT * 0.93))
  const height_mm = Math.round(width_mm * ASPECT)
  return { width_mm: Math.round(width_mm), height_mm, floor_mm: Math.round(height_mm * 0.07) }
}

const low = (desc: Desc) => FAMILIES[desc.family].stand === 'built_in' && mountOf(desc) < 200

/** Cabinets beside what is built in, a counter below what stands on one, a desk below a screen. */
function surroundings(desc: Desc, frame: Frame, x: number, floor: number): string {
  const { stand } = FAMILIES[desc.family]
  const w = frame.width_mm
  const lift = mountOf(desc)
  const plinth = rect(0, floor - 90, w, 90, 'var(--cab-pull)', 0, { 'fill-opacity': 0.6 })
  const high = COUNTER_MM - 42 - 90
  const top = floor - COUNTER_MM
  const right = x + desc.width_mm
  if (low(desc)) {
    return [
      plinth,
      cabinet(0, top + 42, x - 6, high, x > 620 ? 2 : 1),
      cabinet(right + 6, top + 42, w - right - 6, high, w - right > 620 ? 2 : 1),
      counterTop(0, top, w),
    ].join('')
  }
  if (lift === COUNTER_MM || (stand === 'counter' && lift > 800)) {
    return plinth + cabinet(0, top + 42, w, high, Math.max(2, Math.round(w / 520))) + counterTop(0, top, w)
  }
  if (stand === 'built_in') {
    const [from, wide] = [x - 30, desc.width_mm + 60]
    const above = Math.min(floor, lift + desc.height_mm + 520)
    return (
      rect(from, floor - above, wide, above, 'var(--cab)') +
      rect(from, floor - 90, wide, 90, 'var(--cab-pull)', 0, { 'fill-opacity': 0.6 })
    )
  }
  if (stand === 'desk' && desc.family !== 'tv') {
    return rect(w * 0.08, floor - lift, w * 0.84, 30, 'var(--cab-edge)') + legs(w, floor, lift)
  }
  if (desc.family === 'tv' && lift < 800) return cabinet(w * 0.06, floor - lift, w * 0.88, lift, 3, 'none')
  return ''
}
const legs = (w: number, floor: number, lift: number) =>
  rect(w * 0.1, floor - lift + 30, 30, lift - 30, 'var(--cab-edge)') +
  rect(w * 0.9 - 30, floor - lift + 30, 30, lift - 30, 'var(--cab-edge)')

function card(desc: Desc, frame: Frame): Drawn {
  const { width_mm, height_mm, floor_mm } = frame
  const floor = height_mm - floor_mm
  const x = (width_mm - desc.width_mm) / 2
  const unit = width_mm / 250
  const svg = [
    metreLines(0, width_mm, floor, floor - 16 * unit, unit).replaceAll(
      '<text x="0"',
      `<text class="scale" x="${8 * unit}"`,
    ),
    rect(0, floor, width_mm, floor_mm, 'var(--floor)'),
    surroundings(desc, frame, x, floor),
    place(front(desc, { lod: 0 }), x, floor - mountOf(desc)),
  ].join('')
  return { svg, view_box: `0 0 ${width_mm} ${height_mm}` }
}

function tight({ width_mm, height_mm, bleed, svg }: Drawing, pad: number): Drawn {
  const box = [
    -bleed.left_mm - pad,
    -bleed.top_mm - pad,
    width_mm + bleed.left_mm + bleed.right_mm + 2 * pad,
    height_mm + bleed.top_mm + bleed.bottom_mm + 2 * pad,
  ]
  return { svg: `<g class="zg">${svg}</g>`, view_box: box.map(Math.round).join(' ') }
}

/** From above: the wall it stands at, its width, and how far its door reaches. */
function fromAbove(desc: Desc, lang: 'zh' | 'en'): Drawn {
  const reach = reachOf(desc)
  const [w, deep] = [desc.width_mm, desc.depth_mm]
  const unit = Math.max(w + 900, (deep + reach) * 1.5 + 500) / 420
  const [width, height] = [Math.max(w + 900, unit * 420), deep + reach + 64 * unit]
  const x = (width - w) / 2
  const swing = lang === 'zh' ? `门开 ${reach}` : `opens ${reach}`
  const across = Math.max(deep / 2, 14 * unit)
  const svg = [
    // The wall runs on beyond the picture, whatever shape its place has.
    rect(-2 * width, 0, 5 * width, 10 * unit, 'var(--line-firm)'),
    `<g transform="translate(${x} ${10 * unit})">${plan(desc, { lod: 0 }).svg}</g>`,
    dim([x - 16 * unit, 10 * unit], [x - 16 * unit, 10 * unit + deep], `${deep}`, unit),
    dim([x, across], [x + w, across], `${w}`, unit, { background: 'var(--surface)' }),
    reach > 30
      ? dim([x + w + 18 * unit, 10 * unit + deep], [x + w + 18 * unit, 10 * unit + deep + reach], swing, unit)
      : '',
  ].join('')
  return { svg, view_box: `0 0 ${Math.round(width)} ${Math.round(height)}` }
}

function frontAlone(desc: Desc): Drawn {
  const { svg, bleed, width_mm: w, height_mm: h } = front(desc)
  const unit = Math.max(w * 1.1, h * 1.35) / 420
  const far = 34 * unit
  const lines =
    dim([0, h + 22 * unit], [w, h + 22 * unit], `${w}`, unit) +
    dim([-22 * unit, 0], [-22 * unit, h], `${h}`, unit)
  const box = [-far * 1.4, -bleed.top_mm - 20 * unit, w + far * 2.8, h + bleed.top_mm + 64 * unit]
  return { svg: `<g class="zg">${svg}</g>${lines}`, view_box: box.map(Math.round).join(' ') }
}

export const hand: Hand = (sketch) => {
  if (sketch.kind === 'paints') return { svg: defsSvg() }
  if (sketch.kind === 'card') return card(sketch.desc, sketch.frame)
  if (sketch.kind === 'thumb') return tight(front(sketch.desc, { lod: 0, shadow: false }), 10)
  if (sketch.kind === 'stage') return stage(sketch.desc, sketch.narrow)
  if (sketch.kind === 'front') return frontAlone(sketch.desc)
  if (sketch.kind === 'plan') return fromAbove(sketch.desc, sketch.lang)
  if (sketch.kind === 'iso') return tight(iso(sketch.desc), 40)
  if (sketch.kind === 'swatch') return { svg: swatch(sketch.finish, 40), view_box: '0 0 40 40' }
  const { desc, utilities, clearance, lang } = sketch
  const drawn = needs(desc, utilities, { lang, clearance })
  return { svg: drawn.svg, view_box: `0 0 ${Math.round(drawn.width_mm)} ${Math.round(drawn.height_mm)}` }
}

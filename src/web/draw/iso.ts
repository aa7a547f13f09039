// The body: a 30° isometric box whose face is the front view; slender things stand on their footprint.
import type { Desc, Drawing, DrawOptions } from './contract.ts'
import type { Family } from './families.ts'
import { front } from './front.ts'
import { sheetOf, type Sheet } from './sheet.ts'
import { circle, d, group, num, path, rect, see, times, trace } from './svg.ts'

/** cos 30° and sin 30°. */
const A = 0.866
const B = 0.5

/** Things that are no box: drawn upright on the diamond they cover. */
const UPRIGHT = new Set<Family>([
  'fan',
  'kettle',
  'blender',
  'stick_vacuum',
  'floor_washer',
  'desk_lamp',
  'hair_dryer',
  'garment_steamer',
  'humidifier',
  'tower_fan',
  'smart_toilet',
  'clothes_airer',
  'towel_rack',
  'shoe_dryer',
  'router',
  'iron',
  'mite_remover',
  'waste_disposer',
  'toaster',
  'range_hood',
  'air_fryer',
  'rice_cooker',
  'pressure_cooker',
])
const VENTED = new Set<Family>(['outdoor_unit', 'portable_ac', 'dehumidifier'])
const DOORED = new Set<Family>(['refrigerator', 'washer', 'dryer', 'laundry_tower', 'wine_cabinet'])

type Lid = { hi: string; lo: string; glassy: boolean }

const lidOf = (s: Sheet): Lid => ({ hi: s.paint.hi, lo: s.paint.lo, glassy: s.paint.kind === 'glass' })

/** A box w × h × depth, its lid's near corner at 0,0; `art` is sheared on to the front. */
function box(w: number, h: number, depth: number, art: string, lid: Lid, extra = ''): string {
  const [ax, ay, bx, by] = [A * w, B * w, A * depth, -B * depth]
  const side = d`M${ax} ${ay}l${bx} ${by}v${h}l${-bx} ${-by}Z`
  const cap = d`M0 0L${ax} ${ay}l${bx} ${by}L${bx} ${by}Z`
  const ground = d`M${ax} ${ay + h}l${bx} ${by}l${bx * 0.42} ${-by * 0.42}l${-bx * 0.9} ${-by * 0.56}Z`
  const rim = d`M0 0L${ax} ${ay}l${bx} ${by}`
  return [
    path(ground, 'var(--draw-shadow)'),
    `<g transform="matrix(${A} ${B} 0 1 0 0)">${art}</g>`,
    path(side, lid.lo) + path(side, '#000', see(0.2)),
    path(cap, lid.hi) + path(cap, '#fff', see(lid.glassy ? 0.06 : 0.35)),
    extra,
    trace(rim, '#fff', 6, { 'stroke-opacity': 0.55, 'stroke-linejoin': 'round' }),
  ].join('')
}

/** A point on the lid: u across, v back. */
const onLid = (u: number, v: number): [number, number] => [A * (u + v), B * (u - v)]

/** Glass plate with its rings and grates; the gas hob's grates stand a little above. */
function hobBody(s: Sheet): string {
  const count = Math.min(5, Math.max(1, Math.round(s.number('burners', s.w < 400 ? 1 : s.w > 800 ? 3 : 2))))
  const ring = (i: number) => {
    const [x, y] = onLid((s.w * (i + 0.5)) / count, s.depth * 0.55)
    const r = Math.min(130, (s.w / count) * 0.36)
    const flat = (lift: number, inner: string) =>
      `<g transform="matrix(${A} ${B} ${A} ${-B} ${num(x)} ${num(y - lift)})">${inner}</g>`
    const zone = circle(0, 0, r, 'none', { stroke: '#8B8F92', 'stroke-width': 6 })
    if (s.layout !== 'gas') return flat(0, zone)
    const pans =
      circle(0, 0, r, '#1A1B1D') + circle(0, 0, r * 0.74, '#B08D4C') + circle(0, 0, r * 0.64, '#26282B')
    const k = r * 1.15
    const grate =
      d`M${-k} 0H${k}M0 ${-k}V${k}M${-k * 0.7} ${-k * 0.7}` +
      d`L${k * 0.7} ${k * 0.7}M${-k * 0.7} ${k * 0.7}L${k * 0.7} ${-k * 0.7}`
    const top =
      trace(grate, '#2E3033', 17) + circle(0, 0, r * 0.46, '#B08D4C') + circle(0, 0, r * 0.34, '#1D1E20')
    return flat(0, pans) + flat(22, top)
  }
  const art = rect(0, 0, s.w, 14, '#17181B') + rect(60, 14, s.w - 120, s.h - 14, '#3C3F43')
  const lid: Lid = { hi: '#2A2D32', lo: '#0F1012', glassy: true }
  return box(s.w, 14, s.depth, art, lid, times(count, ring))
}

function sideDetail(desc: Desc, s: Sheet): string {
  const [x, y] = [A * s.w, B * s.w]
  if (VENTED.has(desc.family)) {
    return times(9, (i) => {
      const [lx, ly] = [x + A * s.depth * 0.14, y - B * s.depth * 0.14 + s.h * (0.12 + i * 0.085)]
      return trace(d`M${lx} ${ly}l${A * s.depth * 0.7} ${-B * s.depth * 0.7}`, '#000', 12, {
        'stroke-opacity': 0.16,
      })
    })
  }
  if (!DOORED.has(desc.family)) return ''
  return trace(d`M${x + A * 56} ${y - B * 56 + 8}v${s.h - 24}`, '#000', 7, { 'stroke-opacity': 0.22 })
}

function upright(desc: Desc, s: Sheet, options: DrawOptions): string {
  const [w, dp] = [s.w, s.depth]
  const tile = d`M0 0L${A * w} ${B * w}l${A * dp} ${-B * dp}L${A * dp} ${-B * dp}Z`
  const ground = group(0, s.h, path(tile, 'var(--draw-shadow)'))
  // Flat things on a wall are wider than the diamond they cover.
  const x = Math.max(0, (A * (w + dp) - w) / 2)
  const middle = (B * (w - dp)) / 2
  return ground + group(x, middle, front(desc, { ...options, shadow: false }).svg)
}

/** The isometric body; 0,0 … width,height frames it, its shadow falls outside to the right. */
export function iso(desc: Desc, options: DrawOptions = {}): Drawing {
  const whole = sheetOf(desc, options)
  // A screen is as deep as its panel; its declared depth counts the feet.
  const s = desc.family === 'tv' ? { ...whole, depth: Math.min(70, whole.depth) } : whole
  const up = B * s.depth
  const hob = desc.family === 'hob'
  const slender = UPRIGHT.has(desc.family)
  const width_mm = Math.max(A * (s.w + s.depth), slender ? s.w : 0)
  const height_mm = s.h + B * (s.w + s.depth)
  const art = () => front(desc, { ...options, shadow: false }).svg
  const flue = desc.family === 'gas_water_heater' ? 150 : hob ? 40 : 0
  const svg = hob
    ? hobBody(s)
    : slender
      ? upright(desc, s, options)
      : box(s.w, s.h, s.depth, art(), lidOf(s), sideDetail(desc, s))
  const bleed = { top_mm: flue, right_mm: A * s.depth * 0.42, bottom_mm: 40, left_mm: 0 }
  return { width_mm, height_mm, bleed, svg: group(0, up, svg) }
}

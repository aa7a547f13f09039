// What a product needs at its place: the cavity with its clearances, and socket, water, drain, gas, air.
import type { Desc, Drawing, DrawOptions } from './contract.ts'
import { FAMILIES, mountOf } from './families.ts'
import { front } from './front.ts'
import { cabinet, counterTop, COUNTER_MM, dim, point } from './scale.ts'
import { d, group, line, rect, times, trace } from './svg.ts'

export type Utility = 'socket' | 'water_in' | 'drain' | 'gas' | 'air' | 'network'

export type NeedsOptions = DrawOptions & {
  lang: 'zh' | 'en'
  /** Space that must stay free around the body, in mm. */
  clearance?: { left_mm?: number; right_mm?: number; top_mm?: number }
  /** Width of the neighbouring cabinet that takes the connections; free wall when left out. */
  cabinet_mm?: number
  /** mm for one screen pixel, for the size of words; as for a picture 560 px wide when left out. */
  unit?: number
}

const NAMES: Record<Utility, { zh: string; en: string; colour: string; width: number }> = {
  socket: { zh: '插座', en: 'Socket', colour: 'var(--light)', width: 12 },
  water_in: { zh: '进水', en: 'Water', colour: 'var(--action)', width: 12 },
  drain: { zh: '排水', en: 'Drain', colour: 'var(--good)', width: 20 },
  gas: { zh: '燃气', en: 'Gas', colour: 'var(--bad)', width: 12 },
  air: { zh: '排烟', en: 'Flue', colour: 'var(--ink-soft)', width: 24 },
  network: { zh: '网络', en: 'Network', colour: 'var(--ink-faint)', width: 8 },
}

export const utilityName = (utility: Utility, lang: 'zh' | 'en'): string => NAMES[utility][lang]

type Stage = { w: number; h: number; floor: number; x: number; base: number; side: number; unit: number }

/** Room around the product: where the floor is, where the body stands, how wide the side zone is. */
function stageOf(desc: Desc, options: NeedsOptions): Stage {
  const { left_mm = 0, right_mm = 0, top_mm = 0 } = options.clearance ?? {}
  const side = options.cabinet_mm ?? Math.max(700, 330 + desc.height_mm * 0.4)
  const lift = mountOf(desc) > 1000 ? 420 : mountOf(desc)
  const x = 400 + left_mm
  const w = x + desc.width_mm + right_mm + side + 400
  const unit = options.unit ?? w / 560
  const above = Math.max(desc.height_mm + top_mm + 50 * unit, desc.height_mm * 0.36 + 105 * unit)
  const floor = Math.max(lift + above, 190 * unit, COUNTER_MM + 20 * unit)
  return { w, h: floor + 32 * unit, floor, x, base: floor - lift, side, unit }
}

/** Pipes from the body's right side to their points; the nearest runs highest, so that none cross. */
function connections(
  utilities: readonly Utility[],
  from_x: number,
  points_x: number,
  y: number,
  at: Stage,
  lang: 'zh' | 'en',
): string {
  const { unit } = at
  const step = at.side / (utilities.length + 0.4)
  return utilities
    .map((utility, i) => {
      const { colour, width } = NAMES[utility]
      const [x, rise] = [points_x + step * (i + 0.6), (i % 2 ? 34 : 60) * unit]
      const way = d`M${from_x} ${y + i * 11 * unit}H${x}V${y - rise + 11 * unit}`
      const pipe = trace(way, colour, (width * unit) / 4, { 'stroke-linejoin': 'round' })
      return pipe + point(x, y - rise, colour, utilityName(utility, lang), unit)
    })
    .join('')
}

function cavity(desc: Desc, at: Stage, options: NeedsOptions): string {
  const { left_mm = 0, right_mm = 0, top_mm = 0 } = options.clearance ?? {}
  if (!left_mm && !right_mm && !top_mm) return ''
  const [x, y] = [at.x - left_mm, at.base - desc.height_mm - top_mm]
  const hatch = { stroke: 'var(--line-firm)', 'stroke-width': 8, 'stroke-dasharray': '30 20' }
  const { unit } = at
  const width = left_mm + desc.width_mm + right_mm
  const above = top_mm ? dim([x - 12 * unit, y], [x - 12 * unit, y + top_mm], `${top_mm}`, unit) : ''
  const across = dim([x, y - 18 * unit], [x + width, y - 18 * unit], `≥ ${width}`, unit)
  return rect(x, y, width, desc.height_mm + top_mm, 'var(--surface)', 0, hatch) + across + above
}

function kitchenRun(desc: Desc, at: Stage): string {
  const high = COUNTER_MM - 42
  const right = at.x + desc.width_mm + 6
  const plinth = rect(0, at.floor - 90, at.w, 90, 'var(--cab-pull)', 0, { 'fill-opacity': 0.6 })
  return [
    plinth + cabinet(0, at.floor - high, at.x - 8, high - 90, 1),
    rect(right, at.floor - high, at.side, high - 90, 'var(--surface)', 0, {
      stroke: 'var(--line-firm)',
      'stroke-width': 8,
      'stroke-dasharray': '30 20',
    }),
    cabinet(right + at.side + 6, at.floor - high, at.w - right - at.side - 6, high - 90, 1),
  ].join('')
}

/** Wall and floor, the product in its cavity, and every utility beside it; words in the asked language. */
export function needs(desc: Desc, utilities: readonly Utility[], options: NeedsOptions): Drawing {
  const at = stageOf(desc, options)
  const { unit } = at
  const right = at.x + desc.width_mm
  const run = FAMILIES[desc.family].stand === 'built_in' && desc.height_mm <= 900 && mountOf(desc) === 0
  const pipes_y = Math.min(
    at.base - Math.min(300, desc.height_mm * 0.36),
    at.floor - 14 * unit * utilities.length,
  )
  const body = front(desc, { ...options, shadow: !run }).svg
  const y = at.floor + 15 * unit
  const gap = options.clearance?.right_mm ?? 0
  const beside = options.cabinet_mm
    ? dim([right + 6, y], [right + 6 + at.side, y], `${at.side}`, unit, { background: 'var(--floor)' })
    : ''
  const svg = [
    rect(0, 0, at.w, at.h, 'var(--wall)') + rect(0, at.floor, at.w, at.h - at.floor, 'var(--floor)'),
    line(0, at.floor, at.w, at.floor, 'var(--line-firm)', 3, { 'stroke-opacity': 0.4 }),
    run ? kitchenRun(desc, at) : cavity(desc, at, options),
    group(at.x, at.base - desc.height_mm, body, { class: 'zg' }),
    run ? counterTop(0, at.floor - COUNTER_MM, at.w) : '',
    connections(utilities.slice(0, 6), right, right + gap, pipes_y, at, options.lang),
    dim([at.x, y], [right, y], `${Math.round(desc.width_mm)}`, unit, { background: 'var(--floor)' }) + beside,
    times(2, (i) =>
      line(
        at.x + i * desc.width_mm,
        at.floor + 3 * unit,
        at.x + i * desc.width_mm,
        y + 7 * unit,
        'var(--ink-soft)',
        unit * 0.6,
      ),
    ),
  ].join('')
  return { width_mm: at.w, height_mm: at.h, bleed: { top_mm: 0, right_mm: 0, bottom_mm: 0, left_mm: 0 }, svg }
}

// A description made ready for the hand: cleaned numbers, looked-up finish, layout and paint names.
import type { Desc, DrawOptions } from './contract.ts'
import { layoutOf } from './families.ts'
import { FINISH, finishOf, type Finish, type Paint } from './finish.ts'

export type Sheet = {
  w: number
  h: number
  depth: number
  finish: Finish
  paint: Paint
  /** The painted face and the painted cylinder of the finish. */
  face: string
  round: string
  /** Full drawing; false leaves out lettering and what is under a third of a pixel in a list. */
  fine: boolean
  layout: string
  brand: string
  on: (option: string) => boolean
  number: (option: string, fallback: number) => number
  /** A shared paint by its short name, e.g. `use('m')` for an upright metal rod. */
  use: (name: string) => string
}

/** A body is at least 10 mm and at most 5 m: a broken row in the data still draws something whole. */
const body = (value: number): number => (Number.isFinite(value) ? Math.min(5000, Math.max(10, value)) : 10)

export function sheetOf(desc: Desc, options: DrawOptions = {}): Sheet {
  const prefix = options.prefix ?? 'z'
  const finish = finishOf(desc.finish)
  return {
    w: body(desc.width_mm),
    h: body(desc.height_mm),
    depth: body(desc.depth_mm),
    finish,
    paint: FINISH[finish],
    face: `url(#${prefix}f-${finish})`,
    round: `url(#${prefix}c-${finish})`,
    fine: (options.lod ?? 1) === 1,
    layout: layoutOf(desc),
    brand: desc.brand ?? '',
    on: (option) => desc.options?.[option] === true,
    number: (option, fallback) => {
      const value = Number(desc.options?.[option] ?? fallback)
      return Number.isFinite(value) ? value : fallback
    },
    use: (name) => `url(#${prefix}${name})`,
  }
}

/** The same product in another finish or size, e.g. the black panel on a steel door. */
export function resheet(s: Sheet, change: { finish?: Finish; w?: number; h?: number }): Sheet {
  const finish = change.finish ?? s.finish
  return {
    ...s,
    w: change.w ?? s.w,
    h: change.h ?? s.h,
    finish,
    paint: FINISH[finish],
    face: s.face.replace(/-\w+\)$/, `-${finish})`),
    round: s.round.replace(/-\w+\)$/, `-${finish})`),
  }
}

export const isDark = (s: Sheet): boolean =>
  s.paint.kind === 'glass' || s.finish === 'graphite' || s.finish === 'navy' || s.finish === 'walnut'

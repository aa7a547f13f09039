// What a drawing is made from and what it gives back. One unit is one millimetre, origin top left,
// y down; the same description draws the front view, the plan symbol and the body.
import type { Family } from './families.ts'
import type { Finish } from './finish.ts'

/** All that the hand needs to know about a product. Unknown finishes, layouts and options fall back. */
export type Desc = {
  family: Family
  width_mm: number
  height_mm: number
  depth_mm: number
  finish: Finish
  /** Door or body layout of the family, e.g. `french`; the family's first one unless given. */
  layout?: string
  /** Facts that change the picture, e.g. `{ display: true, burners: 3 }`; see FAMILIES. */
  options?: Readonly<Record<string, boolean | number | string>>
  /** Brand lettering on the body; none unless given. */
  brand?: string
}

export type DrawOptions = {
  /** 0: thumbnails, lists and scenes, no lettering; 1: the full drawing. Default 1. */
  lod?: 0 | 1
  /** The flat shadow thrown right and down, outside the body. Default true. */
  shadow?: boolean
  /** Prefix of the shared paints' ids; the same one that `defs` was called with. Default `z`. */
  prefix?: string
}

/** How far a view may stand out of its body, e.g. the flue of a gas heater. */
export type Bleed = { top_mm: number; right_mm: number; bottom_mm: number; left_mm: number }

/** An SVG fragment; its body fills 0,0 … width,height exactly, the bleed lies outside. */
export type Drawing = { width_mm: number; height_mm: number; bleed: Bleed; svg: string }

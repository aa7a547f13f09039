// Parts that many products share: doors, glass, handles, displays, knobs, feet. Light from the upper left.
import type { Sheet } from './sheet.ts'
import { circle, d, line, MIDDLE, path, rect, see, text, times, trace } from './svg.ts'

/** The one amber, on displays and lamps. */
export const AMBER = '#F6BE5C'
export const SCREEN = '#15171B'
export const DARK = '#2A2C30'

/** What only the full drawing shows. */
export const fine = (s: Sheet, draw: () => string): string => (s.fine ? draw() : '')

export function texture(s: Sheet, x: number, y: number, w: number, h: number, r = 0): string {
  if (!s.fine) return ''
  if (s.paint.kind === 'brushed') return rect(x, y, w, h, s.use('pb'), r)
  return s.paint.kind === 'wood' ? rect(x, y, w, h, s.use('pw'), r) : ''
}

/** A glass sheet catches the window: one broad and one thin slanting band, always falling left. */
export function gloss(s: Sheet, x: number, y: number, w: number, h: number, strength = 1): string {
  const lean = Math.min(0.5 * w, h * 0.55)
  const band = (a: number, b: number) =>
    d`M${x + a * w} ${y}H${x + b * w}L${x + b * w - lean} ${y + h}H${x + a * w - lean}Z`
  const broad = path(band(0.58, 0.86), '#fff', see(0.085 * strength))
  return broad + fine(s, () => path(band(0.9, 0.94), '#fff', see(0.07 * strength)))
}

const glossOf = (s: Sheet, x: number, y: number, w: number, h: number): string => {
  if (s.paint.kind === 'glass') return gloss(s, x, y, w, h)
  return s.paint.kind === 'light_glass' ? gloss(s, x, y, w, h, 3) : ''
}

/** Lit edge top left, shaded edge bottom right, `e` mm wide and inside the body. */
function edges(s: Sheet, x: number, y: number, w: number, h: number, r: number, e: number): string {
  const k = e / 2
  const [right, low] = [x + w - k, y + h - k]
  const lit = d`M${x + k} ${y + h - r}V${y + r}Q${x + k} ${y + k} ${x + r} ${y + k}H${x + w - r}`
  const shaded = d`M${right} ${y + r}V${y + h - r}Q${right} ${low} ${x + w - r} ${low}H${x + r}`
  const strength = s.paint.kind === 'glass' ? 0.22 : 0.6
  return (
    trace(lit, '#fff', e, { 'stroke-opacity': strength }) +
    fine(s, () => trace(shaded, '#000', e, { 'stroke-opacity': 0.13 }))
  )
}

/** A door, drawer or case in the product's finish. `bare` leaves out the gloss of glass. */
export function panel(
  s: Sheet,
  x: number,
  y: number,
  w: number,
  h: number,
  r = 5,
  e = 5,
  bare = false,
): string {
  const sheen = bare ? '' : glossOf(s, x, y, w, h)
  return rect(x, y, w, h, s.face, r) + texture(s, x, y, w, h, r) + sheen + edges(s, x, y, w, h, r, e)
}

/** An upright bar handle with its posts and shadow. */
export const barUp = (s: Sheet, x: number, y: number, h: number, t = 22): string =>
  fine(s, () => rect(x + 12, y + 14, t, h - 14, '#000', t / 2, see(0.18))) +
  rect(x - 1, y + Math.min(44, h * 0.1), t + 8, 20, '#6B6F72', 4) +
  rect(x - 1, y + h - Math.min(64, h * 0.2), t + 8, 20, '#6B6F72', 4) +
  rect(x, y, t, h, s.use('m'), t / 2)

/** A lying bar handle. */
export const barAcross = (s: Sheet, x: number, y: number, w: number, t = 20): string =>
  fine(s, () => rect(x + 8, y + t * 0.8, w, t, '#000', t / 2, see(0.2))) +
  rect(x + w * 0.06, y + 2, 18, t + 4, '#6B6F72', 4) +
  rect(x + w * 0.94 - 18, y + 2, 18, t + 4, '#6B6F72', 4) +
  rect(x, y, w, t, s.use('mh'), t / 2)

/** A dark display; words stand on it in the full drawing, a lit mark otherwise. */
export function display(
  s: Sheet,
  at: { x: number; y: number; w: number; h: number; r?: number; fill?: string },
  words: string,
  size: number,
  colour = AMBER,
): string {
  const { x, y, w, h, r = 6, fill = SCREEN } = at
  const glass = rect(x, y, w, h, fill, r)
  if (!words) return glass
  const mark = Math.min(w * 0.5, words.length * size * 0.4)
  if (!s.fine) {
    return glass + rect(x + (w - mark) / 2, y + h / 2 - size * 0.24, mark, size * 0.48, colour, size * 0.2)
  }
  const style = { ...MIDDLE, 'font-weight': 500 }
  const shine =
    d`M${x + w * 0.5} ${y}H${x + w * 0.78}` + d`L${x + w * 0.78 - h * 0.6} ${y + h}H${x + w * 0.5 - h * 0.6}Z`
  const glare = h * 0.6 < w * 0.5 ? path(shine, '#fff', see(0.06)) : ''
  return glass + glare + text(x + w / 2, y + h / 2 + size * 0.36, words, size, colour, style)
}

/** A turned knob with its pointer at `angle` degrees from the top. */
export function knob(s: Sheet, cx: number, cy: number, r: number, angle = -40): string {
  const a = (angle * Math.PI) / 180
  const [px, py] = [cx + r * 0.68 * Math.sin(a), cy - r * 0.68 * Math.cos(a)]
  return (
    fine(s, () => circle(cx + r * 0.16, cy + r * 0.2, r, '#000', see(0.2))) +
    circle(cx, cy, r, s.use('ch')) +
    circle(cx, cy, r * 0.78, s.use('f-steel')) +
    line(cx, cy, px, py, '#3B3E41', r * 0.13, { 'stroke-linecap': 'round' })
  )
}

/** The maker's lettering; only in the full drawing and only when there is a brand. */
export function lettering(s: Sheet, x: number, y: number, size = 20, middle = false): string {
  if (!s.fine || !s.brand) return ''
  const style = {
    translate: 'no',
    'letter-spacing': size * 0.18,
    'fill-opacity': 0.75,
    ...(middle ? MIDDLE : {}),
  }
  return text(x, y, s.brand, size, s.paint.ink, style)
}

export const feet = (s: Sheet, at: readonly number[] = [0.1, 0.9], high = 18): string =>
  at.map((q) => rect(s.w * q - 22, s.h - high, 44, high, '#2B2C2E', 4)).join('')

const capsules = (way: string, width: number, opacity: number): string =>
  trace(way, '#000', width, { 'stroke-linecap': 'round', 'stroke-opacity': opacity })

/** A row of dark upright slots, `count` from x across w, as one stroked path. */
export function slots(x: number, y: number, w: number, h: number, count: number, opacity = 0.22): string {
  const step = w / count
  const width = Math.min(step * 0.55, h)
  const slot = (i: number) => d`M${x + (i + 0.5) * step} ${y + width / 2}v${Math.max(0.1, h - width)}`
  return capsules(times(count, slot), width, opacity)
}

/** A column of lying vents, as one stroked path. */
export function vents(x: number, y: number, w: number, h: number, count: number, opacity = 0.2): string {
  const step = h / count
  const width = Math.min(step * 0.45, w)
  const vent = (i: number) => d`M${x + width / 2} ${y + (i + 0.5) * step}h${Math.max(0.1, w - width)}`
  return capsules(times(count, vent), width, opacity)
}

export const lamp = (x: number, y: number, r: number): string => circle(x, y, r, AMBER)

/** A body rounded at the top corners (r) and, if asked, at the bottom ones (b). */
export const rounded = (x: number, y: number, w: number, h: number, r: number, b = 0): string =>
  d`M${x} ${y + r}Q${x} ${y} ${x + r} ${y}H${x + w - r}Q${x + w} ${y} ${x + w} ${y + r}` +
  d`V${y + h - b}Q${x + w} ${y + h} ${x + w - b} ${y + h}H${x + b}Q${x} ${y + h} ${x} ${y + h - b}Z`

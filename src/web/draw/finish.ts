// Every finish a product may have, and the shared paints that a page carries once for all drawings.
import { rect } from './svg.ts'

export type Paint = {
  name_zh: string
  name_en: string
  /** Lit, own and shaded colour; seam between doors; ink of printed words. */
  hi: string
  base: string
  lo: string
  seam: string
  ink: string
  kind: 'plain' | 'brushed' | 'wood' | 'glass' | 'light_glass'
}

const paint = (name_zh: string, name_en: string, colours: string, kind: Paint['kind'] = 'plain'): Paint => {
  const [hi = '', base = '', lo = '', seam = '', ink = ''] = colours.split(' ')
  return { name_zh, name_en, hi, base, lo, seam, ink, kind }
}

export const FINISH = {
  white: paint('雪白', 'Snow white', '#FFFFFF #F6F4EF #DFDBD2 #A9A398 #6E675C'),
  cream: paint('米雾', 'Cream', '#F6EFE2 #E9DFCD #D2C5AE #8F836E #6B604D'),
  mint: paint('薄荷', 'Mint', '#DDEEE4 #C6DFD1 #A5C4B3 #64897A #3F5E52'),
  sage: paint('苔青', 'Sage', '#B9C4B2 #A3B09C #869480 #566252 #343D32'),
  navy: paint('夜蓝', 'Navy', '#4A6181 #364C6A #283A53 #16212F #C5D2E4'),
  clay: paint('陶土', 'Clay', '#D9A588 #C78F72 #A97459 #6E4733 #4E3120'),
  rose: paint('豆沙', 'Dusty rose', '#E9CFC8 #D9B6AD #BD958B #7E5C53 #5B3E37'),
  grey: paint('云灰', 'Cloud grey', '#D5D5D1 #BDBDB9 #9C9C98 #63635F #3E3E3B'),
  graphite: paint('星岩灰', 'Graphite', '#767A7F #5D6166 #46494E #212326 #D5D6D6', 'brushed'),
  steel: paint('拉丝钢', 'Brushed steel', '#E4E5E4 #C6C8C8 #A0A3A5 #5F6366 #45494C', 'brushed'),
  champagne: paint('香槟金', 'Champagne', '#EBDDC5 #D5C2A2 #B5A07D #6F6047 #54472F', 'brushed'),
  black: paint('曜黑玻璃', 'Black glass', '#3A3D42 #24262A #17181B #08090A #C9CACB', 'glass'),
  jade: paint('白玉玻璃', 'White glass', '#FFFFFF #F0F2F0 #D6DAD8 #A0A5A3 #62686A', 'light_glass'),
  oak: paint('橡木面板', 'Oak panel', '#D9B588 #C9A173 #AE855A #6B4C2D #4F351C', 'wood'),
  walnut: paint('胡桃面板', 'Walnut panel', '#9A7757 #82603F #65472C #3A2816 #E8D8C4', 'wood'),
} as const satisfies Record<string, Paint>

export type Finish = keyof typeof FINISH
export const finishKeys = Object.keys(FINISH) as Finish[]

/** A stored word becomes a finish; one nobody knows becomes white rather than a hole. */
export const finishOf = (key: string): Finish => (Object.hasOwn(FINISH, key) ? (key as Finish) : 'white')

type Stop = readonly [offset: number, colour: string, opacity?: number]

function linear(id: string, way: string, stops: readonly Stop[]): string {
  const [x1, y1, x2, y2] = way.split(' ')
  const inner = stops.map(([offset, colour, opacity]) => {
    const see = opacity === undefined ? '' : ` stop-opacity="${opacity}"`
    return `<stop offset="${offset}" stop-color="${colour}"${see}/>`
  })
  const at = `x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"`
  return `<linearGradient id="${id}" ${at}>${inner.join('')}</linearGradient>`
}

/** The face of a finish (lit from the upper left) and its cylinder (lit from the left). */
function finishPaints(prefix: string, key: Finish): string {
  const { hi, base, lo } = FINISH[key]
  const round: Stop[] = [
    [0, base],
    [0.22, hi],
    [0.5, base],
    [0.86, lo],
    [1, base],
  ]
  return (
    linear(`${prefix}f-${key}`, '0 0 1 1', [
      [0, hi],
      [0.38, base],
      [1, lo],
    ]) + linear(`${prefix}c-${key}`, '0 0 1 0', round)
  )
}

const COMMON: readonly (readonly [string, string, readonly Stop[]])[] = [
  [
    'm',
    '0 0 1 0',
    [
      [0, '#8D9092'],
      [0.3, '#F2F3F2'],
      [0.62, '#B4B7B8'],
      [1, '#7B7F82'],
    ],
  ],
  [
    'mh',
    '0 0 0 1',
    [
      [0, '#8D9092'],
      [0.22, '#F4F5F4'],
      [0.6, '#B4B7B8'],
      [1, '#74787B'],
    ],
  ],
  [
    'ch',
    '0 0 1 1',
    [
      [0, '#FAFAF9'],
      [0.35, '#C9CCCD'],
      [0.5, '#8B8F92'],
      [0.7, '#D5D7D7'],
      [1, '#777B7E'],
    ],
  ],
  [
    'gl',
    '0 0 1 1',
    [
      [0, '#4A5058'],
      [0.45, '#262A30'],
      [1, '#14161A'],
    ],
  ],
  [
    'dr',
    '0 0 .7 1',
    [
      [0, '#6C7A88'],
      [0.5, '#3A4550'],
      [1, '#1B222A'],
    ],
  ],
  [
    'gr',
    '0 0 1 0',
    [
      [0, '#000', 0.42],
      [0.55, '#000', 0.16],
      [1, '#000', 0.04],
    ],
  ],
  [
    'gv',
    '0 0 0 1',
    [
      [0, '#000', 0.46],
      [0.6, '#000', 0.16],
      [1, '#000', 0],
    ],
  ],
  [
    'wa',
    '0 0 0 1',
    [
      [0, '#F8C871', 0.75],
      [1, '#8A4A12', 0.25],
    ],
  ],
  [
    'sk',
    '0 0 0 1',
    [
      [0, '#22406E'],
      [0.5, '#8C7F92'],
      [0.78, '#EDB274'],
      [1, '#F7D79C'],
    ],
  ],
]

function pattern(id: string, width: number, height: number, content: string): string {
  const size = `width="${width}" height="${height}"`
  return `<pattern id="${id}" ${size} patternUnits="userSpaceOnUse">${content}</pattern>`
}

function patterns(prefix: string): string {
  const stroke = (way: string, colour: string, opacity: number, width: number) =>
    `<path d="${way}" fill="none" stroke="${colour}" stroke-opacity="${opacity}" stroke-width="${width}"/>`
  const dot = (x: number, y: number, r: number, see: number) =>
    `<circle cx="${x}" cy="${y}" r="${r}" fill-opacity="${see}"/>`
  const grain =
    'M14 0C22 160 4 320 16 620M52 0C40 200 64 330 50 620' +
    'M60 0C50 210 74 340 60 620M98 0C110 150 90 420 102 620'
  const brushed =
    stroke('M0 1.5H40M0 13H40', '#fff', 0.17, 1.8) +
    stroke('M0 6H40M0 17.5H40', '#000', 0.05, 2.2) +
    stroke('M0 10H40', '#fff', 0.09, 1.2)
  const fins = stroke('M0 2.5H10', '#1B1E21', 0.5, 4) + stroke('M0 6H10', '#fff', 0.35, 1.5)
  return (
    pattern(`${prefix}pb`, 40, 23, brushed) +
    pattern(`${prefix}pw`, 130, 620, stroke(grain, '#5A3A18', 0.16, 3)) +
    pattern(`${prefix}pm`, 14, 14, dot(3.5, 3.5, 2.6, 0.26) + dot(10.5, 10.5, 2.6, 0.26)) +
    pattern(`${prefix}ph`, 26, 26, dot(6.5, 6.5, 4, 0.5) + dot(19.5, 19.5, 4, 0.5)) +
    pattern(`${prefix}pf`, 10, 10, fins)
  )
}

/**
 * The shared paints as one `<defs>`; once a page. `finishes` narrows it to those in use.
 * Drawings made with the same prefix refer to them.
 */
export function defs(prefix = 'z', finishes: readonly Finish[] = finishKeys): string {
  const faces = [...new Set(finishes)].map((key) => finishPaints(prefix, key)).join('')
  const common = COMMON.map(([id, way, stops]) => linear(prefix + id, way, stops)).join('')
  return `<defs>${faces}${common}${patterns(prefix)}</defs>`
}

/** `defs` in an SVG of no size, to put once at the top of a page's body. */
export const defsSvg = (prefix = 'z', finishes: readonly Finish[] = finishKeys): string =>
  `<svg width="0" height="0" style="position:absolute" aria-hidden="true" focusable="false">` +
  `${defs(prefix, finishes)}</svg>`

/** A square sample of a finish for swatches: `size` in the unit of the caller's viewBox. */
export const swatch = (finish: Finish, size: number, prefix = 'z'): string =>
  rect(0, 0, size, size, `url(#${prefix}f-${finishOf(finish)})`)

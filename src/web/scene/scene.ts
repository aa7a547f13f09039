// The front door: one home in section, eight rooms, each a link. Day and night are one attribute,
// `data-hour`, so that a cached page follows the local hour without being drawn again.
import { front, person, place, type Desc, type Space } from '../draw/index.ts'
import { circle, d, escapeText, group, num, path, rect, text, times, trace } from '../draw/svg.ts'
import { ROOM_MM, tree } from './furniture.ts'
import { goodsOf } from './goods.ts'
import { ROOMS } from './rooms.ts'

export type SceneRoom = {
  space: Space
  href: string
  /** The room's name, e.g. 厨房. */
  label: string
  /** How much there is, e.g. 86 件. */
  count_text: string
  /** What is there in words, e.g. 烟灶 · 洗碗机; shown where it has room, read out always. */
  goods_text?: string
  /** Two or three real products; each is drawn where such a thing stands, if it fits there. */
  products: readonly Desc[]
}

export type SceneOptions = {
  layout: 'wide' | 'tall'
  rooms: readonly SceneRoom[]
  lang: 'zh' | 'en'
  night: boolean
  /** Prefix of the page's product paints (see `defs`). Default `z`. */
  prefix?: string
}

type Row = readonly (readonly [space: Space, width_mm: number])[]

const ROWS: Record<SceneOptions['layout'], readonly Row[]> = {
  wide: [
    [
      ['bedroom', 4300],
      ['study', 3500],
      ['bath', 3400],
      ['balcony', 3300],
    ],
    [
      ['entry', 2300],
      ['living', 5100],
      ['dining', 3100],
      ['kitchen', 4000],
    ],
  ],
  tall: [
    [
      ['study', 3800],
      ['bedroom', 4360],
    ],
    [
      ['bath', 3700],
      ['balcony', 4460],
    ],
    [
      ['dining', 3560],
      ['kitchen', 4600],
    ],
    [
      ['entry', 2560],
      ['living', 5600],
    ],
  ],
}
/** mm for one pixel at the width the layout is made for (1440 and 390), and heights in pixels. */
const LAYOUT = {
  wide: { px: 11.9, slab: 34, name: 15, small: 12.5 },
  tall: { px: 22.9, slab: 27, name: 13, small: 11 },
}
/** Enough to show what a room is for; the picture stays under 60 kB. */
const PRODUCTS_MAX = 4
const WALL = 120
const ROOF = 250
const SIDE = { wide: 800, tall: 150 }

const breadth = (words: string): number => [...words].reduce((sum, sign) => sum + (sign > '⺀' ? 1 : 0.56), 0)

/** As many of the goods, first ones first, as fit into `free`; the words stay a part of the link's name. */
function fitting(goods: string, free: number, size: number): string {
  let left = goods
  while (left && breadth(left) * size > free) left = left.replace(/(^| · |, )[^·,]*$/, '')
  return left
}

/** Name, goods and count under a room; goods only where they fit between the other two. Their order
 *  and the spaces between them keep the written words within the link's name. */
function caption(room: SceneRoom, w: number, layout: SceneOptions['layout']): string {
  const { px, slab, name, small } = LAYOUT[layout]
  const y = slab * px * 0.66
  const from = (10 + breadth(room.label) * name + 8) * px
  const free = w - from - (breadth(room.count_text) * small + 18) * px
  const goods = fitting(room.goods_text ?? '', free, small * px)
  const strong = { 'font-weight': 650 }
  return [
    text(10 * px, y, room.label, name * px, 'var(--slab-ink)', strong),
    text(w - 10 * px, y, room.count_text, small * px, 'var(--slab-soft)', {
      'text-anchor': 'end',
      class: 'num',
    }),
    goods ? text(from, y, goods, small * px, 'var(--slab-soft)') : '',
  ].join(' ')
}

function roomLink(
  room: SceneRoom,
  at: { x: number; y: number; w: number; odd: boolean },
  options: SceneOptions,
): string {
  const prefix = options.prefix ?? 'z'
  const { x, y, w } = at
  const { px, slab } = LAYOUT[options.layout]
  const clip = `${prefix}${options.layout}-${room.space}`
  const goods = goodsOf(room.products.slice(0, PRODUCTS_MAX), prefix)
  const art = ROOMS[room.space]({ w, goods, prefix, lamp: `url(#${prefix}lamp-${options.layout})` })
  const name = [room.label, room.count_text, room.goods_text].filter(Boolean).join(' ')
  const wall = rect(0, 0, w, ROOM_MM, `var(--wall${at.odd ? 2 : 1})`)
  const touch = `<rect class="touch" width="${w}" height="${ROOM_MM}"/>`
  const full = ROOM_MM + slab * px
  const size = `width="${w - 24}" height="${num(full - 24)}"`
  const ring = `<rect class="ring" x="${x + 12}" y="${num(y + 12)}" ${size} rx="20"/>`
  return [
    `<g role="listitem"><a class="room" href="${escapeText(room.href)}" aria-label="${escapeText(name)}">`,
    `<clipPath id="${clip}"><rect width="${w}" height="${ROOM_MM}"/></clipPath>`,
    group(x, y, wall + art + touch, { 'clip-path': `url(#${clip})` }),
    group(x, y + ROOM_MM, caption(room, w, options.layout), { 'aria-hidden': 'true' }),
    rect(x, y, w, full, 'none', 0, { 'pointer-events': 'all' }),
    `${ring}</a></g>`,
  ].join('')
}

type House = { w: number; h: number; shell: string; links: string }

function house(options: SceneOptions): House {
  const { px, slab } = LAYOUT[options.layout]
  const rows = ROWS[options.layout]
  const w = (rows[0] ?? []).reduce((sum, [, width]) => sum + width + WALL, WALL)
  const eaves = options.layout === 'wide' ? 160 : 70
  let shell =
    rect(-eaves, ROOF - 130, w + eaves * 2, 130, 'var(--slab)') +
    rect(-eaves, ROOF - 160, w + eaves * 2, 34, 'var(--slab2)')
  let links = ''
  let y = ROOF
  for (const [r, row] of rows.entries()) {
    let x = WALL
    shell += rect(0, y, w, ROOM_MM + slab * px, 'var(--slab)')
    for (const [c, [space, width]] of row.entries()) {
      const room = options.rooms.find((one) => one.space === space)
      if (room) links += roomLink(room, { x, y, w: width, odd: (r + c) % 2 === 1 }, options)
      x += width + WALL
    }
    y += ROOM_MM + slab * px
  }
  return { w, h: y, shell, links }
}

/** Town, sun and moon, stars and lit windows far off; what belongs to one hour carries its class. */
function outside(w: number, ground: number, layout: SceneOptions['layout']): string {
  const left = layout === 'wide' ? 1100 : 320
  const town =
    d`M0 ${ground}V${ground - 1500}H${left * 0.24}V${ground - 2300}` +
    d`H${left * 0.62}V${ground - 1700}H${left}V${ground}Z` +
    (d`M${w} ${ground}V${ground - 1900}H${w - left * 0.2}V${ground - 3000}` +
      d`H${w - left * 0.6}V${ground - 1600}H${w - left}V${ground}Z`)
  const star = (i: number) =>
    circle((i * 2731) % w, 90 + ((i * 397) % 900), 10 + (i % 3) * 5, '#fff', {
      opacity: 0.25 + 0.1 * (i % 4),
    })
  const lit = (i: number) => {
    const x = i % 2 ? left * (0.08 + (i % 5) * 0.11) : w - left * (0.1 + (i % 5) * 0.1)
    return rect(x, ground - 300 - ((i * 463) % 1200), 50, 80, '#F4B54A', 6, {
      opacity: 0.25 + 0.12 * (i % 4),
    })
  }
  const sun = circle(430, 700, 250, '#F9D98F') + circle(430, 700, 430, '#F9D98F', { opacity: 0.2 })
  const moon = circle(w - 430, 430, 200, '#F7E7C2')
  return [
    path(town, 'var(--far2)'),
    `<g class="by-day">${layout === 'wide' ? sun : ''}</g>`,
    `<g class="by-night">${times(18, star)}${layout === 'wide' ? moon : ''}${times(14, lit)}</g>`,
  ].join('')
}

const OUTDOOR: Desc = {
  family: 'outdoor_unit',
  width_mm: 780,
  height_mm: 560,
  depth_mm: 300,
  finish: 'white',
}

/** Trees, a neighbour for scale and an air conditioner's other half, where there is room beside. */
function beside(home: House, w: number, ground: number, x: number, prefix: string): string {
  const unit = front(OUTDOOR, { lod: 0, shadow: false, prefix })
  const bracket =
    rect(x + home.w, 2100, 780, 40, 'var(--slab)') +
    trace(d`M${x + home.w + 80} 2140v160L${x + home.w} 2340`, 'var(--slab)', 36)
  return (
    tree(260, ground, 1500) +
    tree(w - 300, ground, 1250) +
    bracket +
    place(unit, x + home.w + 40, 2100) +
    person(x - 380, ground + 40)
  )
}

const SAY = { zh: '家的剖面：八个房间', en: 'A home in section: eight rooms' }

/**
 * The whole home as one `<svg>`: a list of room links in reading order. Needs scene.css, and the page's
 * `defs(prefix)` for the products. `night` only sets the first value of `data-hour`.
 */
export function homeScene(options: SceneOptions): string {
  const { layout, lang, night } = options
  const prefix = options.prefix ?? 'z'
  const home = house(options)
  const side = SIDE[layout]
  const w = home.w + side * 2
  const ground = home.h
  const lamp =
    `<defs><radialGradient id="${prefix}lamp-${layout}">` +
    `<stop offset="0" stop-color="#FFD88A" stop-opacity=".85"/>` +
    `<stop offset=".35" stop-color="#F7B757" stop-opacity=".42"/>` +
    `<stop offset="1" stop-color="#F2A93B" stop-opacity="0"/></radialGradient></defs>`
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" class="zg-home ${layout}"`,
    ` data-hour="${night ? 'night' : 'day'}"`,
    ` viewBox="0 0 ${num(w)} ${num(ground + 150)}" role="group" aria-label="${SAY[lang]}">`,
    lamp + outside(w, ground, layout) + rect(0, ground, w, 400, 'var(--ground)'),
    layout === 'wide' ? beside(home, w, ground, side, prefix) : '',
    group(side, 0, `${home.shell}<g role="list">${home.links}</g>`),
    '</svg>',
  ].join('')
  // A tenth of a millimetre is a hundredth of a pixel here: whole millimetres save a tenth of the bytes.
  return svg.replace(/(\d\d)\.\d+(?=[^\d])/g, '$1')
}

/** Night from seven in the evening to six in the morning, by the clock on the wall of the reader. */
export const isNight = (hour: number): boolean => hour >= 19 || hour < 6

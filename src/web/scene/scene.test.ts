// The front door: eight named links in reading order, small, well-formed, switched by one attribute.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { FAMILIES, familyKeys, front, SPACES, type Desc, type Family } from '../draw/index.ts'
import { homeScene, isNight, type SceneRoom } from './index.ts'

const middle = ([min, max]: readonly [number, number]) => Math.round((min + max) / 2)
const product = (family: Family): Desc => ({
  family,
  width_mm: middle(FAMILIES[family].width_mm),
  height_mm: middle(FAMILIES[family].height_mm),
  depth_mm: middle(FAMILIES[family].depth_mm),
  finish: 'steel',
  options: { display: true },
})

/** Each room with its three heaviest products. */
const rooms: SceneRoom[] = SPACES.map((space) => ({
  space,
  href: `/rooms/${space}`,
  label: `房间${space}`,
  count_text: '38 件',
  goods_text: '冰箱 · 灯',
  products: familyKeys
    .filter((family) => FAMILIES[family].space === space && family !== 'integrated_stove')
    .map(product)
    .sort((a, b) => front(b, { lod: 0 }).svg.length - front(a, { lod: 0 }).svg.length)
    .slice(0, 3),
}))

const layouts = ['wide', 'tall'] as const
const scene = (layout: 'wide' | 'tall', night = false) => homeScene({ layout, rooms, lang: 'zh', night })

test.each(layouts)('%s: eight links with names that hold what is written, in reading order', (layout) => {
  const svg = scene(layout)
  const links = [...svg.matchAll(/<g role="listitem"><a class="room" href="([^"]+)" aria-label="([^"]+)"/g)]
  expect(links).toHaveLength(8)
  for (const [, href, name] of links) {
    const room = rooms.find((one) => one.href === href)
    expect(name).toBe(`${room?.label} ${room?.count_text} ${room?.goods_text}`)
  }
  const at = [...svg.matchAll(/class="touch"[^>]*\/><\/g><g transform="translate\((\d+) ([\d.]+)\)/g)]
  const places = at.map((m) => [Number(m[2]), Number(m[1])] as const)
  expect(places).toHaveLength(8)
  expect([...places].sort((a, b) => a[0] - b[0] || a[1] - b[1])).toEqual(places)
})

test.each(layouts)(
  '%s: under 60 kB with three products a room, every product drawn from real paints',
  (layout) => {
    const svg = scene(layout)
    expect(Buffer.byteLength(svg)).toBeLessThan(60_000)
    expect(svg).not.toMatch(/NaN|undefined|Infinity/)
    expect(svg.match(/<g\b/g)?.length).toBe(svg.match(/<\/g>/g)?.length)
    const ids = [...svg.matchAll(/ id="([^"]+)"/g)].map((m) => m[1])
    expect(new Set(ids).size).toBe(ids.length)
  },
)

test('every room shows at least two of its products, each in its own size', () => {
  for (const layout of layouts) {
    const links = scene(layout).split('<g role="listitem">').slice(1)
    for (const link of links)
      expect(link.match(/class="zg"/g)?.length ?? 0, link.slice(0, 90)).toBeGreaterThanOrEqual(2)
  }
})

test.each(layouts)('%s: the words under a room are the beginning of its link name', (layout) => {
  for (const link of scene(layout).split('<g role="listitem">').slice(1)) {
    const name = link.match(/aria-label="([^"]+)"/)?.[1] ?? ''
    const written = [...link.matchAll(/(<text[^>]*>)([^<]*)<\/text>( ?)/g)]
      .map((m) => `${m[2]}${m[3]}`)
      .join('')
    expect(written.trim()).not.toBe('')
    expect(name.startsWith(written.trim()), `${written} | ${name}`).toBe(true)
  }
})

test('goods that do not all fit under a room are named as far as they do', () => {
  const goods_text = '滚筒洗衣机 · 波轮洗衣机 · 干衣机 · 晾衣机 · 熨烫机 · 鞋柜'
  const svg = homeScene({
    layout: 'tall',
    rooms: rooms.map((room) => ({ ...room, label: '阳台', count_text: '28', goods_text })),
    lang: 'zh',
    night: false,
  })
  const written = [...svg.matchAll(/>(滚筒[^<]*)</g)].map((m) => m[1] ?? '')
  expect(written.length).toBeGreaterThanOrEqual(4)
  for (const words of written) {
    expect(goods_text.startsWith(`${words} · `)).toBe(true)
  }
})

test('an empty room is still a furnished room', () => {
  const svg = homeScene({
    layout: 'wide',
    rooms: rooms.map((room) => ({ ...room, products: [] })),
    lang: 'en',
    night: true,
  })
  expect(svg).not.toMatch(/NaN|undefined/)
  expect(svg).toContain('eight rooms')
})

test('night is one attribute: nothing else in the drawing changes', () => {
  expect(scene('wide', true).replace('data-hour="night"', 'data-hour="day"')).toBe(scene('wide', false))
  expect([isNight(5), isNight(6), isNight(18), isNight(19)]).toEqual([true, false, false, true])
})

test('a name cannot break out', () => {
  const svg = homeScene({
    layout: 'wide',
    rooms: [{ ...(rooms[0] as SceneRoom), label: '"><script>' }],
    lang: 'zh',
    night: false,
  })
  expect(svg).not.toContain('<script')
})

test('every colour of the scene has its day and its night', () => {
  const css = readFileSync(new URL('./scene.css', import.meta.url), 'utf8')
  const names = (hour: string) =>
    [...(css.split(`[data-hour="${hour}"] {`)[1] ?? '').split('}')[0]!.matchAll(/(--[\w-]+):/g)].map(
      (m) => m[1],
    )
  expect(names('day')).toEqual(names('night'))
  const used = new Set([...scene('wide').matchAll(/var\((--[\w-]+)\)/g)].map((m) => m[1]))
  expect([...used].filter((name) => !names('day').includes(name))).toEqual([])
})

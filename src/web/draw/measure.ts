// Measures a drawing by reading its geometry back: the oracle of the tests, independent of the hand.
export type Box = { left: number; top: number; right: number; bottom: number; numbers_finite: boolean }
type Matrix = readonly [number, number, number, number, number, number]
type Point = readonly [number, number]

const ONE: Matrix = [1, 0, 0, 1, 0, 0]

const times = (m: Matrix, k: Matrix): Matrix => [
  m[0] * k[0] + m[2] * k[1],
  m[1] * k[0] + m[3] * k[1],
  m[0] * k[2] + m[2] * k[3],
  m[1] * k[2] + m[3] * k[3],
  m[0] * k[4] + m[2] * k[5] + m[4],
  m[1] * k[4] + m[3] * k[5] + m[5],
]

function transform(words: string | undefined): Matrix {
  let m = ONE
  for (const [, kind, inner] of (words ?? '').matchAll(/(\w+)\(([^)]*)\)/g)) {
    const v = (inner ?? '').split(/[\s,]+/).map(Number)
    const [a = 0, b = 0] = v
    if (kind === 'translate') m = times(m, [1, 0, 0, 1, a, b])
    if (kind === 'scale') m = times(m, [a, 0, 0, v[1] ?? a, 0, 0])
    if (kind === 'matrix') m = times(m, v as unknown as Matrix)
    if (kind !== 'rotate') continue
    const turn = (a * Math.PI) / 180
    const [c, s] = [Math.cos(turn), Math.sin(turn)]
    const [cx, cy] = [v[1] ?? 0, v[2] ?? 0]
    m = times(times(times(m, [1, 0, 0, 1, cx, cy]), [c, s, -s, c, 0, 0]), [1, 0, 0, 1, -cx, -cy])
  }
  return m
}

/** Points on an elliptical arc after SVG 1.1 F.6.5 (no axis rotation: the hand draws none). */
function arc(from: Point, v: readonly number[], to: Point): Point[] {
  let [rx = 0, ry = 0] = v
  const [large, sweep] = [v[3] ?? 0, v[4] ?? 0]
  const [dx, dy] = [(from[0] - to[0]) / 2, (from[1] - to[1]) / 2]
  const grow = Math.sqrt((dx / rx) ** 2 + (dy / ry) ** 2)
  if (grow > 1) [rx, ry] = [rx * grow, ry * grow]
  const [x, y] = [(dx / rx) ** 2, (dy / ry) ** 2]
  const k = Math.sqrt(Math.max(0, 1 / (x + y) - 1)) * (large === sweep ? -1 : 1)
  const [ox, oy] = [(k * rx * dy) / ry, (-k * ry * dx) / rx]
  const [cx, cy] = [ox + (from[0] + to[0]) / 2, oy + (from[1] + to[1]) / 2]
  const a0 = Math.atan2((dy - oy) / ry, (dx - ox) / rx)
  let turn = Math.atan2((-dy - oy) / ry, (-dx - ox) / rx) - a0
  if (sweep && turn < 0) turn += 2 * Math.PI
  if (!sweep && turn > 0) turn -= 2 * Math.PI
  return Array.from({ length: 25 }, (_, i): Point => {
    const a = a0 + (turn * i) / 24
    return [cx + rx * Math.cos(a), cy + ry * Math.sin(a)]
  })
}

const bezier = (p: readonly Point[]): Point[] =>
  Array.from({ length: 25 }, (_, i): Point => {
    const t = i / 24
    let row = p
    while (row.length > 1) {
      row = row.slice(1).map((q, j): Point => {
        const before = row[j] as Point
        return [before[0] + (q[0] - before[0]) * t, before[1] + (q[1] - before[1]) * t]
      })
    }
    return row[0] as Point
  })

const TAKES: Record<string, number> = { M: 2, L: 2, H: 1, V: 1, Q: 4, T: 2, C: 6, A: 7, Z: 0 }

/** Points along a path, curves flattened to 24 chords. */
export function pathPoints(data: string): Point[] {
  const points: Point[] = []
  let at: Point = [0, 0]
  let start: Point = at
  let bend: Point = at
  for (const [, letter = '', rest = ''] of data.matchAll(/([a-zA-Z])([^a-zA-Z]*)/g)) {
    const kind = letter.toUpperCase()
    const all = [...rest.matchAll(/-?\d*\.?\d+(?:e-?\d+)?/g)].map(Number)
    const [ox, oy] = letter === kind ? [0, 0] : at
    const take = TAKES[kind] ?? 0
    for (let i = 0; i < Math.max(1, take ? all.length / take : 1); i++) {
      const v = all.slice(i * take, i * take + take)
      const pair = (j: number): Point => [(v[j] ?? 0) + ox, (v[j + 1] ?? 0) + oy]
      const from = at
      if (kind === 'H') at = [(v[0] ?? 0) + ox, at[1]]
      else if (kind === 'V') at = [at[0], (v[0] ?? 0) + oy]
      else if (kind === 'Z') at = start
      else at = pair(take - 2)
      if (kind === 'M') start = at
      if (kind === 'T') bend = [2 * from[0] - bend[0], 2 * from[1] - bend[1]]
      if (kind === 'Q') bend = pair(0)
      if (kind === 'Q' || kind === 'T') points.push(...bezier([from, bend, at]))
      if (kind === 'C') points.push(...bezier([from, pair(0), pair(2), at]))
      if (kind === 'A') points.push(...arc(from, v, at))
      points.push(at)
    }
  }
  return points
}

function shapePoints(tag: string, a: Record<string, string>): Point[] {
  const v = (key: string) => Number(a[key] ?? 0)
  if (tag === 'path') return pathPoints(a['d'] ?? '')
  if (tag === 'rect') {
    const [x, y, w, h] = [v('x'), v('y'), v('width'), v('height')]
    return [
      [x, y],
      [x + w, y],
      [x + w, y + h],
      [x, y + h],
    ]
  }
  const [rx, ry] = tag === 'circle' ? [v('r'), v('r')] : [v('rx'), v('ry')]
  if (tag !== 'circle' && tag !== 'ellipse') return []
  return Array.from({ length: 48 }, (_, i): Point => {
    const t = (i * Math.PI) / 24
    return [v('cx') + rx * Math.cos(t), v('cy') + ry * Math.sin(t)]
  })
}

/** The box around everything drawn, half of each stroke included; lettering has no outline here. */
export function measure(svg: string): Box {
  const box: Box = {
    left: Infinity,
    top: Infinity,
    right: -Infinity,
    bottom: -Infinity,
    numbers_finite: true,
  }
  box.numbers_finite = !/NaN|Infinity|undefined|null/.test(svg)
  const stack: Matrix[] = [ONE]
  for (const [, close, tag = '', inner = ''] of svg.matchAll(/<(\/?)(\w+)([^>]*)>/g)) {
    if (tag === 'g' && close) stack.pop()
    if (close) continue
    const pairs = [...inner.matchAll(/([\w-]+)="([^"]*)"/g)].map((m) => [m[1] ?? '', m[2] ?? ''] as const)
    const a: Record<string, string> = Object.fromEntries(pairs)
    const m = times(stack.at(-1) ?? ONE, transform(a['transform']))
    if (tag === 'g') stack.push(m)
    const half = a['stroke'] && a['stroke'] !== 'none' ? Number(a['stroke-width'] ?? 1) / 2 : 0
    const thick = half * Math.sqrt(Math.abs(m[0] * m[3] - m[1] * m[2]))
    const flat = a['stroke-linecap'] !== 'round' && tag === 'path'
    widen(box, shapePoints(tag, a), m, thick, flat)
  }
  return box
}

/** A butt-capped stroke widens across its direction only, so straight runs do not grow at their ends. */
function widen(box: Box, points: readonly Point[], m: Matrix, thick: number, flat: boolean): void {
  const seen = points.map(([x, y]): Point => [m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]])
  const xs = seen.map((p) => p[0])
  const ys = seen.map((p) => p[1])
  if (!seen.length) return
  const level = flat && Math.max(...ys) - Math.min(...ys) < 0.01
  const upright = flat && Math.max(...xs) - Math.min(...xs) < 0.01
  const [tx, ty] = [level ? 0 : thick, upright ? 0 : thick]
  box.left = Math.min(box.left, ...xs.map((x) => x - tx))
  box.right = Math.max(box.right, ...xs.map((x) => x + tx))
  box.top = Math.min(box.top, ...ys.map((y) => y - ty))
  box.bottom = Math.max(box.bottom, ...ys.map((y) => y + ty))
}

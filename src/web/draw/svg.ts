// The pen: SVG elements as strings. Numbers keep one decimal, text is escaped, nothing needs a DOM.
export type Attrs = Readonly<Record<string, string | number>>

/** One decimal is a tenth of a millimetre; what is not a number draws nothing strange. */
export const num = (value: number): number => (Number.isFinite(value) ? Math.round(value * 10) / 10 : 0)

export const escapeText = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

function attrs(more: Attrs | undefined): string {
  if (!more) return ''
  let out = ''
  for (const key in more) {
    const value = more[key]
    out += ` ${key}="${typeof value === 'number' ? Math.round(value * 100) / 100 : value}"`
  }
  return out
}

export function rect(x: number, y: number, w: number, h: number, fill: string, r = 0, more?: Attrs): string {
  const round = r > 0 ? ` rx="${num(r)}"` : ''
  const size = `width="${num(Math.max(0, w))}" height="${num(Math.max(0, h))}"`
  return `<rect x="${num(x)}" y="${num(y)}" ${size}${round} fill="${fill}"${attrs(more)}/>`
}

export const circle = (cx: number, cy: number, r: number, fill: string, more?: Attrs): string =>
  `<circle cx="${num(cx)}" cy="${num(cy)}" r="${num(r)}" fill="${fill}"${attrs(more)}/>`

export const ellipse = (cx: number, cy: number, rx: number, ry: number, fill: string, more?: Attrs): string =>
  `<ellipse cx="${num(cx)}" cy="${num(cy)}" rx="${num(rx)}" ry="${num(ry)}" fill="${fill}"${attrs(more)}/>`

export const path = (d: string, fill: string, more?: Attrs): string =>
  `<path d="${d}" fill="${fill}"${attrs(more)}/>`

/** A stroked, unfilled path: `width` in millimetres. */
export const trace = (d: string, stroke: string, width: number, more?: Attrs): string =>
  `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${num(width)}"${attrs(more)}/>`

export const line = (
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  stroke: string,
  width: number,
  more?: Attrs,
): string => trace(d`M${x1} ${y1}L${x2} ${y2}`, stroke, width, more)

export const group = (x: number, y: number, content: string, more?: Attrs): string =>
  `<g transform="translate(${num(x)} ${num(y)})"${attrs(more)}>${content}</g>`

export const text = (x: number, y: number, words: string, size: number, fill: string, more?: Attrs): string =>
  `<text x="${num(x)}" y="${num(y)}" font-size="${num(size)}" fill="${fill}"` +
  `${attrs(more)}>${escapeText(words)}</text>`

/** `count` pieces, one after the other. */
export function times(count: number, piece: (index: number) => string): string {
  let out = ''
  for (let i = 0; i < Math.min(count, 200); i++) out += piece(i)
  return out
}

/** Path data with rounded numbers: d`M${x} ${y}H${w}`. */
export function d(parts: TemplateStringsArray, ...values: number[]): string {
  let out = parts[0] ?? ''
  for (let i = 0; i < values.length; i++) out += num(values[i] ?? 0) + (parts[i + 1] ?? '')
  return out
}

export const MIDDLE: Attrs = { 'text-anchor': 'middle' }
/** Half-transparent fills: shade(.2) over black is a shadow, over white a light. */
export const see = (opacity: number): Attrs => ({ 'fill-opacity': opacity })

// The tokens keep their promises: contrast in light and dark, and one dark, not two.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')

/** The declarations of the first block that opens with `selector`, custom properties only. */
function block(selector: string): Map<string, string> {
  const from = css.indexOf(`${selector} {`)
  expect(from, selector).toBeGreaterThan(-1)
  const body = css.slice(css.indexOf('{', from) + 1, css.indexOf('}', from))
  return new Map([...body.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map((m) => [m[1] ?? '', (m[2] ?? '').trim()]))
}

const light = block(':root')
const dark = block(':root[data-theme="dark"]')
const asked = block(':root:not([data-theme="light"])')

/** Relative luminance after WCAG 2.2. */
function luminance(hex: string): number {
  const part = (at: number) => {
    const v = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}

function contrast(a: string, b: string): number {
  const [x, y] = [luminance(a), luminance(b)]
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05)
}

const grounds = ['--paper', '--surface', '--sunk', '--wall']
const text: [string, string][] = [
  ...['--ink', '--ink-soft', '--ink-faint'].flatMap((ink): [string, string][] =>
    grounds.map((g) => [ink, g]),
  ),
  ...grounds.map((g): [string, string] => ['--action', g]),
  ['--action', '--action-soft'],
  ['--on-action', '--action'],
  ['--on-action', '--action-press'],
  ['--on-light', '--light'],
  ['--light-ink', '--light-soft'],
  ['--ink', '--light-soft'],
  ...['good', 'warn', 'bad'].flatMap((v): [string, string][] => [
    [`--${v}`, `--${v}-soft`],
    [`--${v}`, '--paper'],
    [`--${v}`, '--surface'],
  ]),
  ['--unknown', '--sunk'],
  ['--ink', '--floor'],
]
const controls: [string, string][] = ['--paper', '--surface', '--sunk'].map((g) => ['--line-firm', g])

describe.each([
  ['light', (name: string) => light.get(name) ?? ''],
  ['dark', (name: string) => dark.get(name) ?? light.get(name) ?? ''],
])('%s', (_theme, value) => {
  test.each(text)('text %s on %s ≥ 4.5', (ink, ground) => {
    expect(contrast(value(ink), value(ground))).toBeGreaterThanOrEqual(4.5)
  })
  test.each(controls)('control %s on %s ≥ 3', (ink, ground) => {
    expect(contrast(value(ink), value(ground))).toBeGreaterThanOrEqual(3)
  })
})

test('the dark asked for by the system is the dark that can be chosen', () => {
  expect([...asked]).toEqual([...dark])
  expect([...dark.keys()].filter((name) => !light.has(name))).toEqual([])
})

test('system Chinese faces stand before the web face', () => {
  const faces = light.get('--faces') ?? ''
  expect(faces.indexOf('PingFang SC')).toBe(1)
  expect(faces.indexOf('Noto Sans SC Variable')).toBeGreaterThan(faces.indexOf('Microsoft YaHei'))
})

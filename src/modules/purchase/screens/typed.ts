// What is typed at the buying desk, as the house reckons.
import type { Tier } from '../contract.ts'

/** Yuan with at most two decimals → fen; null when it is none. */
export function fenOf(text: string): number | null {
  const match = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(text.trim().replaceAll(',', ''))
  return match ? Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')) : null
}

/** One tier a line, `50 1980`: units and yuan; null when a line says anything else, or cost rises. */
export function tiersOf(first_fen: number, text: string): Tier[] | null {
  const tiers: Tier[] = [{ min_units: 1, unit_cost_fen: first_fen }]
  for (const line of text.split('\n').filter((one) => one.trim() !== '')) {
    const [units = '', yuan = '', ...more] = line.trim().split(/[\s,，]+/)
    const [min_units, unit_cost_fen] = [Number(units), fenOf(yuan)]
    const before = tiers.at(-1)!
    if (more.length > 0 || !Number.isInteger(min_units) || unit_cost_fen === null) return null
    if (min_units <= before.min_units || unit_cost_fen > before.unit_cost_fen) return null
    tiers.push({ min_units, unit_cost_fen })
  }
  return tiers
}

/** `datetime-local` is read as the house's time. */
export const instantOf = (text: string) => (text ? new Date(`${text}:00+08:00`).toISOString() : null)
export const localOf = (at_ms: number) => new Date(at_ms + 8 * 3_600_000).toISOString().slice(0, 16)

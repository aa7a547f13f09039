// What is typed at the selling desk, as the house reckons: yuan as fen, percent as basis points, a day and
// time as the house's own.

/** A figure with at most two decimals → hundredths; null when it is none. */
function hundredthsOf(text: string): number | null {
  const match = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(text.trim().replaceAll(',', ''))
  return match ? Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')) : null
}

/** Yuan as typed → fen; null when it is no amount. */
export const fenOf = hundredthsOf

/** Percent as typed → basis points; null when it is no share of more than nothing and at most all. */
export function shareOf(text: string): number | null {
  const share_bp = hundredthsOf(text.replace(/\s*%\s*$/, ''))
  return share_bp && share_bp <= 10_000 ? share_bp : null
}

/** `datetime-local` is read as the house's time. */
export const instantOf = (text: string) => (text ? new Date(`${text}:00+08:00`).toISOString() : null)
export const localOf = (at_ms: number) => new Date(at_ms + 8 * 3_600_000).toISOString().slice(0, 16)

/** Codes one a line or with any usual mark between them, each once. */
export const codesOf = (text: string) => [...new Set(text.split(/[\s,，、;；]+/).filter(Boolean))]

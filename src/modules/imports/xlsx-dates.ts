// Dates of a spreadsheet are days since the end of 1899; whether a number is one is a matter of its format
// (ECMA-376 part 1, 18.8.30).

const builtIn = (id: number) => (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 58)

export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return builtIn(id)
  return /[dmyhs]/i.test(code.replaceAll(/"[^"]*"|\[[^\]]*\]|\\./g, '')) && !/[#0?]/.test(code)
}

/** Serial 25569 is 1970-01-01. A day is told as a day, a moment as what a clock on the wall in China says. */
export function momentOf(serial: number): string | null {
  if (!(serial >= 1 && serial < 2_958_466)) return null
  const at = new Date(Math.round((serial - 25_569) * 86_400) * 1_000).toISOString()
  return Number.isInteger(serial) ? at.slice(0, 10) : at.slice(0, 16).replace('T', ' ')
}

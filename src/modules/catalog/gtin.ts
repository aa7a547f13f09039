// Global Trade Item Numbers: the check digit of GS1 General Specifications 7.9 (weights 3 and 1 from the
// right, the sum of all digits a multiple of ten).

const LENGTHS = [8, 12, 13, 14]

/** The check digit for the digits before it (7, 11, 12 or 13 of them). */
export function checkDigit(digits: string): number {
  const sum = [...digits].reduceRight(
    (total, digit, at) => total + Number(digit) * ((digits.length - at) % 2 === 1 ? 3 : 1),
    0,
  )
  return (10 - (sum % 10)) % 10
}

export const withCheckDigit = (digits: string): string => `${digits}${checkDigit(digits)}`

export type GtinFault = 'bad_gtin_length' | 'bad_check_digit'

/** K1: why this is no GTIN, or null when it is one. */
export function whyNotGtin(gtin: string): GtinFault | null {
  if (!/^\d+$/.test(gtin) || !LENGTHS.includes(gtin.length)) return 'bad_gtin_length'
  return checkDigit(gtin.slice(0, -1)) === Number(gtin.at(-1)) ? null : 'bad_check_digit'
}

/** One form for every way to write the same number: fourteen digits, zeros in front. */
export const gtin14 = (gtin: string): string => gtin.padStart(14, '0')

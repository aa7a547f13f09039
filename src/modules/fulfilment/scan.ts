// What a scan means: a product of this task that is still wanted, or a clear no.
import { whyNotGtin } from '../catalog/index.ts'

type Wanted = { line_no: number; gtin: string; code: string; quantity: number; picked: number }
export type Scan =
  | { ok: true; line_no: number }
  | { ok: false; why: 'bad_check_digit' | 'other_product' }
  | { ok: false; why: 'enough_picked'; left: number }

// A GTIN-12 is the same number as the GTIN-13 with a zero before it.
const gtin14 = (gtin: string) => gtin.padStart(14, '0')
const isNumber = /^(\d{8}|\d{12,14})$/

/** F5: a misread digit is told apart from another product, so that the person knows what to do. */
export function readScan(scanned: string, quantity: number, lines: readonly Wanted[]): Scan {
  const code = scanned.trim().toUpperCase()
  const by_code = lines.filter((line) => line.code.toUpperCase() === code)
  if (by_code.length === 0 && isNumber.test(code) && whyNotGtin(code))
    return { ok: false, why: 'bad_check_digit' }
  const same = (line: Wanted) => line.gtin !== '' && gtin14(line.gtin) === gtin14(code)
  const found = by_code.length > 0 ? by_code : isNumber.test(code) ? lines.filter(same) : []
  if (found.length === 0) return { ok: false, why: 'other_product' }
  const line = found.find((one) => one.quantity - one.picked >= quantity)
  if (line) return { ok: true, line_no: line.line_no }
  return { ok: false, why: 'enough_picked', left: Math.max(...found.map((one) => one.quantity - one.picked)) }
}

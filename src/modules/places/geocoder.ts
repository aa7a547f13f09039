// From free text to a district, as the house asks for it. Our own resolver knows every county and town;
// another one may know streets better, and ours answers whenever that one does not.
import { county, town } from './districts.ts'
import { type Resolution, resolveAddress } from './resolve-address.ts'

export type Geocoder = {
  name: string
  /** Any text has an answer; `code` and `town_code` are codes of this house or null (GB/T 2260). */
  resolve(text: string): Promise<Resolution>
}

export const ownGeocoder: Geocoder = { name: 'own', resolve: async (text) => resolveAddress(text) }

/** Somebody is typing. */
export const patience_ms = 1_500

let chosen: Geocoder = ownGeocoder
/** Another geocoder than our own; null gives ours back. */
export function useGeocoder(geocoder: Geocoder | null) {
  chosen = geocoder ?? ownGeocoder
}

const known = ({ code, town_code }: Resolution) =>
  (code === null || county(code) !== null) && (town_code === null || town(town_code)?.county_code === code)

export async function geocode(text: string): Promise<Resolution> {
  if (chosen === ownGeocoder) return resolveAddress(text)
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), patience_ms)
  })
  const told = await Promise.race([chosen.resolve(text), late]).catch(() => null)
  clearTimeout(timer)
  return told !== null && known(told) ? told : resolveAddress(text)
}

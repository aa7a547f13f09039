// The dots of the network: colour is the format, closed and paused ones stand apart; the filter dims the
// rest.
import { useMemo } from 'react'
import { useAddress } from '../../../web/console/address.ts'
import { type Dot, DotMap, type DotShape } from '../../../web/console/dot-map.tsx'
import { panel } from '../../../web/console/parts.tsx'
import { SkeletonRows } from '../../../web/kit/states.tsx'
import { Table } from '../../../web/kit/table.tsx'
import { useRead } from '../../../web/query.ts'
import { formatNumber } from '../../../web/words/format.ts'
import { useWords } from '../../../web/words/use-words.ts'
import { countNodes, nodeDots } from '../contract.ts'
import { type Format, formatCodes } from '../formats.ts'
import { formatWords, placesWords } from './places-words.ts'

/** Large and rare ones are drawn last, so that they are seen. */
const drawn: readonly { format: Format; color: string; size: number; shape?: DotShape }[] = [
  { format: 'town_store', color: 'ink-faint', size: 1 },
  { format: 'exclusive_store', color: 'light', size: 1.2 },
  { format: 'kitchen_store', color: 'good', size: 1.6 },
  { format: 'county_landmark', color: 'warn', size: 1.8 },
  { format: 'city_flagship', color: 'action', size: 2.4, shape: 'triangle' },
  { format: 'super_store', color: 'action', size: 2.6, shape: 'rect' },
  { format: 'mall', color: 'ink', size: 3, shape: 'diamond' },
  { format: 'warehouse', color: 'bad', size: 3.4, shape: 'diamond' },
]
const shut = 'not_open'

function useDots() {
  const { query } = useAddress()
  const f = useWords(formatWords)
  const read = useRead(nodeDots, {})
  const data = read.data
  const { city, county, format, state } = query
  return useMemo(() => {
    if (!data) return null
    const sizes = new Map(drawn.map((one) => [one.format as string, one.size]))
    const dots: Dot[] = []
    for (const [at, id] of data.id.entries()) {
      const kind = data.format[at] as Format
      const open = data.open[at] === true
      if (format && kind !== format) continue
      if (city && !data.county_code[at]?.startsWith(city.slice(0, 4))) continue
      if (city && county?.startsWith(city.slice(0, 4)) && data.county_code[at] !== county) continue
      if (state && (state === 'open') !== open) continue
      const size = open ? (sizes.get(kind) ?? 1) : 2.5
      dots.push({
        id,
        lon: data.lon[at]!,
        lat: data.lat[at]!,
        name: f(kind),
        group: open ? kind : shut,
        size,
      })
    }
    return dots
  }, [data, city, county, format, state, f])
}

export function NetworkMap() {
  const t = useWords(placesWords)
  const f = useWords(formatWords)
  const { query, set } = useAddress()
  const dots = useDots()
  if (query.view === 'list') return <Toggle />
  const legend = [
    ...drawn.map(({ format, color, shape }) => ({
      group: format as string,
      title: f(format),
      color,
      ...(shape && { shape }),
    })),
    { group: shut, title: t('not_open'), color: 'bad' },
  ].filter(({ group }) => dots?.some((dot) => dot.group === group))
  return (
    <>
      <Toggle />
      <div className={`${panel} grid items-start gap-4 p-3 xl:grid-cols-[minmax(0,600px)_minmax(0,1fr)]`}>
        {dots ? (
          <DotMap
            name={t('map_name')}
            dots={dots}
            legend={legend}
            table={<Counts />}
            height={400}
            onPick={(id) => set({ open: id })}
          />
        ) : (
          <SkeletonRows rows={5} className="h-20" />
        )}
        <div className="hidden xl:block">
          <Counts />
        </div>
      </div>
    </>
  )
}

function Toggle() {
  const t = useWords(placesWords)
  const { query, set } = useAddress()
  const map = query.view !== 'list'
  const key = (on: boolean) =>
    `min-h-10 rounded-[6px] px-3 sm:min-h-8 ${on ? 'bg-action-soft font-mid text-action' : 'text-ink-soft'}`
  return (
    <fieldset className="flex items-center gap-1">
      <legend className="sr-only">{t('view')}</legend>
      <button type="button" aria-pressed={!map} className={key(!map)} onClick={() => set({ view: 'list' })}>
        {t('as_list')}
      </button>
      <button type="button" aria-pressed={map} className={key(map)} onClick={() => set({ view: undefined })}>
        {t('as_map')}
      </button>
    </fieldset>
  )
}

/** What the picture shows, as figures: formats by state. */
function Counts() {
  const t = useWords(placesWords)
  const f = useWords(formatWords)
  const items = useRead(countNodes, {}).data?.items
  const of = (format: string, state: string) =>
    items ? formatNumber(items.find((row) => row.format === format && row.state === state)?.count ?? 0) : '…'
  return (
    <Table
      caption={t('map_name')}
      rows={formatCodes}
      keyOf={(format) => format}
      columns={[
        { id: 'format', title: t('format'), heads: true, cell: (format) => f(format) },
        { id: 'open', title: t('state_open'), numeric: true, cell: (format) => of(format, 'open') },
        { id: 'paused', title: t('state_paused'), numeric: true, cell: (format) => of(format, 'paused') },
        { id: 'closed', title: t('state_closed'), numeric: true, cell: (format) => of(format, 'closed') },
      ]}
    />
  )
}

// A chart with its table behind it. ECharts is loaded when the first chart is shown, only the kinds we use.
import type { EChartsCoreOption, EChartsType } from 'echarts/core'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Icon } from '../kit/icons.tsx'
import { useTheme } from '../kit/switches.tsx'
import { commonWords } from '../words/common.ts'
import { useWords } from '../words/use-words.ts'

export type ChartProps = {
  /** What the picture shows, for those who do not see it. */
  label: string
  /** From the colours of the tokens in use; called again when light turns dark. */
  option: (color: (token: string) => string) => EChartsCoreOption
  /** The same figures as a table. */
  table: ReactNode
  height?: number
  /** Width to height; the chart is then at most `height` high and keeps this shape. */
  aspect?: number
  onPick?: (data: unknown) => void
  hint?: ReactNode
  /** Which sign stands for what, between the hint and the picture. */
  legend?: ReactNode
}

const color = (token: string) =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${token}`).trim()

/** The page's own faces, also on the canvas. */
const dressed = (option: ChartProps['option']): EChartsCoreOption => ({
  textStyle: { fontFamily: color('sans') },
  ...option(color),
})

function useChart({ option, onPick }: Pick<ChartProps, 'option' | 'onPick'>, shown: boolean) {
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<EChartsType>(null)
  const { dark } = useTheme()
  const latest = useRef({ option, onPick })
  useEffect(() => {
    latest.current = { option, onPick }
    chart.current?.setOption(dressed(option))
  }, [option, onPick, dark])
  useEffect(() => {
    const box = place.current
    if (!shown || !box) return undefined
    let gone = false
    const size = new ResizeObserver(() => chart.current?.resize())
    void import('./echarts.ts').then(({ init }) => {
      if (gone) return
      const made = init(box)
      made.setOption(dressed(latest.current.option))
      made.on('click', (event) => latest.current.onPick?.(event.data))
      chart.current = made
      size.observe(box)
    })
    return () => {
      gone = true
      size.disconnect()
      chart.current?.dispose()
      chart.current = null
    }
  }, [shown])
  return place
}

export function Chart(props: ChartProps) {
  const c = useWords(commonWords)
  const [as_table, setAsTable] = useState(false)
  const place = useChart(props, !as_table)
  const { height = 280, aspect } = props
  const shape = aspect ? { aspectRatio: aspect, maxHeight: height, maxWidth: height * aspect } : { height }
  return (
    <figure className="relative">
      <figcaption className="mb-1 flex items-center justify-between gap-3">
        <span className="text-ink-soft">{props.hint}</span>
        <button
          type="button"
          className="link inline-flex min-h-10 sm:min-h-8 items-center gap-1 px-2"
          onClick={() => setAsTable(!as_table)}
        >
          <Icon name={as_table ? 'map' : 'list'} size={16} />
          {c(as_table ? 'show_chart' : 'show_table')}
        </button>
      </figcaption>
      {as_table ? (
        <div style={{ minHeight: height, maxHeight: height * 1.6 }} className="overflow-auto">
          {props.table}
        </div>
      ) : (
        <>
          {props.legend}
          <div ref={place} role="img" aria-label={props.label} style={shape} className="w-full" />
        </>
      )}
    </figure>
  )
}

// One row of the benchmark: a figure, its limit of the same run, and whether the answers were right.
export type Measured = {
  name: string
  unit: string
  value: number
  runs: number[]
  p50_ms: number
  p99_ms: number
  limit: { name: string; value: number }
  ratio: number
  correct: boolean
  /** What does not hold, in words. */
  wrong?: string
  /** Microseconds an order by step: the server's CPU, the database's CPU, and its functions' own time. */
  steps?: Record<string, number>
}

export const round = (value: number) => Math.round(value * 100) / 100
export const middle = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!

export function show(row: Measured) {
  const figure = `${row.value} ${row.unit}`.padStart(16)
  const beside = `${row.limit.value} ${row.unit}`.padStart(16)
  console.log(
    `${row.name.padEnd(10)}${figure}  limit${beside}  ratio ${row.ratio.toFixed(2).padStart(6)}` +
      `  p50 ${row.p50_ms} ms  p99 ${row.p99_ms} ms  ${row.correct ? 'correct' : `WRONG ${row.wrong ?? ''}`}`,
  )
}

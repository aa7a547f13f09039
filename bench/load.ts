// Load on one address: autocannon, medians of several runs.
import autocannon from 'autocannon'

export type Shot = {
  method?: 'GET' | 'POST'
  path: string
  body?: string
  headers?: Record<string, string>
  /** Bytes of the only right answer, where there is one: each other answer counts as failed. */
  expect?: number
}
export type Figure = { rate: number; p50_ms: number; p99_ms: number; failed: number }

type Headers = Record<string, unknown> | undefined
export type Effort = { seconds: number; connections: number; runs: number; warm: boolean }

const middle = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!

async function once(base: string, shots: readonly Shot[], { seconds, connections }: Effort): Promise<Figure> {
  let wrong = 0
  const result = await autocannon({
    url: base,
    connections,
    duration: seconds,
    // It ends at a sample.
    sampleInt: 100,
    requests: shots.map(({ method = 'GET', path, body, headers = {}, expect }) => ({
      method,
      path,
      headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body }),
      // By length: comparing every byte of both would measure the comparison.
      onResponse: (_status: number, _body: string, _context: object, told: Headers) => {
        if (expect !== undefined && Number(told?.['content-length']) !== expect) wrong++
      },
    })),
  })
  return {
    rate: result.requests.total / result.duration,
    p50_ms: result.latency.p50,
    p99_ms: result.latency.p99,
    failed: wrong + result.non2xx + result.errors + result.timeouts,
  }
}

/** Medians of `runs` runs, after a short warm-up where it is `warm`; shots are taken in turn. */
export async function load(
  base: string,
  shots: readonly Shot[],
  effort: Effort,
): Promise<Figure & { runs: number[] }> {
  if (effort.warm) await once(base, shots, { ...effort, seconds: 1 })
  const all: Figure[] = []
  for (let run = 0; run < effort.runs; run++) all.push(await once(base, shots, effort))
  return {
    rate: middle(all.map((one) => one.rate)),
    p50_ms: middle(all.map((one) => one.p50_ms)),
    p99_ms: middle(all.map((one) => one.p99_ms)),
    failed: all.reduce((sum, one) => sum + one.failed, 0),
    runs: all.map((one) => one.rate),
  }
}

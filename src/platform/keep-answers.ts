// Written answers that are the same for everybody, by address: kept while the snapshots they were made from
// stand and no planned change has come, a minute at most. As bytes, so that giving one again is one write,
// and bounded by their bytes: the oldest go first.
import { nowMs } from './clock.ts'
import type { Keep } from './route.ts'

const kept_ms_max = 60_000
const url_max = 400

type Until = { version: string; until: number }
type Kept = Until & { body: Buffer }

export function keepAnswers({ version, until }: Keep, bytes_max = 8 * 1024 * 1024) {
  const answers = new Map<string, Kept>()
  let bytes = 0

  function drop(url: string, { body }: Kept) {
    answers.delete(url)
    bytes -= body.length
  }
  return {
    find(url: string): Buffer | null {
      const known = answers.get(url)
      if (!known) return null
      if (known.until > nowMs() && known.version === version()) return known.body
      drop(url, known)
      return null
    },
    /** How long an answer made from now on may stand: asked before, as a change may come in between. */
    before(input: unknown): Until {
      const next = until?.(input as never) ?? Number.POSITIVE_INFINITY
      return { version: version(), until: Math.min(next, nowMs() + kept_ms_max) }
    },
    /** The bytes of `written`, kept if they may be. */
    remember(url: string, stands: Until, written: string): Buffer {
      const body = Buffer.from(written)
      if (url.length > url_max || body.length > bytes_max / 8) return body
      const before = answers.get(url)
      if (before) drop(url, before)
      answers.set(url, { body, ...stands })
      bytes += body.length
      for (const [oldest, kept] of answers) {
        if (bytes <= bytes_max) break
        drop(oldest, kept)
      }
      return body
    },
  }
}

// Written answers that are the same for everybody, by address: kept while the snapshots they were made from
// stand and no planned change has come, a minute at most. The oldest go first.
import type { Keep } from './route.ts'

const answers_max = 4_000
const kept_ms_max = 60_000
const url_max = 400

type Kept = { body: string; version: string; until: number }

export function keepAnswers({ version, until }: Keep) {
  const answers = new Map<string, Kept>()
  return {
    find(url: string): string | null {
      const known = answers.get(url)
      if (!known) return null
      if (known.until > Date.now() && known.version === version()) return known.body
      answers.delete(url)
      return null
    },
    remember(url: string, input: unknown, body: string) {
      if (url.length > url_max) return
      const next = until?.(input as never) ?? Number.POSITIVE_INFINITY
      if (answers.size >= answers_max) answers.delete(answers.keys().next().value!)
      answers.set(url, { body, version: version(), until: Math.min(next, Date.now() + kept_ms_max) })
    },
  }
}

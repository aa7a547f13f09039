// The story of an order: what happened, by whom, when, and how long after the step before.
import { Section } from '../../../web/console/parts.tsx'
import { ErrorState, SkeletonRows } from '../../../web/kit/states.tsx'
import { type Moment, Timeline } from '../../../web/kit/timeline.tsx'
import { useRead } from '../../../web/query.ts'
import { formatDuration, formatInstant } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { sayIfKnown } from '../../../web/words/words.ts'
import type { Lang } from '../../../platform/types.ts'
import { getStory, type OrderView, type StoryRow } from '../contract.ts'
import { deskOrderWords } from './desk-words.ts'

const failures = new Set(['fail_pick', 'expire', 'install_failed', 'payment_failed', 'offer_choice'])
const ended = new Set(['closed', 'expired', 'cancelled', 'returned'])

export function Story({ order }: { order: OrderView }) {
  const t = useWords(deskOrderWords)
  const lang = useLang()
  const read = useRead(getStory, { order_id: order.id })
  if (read.error) return <ErrorState problem={read.error} onRetry={() => void read.refetch()} />
  const rows = read.data?.rows ?? []
  const over = ended.has(order.state)
  const moments = rows.map((row, at) =>
    momentOf(row, rows[at - 1], { lang, last: at === rows.length - 1 && !over }),
  )
  return (
    <Section title={t('story')}>
      {read.data ? <Timeline label={t('story')} moments={moments} /> : <SkeletonRows rows={4} />}
    </Section>
  )
}

function momentOf(
  row: StoryRow,
  before: StoryRow | undefined,
  { lang, last }: { lang: Lang; last: boolean },
) {
  const say = (key: string, facts: object = {}) => sayIfKnown(deskOrderWords, lang, key, facts)
  const gap_ms = before ? Date.parse(row.at) - Date.parse(before.at) : 0
  const gap = gap_ms >= 60_000 ? say('ago_gap', { span: formatDuration(gap_ms, lang) }) : null
  const moment: Moment = {
    id: row.id,
    state: failures.has(row.code) ? 'failed' : last ? 'now' : 'done',
    title: say(`ev_${row.code}_${row.facts.step ?? row.facts.reason}`) ?? say(`ev_${row.code}`) ?? row.code,
    time: formatInstant(row.at, lang),
    children: [say(`by_${row.by}`), gap].filter(Boolean).join(' · '),
  }
  return moment
}

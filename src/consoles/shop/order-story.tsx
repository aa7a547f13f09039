// What happened, oldest first, and after it what the state table says is still to come.
import type { OrderInstallation } from '../../modules/installation/contract.ts'
import type { OrderView, StoryRow } from '../../modules/orders/contract.ts'
import { type Moment, Timeline } from '../../web/kit/timeline.tsx'
import { formatInstant, formatMoney } from '../../web/words/format.ts'
import { sayIfKnown } from '../../web/words/words.ts'
import { useView, useWords } from '../../web/words/use-words.ts'
import { orderWords } from './order-words.ts'

/** The usual way, as steps a reader knows; a step is behind when its state or a later one was reached. */
const WAY = ['created', 'paid', 'accepted', 'picking', 'handed_over', 'delivered', 'installed'] as const
const AHEAD = ['pay', 'accept', 'pick', 'hand_over', 'deliver', 'install'] as const

/** What is still to come from here; nothing once it has ended or gone another way. */
function aheadOf(order: OrderView): readonly (typeof AHEAD)[number][] {
  const at = WAY.indexOf(order.state === 'delivering' ? 'handed_over' : (order.state as (typeof WAY)[number]))
  if (at < 0) return []
  return AHEAD.slice(at).filter((step) => step !== 'install' || order.needs_install)
}

const BAD = [
  'fail_pick',
  'expire',
  'cancel_by_house',
  'payment_failed',
  'payment_difference',
  'install_failed',
  'offer_choice',
  'parcel_lost',
]

export function Story(props: {
  order: OrderView
  rows: readonly StoryRow[]
  install: OrderInstallation | null
}) {
  const t = useWords(orderWords)
  const { lang, now } = useView()
  const { order, rows, install } = props
  const done = rows.map((row, i): Moment => {
    const last = i === rows.length - 1
    const state = BAD.includes(row.code) ? 'failed' : last && aheadOf(order).length > 0 ? 'now' : 'done'
    const step = install?.steps.find((one) => one.step === row.facts.step)
    const title = step
      ? t('story_install_step_of', { step: lang === 'en' ? step.label_en.toLowerCase() : step.label_zh })
      : (sayIfKnown(orderWords, lang, `story_${row.code}_${row.facts.reason}`) ??
        sayIfKnown(orderWords, lang, `story_${row.code}`) ??
        t('story_news'))
    const time = formatInstant(row.at, lang, now)
    return { id: row.id, state, title, time, children: <Note row={row} /> }
  })
  const ahead = aheadOf(order).map((step): Moment => ({ id: step, state: 'later', title: t(`next_${step}`) }))
  return (
    <section aria-labelledby="story" className="card p-5 md:p-6">
      <h2 id="story" className="pb-4 text-18">
        {t('timeline')}
      </h2>
      <div aria-live="polite">
        <Timeline label={t('timeline')} moments={[...done, ...ahead]} />
      </div>
    </section>
  )
}

function Note({ row }: { row: StoryRow }) {
  const t = useWords(orderWords)
  const said = [t(`by_${row.by}`)]
  const { amount_fen, tracking_no } = row.facts
  if (typeof tracking_no === 'string') said.push(tracking_no)
  if (typeof amount_fen === 'number') said.push(formatMoney(amount_fen))
  return <>{said.join(' · ')}</>
}

// One store in a list: name, distance, and whether its door is open now.
import { Badge } from '../../web/kit/badge.tsx'
import { useWords } from '../../web/words/use-words.ts'
import type { StoreCard } from './data.ts'
import { storeWords } from './store-words.ts'

export const clockOf = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

export const hoursOf = (store: Pick<StoreCard, 'opens_minute' | 'closes_minute'>) =>
  `${clockOf(store.opens_minute)}–${clockOf(store.closes_minute)}`

export function OpenBadge({ store }: { store: StoreCard }) {
  const t = useWords(storeWords)
  if (store.open) return <Badge tone="lit">{t('open_until', { time: clockOf(store.closes_minute) })}</Badge>
  return <Badge>{t('closed_until', { time: clockOf(store.opens_minute) })}</Badge>
}

type RowProps = { store: StoreCard; distance: string; heading?: 'h2' | 'h3' }

export const StoreRow = ({ store, distance, heading: Heading = 'h3' }: RowProps) => (
  <li className="card relative flex flex-col gap-1 px-5 py-4">
    <Heading className="text-16">
      <a
        href={`/stores/${store.node_id}`}
        translate="no"
        className="after:absolute after:inset-0 after:rounded-shop after:content-[''] hover:underline focus-visible:shadow-none focus-visible:after:shadow-[var(--focus)]"
      >
        {store.name}
      </a>
    </Heading>
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-13 text-ink-soft">
      <span className="num">{distance}</span>
      <span>{store.format}</span>
      <OpenBadge store={store} />
    </p>
    <p className="text-13 text-ink-soft" translate="no">
      {store.address}
    </p>
  </li>
)

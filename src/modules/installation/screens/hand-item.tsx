// One thing a crew did, as it stands: waiting, sent, or refused with the reason and what to do.
import { Button } from '../../../web/kit/button.tsx'
import { Card, CardList, Tag } from '../../../web/mobile/parts.tsx'
import { formatInstant } from '../../../web/words/format.ts'
import { tell } from '../../../web/words/refusals.ts'
import { Problem } from '../../../web/api.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import type { LocalJob } from '../local-view.ts'
import type { Item } from '../outbox.ts'
import { type Crew, putAside } from './hand-store.ts'
import { handInstallationWords } from './hand-words.ts'

const tones = { waiting: 'lit', sent: 'good', refused: 'bad' } as const

export function ItemCard({ item, crew }: { item: Item; crew: Crew }) {
  const t = useWords(handInstallationWords)
  const lang = useLang()
  const job = crew.jobs.find(({ id }) => id === item.work_order_id)
  const told = item.reason
    ? tell(new Problem({ reason: item.reason, status: 409, facts: item.facts }), lang)
    : null
  return (
    <Card as="li" lit={item.state === 'refused'}>
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <p className="num text-16 font-mid">{t(`deed_${item.deed}`, { what: item.what })}</p>
          <p className="num text-14 text-ink-soft">
            {job && <>{t('job_of', { number: job.number })} · </>}
            {formatInstant(item.made_at, lang)}
          </p>
        </div>
        <Tag tone={tones[item.state]}>{t(`state_${item.state}`)}</Tag>
      </div>
      {told && (
        <p className="rounded-field bg-bad-soft px-3 py-2 text-15 text-bad">
          <b className="font-mid">{told.sentence}</b> <span className="text-ink">{told.next}</span>
        </p>
      )}
      {item.state === 'refused' && (
        <Button look="secondary" onClick={() => void putAside(item.id)}>
          {t('put_aside')}
        </Button>
      )}
    </Card>
  )
}

/** What of this visit was refused: told where it was done, since it looked done a moment ago. */
export function RefusedHere({ crew, job }: { crew: Crew; job: LocalJob }) {
  const t = useWords(handInstallationWords)
  const refused = crew.queue.filter(
    ({ work_order_id, deed, state }) => work_order_id === job.id && state === 'refused' && deed !== 'accept',
  )
  return (
    <div role="alert" className="empty:hidden">
      {refused.length > 0 && (
        <CardList label={t('refused_n', { count: refused.length })}>
          {refused.map((item) => (
            <ItemCard key={item.id} item={item} crew={crew} />
          ))}
        </CardList>
      )}
    </div>
  )
}

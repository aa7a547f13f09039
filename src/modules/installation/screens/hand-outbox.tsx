// What was done and where it stands: waiting for a network, sent, or refused with the reason and what to do.
import { Button, LinkButton } from '../../../web/kit/button.tsx'
import { EmptyState } from '../../../web/kit/states.tsx'
import { CardList, LoadingCards, Page } from '../../../web/mobile/parts.tsx'
import { useWords } from '../../../web/words/use-words.ts'
import type { Item } from '../outbox.ts'
import { useOutboxCount } from './hand-jobs.tsx'
import { ItemCard } from './hand-item.tsx'
import { Freshness } from './hand-parts.tsx'
import { type Crew, sync, useCrew } from './hand-store.ts'
import { handInstallationWords } from './hand-words.ts'

export default function HandOutbox() {
  const t = useWords(handInstallationWords)
  const crew = useCrew()
  useOutboxCount(crew)
  const of = (state: Item['state']) => crew.queue.filter((item) => item.state === state)
  const waiting = of('waiting').length
  const refused = of('refused').length
  const title =
    waiting > 0
      ? t('waiting_n', { count: waiting })
      : refused > 0
        ? t('refused_n', { count: refused })
        : t('outbox_empty')
  // Refused ones need a person, so they come first; sent ones are for comfort.
  const shown = [...of('refused'), ...of('waiting'), ...of('sent').reverse()]
  return (
    <Page title={title} subtitle={t('outbox_lead')}>
      <Freshness crew={crew} />
      <Session crew={crew} />
      {waiting > 0 && (
        <Button size="large" wide pending={crew.syncing} onClick={() => void sync()}>
          {crew.syncing ? t('sending') : t('send_now')}
        </Button>
      )}
      {!crew.ready && <LoadingCards rows={2} />}
      {crew.ready && shown.length === 0 && (
        <EmptyState icon="check" title={t('outbox_empty')}>
          {t('outbox_empty_next')}
        </EmptyState>
      )}
      <CardList label={t('outbox')}>
        {shown.map((item) => (
          <ItemCard key={item.id} item={item} crew={crew} />
        ))}
      </CardList>
    </Page>
  )
}

function Session({ crew }: { crew: Crew }) {
  const t = useWords(handInstallationWords)
  if (crew.problem?.status !== 401) return null
  return (
    <div role="alert" className="flex flex-col gap-3 rounded-shop bg-warn-soft p-4 text-15 text-warn">
      {t('sign_in_again')}
      <LinkButton href="/sign-in?next=/crew/outbox" look="secondary">
        {t('sign_in')}
      </LinkButton>
    </div>
  )
}

// The delivery log: what was sent to whom, what was answered, when it is tried again, and the button that
// does not wait.
import type { TableColumnsType } from 'antd'
import type { Id, Lang } from '../../../platform/types.ts'
import { type Query, useAddress } from '../../../web/console/address.ts'
import { ListPage } from '../../../web/console/list-page.tsx'
import { useWhyNot } from '../../../web/console/me.tsx'
import { Actions, Facts, Section } from '../../../web/console/parts.tsx'
import { Badge } from '../../../web/kit/badge.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { EmptyState, ErrorState, Refusal, SkeletonRows } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { useCommand, useLive, usePages, useRead } from '../../../web/query.ts'
import { formatInstant, formatNumber } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { say } from '../../../web/words/words.ts'
import { type Delivery, getDelivery, listDeliveries, replayDelivery } from '../contract.ts'
import { hookWords } from './hook-words.ts'

const asked = ({ state, endpoint }: Query) => ({
  limit: 50,
  ...(state ? { state: state as Delivery['state'] } : {}),
  ...(endpoint ? { endpoint_id: endpoint as Id } : {}),
})

export default function DeliveriesPage() {
  const t = useWords(hookWords)
  const lang = useLang()
  const { query } = useAddress()
  const rows = usePages(listDeliveries, asked(query))
  useLive(['webhooks:all'], [listDeliveries, getDelivery])
  const of: Query = query.endpoint ? { endpoint: query.endpoint } : {}
  return (
    <ListPage
      title={t('log_title')}
      subtitle={t('log_lead')}
      filters={[
        { id: 'all', title: t('f_all'), query: of },
        { id: 'waiting', title: t('f_waiting'), query: { ...of, state: 'waiting' } },
        { id: 'failed', title: t('f_failed'), query: { ...of, state: 'failed' } },
        { id: 'delivered', title: t('f_delivered'), query: { ...of, state: 'delivered' } },
        ...(query.endpoint ? [{ id: 'everyone', title: t('f_everyone'), query: {} }] : []),
      ]}
      rows={rows}
      columns={columnsOf(lang)}
      keyOf={(row) => row.id}
      empty={
        <EmptyState icon="plug" title={t('log_empty')}>
          {t('log_empty_text')}
        </EmptyState>
      }
      detail={(id) => <Detail key={id} id={id} />}
      detail_title={(_, row) => row && <code translate="no">{row.event}</code>}
      detail_width={520}
    />
  )
}

const tones = { waiting: 'unknown', delivered: 'good', failed: 'bad' } as const
type Answered = { status: number | null; error: string | null }

function answerText({ status, error }: Answered, lang: Lang) {
  const t = say(hookWords, lang)
  const facts = { status: status ?? 0 }
  return error ? t(`error_${error as 'status'}`, facts) : t('taken', facts)
}

function columnsOf(lang: Lang): TableColumnsType<Delivery> {
  const t = say(hookWords, lang)
  return [
    { title: t('happened'), render: (_, row) => formatInstant(row.happened_at, lang) },
    {
      title: t('state'),
      render: (_, row) => <Badge tone={tones[row.state]}>{t(`delivery_${row.state}`)}</Badge>,
    },
    { title: t('event'), render: (_, row) => <code translate="no">{row.event}</code> },
    {
      title: t('endpoint'),
      render: (_, row) => (
        <span className="block max-w-56 truncate" translate="no" title={row.endpoint_name}>
          {row.endpoint_name}
        </span>
      ),
    },
    {
      title: t('answer'),
      render: (_, row) =>
        row.last_at ? answerText({ status: row.last_status, error: row.last_error }, lang) : '—',
    },
    { title: t('tries'), align: 'right', render: (_, row) => formatNumber(row.tries) },
    { title: t('next'), render: (_, row) => (row.next_at ? formatInstant(row.next_at, lang) : '—') },
  ]
}

function Detail({ id }: { id: string }) {
  const t = useWords(hookWords)
  const lang = useLang()
  const why = useWhyNot('webhooks.manage')
  const read = useRead(getDelivery, { delivery_id: id as Id })
  const replay = useCommand(replayDelivery, {
    refreshes: [getDelivery, listDeliveries],
    onDone: () => toast(t('replayed')),
  })
  if (read.error) return <ErrorState problem={read.error} />
  const found = read.data
  if (!found) return <SkeletonRows rows={6} />
  return (
    <>
      <Section
        title={t('state')}
        note={<Badge tone={tones[found.state]}>{t(`delivery_${found.state}`)}</Badge>}
      >
        <Facts
          facts={[
            { name: t('endpoint'), value: <span translate="no">{found.endpoint_name}</span> },
            { name: 'webhook-id', value: <code translate="no">{found.webhook_id}</code> },
            { name: t('happened'), value: formatInstant(found.happened_at, lang) },
            found.next_at !== null && { name: t('next'), value: formatInstant(found.next_at, lang) },
          ]}
        />
      </Section>
      <Section title={t('attempts')}>
        <Facts
          facts={found.attempts.map((one) => ({
            name: formatInstant(one.at, lang),
            value: `${answerText(one, lang)} · ${t('took', { ms: one.took_ms })}`,
          }))}
        />
      </Section>
      <Section title={t('body')}>
        <pre translate="no" className="rounded-[6px] bg-sunk p-3 text-12 break-words whitespace-pre-wrap">
          {JSON.stringify(JSON.parse(found.body), null, 2)}
        </pre>
      </Section>
      <Actions>
        <Button
          size="small"
          why_disabled={why}
          pending={replay.pending}
          onClick={() => void replay.run({ delivery_id: found.id })}
        >
          {t('replay')}
        </Button>
        <Refusal problem={replay.problem} />
      </Actions>
    </>
  )
}

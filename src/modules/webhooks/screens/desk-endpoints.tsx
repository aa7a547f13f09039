// Who is told of what happens here: the list of endpoints, adding one, its secret shown once.
import type { TableColumnsType } from 'antd'
import { useState } from 'react'
import type { Lang } from '../../../platform/types.ts'
import { ListPage } from '../../../web/console/list-page.tsx'
import { useWhyNot } from '../../../web/console/me.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { Dialog } from '../../../web/kit/dialog.tsx'
import { EmptyState } from '../../../web/kit/states.tsx'
import { useCommand, useLive, useRead, wholeList } from '../../../web/query.ts'
import { formatInstant, formatNumber } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { say } from '../../../web/words/words.ts'
import { addEndpoint, getEndpoint, type HookEndpoint, listEndpoints } from '../contract.ts'
import { EndpointDetail } from './desk-endpoint.tsx'
import { EndpointForm } from './endpoint-form.tsx'
import { hookWords } from './hook-words.ts'
import { Secret } from './secret.tsx'
import { StateBadge } from './state-badge.tsx'

export default function EndpointsPage() {
  const t = useWords(hookWords)
  const lang = useLang()
  const why = useWhyNot('webhooks.manage')
  const [adding, setAdding] = useState(false)
  const read = useRead(listEndpoints, {})
  useLive(['webhooks:all'], [listEndpoints, getEndpoint])
  const add = (
    <Button size="small" icon="plus" why_disabled={why} onClick={() => setAdding(true)}>
      {t('add')}
    </Button>
  )
  return (
    <>
      <ListPage
        title={t('title')}
        subtitle={t('lead')}
        action={add}
        rows={wholeList(read.data?.items ?? [], read, listEndpoints)}
        columns={columnsOf(lang)}
        keyOf={(row) => row.id}
        empty={
          <EmptyState icon="plug" title={t('empty')}>
            {t(why ? 'empty_elsewhere' : 'empty_text')}
          </EmptyState>
        }
        detail={(id) => <EndpointDetail key={id} id={id} />}
        detail_title={(_, row) => row && <span translate="no">{row.name}</span>}
        detail_width={520}
      />
      {adding && <Add onClose={() => setAdding(false)} />}
    </>
  )
}

function columnsOf(lang: Lang): TableColumnsType<HookEndpoint> {
  const t = say(hookWords, lang)
  return [
    {
      title: t('name'),
      render: (_, row) => (
        <b className="block max-w-56 truncate font-mid" translate="no" title={row.name}>
          {row.name}
        </b>
      ),
    },
    { title: t('state'), render: (_, row) => <StateBadge endpoint={row} /> },
    {
      title: t('url'),
      render: (_, row) => (
        <code className="block max-w-72 truncate" translate="no" title={row.url}>
          {row.url}
        </code>
      ),
    },
    { title: t('events'), render: (_, row) => t('n_events', { count: row.events.length }) },
    { title: t('waiting'), align: 'right', render: (_, row) => formatNumber(row.waiting) },
    {
      title: t('last'),
      render: (_, row) => (row.last_delivered_at ? formatInstant(row.last_delivered_at, lang) : t('never')),
    },
  ]
}

function Add({ onClose }: { onClose: () => void }) {
  const t = useWords(hookWords)
  const [secret, setSecret] = useState<string | null>(null)
  const add = useCommand(addEndpoint, {
    refreshes: [listEndpoints],
    onDone: (made) => setSecret(made.secret),
  })
  // Shown this once: it stays until somebody says that it is kept.
  return (
    <Dialog open onClose={() => secret === null && onClose()} title={t('add')}>
      {secret ? (
        <Secret secret={secret} onKept={onClose} />
      ) : (
        <EndpointForm
          wish={{ name: '', url: '', events: ['orders.placed', 'orders.paid'] }}
          submit={t('add_do')}
          pending={add.pending}
          problem={add.problem}
          onSend={(wish) => void add.run(wish)}
        />
      )}
    </Dialog>
  )
}

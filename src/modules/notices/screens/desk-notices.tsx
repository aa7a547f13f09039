// The outbox: what customers were told of their orders, where it went by its shape, and what became of it.
import type { TableColumnsType } from 'antd'
import type { Lang } from '../../../platform/types.ts'
import { type Query, useAddress } from '../../../web/console/address.ts'
import { ListPage } from '../../../web/console/list-page.tsx'
import { Facts, Section } from '../../../web/console/parts.tsx'
import { Badge } from '../../../web/kit/badge.tsx'
import { EmptyState } from '../../../web/kit/states.tsx'
import { usePages } from '../../../web/query.ts'
import { formatInstant } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { say } from '../../../web/words/words.ts'
import { type Channel, listNotices, type Notice } from '../contract.ts'
import { noticeWords } from './notice-words.ts'

const asked = ({ channel, state }: Query) => ({
  limit: 50,
  ...(channel ? { channel: channel as Channel } : {}),
  ...(state ? { state: state as Notice['state'] } : {}),
})
type About<E extends string> = E extends `orders.${infer What}` ? What : never
const about = (event: Notice['event']) => event.slice('orders.'.length) as About<Notice['event']>
const tones = { waiting: 'unknown', sent: 'good', failed: 'bad' } as const

export default function NoticesPage() {
  const t = useWords(noticeWords)
  const lang = useLang()
  const { query } = useAddress()
  const rows = usePages(listNotices, asked(query))
  return (
    <ListPage
      title={t('title')}
      subtitle={t('lead')}
      filters={[
        { id: 'all', title: t('f_all'), query: {} },
        { id: 'sms', title: t('f_sms'), query: { channel: 'sms' } },
        { id: 'email', title: t('f_email'), query: { channel: 'email' } },
        { id: 'waiting', title: t('f_waiting'), query: { state: 'waiting' } },
        { id: 'failed', title: t('f_failed'), query: { state: 'failed' } },
      ]}
      rows={rows}
      columns={columnsOf(lang)}
      keyOf={(row) => row.id}
      empty={
        <EmptyState icon="phone" title={t('empty')}>
          {t('empty_text')}
        </EmptyState>
      }
      detail={(_, row) => row && <Detail notice={row} />}
      detail_title={(_, row) => row && <span className="num">{row.number}</span>}
    />
  )
}

function columnsOf(lang: Lang): TableColumnsType<Notice> {
  const t = say(noticeWords, lang)
  return [
    { title: t('at'), render: (_, row) => formatInstant(row.made_at, lang) },
    { title: t('number'), render: (_, row) => <b className="num font-mid">{row.number}</b> },
    {
      title: t('state'),
      render: (_, row) => <Badge tone={tones[row.state]}>{t(`state_${row.state}`)}</Badge>,
    },
    { title: t('event'), render: (_, row) => t(`about_${about(row.event)}`) },
    { title: t('channel'), render: (_, row) => t(row.channel) },
    { title: t('to'), render: (_, row) => <span translate="no">{row.to || t('forgotten')}</span> },
    {
      title: t('text'),
      render: (_, row) => (
        <span className="block max-w-116 truncate" lang={row.lang} title={row.body}>
          {row.body}
        </span>
      ),
    },
  ]
}

function Detail({ notice }: { notice: Notice }) {
  const t = useWords(noticeWords)
  const lang = useLang()
  return (
    <>
      <Section title={t('text')} note={t(notice.channel)}>
        {notice.subject && (
          <p className="mb-1 font-strong" lang={notice.lang}>
            {notice.subject}
          </p>
        )}
        <p className="rounded-[6px] bg-sunk p-3" lang={notice.lang}>
          {notice.body}
        </p>
      </Section>
      <Section
        title={t('state')}
        note={<Badge tone={tones[notice.state]}>{t(`state_${notice.state}`)}</Badge>}
      >
        <Facts
          facts={[
            { name: t('event'), value: t(`about_${about(notice.event)}`) },
            { name: t('to'), value: <span translate="no">{notice.to || t('forgotten')}</span> },
            { name: t('lang'), value: notice.lang === 'en' ? t('en') : t('zh') },
            { name: t('at'), value: formatInstant(notice.made_at, lang) },
            notice.sent_at !== null && {
              name: t('state_sent'),
              value: formatInstant(notice.sent_at, lang),
            },
            notice.provider !== null && {
              name: t('provider'),
              value: <code translate="no">{notice.provider}</code>,
            },
            notice.last_error !== null && {
              name: t('error'),
              value: <code translate="no">{notice.last_error}</code>,
            },
          ]}
        />
      </Section>
    </>
  )
}

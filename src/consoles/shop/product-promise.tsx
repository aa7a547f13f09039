// The promise: from which store, when it arrives and is installed, with the sum behind it and who was
// passed over.
import type { ReactNode } from 'react'
import { Icon, type IconName } from '../../web/kit/icons.tsx'
import { Reasons } from '../../web/kit/price.tsx'
import { Table } from '../../web/kit/table.tsx'
import { formatDistance, formatInstant, formatWindow } from '../../web/words/format.ts'
import { useLang, useView, useWords } from '../../web/words/use-words.ts'
import type { ProductData, PromiseData, StoreCard } from './data.ts'
import { productWords } from './product-words.ts'

export function Promise_({ data }: { data: ProductData }) {
  const t = useWords(productWords)
  const { promise, store } = data
  if (!promise || !store) {
    return (
      <div className="card mt-5 flex gap-3 p-5">
        <Icon name="store" className="mt-0.5 text-ink-soft" />
        <p>
          <b className="block font-strong">{t('no_promise')}</b>
          <span className="text-13 text-ink-soft">{t('no_promise_text')}</span>
        </p>
      </div>
    )
  }
  return (
    <section className="card mt-5 px-5 py-2" aria-label={t('why_this_store')}>
      <Ships promise={promise} store={store} />
      <Arrives promise={promise} />
      {data.installs && promise.install && <Installs install={promise.install} />}
    </section>
  )
}

const Row = (props: { icon: IconName; title: ReactNode; text: ReactNode; children?: ReactNode }) => (
  <div className="border-t border-line py-2 first:border-0">
    {props.children ? <Reasons summary={<Head {...props} />}>{props.children}</Reasons> : <Head {...props} />}
  </div>
)
const Head = ({ icon, title, text }: { icon: IconName; title: ReactNode; text: ReactNode }) => (
  <span className="flex gap-3 py-1">
    <Icon name={icon} className="mt-0.5 shrink-0" />
    <span>
      <b className="block font-strong">{title}</b>
      <span className="num block text-13 text-ink-soft">{text}</span>
    </span>
  </span>
)

function Ships({ promise, store }: { promise: PromiseData; store: StoreCard }) {
  const t = useWords(productWords)
  const lang = useLang()
  const text = t('ships_text', { distance: formatDistance(store.distance_m, lang), n: promise.available })
  return (
    <Row
      icon="store"
      title={<span translate="no">{t('ships_from', { store: store.name })}</span>}
      text={promise.approximate ? `${text} · ${t('ships_rough')}` : text}
    >
      <ul className="list-disc pl-9 text-13 text-ink-soft">
        {promise.reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
        <li>{t('looked_at', { n: promise.candidates })}</li>
      </ul>
      {promise.rejected.length > 0 && <Others promise={promise} />}
      <a
        href={`/stores/${store.node_id}`}
        className="link ml-8 inline-flex min-h-11 items-center"
        translate="no"
      >
        {store.name}
      </a>
    </Row>
  )
}

function Others({ promise }: { promise: PromiseData }) {
  const t = useWords(productWords)
  const lang = useLang()
  return (
    <div className="pt-3 pl-8">
      <Table
        caption={t('why_not_others')}
        show_caption
        rows={promise.rejected}
        keyOf={(row) => `${row.name} ${row.distance_m}`}
        columns={[
          {
            id: 'store',
            title: t('store_column'),
            heads: true,
            cell: (row) => <span translate="no">{row.name}</span>,
          },
          { id: 'reason', title: t('reason_column'), cell: (row) => row.reason },
          {
            id: 'distance',
            title: t('distance_column'),
            numeric: true,
            cell: (row) => formatDistance(row.distance_m, lang),
          },
        ]}
      />
    </div>
  )
}

function Arrives({ promise }: { promise: PromiseData }) {
  const t = useWords(productWords)
  const { lang, now } = useView()
  const { accept_min, prepare_min, wait_min, travel_min } = promise.eta
  return (
    <Row
      icon="van"
      title={t('arrives', { at: formatInstant(promise.p90_at, lang, now) })}
      text={
        <>
          {t('arrives_sum', { accept: accept_min, prepare: prepare_min, wait: wait_min, travel: travel_min })}
          <span className="block">{t('arrives_half', { at: formatInstant(promise.p50_at, lang, now) })}</span>
        </>
      }
    />
  )
}

function Installs({ install }: { install: NonNullable<PromiseData['install']> }) {
  const t = useWords(productWords)
  const { lang, now } = useView()
  return (
    <Row
      icon="tool"
      title={t('installs_at', { at: formatWindow(install.starts_at, install.ends_at, lang, now) })}
      text={t('installs_text')}
    />
  )
}

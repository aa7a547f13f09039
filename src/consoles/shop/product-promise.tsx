// The promise: from which store, when it arrives and is installed, with the sum behind it and who was
// passed over.
import { type ReactNode, useEffect, useState } from 'react'
import { Icon, type IconName } from '../../web/kit/icons.tsx'
import { Reasons } from '../../web/kit/price.tsx'
import { Table } from '../../web/kit/table.tsx'
import type { Id, Lang } from '../../platform/types.ts'
import { getPromise } from '../../modules/sourcing/contract.ts'
import { call } from '../../web/api.ts'
import { formatDistance, formatInstant, formatMinutes, formatWindow } from '../../web/words/format.ts'
import { useLang, useView, useWords } from '../../web/words/use-words.ts'
import type { ProductData, PromiseData, StoreCard } from './data.ts'
import { productWords } from './product-words.ts'

/** A kept page ends when its goods turn, not with each unit sold: how many are left is asked once more. */
function useFresh({ sku_id, place, promise, store }: ProductData): PromiseData | null {
  const { county_code, town_code } = place
  const node_id = store?.node_id
  const [left, setLeft] = useState<number | null>(null)
  useEffect(() => {
    let here = true
    const ask = { sku_id: sku_id as Id, county_code, ...(town_code && { town_code }) }
    call(getPromise, ask).then(
      (now) => here && now.node_id === node_id && setLeft(now.available),
      () => {}, // what the page says stands
    )
    return () => {
      here = false
    }
  }, [sku_id, county_code, town_code, node_id])
  return promise && left !== null ? { ...promise, available: left } : promise
}

export function Promise_({ data }: { data: ProductData }) {
  const t = useWords(productWords)
  const { store } = data
  const promise = useFresh(data)
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
      <Ships promise={promise} store={store} city_centre={data.place.city_centre} />
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

type ShipsProps = { promise: PromiseData; store: StoreCard; city_centre: boolean }

function Ships({ promise, store, city_centre }: ShipsProps) {
  const t = useWords(productWords)
  const lang = useLang()
  const text = t('ships_text', { distance: formatDistance(store.distance_m, lang), n: promise.available })
  return (
    <Row
      icon="store"
      title={<span translate="no">{t('ships_from', { store: store.name })}</span>}
      text={promise.approximate ? `${text} · ${t(city_centre ? 'ships_rough_city' : 'ships_rough')}` : text}
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

const STEPS = ['accept', 'prepare', 'wait', 'travel'] as const
/** A store that takes longer than this to accept is not slow but closed. */
const CLOSED_MIN = 60

function Arrives({ promise }: { promise: PromiseData }) {
  const t = useWords(productWords)
  const { lang, now } = useView()
  return (
    <Row
      icon="van"
      title={t('arrives', { at: formatInstant(promise.p90_at, lang, now) })}
      text={
        <>
          {sayEta(t, promise.eta, lang)}
          <span className="block">{t('arrives_half', { at: formatInstant(promise.p50_at, lang, now) })}</span>
        </>
      }
    >
      <EtaTable eta={promise.eta} />
    </Row>
  )
}

type Eta = PromiseData['eta']
type Say = ReturnType<typeof useWords<(typeof productWords)['by_lang']['zh-CN']>>

/** `接单 5 分 + 备货 14 分 + 等车 45 分 + 路上 20 分`: the sum in one line. */
export const sayEta = (t: Say, { accept_min, prepare_min, wait_min, travel_min }: Eta, lang: Lang) =>
  t('arrives_sum', {
    accept: formatMinutes(accept_min, lang),
    prepare: formatMinutes(prepare_min, lang),
    wait: formatMinutes(wait_min, lang),
    travel: formatMinutes(travel_min, lang),
  })

export function EtaTable({ eta }: { eta: Eta }) {
  const t = useWords(productWords)
  const lang = useLang()
  const rows = STEPS.map((step) => {
    const minutes = eta[`${step}_min`]
    const closed = step === 'accept' && minutes > CLOSED_MIN
    return { name: t(closed ? 'step_accept_closed' : `step_${step}`), minutes }
  })
  const all = rows.reduce((sum, { minutes }) => sum + minutes, 0)
  return (
    <div className="pl-8">
      <Table
        caption={t('arrives_steps')}
        rows={[...rows, { name: t('step_all'), minutes: all }]}
        keyOf={(row) => row.name}
        columns={[
          { id: 'name', title: t('step'), heads: true, cell: (row) => row.name },
          {
            id: 'takes',
            title: t('step_takes'),
            numeric: true,
            cell: (row) => formatMinutes(row.minutes, lang),
          },
        ]}
      />
    </div>
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

// The stores near a place, and the page of one of them: its door, its people, what it promises and sells.
import { EmptyState } from '../../web/kit/states.tsx'
import { Icon } from '../../web/kit/icons.tsx'
import { formatDistance } from '../../web/words/format.ts'
import { useLang, useWords } from '../../web/words/use-words.ts'
import { Paints } from './art.tsx'
import type { StoreData, StoresData } from './data.ts'
import { Goods } from './goods-card.tsx'
import { Pager } from './list-page.tsx'
import { Shop } from './shop.tsx'
import { hoursOf, OpenBadge, StoreRow } from './store-row.tsx'
import { storeWords } from './store-words.ts'
import { WayLine } from './way-line.tsx'

export function StoresPage({ data }: { data: StoresData }) {
  const t = useWords(storeWords)
  const lang = useLang()
  const { place, stores } = data
  return (
    <Shop data={data}>
      <h1 className="pt-4 text-24 md:text-32">{t('title')}</h1>
      <p className="flex flex-wrap items-center gap-x-2 pb-4 text-ink-soft">
        {t(place.chosen ? 'lead' : 'lead_default', { place: place.short })}
        <a href="/place?next=/stores" className="link inline-flex min-h-11 items-center">
          {t('choose_place')}
        </a>
      </p>
      {stores.length === 0 ? (
        <EmptyState icon="store" title={t('none')}>
          {t('none_text')}
        </EmptyState>
      ) : (
        <ul className="grid gap-3 md:grid-cols-2 lg:grid-cols-3">
          {stores.map((store) => (
            <StoreRow
              key={store.node_id}
              store={store}
              distance={formatDistance(store.distance_m, lang)}
              heading="h2"
            />
          ))}
        </ul>
      )}
    </Shop>
  )
}

export function StorePage({ data }: { data: StoreData }) {
  const t = useWords(storeWords)
  const { store } = data
  return (
    <Shop data={data}>
      <Paints />
      <header className="pt-4 pb-5">
        <h1 className="text-24 md:text-32" translate="no">
          {store.name}
        </h1>
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-soft">
          {store.format} <OpenBadge store={store} /> <span>{data.owner_mode}</span>
        </p>
      </header>
      <div className="grid gap-4 md:grid-cols-2 md:gap-6">
        <Facts data={data} />
        <Way data={data} />
      </div>
      <section aria-labelledby="sells" className="pt-8">
        <h2 id="sells" className="flex flex-wrap items-baseline gap-x-3 pb-3 text-20">
          {t('sells')}
          {data.total > 0 && (
            <small className="text-14 font-text text-ink-soft">
              {t('sells_lead', { count: data.total })}
            </small>
          )}
        </h2>
        {data.total > 0 ? (
          <Goods tiles={data.tiles} frame={data.frame} label={t('sells')} />
        ) : (
          <EmptyState title={store.sells_online ? t('sells_none') : t('offline_only')}>
            {t('sells_none_text')}
          </EmptyState>
        )}
        <Pager pages={data.pages} />
      </section>
    </Shop>
  )
}

function Facts({ data }: { data: StoreData }) {
  const t = useWords(storeWords)
  const lang = useLang()
  const { store } = data
  const reach = formatDistance(data.service_radius_m, lang)
  const rows = [
    { name: t('address'), value: <span translate="no">{store.address}</span> },
    { name: t('hours'), value: <span className="num">{t('every_day', { hours: hoursOf(store) })}</span> },
    { name: t('promise'), value: t('promise_text', { n: data.capacity_per_day, distance: reach }) },
    { name: t('services'), value: data.services.join(lang === 'en' ? ', ' : '、') },
    {
      name: t('people'),
      value: data.people.map((person) => (
        <span key={person.name} className="block">
          <span translate="no">{person.name}</span>
          <span className="text-ink-soft">
            {' '}
            · {person.role} · {t('demo_person')}
          </span>
        </span>
      )),
    },
  ]
  return (
    <section aria-label={store.name} className="card p-5 md:p-6">
      <dl>
        {rows.map((row) => (
          <div
            key={row.name}
            className="grid grid-cols-[84px_1fr] gap-3 border-t border-line py-2.5 first:border-0"
          >
            <dt className="text-ink-soft">{row.name}</dt>
            <dd>{row.value}</dd>
          </div>
        ))}
      </dl>
      <a
        href={`tel:${store.phone.replaceAll(' ', '')}`}
        className="mt-2 inline-flex min-h-11 items-center gap-2 rounded-shop border border-line-firm px-5 font-mid text-action hover:bg-action-soft"
      >
        <Icon name="phone" /> <span className="num">{t('call', { phone: store.phone })}</span>
      </a>
    </section>
  )
}

/** A schematic line with the distance on it: no map, no outline. */
function Way({ data }: { data: StoreData }) {
  const t = useWords(storeWords)
  const lang = useLang()
  const { store, place } = data
  const distance = formatDistance(store.distance_m, lang)
  return (
    <section
      aria-label={t('distance_line', { distance })}
      className="card flex flex-col justify-between gap-4 p-5 md:p-6"
    >
      <WayLine distance={distance} />
      <div>
        <p>{t('distance_line', { distance })}</p>
        <p className="text-13 text-ink-soft">
          {place.full} · {t(place.city_centre ? 'distance_rough_city' : 'distance_rough')}
        </p>
        <p className="text-13 text-ink-soft">{t('walk_in')}</p>
        <a href="/stores" className="link inline-flex min-h-11 items-center">
          {t('back')}
        </a>
      </div>
    </section>
  )
}

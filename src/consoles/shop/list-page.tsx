// A list on one scale: rooms, categories and searches look alike.
import { EmptyState } from '../../web/kit/states.tsx'
import { Icon } from '../../web/kit/icons.tsx'
import { Reasons } from '../../web/kit/price.tsx'
import { Table } from '../../web/kit/table.tsx'
import { LinkButton } from '../../web/kit/button.tsx'
import { useWords } from '../../web/words/use-words.ts'
import { Paints } from './art.tsx'
import type { FacetData, LinkData, ListData } from './data.ts'
import { Goods } from './goods-card.tsx'
import { goodsWords } from './goods-words.ts'
import { listWords } from './list-words.ts'
import { Shop } from './shop.tsx'

export function ListPage({ data }: { data: ListData }) {
  const t = useWords(goodsWords)
  return (
    <Shop data={data} q={data.q} tab="home">
      <Paints />
      <header className="flex flex-wrap items-baseline gap-x-3 pt-3 pb-2 md:pt-5">
        <h1 className="text-24 md:text-32">{data.title}</h1>
        {data.read_as && <p className="text-ink-soft">{t('read_as', { word: data.read_as })}</p>}
        {data.total > 0 && (
          <p className="text-ink-soft">
            {t('list_lead', { count: data.total })}
            {data.total_today > 0 && ` · ${t('list_today', { n: data.total_today })}`}
          </p>
        )}
      </header>
      <Unheard data={data} />
      {data.did_you_mean && (
        <p className="pb-2">
          {t('did_you_mean')}{' '}
          <a className="link inline-flex min-h-11 items-center" href={data.did_you_mean.href}>
            {data.did_you_mean.name}
          </a>
        </p>
      )}
      {data.tabs.length > 1 && <Tabs tabs={data.tabs} />}
      {data.total === 0 && data.chosen.length === 0 ? <NoHit data={data} /> : <Results data={data} />}
    </Shop>
  )
}

/** What of the words was left out, so that nobody takes an answer to less for an answer to all. */
function Unheard({ data: { ignored, relaxed } }: { data: ListData }) {
  const t = useWords(listWords)
  const told = [
    ...(ignored.length ? [t('ignored', { words: ignored.join(' ') })] : []),
    ...(relaxed.length ? [t('relaxed', { words: relaxed.join(' ') })] : []),
  ]
  return told.map((sentence) => (
    <p key={sentence} className="flex items-center gap-2 pb-2 text-ink-soft">
      <Icon name="info" size={18} className="shrink-0" /> {sentence}
    </p>
  ))
}

const Tabs = ({ tabs }: { tabs: readonly LinkData[] }) => (
  <nav
    aria-label={useWords(goodsWords)('facet_category')}
    className="-mx-4 overflow-x-auto px-4 pb-2 md:mx-0 md:px-0"
  >
    <ul className="flex w-max gap-1">
      {tabs.map((tab) => (
        <li key={tab.href}>
          <a
            href={tab.href}
            aria-current={tab.current ? 'page' : undefined}
            className="flex min-h-11 items-center gap-1.5 rounded-field px-3.5 text-14 whitespace-nowrap text-ink-soft hover:bg-sunk aria-[current=page]:bg-ink aria-[current=page]:text-paper"
          >
            {tab.name}
          </a>
        </li>
      ))}
    </ul>
  </nav>
)

function Results({ data }: { data: ListData }) {
  const t = useWords(goodsWords)
  return (
    <div className="grid gap-x-8 md:grid-cols-[216px_minmax(0,1fr)]">
      <Facets facets={data.facets} />
      <section aria-label={data.title} className="min-w-0">
        <Above data={data} />
        {data.total === 0 ? (
          <EmptyState
            icon="filter"
            title={t('no_match')}
            action={
              <LinkButton look="secondary" href={data.cleared}>
                {t('clear_filters')}
              </LinkButton>
            }
          >
            {t('no_match_text')}
          </EmptyState>
        ) : (
          <>
            <Order data={data} />
            <h2 className="sr-only">{t('results')}</h2>
            <Goods tiles={data.tiles} frame={data.frame} label={data.title} />
          </>
        )}
        <Pager pages={data.pages} />
      </section>
    </div>
  )
}

function Above({ data }: { data: ListData }) {
  const t = useWords(goodsWords)
  return (
    <div className="-mx-4 flex items-center gap-2 overflow-x-auto px-4 pb-3 md:mx-0 md:flex-wrap md:px-0">
      {data.chosen.map((link) => (
        <a
          key={link.href}
          href={link.href}
          aria-label={t('remove_filter', { name: link.name })}
          className="inline-flex min-h-11 items-center gap-1.5 rounded-pill bg-light-soft px-4 text-14 whitespace-nowrap text-light-ink"
        >
          {link.name} <Icon name="close" size={14} />
        </a>
      ))}
      <nav aria-label={t('sort')} className="-ml-2.5 flex items-center md:ml-auto">
        {data.sorts.map((sort) => (
          <a
            key={sort.href}
            href={sort.href}
            aria-current={sort.current ? 'true' : undefined}
            className="flex min-h-11 items-center px-2.5 text-14 whitespace-nowrap text-ink-soft hover:underline aria-[current=true]:font-strong aria-[current=true]:text-ink"
          >
            {sort.name}
          </a>
        ))}
      </nav>
    </div>
  )
}

/** The order explains itself on a tap: three lines, then the figures of every place. */
function Order({ data: { order, sorts } }: { data: ListData }) {
  const t = useWords(listWords)
  const [sort] = sorts.filter((one) => one.current)
  const summary = (
    <span className="text-14 text-ink-soft">
      {t('order', { sort: sort?.name ?? '' })} · <span className="link">{t('why')}</span>
    </span>
  )
  return (
    <Reasons summary={summary}>
      <div className="card mb-3 p-4 md:p-5">
        <ul className="list-disc pl-5 text-14">
          {order.lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <div className="max-h-96 overflow-y-auto pt-2">
          <Table
            caption={t('order_table')}
            rows={order.rows}
            keyOf={(row) => `${row.at}`}
            columns={[
              { id: 'at', title: t('at'), cell: (row) => <span className="num">{row.at}</span> },
              {
                id: 'name',
                title: t('product'),
                heads: true,
                cell: (row) => <span translate="no">{row.name}</span>,
              },
              { id: 'because', title: t('from'), cell: (row) => <span className="num">{row.because}</span> },
            ]}
          />
        </div>
      </div>
    </Reasons>
  )
}

/** Beside the list on a desktop, folded above it on a phone; links, so they work before any script. */
function Facets({ facets }: { facets: readonly FacetData[] }) {
  const t = useWords(goodsWords)
  if (facets.length === 0) return <div className="hidden md:block" />
  const groups = facets.map((facet) => <Facet key={facet.code} facet={facet} />)
  return (
    <>
      <aside aria-label={t('filters')} className="hidden pt-3 md:block">
        {groups}
      </aside>
      <details className="mb-2 md:hidden">
        <summary className="flex min-h-11 items-center gap-2 font-mid">
          <Icon name="filter" size={18} /> {t('filters')}
          <Icon name="down" size={16} className="text-ink-faint" />
        </summary>
        <div className="card px-4 py-1">{groups}</div>
      </details>
    </>
  )
}

const Facet = ({ facet }: { facet: FacetData }) => (
  <section className="border-b border-line py-3 last:border-0 md:first:pt-0">
    <h2 className="text-14">{facet.name}</h2>
    <ul>
      {facet.choices.map((choice) => (
        <li key={choice.href}>
          <a
            href={choice.href}
            aria-current={choice.current ? 'true' : undefined}
            className="group flex min-h-11 items-center gap-2.5 text-14 hover:underline md:min-h-9"
          >
            <span
              aria-hidden="true"
              className="grid size-4.5 shrink-0 place-items-center rounded-[4px] border border-line-firm text-on-action group-aria-[current=true]:border-action group-aria-[current=true]:bg-action"
            >
              {choice.current && <Icon name="check" size={14} />}
            </span>
            <span className="grow">{choice.name}</span>
            <span className="num text-13 text-ink-faint">{choice.count}</span>
          </a>
        </li>
      ))}
    </ul>
  </section>
)

export function Pager({ pages }: { pages: ListData['pages'] }) {
  const t = useWords(goodsWords)
  if (pages.of < 2) return null
  return (
    <nav aria-label={t('pages')} className="flex items-center justify-center gap-4 pt-6">
      {pages.previous && (
        <LinkButton look="secondary" href={pages.previous}>
          {t('previous')}
        </LinkButton>
      )}
      <p className="num text-ink-soft">{t('page_of', { at: pages.at, of: pages.of })}</p>
      {pages.next && (
        <LinkButton look="secondary" href={pages.next}>
          {t('next')}
        </LinkButton>
      )}
    </nav>
  )
}

function NoHit({ data }: { data: ListData }) {
  const t = useWords(goodsWords)
  const asked = data.q.length > 0
  return (
    <EmptyState icon="find" title={asked ? t('no_hit', { q: data.q }) : t('search_ask')}>
      <p>{asked ? t('no_hit_text') : t('search_ask_text')}</p>
      <ul className="mt-4 grid grid-cols-2 gap-2 sm:grid-cols-4">
        {data.home_links.map((link) => (
          <li key={link.href}>
            <a href={link.href} className="card flex min-h-11 items-center justify-center px-3 text-ink">
              {link.name}
            </a>
          </li>
        ))}
      </ul>
    </EmptyState>
  )
}

// The shelf of a store or warehouse: find a product by words or scan, see what can be sold, open its cell.
import { Link, useNavigate } from '@tanstack/react-router'
import { type FormEvent, useEffect, useState } from 'react'
import type { Id } from '../../../platform/types.ts'
import { useAddress } from '../../../web/console/address.ts'
import { useWhyNot } from '../../../web/console/me.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { TextField } from '../../../web/kit/field.tsx'
import { EmptyState, ErrorState } from '../../../web/kit/states.tsx'
import { type Goods, Thumb, useGoodsRead } from '../../../web/mobile/goods.tsx'
import { mobileWords } from '../../../web/mobile/mobile-words.ts'
import { NodeName, NoNode, useNodeId } from '../../../web/mobile/node.tsx'
import { CardList, CardTitle, LinkRow, LoadingCards, Page, Segments } from '../../../web/mobile/parts.tsx'
import { useLive, usePages, useRead } from '../../../web/query.ts'
import { nameIn } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { listSkuLines } from '../../search/contract-lines.ts'
import { type Cell, listStock } from '../contract.ts'
import { WaitingChanges } from './hand-waiting.tsx'
import { handStockWords } from './hand-words.ts'

export default function HandStock() {
  const t = useWords(handStockWords)
  const node_id = useNodeId()
  const { query, set } = useAddress()
  useLive(node_id ? [`node:${node_id}`] : [], [listStock])
  if (!node_id) return <NoNode />
  const list = query.list === 'waiting' ? 'waiting' : query.low ? 'low' : 'all'
  const show = (id: string) =>
    set(
      { list: id === 'waiting' ? id : undefined, low: id === 'low' ? 'true' : undefined, q: undefined },
      true,
    )
  return (
    <Page title={t('stock')} subtitle={<NodeName />} aside={<FromFile />}>
      <Find text={query.q ?? ''} />
      {query.q ? (
        <Found node_id={node_id} text={query.q} />
      ) : (
        <>
          <Segments
            label={t('stock')}
            value={list}
            onChange={show}
            segments={(['all', 'low', 'waiting'] as const).map((id) => ({ id, title: t(id) }))}
          />
          {list === 'waiting' ? <WaitingChanges /> : <Cells node_id={node_id} low={list === 'low'} />}
        </>
      )}
    </Page>
  )
}

function FromFile() {
  const t = useWords(handStockWords)
  const why = useWhyNot('stock.count')
  if (why) return null
  return (
    <Link to="/imports" className="inline-flex min-h-11 items-center text-14 text-action">
      {t('from_file')}
    </Link>
  )
}

function Find({ text }: { text: string }) {
  const t = useWords(handStockWords)
  const m = useWords(mobileWords)
  const { set } = useAddress()
  const [typed, setTyped] = useState(text)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    set({ q: typed.trim() || undefined })
  }
  return (
    <form role="search" onSubmit={submit} className="flex items-end gap-2">
      <div className="min-w-0 grow">
        <TextField
          type="search"
          label={t('find')}
          placeholder={m('scan_placeholder')}
          value={typed}
          maxLength={60}
          required={false}
          hide_label
          autoComplete="off"
          onChange={(event) => {
            setTyped(event.target.value)
            if (event.target.value === '') set({ q: undefined }, true)
          }}
        />
      </div>
      <Button type="submit" icon="find">
        {m('scan_go')}
      </Button>
    </form>
  )
}

function Cells({ node_id, low }: { node_id: string; low: boolean }) {
  const t = useWords(handStockWords)
  const m = useWords(mobileWords)
  const filter = low ? { low: 'true' as const } : {}
  const pages = usePages(listStock, { node_id: node_id as Id, limit: 40, ...filter })
  const { goods, pending } = useGoodsRead(pages.items.map((cell) => cell.sku_id))
  if (pages.problem) return <ErrorState problem={pages.problem} onRetry={pages.reload} />
  if (pages.loading || pending) return <LoadingCards rows={6} />
  if (pages.items.length === 0) {
    return low ? (
      <EmptyState icon="check" title={t('none_low')} />
    ) : (
      <EmptyState title={t('nothing')}>{t('nothing_next')}</EmptyState>
    )
  }
  return (
    <>
      <CardList label={t('stock')}>
        {pages.items.map((cell) => (
          <li key={cell.sku_id}>
            <CellRow sku_id={cell.sku_id} cell={cell} goods={goods.get(cell.sku_id)} />
          </li>
        ))}
      </CardList>
      {pages.has_more && (
        <Button look="secondary" size="large" pending={pages.loading_more} onClick={pages.more}>
          {m('show_more')}
        </Button>
      )}
    </>
  )
}

function CellRow(props: { sku_id: string; cell: Cell | undefined; goods: Goods | undefined }) {
  const t = useWords(handStockWords)
  const lang = useLang()
  const { cell, goods } = props
  const left = cell?.counter_available ?? 0
  return (
    <LinkRow
      to="/stock/$id"
      params={{ id: props.sku_id }}
      picture={<Thumb goods={goods} className="size-14" />}
      title={<span translate="no">{goods ? nameIn(lang, goods) : '…'}</span>}
      note={<span translate="no">{goods?.code}</span>}
      right={
        <span className="num shrink-0 text-right">
          <b className={`block text-20 leading-tight ${left === 0 ? 'text-bad' : ''}`}>{left}</b>
          <small className="text-13 text-ink-soft">{cell ? t('counter') : t('not_here')}</small>
        </span>
      }
    />
  )
}

/** A whole number means one product: its page opens by itself. */
function useOpening(id: string | undefined) {
  const navigate = useNavigate()
  useEffect(() => {
    if (id) void navigate({ to: '/stock/$id', params: { id } as never, replace: true })
  }, [id, navigate])
}

/** What the words mean, first what stands here */
function Found({ node_id, text }: { node_id: string; text: string }) {
  const t = useWords(handStockWords)
  const found = useRead(listSkuLines, { q: text, limit: 60 })
  const items = found.data?.items ?? []
  const ids = items.map((item) => item.id)
  useOpening(/^\d{8,14}$/.test(text) && items.length === 1 ? ids[0] : undefined)
  const cells = useRead(
    listStock,
    { node_id: node_id as Id, limit: 100, sku_ids: ids.join(',') },
    { enabled: ids.length > 0 },
  )
  if (found.error) return <ErrorState problem={found.error} onRetry={() => void found.refetch()} />
  if (!found.data || (ids.length > 0 && !cells.data)) return <LoadingCards rows={4} />
  const cellOf = (id: string) => cells.data?.items.find((cell) => cell.sku_id === id)
  const here = items.filter((item) => cellOf(item.id))
  const elsewhere = items.filter((item) => !cellOf(item.id))
  if (items.length === 0) {
    return (
      <EmptyState icon="find" title={t('not_found', { text })}>
        {t('not_found_next')}
      </EmptyState>
    )
  }
  return (
    <>
      {[
        { id: 'here', title: t('shown_here'), rows: here },
        { id: 'elsewhere', title: t('elsewhere'), rows: elsewhere },
      ].map(({ id, title, rows }) =>
        rows.length === 0 ? null : (
          <section key={id} className="flex flex-col gap-2">
            <CardTitle note={rows.length}>{title}</CardTitle>
            <CardList label={title}>
              {rows.map((item) => (
                <li key={item.id}>
                  <CellRow sku_id={item.id} cell={cellOf(item.id)} goods={item} />
                </li>
              ))}
            </CardList>
          </section>
        ),
      )}
    </>
  )
}

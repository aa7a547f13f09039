// Selling at the counter: find by scan or words, this store's stock first; one price that opens; then the
// money.
import { useState } from 'react'
import { useWhyNot } from '../../../web/console/me.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { Stepper } from '../../../web/kit/field.tsx'
import { Price, PriceTrace, Reasons } from '../../../web/kit/price.tsx'
import { EmptyState, ErrorState, Skeleton, SkeletonRows } from '../../../web/kit/states.tsx'
import { type Goods, Thumb, useGoods } from '../../../web/mobile/goods.tsx'
import { NodeLine, NoNode, useNode, useNodeId } from '../../../web/mobile/node.tsx'
import { Card, CardTitle, LoadingCards, Page } from '../../../web/mobile/parts.tsx'
import { Scanner } from '../../../web/mobile/scanner.tsx'
import { useLive, useRead } from '../../../web/query.ts'
import { formatMoney, nameIn } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { listSkuLines } from '../../search/contract-lines.ts'
import type { Node } from '../../places/contract.ts'
import { getPrice } from '../../pricing/contract.ts'
import { listStock } from '../../stock/contract.ts'
import { addOne, type CartLine, quantity_max, setQuantity, useCounterCart } from './hand-cart.ts'
import { usePrices } from './hand-prices.ts'
import { PaySheet } from './hand-pay.tsx'
import { handOrderWords } from './hand-words.ts'

export default function HandSale() {
  const t = useWords(handOrderWords)
  const node_id = useNodeId()
  const node = useNode()
  useLive(node_id ? [`node:${node_id}`] : [], [listStock])
  if (!node_id) return <NoNode />
  const subtitle = <NodeLine>{t('sale_lead')}</NodeLine>
  return (
    <Page title={t('sale')} subtitle={subtitle}>
      {node ? <Counter key={node.id} node={node} /> : <LoadingCards rows={3} />}
    </Page>
  )
}

function Counter({ node }: { node: Node }) {
  const t = useWords(handOrderWords)
  const { lines, setLines } = useCounterCart(node.id)
  const [text, setText] = useState('')
  const add = (sku_id: string) => setLines((now) => addOne(now, sku_id))
  return (
    <div className="grid gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] lg:items-start">
      <div className="flex flex-col gap-3">
        <Card>
          <Scanner label={t('find')} onScan={(code) => setText(code)} />
        </Card>
        {text ? (
          <Found key={text} node={node} text={text} lines={lines} onAdd={add} />
        ) : (
          lines.length === 0 && (
            <EmptyState icon="scan" title={t('empty')}>
              {t('empty_next')}
            </EmptyState>
          )
        )}
      </div>
      <Cart node={node} lines={lines} setLines={setLines} />
    </div>
  )
}

type FoundProps = { node: Node; text: string; lines: readonly CartLine[]; onAdd: (sku_id: string) => void }

function Found({ node, text, lines, onAdd }: FoundProps) {
  const t = useWords(handOrderWords)
  const found = useRead(listSkuLines, { q: text, limit: 24 })
  const items = found.data?.items ?? []
  const sku_ids = items.map((item) => item.id).join(',')
  const cells = useRead(listStock, { node_id: node.id, limit: 100, sku_ids }, { enabled: sku_ids !== '' })
  if (found.error) return <ErrorState problem={found.error} onRetry={() => void found.refetch()} />
  if (!found.data || (sku_ids && cells.isPending))
    return <SkeletonRows rows={3} className="h-24 rounded-shop" />
  if (items.length === 0) {
    return (
      <EmptyState icon="find" title={t('not_found', { text })}>
        {t('not_found_next')}
      </EmptyState>
    )
  }
  const leftOf = (id: string) => cells.data?.items.find((cell) => cell.sku_id === id)?.counter_available ?? 0
  const sorted = items.toSorted((a, b) => Number(leftOf(b.id) > 0) - Number(leftOf(a.id) > 0)).slice(0, 12)
  return (
    <ul className="flex flex-col gap-2" aria-label={text}>
      {sorted.map((item) => {
        const taken = lines.find((line) => line.sku_id === item.id)?.quantity ?? 0
        const left = leftOf(item.id)
        return <FoundRow key={item.id} {...{ node, item, left, taken }} onAdd={() => onAdd(item.id)} />
      })}
    </ul>
  )
}

function FoundRow(props: { node: Node; item: Goods; left: number; taken: number; onAdd: () => void }) {
  const t = useWords(handOrderWords)
  const lang = useLang()
  const { node, item, left, taken, onAdd } = props
  const sku_id = item.id
  const price = useRead(getPrice, { sku_id, county_code: node.county_code, channel: 'counter' })
  const why = !item.for_sale ? t('why_no_sale') : price.error ? t('no_price') : null
  return (
    <li className="flex items-center gap-3 rounded-shop bg-surface p-3 shadow-card">
      <Thumb goods={item} />
      <div className="min-w-0 grow">
        <p className="text-15 leading-snug font-mid" translate="no">
          {nameIn(lang, item)}
        </p>
        <p className="num text-13 text-ink-soft" translate="no">
          {item.code}
        </p>
        <p className="mt-1 flex flex-wrap items-baseline gap-x-3">
          {price.data ? (
            <Price fen={price.data.unit_fen} />
          ) : (
            !price.error && <Skeleton className="h-6 w-20" />
          )}
          <span className={`text-14 ${left > 0 ? 'text-good' : 'text-ink-soft'}`}>
            {left > 0 ? t('left', { count: left }) : t('left_none')}
          </span>
        </p>
      </div>
      <Button
        icon="plus"
        look="secondary"
        className="shrink-0 px-3 whitespace-nowrap"
        why_disabled={why}
        onClick={onAdd}
        aria-label={`${t('add')} ${nameIn(lang, item)}`}
      >
        {taken > 0 ? <span className="num">{taken}</span> : t('add')}
      </Button>
    </li>
  )
}

type CartProps = { node: Node; lines: readonly CartLine[]; setLines: (lines: CartLine[]) => void }

function Cart({ node, lines, setLines }: CartProps) {
  const t = useWords(handOrderWords)
  const [paying, setPaying] = useState(false)
  const why = useWhyNot('orders.counter_sale')
  const goods = useGoods(lines.map((line) => line.sku_id))
  const { prices, total_fen } = usePrices(lines, node.county_code)
  const units = lines.reduce((sum, line) => sum + line.quantity, 0)
  if (lines.length === 0) return null
  return (
    <Card lit>
      <CardTitle
        note={
          <Button look="quiet" size="small" onClick={() => setLines([])}>
            {t('clear')}
          </Button>
        }
      >
        {t('cart', { count: units })}
      </CardTitle>
      <ul className="flex flex-col">
        {lines.map((line) => (
          <CartRow
            key={line.sku_id}
            line={line}
            goods={goods.get(line.sku_id)}
            price={prices.get(line.sku_id)}
            onChange={(quantity) => setLines(setQuantity(lines, line.sku_id, quantity))}
          />
        ))}
      </ul>
      <div className="flex items-baseline justify-between border-t border-line pt-3">
        <span className="text-16">{t('total')}</span>
        {total_fen === null ? <Skeleton className="h-8 w-28" /> : <Price fen={total_fen} size="order" />}
      </div>
      <Button
        size="large"
        wide
        why_disabled={why ?? (total_fen === null ? t('no_price') : null)}
        onClick={() => setPaying(true)}
      >
        {t('to_pay')}
      </Button>
      {paying && total_fen !== null && (
        <PaySheet
          {...{ node, lines, goods, total_fen }}
          onClose={() => setPaying(false)}
          onSold={() => setLines([])}
        />
      )}
    </Card>
  )
}

type RowProps = {
  line: CartLine
  goods: Goods | undefined
  price: ReturnType<typeof usePrices>['prices'] extends ReadonlyMap<string, infer P> ? P | undefined : never
  onChange: (quantity: number) => void
}

function CartRow({ line, goods, price, onChange }: RowProps) {
  const t = useWords(handOrderWords)
  const lang = useLang()
  const name = goods ? nameIn(lang, goods) : '…'
  return (
    <li className="flex flex-col gap-2 border-t border-line py-3 first:border-t-0">
      <div className="flex items-start gap-3">
        <Thumb goods={goods} className="size-14" />
        <p className="min-w-0 grow text-15 font-mid" translate="no">
          {name}
        </p>
        <Stepper label={name} value={line.quantity} min={0} max={quantity_max} onChange={onChange} />
      </div>
      {price && (
        <Reasons
          summary={
            <span className="flex items-baseline justify-between gap-3">
              <span className="text-14 text-ink-soft">{t('trace')}</span>
              <Price fen={price.total_fen} size="row" />
            </span>
          }
        >
          <PriceTrace
            lines={price.trace.map((one) => ({
              name: lang === 'en' ? one.label_en : one.label_zh,
              amount_fen: one.amount_fen,
              total: one.code === 'final',
            }))}
          />
          {price.benefits.map((one) => (
            <p key={one.code} className="num flex justify-between gap-3 py-1 text-14">
              <span translate="no">{nameIn(lang, one)}</span>
              <span className="text-good">−{formatMoney(one.amount_fen)}</span>
            </p>
          ))}
        </Reasons>
      )}
    </li>
  )
}

// The receipt of a paid order, made to be printed.
import { getReceipt } from '../../modules/orders/contract.ts'
import { Button } from '../../web/kit/button.tsx'
import { Price } from '../../web/kit/price.tsx'
import { SkeletonRows } from '../../web/kit/states.tsx'
import { Table } from '../../web/kit/table.tsx'
import { formatInstant, formatMoney, nameIn } from '../../web/words/format.ts'
import { useView, useWords } from '../../web/words/use-words.ts'
import { buyWords } from './buy-words.ts'
import { NoOrder } from './no-order.tsx'
import type { OrderData } from './order-page.tsx'
import { orderWords } from './order-words.ts'
import { useRead } from './read.ts'
import { Shop } from './shop.tsx'

export function ReceiptPage({ data }: { data: OrderData }) {
  const t = useWords(orderWords)
  const b = useWords(buyWords)
  const { lang, now } = useView()
  const { data: receipt, problem, reload } = useRead(getReceipt, { order_id: data.order_id as never })
  const en = lang === 'en'
  return (
    <Shop data={data} tab="orders">
      <div className="mx-auto max-w-[560px]">
        <h1 className="pt-4 pb-3 text-24">{t('receipt')}</h1>
        {problem && !receipt && <NoOrder problem={problem} onRetry={reload} />}
        {!receipt && !problem && <SkeletonRows rows={5} className="h-10" />}
        {receipt && (
          <article className="card p-5">
            <p className="font-strong" translate="no">
              {en ? receipt.node_name_en : receipt.node_name_zh}
            </p>
            <p className="text-13 text-ink-soft" translate="no">
              {en ? receipt.node_address_en : receipt.node_address_zh} · {receipt.node_phone}
            </p>
            <p className="num pb-3 text-13 text-ink-soft">
              {t('number', { number: receipt.number })} · {formatInstant(receipt.sold_at, lang, now)}
            </p>
            <Table
              caption={t('receipt')}
              rows={receipt.lines}
              keyOf={(line) => String(line.line_no)}
              columns={[
                { id: 'name', title: t('goods'), heads: true, cell: (line) => nameIn(lang, line) },
                { id: 'n', title: '×', numeric: true, cell: (line) => line.quantity },
                { id: 'fen', title: b('total'), numeric: true, cell: (line) => formatMoney(line.total_fen) },
              ]}
            />
            <p className="flex items-baseline justify-between border-t border-line pt-3">
              {t('paid_total')} <Price fen={receipt.paid_fen} />
            </p>
            {receipt.refunded_fen > 0 && (
              <p>{t('refunded', { amount: formatMoney(receipt.refunded_fen) })}</p>
            )}
            <p className="no-print pt-4">
              <Button look="secondary" icon="print" onClick={() => print()}>
                {t('print')}
              </Button>
            </p>
          </article>
        )}
      </div>
    </Shop>
  )
}

// The receipt of a paid sale, as narrow as its paper, printed by the browser.
import { Link } from '@tanstack/react-router'
import { useParam } from '../../../web/console/address.ts'
import { ErrorState, Skeleton } from '../../../web/kit/states.tsx'
import { Page } from '../../../web/mobile/parts.tsx'
import { PrintButton } from '../../../web/mobile/print.tsx'
import { useRead } from '../../../web/query.ts'
import { formatInstant, formatMoney } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import type { Id } from '../../../platform/types.ts'
import { getOrder, getReceipt, type ReceiptView } from '../contract.ts'
import { AfterSale, Choose } from './hand-after-sale.tsx'
import { handOrderWords } from './hand-words.ts'

export default function HandReceipt() {
  const t = useWords(handOrderWords)
  const order_id = useParam('id') as Id
  const read = useRead(getReceipt, { order_id })
  const order = useRead(getOrder, { order_id })
  // Shown once both are heard: a card that comes later would push the paper down.
  const whole = order.data || order.error ? read.data : undefined
  const sale = order.data?.channel === 'counter' ? order.data : null
  const asks = sale?.why_not_choose === null
  return (
    <Page
      narrow
      title={<span className="no-print">{t('receipt')}</span>}
      back={{ to: '/sale', label: t('back_to_sale') }}
    >
      {read.error && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
      {!read.error && !whole && <Skeleton className="mx-auto h-96 w-full max-w-[340px] rounded-shop" />}
      {whole && (
        <>
          {sale && asks && (
            <div className="no-print">
              <Choose order={sale} />
            </div>
          )}
          <Paper receipt={whole} />
          <PrintButton beside={asks} />
          {sale && <AfterSale order={sale} />}
          <Link
            to="/sale"
            className="no-print inline-flex min-h-[50px] items-center justify-center rounded-shop border border-line-firm px-6 text-16 font-mid text-action"
          >
            {t('next_sale')}
          </Link>
        </>
      )}
    </Page>
  )
}

const methods = ['cash', 'qr', 'card'] as const

function Paper({ receipt }: { receipt: ReceiptView }) {
  const t = useWords(handOrderWords)
  const lang = useLang()
  const zh = lang !== 'en'
  const method = methods.find((one) => receipt.payment_method.endsWith(one))
  return (
    <article className="print-sheet mx-auto flex w-full max-w-[340px] flex-col gap-3 rounded-shop bg-[#fff] p-5 text-14 text-[#1C1915]">
      <header className="text-center" translate="no">
        <p className="text-18 font-strong">{zh ? receipt.node_name_zh : receipt.node_name_en}</p>
        <p className="text-13">{zh ? receipt.node_address_zh : receipt.node_address_en}</p>
        <p className="num text-13">{receipt.node_phone}</p>
      </header>
      <dl className="border-y border-dashed border-[#1C1915] py-2">
        <Line name={t('receipt_number')} value={receipt.number} />
        <Line name={t('receipt_time')} value={formatInstant(receipt.sold_at, lang, 0)} />
        {method && <Line name={t('receipt_method')} value={t(`method_${method}`)} />}
      </dl>
      <ul className="flex flex-col gap-2">
        {receipt.lines.map((line) => (
          <li key={line.line_no}>
            <span translate="no">{zh ? line.name_zh : line.name_en}</span>
            <span className="num flex justify-between text-13">
              <span>
                {line.quantity} × {formatMoney(line.unit_fen)}
              </span>
              <span>{formatMoney(line.total_fen)}</span>
            </span>
          </li>
        ))}
      </ul>
      <dl className="border-t border-dashed border-[#1C1915] pt-2">
        <Line name={t('total')} value={formatMoney(receipt.total_fen)} strong />
        <Line name={t('receipt_paid')} value={formatMoney(receipt.paid_fen)} />
        {receipt.refunded_fen > 0 && (
          <Line name={t('receipt_refunded')} value={formatMoney(receipt.refunded_fen)} />
        )}
      </dl>
      <footer className="text-center text-13">
        {receipt.mode === 'agency' && <p>{t('receipt_agency')}</p>}
        <p>{t('receipt_thanks')}</p>
      </footer>
    </article>
  )
}

const Line = ({ name, value, strong = false }: { name: string; value: string; strong?: boolean }) => (
  <div className={`num flex justify-between gap-3 ${strong ? 'text-18 font-strong' : ''}`}>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
)

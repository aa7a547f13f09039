// The label of a parcel, 100 mm wide, with its barcode drawn as SVG in the browser; printed by the browser.
import { useQuery } from '@tanstack/react-query'
import { useParam } from '../../../web/console/address.ts'
import { Picture } from '../../../web/kit/drawing.tsx'
import { ErrorState, Skeleton } from '../../../web/kit/states.tsx'
import { Page } from '../../../web/mobile/parts.tsx'
import { PrintButton } from '../../../web/mobile/print.tsx'
import { useRead } from '../../../web/query.ts'
import { formatInstant, formatWindow } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import type { Id } from '../../../platform/types.ts'
import { getLabel, type Label } from '../contract.ts'
import { handFulfilmentWords } from './hand-words.ts'

/** Code 128 as an <svg>; the encoder is loaded only where a label is shown. */
async function drawBarcode(text: string): Promise<string> {
  const { code128, drawingSVG } = await import('bwip-js/browser')
  return code128({ bcid: 'code128', text, height: 18, includetext: false }, drawingSVG())
}

export default function HandLabel() {
  const t = useWords(handFulfilmentWords)
  const fulfilment_id = useParam('id') as Id
  const read = useRead(getLabel, { fulfilment_id })
  return (
    <Page
      narrow
      title={<span className="no-print">{t('label_title')}</span>}
      back={{ to: '/orders/$id', params: { id: fulfilment_id }, label: t('back_to_order') }}
    >
      {read.error && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
      {!read.error && (read.data ? <Sheet label={read.data} /> : <Skeleton className="h-120 rounded-shop" />)}
      {read.data && <PrintButton />}
    </Page>
  )
}

// Paper stays white and its ink black, also at night.
function Sheet({ label }: { label: Label }) {
  const t = useWords(handFulfilmentWords)
  const lang = useLang()
  const zh = lang !== 'en'
  const bars = useQuery({ queryKey: ['barcode', label.barcode], queryFn: () => drawBarcode(label.barcode) })
  const window =
    label.promised_from && label.promised_to ? formatWindow(label.promised_from, label.promised_to, lang) : ''
  return (
    <article className="print-sheet mx-auto flex w-full max-w-[400px] flex-col gap-4 rounded-shop bg-[#fff] p-5 text-[#1C1915]">
      <div className="flex flex-col gap-1 text-center">
        {bars.data ? (
          <Picture svg={bars.data} className="[&>svg]:mx-auto [&>svg]:h-20 [&>svg]:max-w-full" />
        ) : (
          <span className="h-20" />
        )}
        <p className="num text-18 tracking-[.12em]" translate="no">
          {label.number}
        </p>
      </div>
      <section className="border-t-2 border-[#1C1915] pt-3" translate="no">
        <h2 className="text-13">{t('label_to')}</h2>
        {label.recipient ? (
          <>
            <p className="text-24 leading-tight font-strong">{label.recipient.name}</p>
            <p className="num text-20">{label.recipient.phone}</p>
            <p className="text-18">
              {zh ? label.place_zh : label.place_en} {label.recipient.line}
            </p>
          </>
        ) : (
          <p className="text-16">{t('label_no_address')}</p>
        )}
        {window && <p className="num mt-1 text-16 font-strong">{window}</p>}
        {label.needs_install && <p className="mt-1 text-15">{t('label_install')}</p>}
      </section>
      <section className="border-t border-[#1C1915] pt-3" translate="no">
        <ul className="flex flex-col gap-1 text-15">
          {label.lines.map((line) => (
            <li key={line.code} className="flex justify-between gap-3">
              <span>
                {zh ? line.name_zh : line.name_en} <small className="block text-13">{line.code}</small>
              </span>
              <span className="num">× {line.quantity}</span>
            </li>
          ))}
        </ul>
      </section>
      <footer className="border-t border-[#1C1915] pt-3 text-13" translate="no">
        <p>
          {t('label_from')} {zh ? label.node_name_zh : label.node_name_en} · {label.node_phone}
        </p>
        <p>{zh ? label.node_address_zh : label.node_address_en}</p>
        <p className="num">{t('label_printed', { at: formatInstant(label.printed_at, lang) })}</p>
      </footer>
    </article>
  )
}

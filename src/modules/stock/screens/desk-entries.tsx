// Rows of the stock ledger as the drawer and the ledger page show them.
import type { Rows } from '../../../web/console/list-page.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { ErrorState, SkeletonRows } from '../../../web/kit/states.tsx'
import { commonWords } from '../../../web/words/common.ts'
import { formatInstant } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import type { Entry } from '../contract.ts'
import { stockDeskWords } from './stock-words.ts'

export const signed = (quantity: number) => (quantity > 0 ? `+${quantity}` : `−${Math.abs(quantity)}`)

export function Entries({ rows }: { rows: Rows<Entry> }) {
  const t = useWords(stockDeskWords)
  const c = useWords(commonWords)
  const lang = useLang()
  if (rows.problem) return <ErrorState problem={rows.problem} onRetry={rows.reload} />
  if (rows.loading) return <SkeletonRows rows={4} className="h-7" />
  if (rows.items.length === 0) return <p className="text-ink-soft">{t('empty_ledger')}</p>
  return (
    <>
      <ul>
        {rows.items.map((entry) => (
          <li key={entry.id} className="flex items-baseline gap-3 border-b border-line py-1.5">
            <span className="num w-28 shrink-0 text-ink-soft">{formatInstant(entry.at, lang)}</span>
            <span className="grow">{t(`kind_${entry.kind}`)}</span>
            <b className={`num ${entry.quantity < 0 ? '' : 'text-good'}`}>{signed(entry.quantity)}</b>
          </li>
        ))}
      </ul>
      {rows.has_more && (
        <Button size="small" look="secondary" pending={rows.loading_more} onClick={rows.more}>
          {c('more')}
        </Button>
      )}
    </>
  )
}

// Counts and adjustments of one's own that a second person has not decided yet, with a way to take them back.
import { listRequests, withdrawRequest, type ChangeRequest } from '../../control/contract.ts'
import { Button } from '../../../web/kit/button.tsx'
import { EmptyState, ErrorState, Refusal } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { Thumb, useGoods } from '../../../web/mobile/goods.tsx'
import { Card, CardList, LoadingCards } from '../../../web/mobile/parts.tsx'
import { useCommand, useRead } from '../../../web/query.ts'
import { formatInstant, nameIn } from '../../../web/words/format.ts'
import { tell } from '../../../web/words/refusals.ts'
import { Problem } from '../../../web/api.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { CorrectionReason } from '../contract.ts'
import { handStockWords } from './hand-words.ts'

const reasons = CorrectionReason.options
const skuOf = (request: ChangeRequest) => request.subject_id.split('_').at(-1) ?? ''

/** `subject_id` narrows it to one cell. */
export function WaitingChanges({ subject_id, quiet = false }: { subject_id?: string; quiet?: boolean }) {
  const t = useWords(handStockWords)
  const asked = { state: 'proposed', mine: 'true', kind: 'stock.adjustment', limit: 50 } as const
  const read = useRead(listRequests, subject_id ? { ...asked, subject_id } : asked)
  const requests = read.data?.items ?? []
  const goods = useGoods(requests.map(skuOf))
  if (read.error) return <ErrorState problem={read.error} onRetry={() => void read.refetch()} />
  if (!read.data) return quiet ? null : <LoadingCards rows={2} />
  if (requests.length === 0) return quiet ? null : <EmptyState icon="people" title={t('none_waiting')} />
  return (
    <CardList label={t('waiting')}>
      {requests.map((request) => (
        <Waiting key={request.id} request={request} goods={goods.get(skuOf(request))} />
      ))}
    </CardList>
  )
}

function Waiting({
  request,
  goods,
}: {
  request: ChangeRequest
  goods: Parameters<typeof Thumb>[0]['goods']
}) {
  const t = useWords(handStockWords)
  const lang = useLang()
  const row = request.diff.find(({ field }) => field === 'on_hand')
  const reason = reasons.find((one) => one === request.reason)
  const withdraw = useCommand(withdrawRequest, {
    refreshes: [listRequests],
    onDone: () => toast(t('withdrawn')),
  })
  const why_not = request.why_not_withdraw
  return (
    <Card as="li" lit>
      <div className="flex items-start gap-3">
        <Thumb goods={goods} className="size-14" />
        <div className="min-w-0 grow">
          <p className="text-16 font-mid" translate="no">
            {goods ? nameIn(lang, goods) : '…'}
          </p>
          <p className="num text-15">
            {t('waits_change', {
              from: String(row?.before ?? ''),
              to: String(row?.after ?? ''),
              reason: reason ? t(`reason_${reason}`) : request.reason,
            })}
          </p>
          <p className="num text-14 text-ink-soft">
            {t('waits_since', {
              at: formatInstant(request.requested_at, lang),
              until: formatInstant(request.expires_at, lang),
            })}
          </p>
        </div>
      </div>
      <Button
        look="secondary"
        pending={withdraw.pending}
        why_disabled={why_not ? tell(new Problem({ reason: why_not }), lang).sentence : null}
        onClick={() => void withdraw.run({ request_id: request.id })}
      >
        {t('withdraw')}
      </Button>
      <Refusal problem={withdraw.problem} />
    </Card>
  )
}

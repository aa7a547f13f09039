// What a benefit would do, before it is sent or agreed to: which prices move, the checks, the worst basket.
import { useEffect } from 'react'
import type { Problem } from '../../../web/api.ts'
import { Section } from '../../../web/console/parts.tsx'
import { Badge } from '../../../web/kit/badge.tsx'
import { Refusal, SkeletonRows } from '../../../web/kit/states.tsx'
import { useRead } from '../../../web/query.ts'
import { formatMoney, formatShare, nameIn } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { checkText } from '../../control/screens/index.ts'
import type { BenefitWish } from '../contract-benefits.ts'
import { type Move, type Trial, getTrial, tryBenefit } from '../contract-trials.ts'
import { trialWords } from './trial-words.ts'

type Trying = { wish: BenefitWish; onRefused: (problem: Problem) => void }

/** While it is written: the question is the wish itself. What is wrong with it belongs to the form. */
export function TryWish({ wish, onRefused }: Trying) {
  const read = useRead(tryBenefit, wish)
  const { trial, wait } = useTrial(read)
  const refusal = read.error?.status === 422 ? read.error : null
  useEffect(() => {
    if (refusal) onRefused(refusal)
    // Told once for each refusal, whatever the form makes of it.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [refusal])
  if (!trial) return wait
  return (
    <>
      <Moving trial={trial} />
      <Checks checks={trial.checks} />
    </>
  )
}

/** Of one that waits for a second person; its checks stand with the request. */
export function TryProposed({ request_id }: { request_id: string }) {
  const { trial, wait } = useTrial(useRead(getTrial, { request_id: request_id as never }))
  return trial ? <Moving trial={trial} /> : wait
}

type Asked = Pick<ReturnType<typeof useRead<never, typeof Trial>>, 'data' | 'error'>

/** `wait` stands in its place until it is there, or says why it cannot be. */
function useTrial({ data, error }: Asked) {
  const t = useWords(trialWords)
  const wait = error ? (
    <Refusal problem={error} />
  ) : (
    <Section title={t('title')}>
      <SkeletonRows rows={3} className="h-8" />
    </Section>
  )
  return { trial: data, wait }
}

function Moving({ trial: { moving, skus, moves, worst_basket } }: { trial: Trial }) {
  const t = useWords(trialWords)
  const note = moving > 0 ? `${t('moving', { count: moving })} · ${t('of', { skus })}` : t('none_moves')
  return (
    <>
      <Section title={t('title')} note={note}>
        <Moves rows={moves.filter(({ step_bp }) => step_bp < 0)} />
      </Section>
      <Section title={t('worst')}>
        <Worst basket={worst_basket} />
      </Section>
    </>
  )
}

const tones = { above: 'good', near: 'lit', below: 'bad' } as const

/** So many are read at a glance; the others open. */
const glance = 6

function Moves({ rows }: { rows: readonly Move[] }) {
  const t = useWords(trialWords)
  if (rows.length === 0) return null
  const rest = rows.slice(glance)
  return (
    <>
      <MoveRows rows={rows.slice(0, glance)} />
      {rest.length > 0 && (
        <details>
          <summary className="min-h-11 cursor-pointer py-2 text-action">
            {t('others', { count: rest.length })}
          </summary>
          <MoveRows rows={rest} />
        </details>
      )}
    </>
  )
}

function MoveRows({ rows }: { rows: readonly Move[] }) {
  const t = useWords(trialWords)
  const lang = useLang()
  return (
    <ul>
      {rows.map(({ against_floor: floor, ...row }) => (
        <li key={row.sku_id} className="border-t border-line py-2 first:border-t-0">
          <span className="flex justify-between gap-3">
            <span className="min-w-0 truncate" translate="no" title={row.code}>
              {nameIn(lang, row)}
            </span>
            {floor && <Badge tone={tones[floor]}>{t(`floor_${floor}`)}</Badge>}
          </span>
          <span className="num flex gap-2">
            <s className="text-ink-soft">{formatMoney(row.before_fen)}</s>
            <b>{formatMoney(row.after_fen)}</b>
            <span className="text-ink-soft">{formatShare(row.step_bp, 1)}</span>
          </span>
        </li>
      ))}
    </ul>
  )
}

function Worst({ basket }: { basket: Trial['worst_basket'] }) {
  const t = useWords(trialWords)
  const lang = useLang()
  if (!basket || basket.cut_bp === 0) return <p>{t('worst_none')}</p>
  const [list, paid] = [formatMoney(basket.list_fen), formatMoney(basket.payable_fen)]
  return (
    <div className="flex flex-col gap-1">
      <ul>
        {basket.lines.map((line) => (
          <li key={line.code} className="flex justify-between gap-3">
            <span className="min-w-0 truncate" translate="no">
              {nameIn(lang, line)}
            </span>
            <span className="num shrink-0">{t('quantity', { count: line.quantity })}</span>
          </li>
        ))}
      </ul>
      <p>{t('worst_text', { list, paid, step: formatShare(-basket.cut_bp, 1) })}</p>
      <p className="text-13 text-ink-soft">
        {t('codes')}: <code translate="no">{basket.codes.join(', ')}</code>
      </p>
    </div>
  )
}

function Checks({ checks }: Pick<Trial, 'checks'>) {
  const t = useWords(trialWords)
  const lang = useLang()
  return (
    <Section title={t('checks')}>
      <ul className="flex flex-col gap-2">
        {checks.map((check) => {
          const { title, facts } = checkText(check, lang)
          return (
            <li key={check.code} className="flex items-start justify-between gap-3">
              <span className="min-w-0">
                {title}
                {facts && <span className="block text-13 text-ink-soft">{facts}</span>}
              </span>
              <Badge tone={check.ok ? 'good' : 'bad'}>{t(check.ok ? 'checked' : 'failed')}</Badge>
            </li>
          )
        })}
      </ul>
    </Section>
  )
}

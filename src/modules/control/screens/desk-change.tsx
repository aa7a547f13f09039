// One change as the second person checks it: where it stands, what moves, the checks, and the decision.
import { Diff } from '../../../web/console/diff.tsx'
import { Section } from '../../../web/console/parts.tsx'
import { Icon } from '../../../web/kit/icons.tsx'
import { ErrorState, SkeletonRows } from '../../../web/kit/states.tsx'
import { useRead } from '../../../web/query.ts'
import { formatInstant } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { sayIfKnown } from '../../../web/words/words.ts'
import type { Lang } from '../../../platform/types.ts'
import { type ChangeRequest, getRequest } from '../contract.ts'
import { changesOfRequest, checkText, isNew, useMore, useNameOf } from './change-values.tsx'
import { codeWords } from './code-words.ts'
import { controlWords } from './control-words.ts'
import { Corridor } from './corridor.tsx'
import { Decide } from './desk-decide.tsx'
import { Revise } from './desk-revise.tsx'
import { Story } from './desk-story.tsx'
import { handsWords } from './hands-words.ts'

export function ChangeDetail({ id, onDone }: { id: string; onDone?: () => void }) {
  const read = useRead(getRequest, { request_id: id as never })
  if (read.error) return <ErrorState problem={read.error} onRetry={() => void read.refetch()} />
  if (!read.data) return <SkeletonRows rows={6} />
  return <Shown request={read.data} onDone={onDone} />
}

/** A person's name stays as it is written, also inside a sentence of another language. */
function Named({ sentence, name }: { sentence: string; name: string }) {
  const at = sentence.indexOf(name)
  if (at < 0) return sentence
  return (
    <>
      {sentence.slice(0, at)}
      <span translate="no">{name}</span>
      {sentence.slice(at + name.length)}
    </>
  )
}

type ShownProps = { request: ChangeRequest; onDone: (() => void) | undefined }

function Shown({ request, onDone }: ShownProps) {
  const t = useWords(controlWords)
  const h = useWords(handsWords)
  const lang = useLang()
  const nameOf = useNameOf()
  const more = useMore()
  return (
    <>
      <Where request={request} />
      <p className="pb-4 text-ink-soft" translate="no">
        {t('said', { text: sayIfKnown(codeWords, lang, request.reason) ?? request.reason })}
      </p>
      <Section title={t('why_here')}>
        <p className="text-ink-soft">
          <Named sentence={whyHere(request, t, h, lang)} name={request.requested_by_name} />
        </p>
        {request.levels > 1 && request.state === 'proposed' && (
          <p className="text-ink-soft">{h('mine_level', { level: request.level, levels: request.levels })}</p>
        )}
        {request.effective_at && (
          <p className="text-ink-soft">{h('effective', { at: formatInstant(request.effective_at, lang) })}</p>
        )}
      </Section>
      <section className="border-t border-line py-4">
        <Diff
          changes={changesOfRequest(request, lang, nameOf)}
          unchanged={isNew(request) ? 0 : request.unchanged}
        />
      </section>
      <Corridor request={request} />
      <Checks request={request} />
      {more(request)}
      {request.decision_note && (
        <Section title={t('note')} note={request.decided_by_name}>
          <p translate="no">{t('said', { text: request.decision_note })}</p>
        </Section>
      )}
      <Story request={request} />
      {request.state === 'proposed' && <Decide request={request} onDone={onDone} />}
      {request.state === 'returned' && request.why_not_withdraw === null && (
        <Revise request={request} onDone={onDone} />
      )}
    </>
  )
}

type Say = ReturnType<typeof useWords<(typeof controlWords)['by_lang']['zh-CN']>>

type SayHands = ReturnType<typeof useWords<(typeof handsWords)['by_lang']['zh-CN']>>

function whyHere(request: ChangeRequest, t: Say, h: SayHands, lang: Lang): string {
  const by = request.requested_by_name
  const { why_mine } = request
  if (why_mine?.by === 'delegation')
    return h('mine_lent', {
      by,
      from: why_mine.for_name ?? '',
      until: why_mine.until ? formatInstant(why_mine.until, lang) : '',
    })
  if (why_mine) return h('mine_role', { by })
  if (request.state === 'returned')
    return request.why_not_withdraw === null ? h('back_to_me') : h('back_to_maker', { by })
  if (request.state !== 'proposed') return t('why_here_done', { by })
  if (request.why_not_withdraw === null) return t('why_here_own')
  return t('why_here_read', { by })
}

/** One step a level: who agreed, or that it waits. */
function levelSteps(request: ChangeRequest, t: Say, h: SayHands): string[] {
  if (request.levels === 1) return [t('step_second')]
  const said = request.decisions.filter(({ revision }) => revision === request.revision)
  return Array.from({ length: request.levels }, (_, i) => {
    const by = said.find(({ level, verdict }) => level === i + 1 && verdict === 'approved')?.by_name
    return by ? h('step_level_by', { level: i + 1, by }) : h('step_level', { level: i + 1 })
  })
}

/** 提出 — 自动检查 — 每一级 — 生效, with the light where it stands. */
function Where({ request }: { request: ChangeRequest }) {
  const t = useWords(controlWords)
  const h = useWords(handsWords)
  const lang = useLang()
  const ok = request.checks.filter((check) => check.ok).length
  const { state, level, levels } = request
  const at = state === 'proposed' ? 1 + level : state === 'approved' ? 3 + levels : 2 + levels
  const end = state === 'proposed' || state === 'approved'
  const names = [
    t('step_proposed'),
    t('step_checks', { ok, of: request.checks.length }),
    ...levelSteps(request, t, h),
    end ? t('step_effect') : t(`state_${state}`),
  ]
  return (
    <div className="pb-4">
      <ol className="flex flex-wrap gap-x-4 gap-y-1">
        {names.map((name, i) => (
          <li key={name} aria-current={i === at ? 'step' : undefined} className="flex items-center gap-1.5">
            <span
              aria-hidden="true"
              className={`size-2.5 rounded-pill ${
                i < at ? 'bg-action' : i === at ? 'bg-light' : 'border border-line-firm'
              }`}
            />
            <span className={i === at ? 'font-strong' : 'text-ink-soft'}>{name}</span>
          </li>
        ))}
      </ol>
      {request.decided_at && (
        <p className="mt-1 text-12 text-ink-soft">
          {t('decided', {
            by: request.decided_by_name ?? '',
            at: formatInstant(request.decided_at, lang),
          })}
        </p>
      )}
    </div>
  )
}

function Checks({ request }: { request: ChangeRequest }) {
  const t = useWords(controlWords)
  const lang = useLang()
  return (
    <Section title={t('auto_checks')}>
      {request.checks.length === 0 && <p className="text-ink-soft">{t('no_checks')}</p>}
      <ul>
        {request.checks.map((check) => {
          const told = checkText(check, lang)
          return (
            <li key={check.code} className="flex flex-wrap items-center gap-2 py-1.5">
              <span
                className={`grid size-5 place-items-center rounded-pill ${
                  check.ok ? 'bg-good-soft text-good' : 'bg-bad-soft text-bad'
                }`}
              >
                <Icon name={check.ok ? 'check' : 'close'} size={12} />
              </span>
              <span className="sr-only">{check.ok ? t('passed') : t('failed')}</span>
              <span className="grow">{told.title}</span>
              <span className={check.ok ? 'num text-ink-soft' : 'num text-bad'}>{told.facts}</span>
            </li>
          )
        })}
      </ul>
    </Section>
  )
}

// What happened to a request, oldest first, with what was said to it; and the box to say something.
import { useState } from 'react'
import { Section } from '../../../web/console/parts.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { TextArea } from '../../../web/kit/field.tsx'
import { Refusal, SkeletonRows } from '../../../web/kit/states.tsx'
import { type Moment, Timeline } from '../../../web/kit/timeline.tsx'
import { Diff } from '../../../web/console/diff.tsx'
import { useCommand, useRead } from '../../../web/query.ts'
import { formatInstant } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { say, sayIfKnown } from '../../../web/words/words.ts'
import type { Lang } from '../../../platform/types.ts'
import { type ChangeRequest, type StoryItem, commentRequest, getRequest, getStory } from '../contract.ts'
import { changesOfRequest, useNameOf } from './change-values.tsx'
import { codeWords } from './code-words.ts'
import { controlWords } from './control-words.ts'
import { handsWords } from './hands-words.ts'

const failed = new Set<StoryItem['what']>(['returned', 'rejected', 'withdrawn', 'expired'])

export function Story({ request }: { request: ChangeRequest }) {
  const t = useWords(handsWords)
  const lang = useLang()
  const read = useRead(getStory, { request_id: request.id })
  return (
    <Section title={t('story')}>
      {read.data ? (
        <Timeline label={t('story')} moments={read.data.items.map((one, i) => momentOf(one, i, lang))} />
      ) : (
        <SkeletonRows rows={2} className="h-8" />
      )}
      {read.data?.versions.map((version) => (
        <OldVersion key={version.revision} request={request} {...version} />
      ))}
      <Comment request={request} />
    </Section>
  )
}

function momentOf(item: StoryItem, at: number, lang: Lang): Moment {
  const t = say(handsWords, lang)
  const facts = { by: item.by_name ?? '', level: item.level ?? 1, revision: item.revision }
  const later = Date.parse(item.at) > Date.now()
  const said = item.text && (sayIfKnown(codeWords, lang, item.text) ?? item.text)
  return {
    id: `${at} ${item.what}`,
    state: failed.has(item.what) ? 'failed' : later ? 'later' : 'done',
    title: (
      <span translate={item.by_name ? 'no' : undefined}>
        {t(`story_${item.what}`, facts)}
        {item.for_name && ` · ${t('for_whom', { name: item.for_name })}`}
      </span>
    ),
    time: formatInstant(item.at, lang),
    children: said && <span translate="no">{say(controlWords, lang)('said', { text: said })}</span>,
  }
}

type Version = { revision: number; reason: string; diff: ChangeRequest['diff'] }

function OldVersion({ request, revision, reason, diff }: Version & { request: ChangeRequest }) {
  const t = useWords(handsWords)
  const lang = useLang()
  const nameOf = useNameOf()
  return (
    <details className="mt-3 rounded-[6px] border border-line px-3 py-2">
      <summary className="min-h-8 cursor-pointer text-ink-soft">{t('old_version', { revision })}</summary>
      <p className="py-2 text-ink-soft" translate="no">
        {say(controlWords, lang)('said', { text: reason })}
      </p>
      <Diff changes={changesOfRequest({ ...request, diff }, lang, nameOf)} />
    </details>
  )
}

function Comment({ request }: { request: ChangeRequest }) {
  const t = useWords(handsWords)
  const [text, setText] = useState('')
  const send = useCommand(commentRequest, {
    refreshes: [getStory, getRequest],
    onDone: () => setText(''),
  })
  return (
    <form
      className="mt-4 flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (text.trim()) void send.run({ request_id: request.id, text })
      }}
    >
      <TextArea
        label={t('say')}
        hint={t('say_hint')}
        value={text}
        maxLength={500}
        required={false}
        rows={2}
        onInput={(event) => setText((event.target as HTMLTextAreaElement).value)}
      />
      <span>
        <Button type="submit" size="small" look="secondary" pending={send.pending}>
          {t('say_do')}
        </Button>
      </span>
      <Refusal problem={send.problem} />
    </form>
  )
}

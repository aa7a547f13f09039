// Giving one work order to a crew and, if need be, to another day.
import type { FormEvent } from 'react'
import type { Lang } from '../../../platform/types.ts'
import { useWhyNot } from '../../../web/console/me.tsx'
import { Section } from '../../../web/console/parts.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { Select, TextField } from '../../../web/kit/field.tsx'
import { Refusal } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { useCommand } from '../../../web/query.ts'
import { dayOf, formatList, nameIn } from '../../../web/words/format.ts'
import { fieldError } from '../../../web/words/refusals.ts'
import { useView, useWords } from '../../../web/words/use-words.ts'
import { say } from '../../../web/words/words.ts'
import { assignWork, listBoard, Window, type WorkSummary } from '../contract.ts'
import type { Skill } from '../../people/contract.ts'
import { lackedSkills } from '../rules.ts'
import { dispatchWords } from './dispatch-words.ts'

type Crew = { id: string; name_zh: string; name_en: string; skills: readonly Skill[] }
type Props = { row: WorkSummary; crews: readonly Crew[]; onDone: () => void }

export function Assign({ row, crews, onDone }: Props) {
  const t = useWords(dispatchWords)
  const { lang } = useView()
  const may = useWhyNot('installation.dispatch')
  const ended = row.state === 'done' || row.state === 'cancelled'
  const assign = useCommand(assignWork, {
    refreshes: [listBoard],
    onDone: () => {
      toast(t('done'))
      onDone()
    },
  })
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const value = (name: string) => String(form.get(name) ?? '')
    void assign.run({
      work_order_id: row.id,
      party_id: value('crew') as never,
      ...(value('day') ? { day: value('day') } : {}),
      ...(value('window') ? { window: value('window') as Window } : {}),
    })
  }
  const error = (name: string) => fieldError(assign.problem, `/${name}`, lang)
  return (
    <Section title={t('assign')} note={t('assign_lead')}>
      <form className="flex flex-col gap-3" onSubmit={send}>
        <Select
          name="crew"
          label={t('crew')}
          defaultValue={row.party_id ?? crews.find((crew) => !lacking(row, crew, lang))?.id}
          choices={crews.map((crew) => ({
            value: crew.id,
            label: nameIn(lang, crew),
            ...lacking(row, crew, lang),
          }))}
          error={error('party_id')}
        />
        <When error={error} />
        <span>
          <Button
            type="submit"
            size="small"
            pending={assign.pending}
            why_disabled={may ?? (ended ? t('over') : null)}
          >
            {t('save')}
          </Button>
        </span>
        <Refusal problem={assign.problem} />
      </form>
    </Section>
  )
}

/** A crew that may not do it stands there with the reason. */
function lacking({ skills }: WorkSummary, crew: Crew, lang: Lang) {
  const lacked = lackedSkills(skills, crew.skills)
  if (lacked.length === 0) return null
  const t = say(dispatchWords, lang)
  const names = lacked.map((skill) => t(`sk_${skill}`))
  return { why_disabled: t('lacks', { skills: formatList(names, lang) }) }
}

/** Another day and part of the day; left as they are when empty. */
function When({ error }: { error: (name: string) => string | undefined }) {
  const t = useWords(dispatchWords)
  const { now } = useView()
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <TextField
        name="day"
        type="date"
        label={t('new_day')}
        hint={t('new_day_hint')}
        required={false}
        min={dayOf(now)}
        error={error('day')}
      />
      <Select
        name="window"
        label={t('window')}
        required={false}
        choices={[
          { value: '', label: t('same_window') },
          ...Window.options.map((value) => ({ value, label: t(value) })),
        ]}
        error={error('window')}
      />
    </div>
  )
}

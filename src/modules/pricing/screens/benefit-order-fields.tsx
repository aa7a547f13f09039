// The fields that only benefits of an order have: from which sum, of which goods, how often and for how much.
import { Checkbox, Choices, TextArea, TextField } from '../../../web/kit/field.tsx'
import { fieldError } from '../../../web/words/refusals.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { worksOnOrders } from '../contract-benefits.ts'
import type { Entry } from './benefit-entry.ts'
import type { FieldProps } from './benefit-fields.tsx'
import { benefitWords } from './benefit-words.ts'

/** What a bundle is made of: a code and how many of it, one a line. */
export function Parts({ entry, faults, problem, set }: FieldProps) {
  const t = useWords(benefitWords)
  const lang = useLang()
  if (entry.kind !== 'bundle') return null
  const within = problem?.errors.find(({ pointer }) => pointer.startsWith('/parts'))
  const wrong = faults.parts ? t(faults.parts) : within && fieldError(problem, within.pointer, lang)
  return (
    <TextArea
      label={t('parts')}
      hint={t('parts_hint')}
      rows={3}
      spellCheck={false}
      value={entry.parts}
      {...(wrong ? { error: wrong } : {})}
      onChange={(event) => set({ parts: event.target.value })}
    />
  )
}

export function Limits(props: FieldProps) {
  const { entry, faults, problem, set } = props
  const t = useWords(benefitWords)
  const lang = useLang()
  if (!worksOnOrders(entry.kind)) return null
  const coupon = entry.kind === 'coupon'
  const field = (name: 'threshold' | 'uses' | 'person' | 'budget', pointer: string) => ({
    value: entry[name],
    required: false,
    inputMode: 'decimal' as const,
    error: faults[name] ? t(faults[name]) : fieldError(problem, pointer, lang),
    onChange: (event: { target: { value: string } }) => set({ [name]: event.target.value }),
  })
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-2">
        {coupon && (
          <TextField label={t('threshold')} hint={t('none_hint')} {...field('threshold', '/threshold_fen')} />
        )}
        <TextField label={t('budget')} hint={t('none_hint')} {...field('budget', '/budget_fen')} />
        <TextField label={t('uses_max')} hint={t('none_hint')} {...field('uses', '/uses_max')} />
        <TextField
          label={t('person_max')}
          hint={t(coupon ? 'person_hint' : 'none_hint')}
          {...field('person', '/person_max')}
        />
      </div>
      {coupon && (
        <Choices
          label={t('offered')}
          name="offered"
          value={entry.offered}
          choices={[
            { value: 'shop', label: t('offered_shop') },
            { value: 'code', label: t('offered_code') },
          ]}
          onChange={(offered) => set({ offered: offered as Entry['offered'] })}
        />
      )}
      <Checkbox
        label={t('restores')}
        checked={entry.restores}
        onChange={(event) => set({ restores: event.target.checked })}
      />
    </>
  )
}

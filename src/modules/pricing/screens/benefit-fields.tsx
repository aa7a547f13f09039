// The fields of a benefit that depend on each other: how much it takes off, which goods, for whom, at whose
// cost.
import { useId } from 'react'
import type { Problem } from '../../../web/api.ts'
import { Button, IconButton } from '../../../web/kit/button.tsx'
import { Checkbox, Choices, TextArea, TextField } from '../../../web/kit/field.tsx'
import { PickMany } from '../../../web/kit/pick-many.tsx'
import { formatShare } from '../../../web/words/format.ts'
import { fieldError } from '../../../web/words/refusals.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { useCategories } from '../../catalog/screens/index.ts'
import { useCities, useCityOptions } from '../../places/screens/index.ts'
import type { BenefitWish } from '../contract-benefits.ts'
import { Channel, Tier } from '../contract.ts'
import { type Entry, type Faults, sharesOf } from './benefit-entry.ts'
import { benefitWords } from './benefit-words.ts'
import { codesOf } from './typed.ts'

export type FieldProps = {
  entry: Entry
  /** What the refusal in `problem` speaks of. */
  sent: BenefitWish | null
  faults: Faults
  problem: Problem | null
  set: (part: Partial<Entry>) => void
}

type Listed = 'sku_codes' | 'category_codes' | 'place_codes' | 'funders'

/** The message at a list or at one of it, which then is named. */
function useListError({ problem, sent }: FieldProps) {
  const t = useWords(benefitWords)
  const lang = useLang()
  return (field: Listed, nameOf: (value: string) => string = (value) => value) => {
    const whole = fieldError(problem, `/${field}`, lang)
    if (whole) return whole
    const within = problem?.errors.find(({ pointer }) => pointer.startsWith(`/${field}/`))
    if (!within) return undefined
    const text = fieldError(problem, within.pointer, lang)!
    const found = sent?.[field][Number(within.pointer.split('/')[2])]
    return typeof found === 'string' ? t('at_code', { code: nameOf(found), text }) : text
  }
}

/** Of what it is taken off, as the words have it. */
export const perOf = (kind: Entry['kind']) =>
  kind === 'coupon' || kind === 'bundle' ? (`_${kind}` as const) : ('' as const)

/** An amount or a share: the choice shows the one or the other. */
export function Cut({ entry, faults, problem, set }: FieldProps) {
  const t = useWords(benefitWords)
  const lang = useLang()
  const per = perOf(entry.kind)
  const wrong = (field: 'amount' | 'rate' | 'cap', pointer: string) =>
    faults[field] ? t(faults[field]) : fieldError(problem, pointer, lang)
  return (
    <div className="flex flex-col gap-3">
      <Choices
        label={t('how')}
        name="how"
        value={entry.how}
        choices={[
          { value: 'amount', label: t('how_amount') },
          { value: 'rate', label: t('how_rate') },
        ]}
        onChange={(how) => set({ how: how as Entry['how'] })}
      />
      {entry.how === 'amount' ? (
        <TextField
          label={t(`amount${per}`)}
          inputMode="decimal"
          value={entry.amount}
          error={wrong('amount', '/amount_fen')}
          onChange={(event) => set({ amount: event.target.value })}
        />
      ) : (
        <div className="grid gap-3 sm:grid-cols-2">
          <TextField
            label={t(`rate${per}`)}
            inputMode="decimal"
            value={entry.rate}
            error={wrong('rate', '/rate_bp') ?? fieldError(problem, '/amount_fen', lang)}
            onChange={(event) => set({ rate: event.target.value })}
          />
          <TextField
            label={t(`cap${per}`)}
            hint={t('cap_hint')}
            inputMode="decimal"
            required={false}
            value={entry.cap}
            error={wrong('cap', '/cap_fen')}
            onChange={(event) => set({ cap: event.target.value })}
          />
        </div>
      )}
    </div>
  )
}

export function Goods(props: FieldProps) {
  const { entry, set } = props
  const t = useWords(benefitWords)
  const listError = useListError(props)
  const { options, categoryName } = useCategories()
  const by_category = entry.kind === 'category' || entry.kind === 'coupon'
  const read = codesOf(entry.skus).length
  const hint = t(
    by_category && entry.category_codes.length > 0 ? 'sku_codes_hint_category' : 'sku_codes_hint',
  )
  const wrong = listError('sku_codes')
  const wrong_category = listError('category_codes', categoryName)
  return (
    <>
      {by_category && (
        <PickMany
          label={t('categories')}
          idle={t('pick_category')}
          hint={t('category_hint')}
          choices={options}
          chosen={entry.category_codes}
          nameOf={categoryName}
          error={wrong_category}
          onChange={(category_codes) => set({ category_codes })}
        />
      )}
      <TextArea
        label={t('sku_codes')}
        hint={read > 0 ? `${hint} · ${t('sku_codes_read', { count: read })}` : hint}
        required={!by_category}
        rows={3}
        spellCheck={false}
        value={entry.skus}
        {...(wrong ? { error: wrong } : {})}
        onChange={(event) => set({ skus: event.target.value })}
      />
    </>
  )
}

/** Places, channels and tiers; none chosen is all of them. */
export function Audience(props: FieldProps) {
  const { entry, set } = props
  const t = useWords(benefitWords)
  const lang = useLang()
  const listError = useListError(props)
  const cities = useCityOptions()
  const { cityName } = useCities()
  return (
    <>
      <PickMany
        label={t('places')}
        idle={t(entry.place_codes.length > 0 ? 'pick_place_more' : 'pick_place')}
        choices={cities}
        chosen={entry.place_codes}
        nameOf={cityName}
        error={listError('place_codes', cityName)}
        onChange={(place_codes) => set({ place_codes })}
      />
      <Boxes
        label={t('channels')}
        options={Channel.options}
        nameOf={(one) => t(`channel_${one}`)}
        chosen={entry.channels}
        onChange={(channels) => set({ channels })}
      />
      <Boxes
        label={t('tiers')}
        options={Tier.options}
        nameOf={(one) => t(`tier_${one}`)}
        chosen={entry.tiers}
        error={fieldError(props.problem, '/tiers', lang)}
        onChange={(tiers) => set({ tiers })}
      />
    </>
  )
}

function Boxes<T extends string>(props: {
  label: string
  options: readonly T[]
  nameOf: (value: T) => string
  chosen: readonly T[]
  error?: string | undefined
  onChange: (chosen: T[]) => void
}) {
  const { label, options, nameOf, chosen, error, onChange } = props
  const t = useWords(benefitWords)
  const toggled = (value: T) => options.filter((one) => chosen.includes(one) !== (one === value))
  return (
    <fieldset>
      <legend className="text-13 text-ink-soft">
        {label} <span className="text-ink-faint">· {t('none_is_all')}</span>
      </legend>
      <div className="flex flex-wrap gap-x-6">
        {options.map((value) => (
          <Checkbox
            key={value}
            label={nameOf(value)}
            checked={chosen.includes(value)}
            onChange={() => onChange(toggled(value))}
          />
        ))}
      </div>
      {error && (
        <p className="text-13 text-bad" role="alert">
          {error}
        </p>
      )}
    </fieldset>
  )
}

const funders_max = 10

/** Who bears it: parties and shares, with what they add up to. */
export function Funders(props: FieldProps) {
  const { entry, faults, set } = props
  const t = useWords(benefitWords)
  const listError = useListError(props)
  const { funders } = entry
  const wrong = faults.funders ? t(faults.funders) : listError('funders')
  const several = funders.length > 1
  const sum_id = useId()
  const change = (at: number, part: Partial<Entry['funders'][number]>) =>
    set({ funders: funders.map((one, n) => (n === at ? { ...one, ...part } : one)) })
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-13 text-ink-soft">
        {t('bearer')} <span className="text-ink-faint">· {t('party_hint')}</span>
      </legend>
      {funders.map((funder, at) => (
        <div
          key={at}
          className={`grid items-end gap-2 ${several ? 'grid-cols-[1fr_6rem_auto]' : 'grid-cols-[1fr_6rem]'}`}
        >
          <TextField
            label={t('party')}
            value={funder.party}
            maxLength={60}
            autoCapitalize="none"
            aria-invalid={wrong ? true : undefined}
            aria-describedby={sum_id}
            onChange={(event) => change(at, { party: event.target.value })}
          />
          <TextField
            label={t('share')}
            inputMode="decimal"
            value={funder.share}
            onChange={(event) => change(at, { share: event.target.value })}
          />
          {several && (
            <IconButton
              icon="close"
              label={t('remove_funder', { n: at + 1 })}
              onClick={() => set({ funders: funders.filter((_, n) => n !== at) })}
            />
          )}
        </div>
      ))}
      <Sum id={sum_id} sum_bp={sharesOf(funders)} wrong={wrong} />
      {funders.length < funders_max && (
        <Button
          size="small"
          look="secondary"
          icon="plus"
          className="self-start"
          onClick={() => set({ funders: [...funders, { party: '', share: '' }] })}
        >
          {t('add_funder')}
        </Button>
      )}
    </fieldset>
  )
}

function Sum({ id, sum_bp, wrong }: { id: string; sum_bp: number; wrong: string | undefined }) {
  const t = useWords(benefitWords)
  const whole = sum_bp === 10_000
  return (
    <p id={id} className={`num text-13 ${whole && !wrong ? 'text-good' : 'text-bad'}`} aria-live="polite">
      {t('shares_sum', { share: formatShare(sum_bp, 2) })} ·{' '}
      {wrong ?? t(whole ? 'shares_whole' : 'shares_off')}
    </p>
  )
}

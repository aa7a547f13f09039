// A part of a sheet: its facts as lines, or, after "edit", the same facts as fields. One list of specs
// makes both.
import { type FormEvent, type ReactNode, useState } from 'react'
import type { Problem } from '../../../web/api.ts'
import { useWhyNot } from '../../../web/console/me.tsx'
import { type Fact, Facts, Section } from '../../../web/console/parts.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { type Choice, Select, TextField } from '../../../web/kit/field.tsx'
import { Refusal } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { commonWords } from '../../../web/words/common.ts'
import { formatNumber } from '../../../web/words/format.ts'
import { fieldError } from '../../../web/words/refusals.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { productDeskWords } from './desk-product-words.ts'

export type FieldSpec = {
  /** Where the value stands in the sheet, with dots: `body.depth_mm`. */
  name: string
  label: string
  kind: 'text' | 'number' | 'day' | 'choice' | 'flag'
  value: string | number | boolean | null | undefined
  unit?: string
  choices?: readonly Choice[]
  hint?: string
  optional?: true
  /** What an empty field means: null, or no such key at all. */
  empty?: 'omit'
  step?: number
  /** Without it nothing is sold: its lack stands out. */
  vital?: true
}

export type Values = Record<string, unknown>

function valueOf(spec: FieldSpec, raw: string): unknown {
  if (raw === '') return spec.empty === 'omit' ? undefined : null
  if (spec.kind === 'number') return Number(raw)
  return spec.kind === 'flag' ? raw === 'true' : raw
}

/** `body.width_mm` → `{ body: { width_mm } }`, over a copy of what was there. */
function put(into: Values, name: string, value: unknown) {
  const [head = '', tail] = name.split(/\.(.*)/)
  if (tail === undefined) into[head] = value
  else {
    const inner = { ...(into[head] as Values | undefined) }
    if (value === undefined) delete inner[tail]
    else put(inner, tail, value)
    into[head] = inner
  }
}

/** What the form says, over `original`: only the fields of the sheet that differ. */
export function readFields(form: FormData, specs: readonly FieldSpec[], original: Values): Values {
  const after = { ...original }
  for (const spec of specs) put(after, spec.name, valueOf(spec, String(form.get(spec.name) ?? '').trim()))
  const differs = (key: string) => JSON.stringify(after[key]) !== JSON.stringify(original[key])
  return Object.fromEntries(Object.entries(after).filter(([key]) => differs(key)))
}

export function Field({ spec, problem }: { spec: FieldSpec; problem: Problem | null }) {
  const c = useWords(commonWords)
  const t = useWords(productDeskWords)
  const lang = useLang()
  const error = fieldError(problem, `/${spec.name.replaceAll('.', '/')}`, lang)
  const shared = {
    name: spec.name,
    label: spec.label,
    required: !spec.optional,
    ...(error ? { error } : {}),
    ...(spec.hint ? { hint: spec.hint } : {}),
  }
  const value = spec.value === null || spec.value === undefined ? '' : String(spec.value)
  if (spec.kind === 'choice' || spec.kind === 'flag') {
    const flags = [
      { value: 'true', label: c('yes') },
      { value: 'false', label: c('no') },
    ]
    const none = spec.optional || value === '' ? [{ value: '', label: t('choose') }] : []
    return <Select {...shared} defaultValue={value} choices={[...none, ...(spec.choices ?? flags)]} />
  }
  if (spec.kind === 'text') return <TextField {...shared} defaultValue={value} maxLength={160} />
  if (spec.kind === 'day') return <TextField {...shared} type="date" defaultValue={value} />
  const number = { type: 'number', step: spec.step ?? 1, inputMode: 'decimal' } as const
  return <TextField {...shared} {...number} defaultValue={value} after={spec.unit} />
}

function useTextOf() {
  const c = useWords(commonWords)
  const t = useWords(productDeskWords)
  return (spec: FieldSpec): ReactNode => {
    const { value } = spec
    if (value === null || value === undefined || value === '')
      return (
        <span className={spec.vital || !spec.optional ? 'text-bad' : 'text-ink-faint'}>{t('lacking')}</span>
      )
    if (typeof value === 'boolean') return c(value ? 'yes' : 'no')
    if (typeof value === 'number') return `${formatNumber(value, 2)}${spec.unit ? ` ${spec.unit}` : ''}`
    return <span translate="no">{spec.choices?.find((one) => one.value === value)?.label ?? value}</span>
  }
}

type Save = { run: (change: Values) => Promise<unknown>; pending: boolean; problem: Problem | null }
type PartProps = {
  title: string
  note?: ReactNode
  specs: readonly FieldSpec[]
  original: object
  save: Save
  empty?: string
  /** What stands there until it is edited, when that is not every field. */
  facts?: readonly Fact[]
}

export function Part(props: PartProps) {
  const c = useWords(commonWords)
  const why = useWhyNot('catalog.edit')
  const textOf = useTextOf()
  const [editing, setEditing] = useState(false)
  if (editing) return <PartForm {...props} onClose={() => setEditing(false)} />
  if (props.specs.length === 0)
    return <Section title={props.title}>{<p className="text-ink-soft">{props.empty}</p>}</Section>
  return (
    <Section title={props.title} note={props.note}>
      <Facts facts={props.facts ?? props.specs.map((spec) => ({ name: spec.label, value: textOf(spec) }))} />
      <div className="pt-2">
        <Button
          size="small"
          look="secondary"
          why_disabled={why}
          aria-label={`${c('edit')} · ${props.title}`}
          onClick={() => setEditing(true)}
        >
          {c('edit')}
        </Button>
      </div>
    </Section>
  )
}

function PartForm({ title, note, specs, original, save, onClose }: PartProps & { onClose: () => void }) {
  const c = useWords(commonWords)
  const t = useWords(productDeskWords)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const change = readFields(new FormData(event.currentTarget), specs, original as Values)
    const moved = Object.keys(change).length > 0
    if (moved && (await save.run(change)) === null) return
    toast(t(moved ? 'saved' : 'unchanged'))
    onClose()
  }
  return (
    <Section title={title} note={note}>
      <form className="flex flex-col gap-3" onSubmit={(event) => void submit(event)} noValidate>
        <FieldGrid specs={specs} problem={save.problem} />
        <span className="flex gap-3">
          <Button type="submit" size="small" pending={save.pending}>
            {c('save')}
          </Button>
          <Button size="small" look="quiet" onClick={onClose}>
            {c('cancel')}
          </Button>
        </span>
        <Refusal problem={save.problem} />
      </form>
    </Section>
  )
}

export const FieldGrid = (props: { specs: readonly FieldSpec[]; problem: Problem | null }) => (
  <div className="grid gap-3 sm:grid-cols-2">
    {props.specs.map((spec) => (
      <Field key={spec.name} spec={spec} problem={props.problem} />
    ))}
  </div>
)

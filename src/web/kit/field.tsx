// Form fields: label above, hint or error below, all tied together for screen readers.
import { type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, useId } from 'react'
import { commonWords } from '../words/common.ts'
import { mobileDigits } from '../words/format.ts'
import { useWords } from '../words/use-words.ts'
import { Icon } from './icons.tsx'

type Frame = {
  label: string
  hint?: ReactNode
  error?: string | undefined
  hide_label?: boolean
  quiet?: boolean
}
type Tied = { id: string; 'aria-invalid'?: true; 'aria-describedby'?: string }

function FieldFrame(props: Frame & { required: boolean; children: (tied: Tied) => ReactNode }) {
  const t = useWords(commonWords)
  const id = useId()
  const note = props.error ?? props.hint
  const tied: Tied = { id }
  if (props.error) tied['aria-invalid'] = true
  if (note) tied['aria-describedby'] = `${id}-note`
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className={props.hide_label ? 'sr-only' : 'text-13 text-ink-soft'}>
        {props.label}
        {!props.required && !props.hide_label && !props.quiet && (
          <span className="text-ink-faint"> · {t('optional')}</span>
        )}
      </label>
      {props.children(tied)}
      {note && (
        <p id={`${id}-note`} className={`text-13 ${props.error ? 'text-bad' : 'text-ink-faint'}`}>
          {props.error && <Icon name="warn" size={14} className="mr-1 inline align-[-2px]" />}
          {note}
        </p>
      )}
    </div>
  )
}

const box =
  'min-h-11 w-full rounded-field border bg-surface px-3 text-16 text-ink outline-offset-0 transition-colors'
const edge = (error?: string) => (error ? 'border-bad' : 'border-line-firm')

/** `quiet`: a box to search in, which says nothing of being optional. */
export function TextField(props: Frame & { after?: ReactNode } & InputHTMLAttributes<HTMLInputElement>) {
  const { label, hint, error, hide_label = false, quiet = false, after, className = '', ...rest } = props
  const { required = true, ...input } = rest
  const frame = { label, hint, hide_label, quiet, required, ...(error ? { error } : {}) }
  return (
    <FieldFrame {...frame}>
      {(tied) => (
        <span className="relative flex items-center">
          <input {...input} {...tied} required={required} className={`${box} ${edge(error)} ${className}`} />
          {after && <span className="absolute right-3 text-13 text-ink-faint">{after}</span>}
        </span>
      )}
    </FieldFrame>
  )
}

type PhoneProps = Frame & { value: string; onDigits: (digits: string) => void; after?: ReactNode } & Omit<
    InputHTMLAttributes<HTMLInputElement>,
    'value' | 'onChange' | 'type' | 'maxLength'
  >

/** A mobile number however it is written: no length limit, which would cut a pasted one before it is read. */
export const PhoneField = ({ onDigits, ...rest }: PhoneProps) => (
  <TextField
    {...rest}
    type="tel"
    inputMode="numeric"
    onChange={(event) => onDigits(mobileDigits(event.target.value))}
  />
)

export function TextArea(
  props: Frame & { rows?: number; required?: boolean } & InputHTMLAttributes<HTMLTextAreaElement>,
) {
  const { label, hint, error, hide_label = false, className = '', required = true, ...input } = props
  const frame = { label, hint, hide_label, required, ...(error ? { error } : {}) }
  return (
    <FieldFrame {...frame}>
      {(tied) => (
        <textarea
          {...input}
          {...tied}
          required={required}
          className={`${box} ${edge(error)} min-h-22 py-2 ${className}`}
        />
      )}
    </FieldFrame>
  )
}

export type Choice = { value: string; label: string; why_disabled?: string }

/** The system's own list: fast, native on phones, complete by keyboard. */
export function Select(
  props: Frame & { choices: readonly Choice[] } & SelectHTMLAttributes<HTMLSelectElement>,
) {
  const { label, hint, error, hide_label = false, choices, className = '', required = true, ...rest } = props
  const frame = { label, hint, hide_label, required, ...(error ? { error } : {}) }
  return (
    <FieldFrame {...frame}>
      {(tied) => (
        <span className="relative flex items-center">
          <select
            {...rest}
            {...tied}
            required={required}
            className={`${box} ${edge(error)} appearance-none pr-10 ${className}`}
          >
            {choices.map(({ value, label: text, why_disabled }) => (
              <option key={value} value={value} disabled={Boolean(why_disabled)}>
                {why_disabled ? `${text} (${why_disabled})` : text}
              </option>
            ))}
          </select>
          <Icon name="down" size={16} className="pointer-events-none absolute right-3 text-ink-soft" />
        </span>
      )}
    </FieldFrame>
  )
}

export function Checkbox(props: { label: ReactNode } & InputHTMLAttributes<HTMLInputElement>) {
  const { label, ...input } = props
  return (
    <label className="flex min-h-11 items-center gap-3">
      <input {...input} type="checkbox" className="size-5 shrink-0 accent-action" />
      <span>{label}</span>
    </label>
  )
}

/** One of few, all visible; radio buttons that look like a row of keys. */
export function Choices(props: {
  label: string
  name: string
  value: string
  choices: readonly Choice[]
  onChange: (value: string) => void
}) {
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 text-13 text-ink-soft">{props.label}</legend>
      <div className="flex flex-wrap gap-2">
        {props.choices.map((choice) => (
          <label
            key={choice.value}
            className={`inline-flex min-h-11 items-center rounded-field border px-4 has-focus-visible:shadow-[var(--focus)] ${
              choice.why_disabled ? 'border-line bg-sunk text-ink-soft' : 'border-line-firm bg-surface'
            } has-checked:border-ink has-checked:bg-ink has-checked:text-paper`}
          >
            <input
              type="radio"
              className="sr-only"
              name={props.name}
              value={choice.value}
              checked={props.value === choice.value}
              disabled={Boolean(choice.why_disabled)}
              onChange={() => props.onChange(choice.value)}
            />
            {choice.label}
            {choice.why_disabled && <small className="ml-2 text-12">{choice.why_disabled}</small>}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** A quantity: fewer, the number, more. */
export function Stepper(props: {
  label: string
  value: number
  min?: number
  max?: number
  onChange: (value: number) => void
}) {
  const t = useWords(commonWords)
  const { min = 1, max = 99, value } = props
  const key = 'grid size-11 place-items-center text-action disabled:text-ink-faint'
  return (
    <fieldset className="inline-flex items-center rounded-field border border-line-firm bg-surface">
      <legend className="sr-only">{props.label}</legend>
      <button
        type="button"
        className={key}
        aria-label={t('fewer')}
        disabled={value <= min}
        onClick={() => props.onChange(value - 1)}
      >
        <Icon name="minus" size={18} />
      </button>
      <output className="num min-w-8 text-center text-16" aria-live="polite">
        {value}
      </output>
      <button
        type="button"
        className={key}
        aria-label={t('one_more')}
        disabled={value >= max}
        onClick={() => props.onChange(value + 1)}
      >
        <Icon name="plus" size={18} />
      </button>
    </fieldset>
  )
}

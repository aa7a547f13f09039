// Several of a long list: the system's own list adds one, a key for each chosen one takes it off again.
import { commonWords } from '../words/common.ts'
import { useWords } from '../words/use-words.ts'
import { type Choice, Select } from './field.tsx'
import { Icon } from './icons.tsx'

type Props = {
  label: string
  /** What the list says while nothing more is added, such as what none at all means. */
  idle: string
  choices: readonly Choice[]
  chosen: readonly string[]
  nameOf: (value: string) => string
  onChange: (chosen: string[]) => void
  hint?: string
  error?: string | undefined
}

export function PickMany({ label, idle, choices, chosen, nameOf, onChange, hint, error }: Props) {
  const c = useWords(commonWords)
  const left = choices.filter(({ value }) => !chosen.includes(value))
  return (
    <div className="flex flex-col gap-2">
      <Select
        label={label}
        required={false}
        value=""
        choices={[{ value: '', label: idle }, ...left]}
        {...(hint ? { hint } : {})}
        {...(error ? { error } : {})}
        onChange={(event) => event.target.value && onChange([...chosen, event.target.value])}
      />
      <ul className="flex flex-wrap gap-2 empty:hidden">
        {chosen.map((value) => (
          <li key={value}>
            <button
              type="button"
              aria-label={c('take_off', { name: nameOf(value) })}
              className="inline-flex min-h-10 items-center gap-1 rounded-[4px] bg-sunk px-2 sm:min-h-8"
              onClick={() => onChange(chosen.filter((one) => one !== value))}
            >
              {nameOf(value)} <Icon name="close" size={12} />
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

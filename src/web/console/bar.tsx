// Fields above a list that write into the address: a choice, a day, a text. Each keeps its label.
import { useId, type ReactNode } from 'react'
import { useAddress } from './address.ts'

const box = 'h-10 min-w-0 rounded-[6px] border border-line-firm bg-surface px-2 sm:h-8'

const Labelled = (props: { label: string; children: (id: string) => ReactNode }) => {
  const id = useId()
  return (
    <span className="flex min-w-0 flex-col gap-1 sm:inline-flex sm:flex-row sm:items-center sm:gap-2">
      <label htmlFor={id} className="whitespace-nowrap text-ink-soft">
        {props.label}
      </label>
      {props.children(id)}
    </span>
  )
}

export const Bar = ({ children }: { children: ReactNode }) => (
  <div className="grid grid-cols-2 items-end gap-x-3 gap-y-2 sm:flex sm:flex-wrap sm:items-center sm:gap-x-4">
    {children}
  </div>
)

type Option = { value: string; label: string }

/** A list of choices; the first one, empty, means all. */
export function BarSelect(props: { name: string; label: string; all?: string; options: readonly Option[] }) {
  const { query, set } = useAddress()
  return (
    <Labelled label={props.label}>
      {(id) => (
        <select
          id={id}
          className={`${box} w-full sm:w-44`}
          value={query[props.name] ?? ''}
          onChange={(event) => set({ [props.name]: event.target.value || undefined, open: undefined })}
        >
          {props.all !== undefined && <option value="">{props.all}</option>}
          {props.options.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  )
}

/** A text or a day; written when the field is left or Enter is pressed. */
export function BarField(props: {
  name: string
  label: string
  type?: 'text' | 'date'
  placeholder?: string
}) {
  const { query, set } = useAddress()
  const value = query[props.name] ?? ''
  const write = (text: string) => {
    if (text.trim() !== value) set({ [props.name]: text.trim() || undefined, open: undefined })
  }
  return (
    <Labelled label={props.label}>
      {(id) => (
        <input
          key={value}
          id={id}
          type={props.type ?? 'text'}
          defaultValue={value}
          placeholder={props.placeholder}
          maxLength={100}
          className={`${box} w-full sm:w-40`}
          onBlur={(event) => write(event.target.value)}
          onChange={(event) => props.type === 'date' && write(event.target.value)}
          onKeyDown={(event) => event.key === 'Enter' && write(event.currentTarget.value)}
        />
      )}
    </Labelled>
  )
}

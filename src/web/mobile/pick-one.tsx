// One of few as full-width rows that a thumb cannot miss.
type Row = { value: string; title: string; note?: string; why_disabled?: string | null }

export const PickOne = (props: {
  label: string
  name: string
  value: string
  choices: readonly Row[]
  onChange: (value: string) => void
}) => (
  <fieldset className="flex flex-col gap-2">
    <legend className="sr-only">{props.label}</legend>
    {props.choices.map(({ value, title, note, why_disabled }) => (
      <label
        key={value}
        className={`flex min-h-[52px] items-center gap-3 rounded-shop border px-4 py-2 text-16 has-focus-visible:shadow-[var(--focus)] ${
          why_disabled ? 'border-line bg-sunk text-ink-soft' : 'border-line-firm has-checked:border-action'
        } has-checked:bg-action-soft`}
      >
        <input
          type="radio"
          name={props.name}
          value={value}
          checked={props.value === value}
          disabled={Boolean(why_disabled)}
          onChange={() => props.onChange(value)}
          className="size-5 shrink-0 accent-action"
        />
        <span>
          {title}
          {(why_disabled ?? note) && (
            <span className="block text-13 text-ink-soft">{why_disabled ?? note}</span>
          )}
        </span>
      </label>
    ))}
  </fieldset>
)

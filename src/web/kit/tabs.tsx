// Tabs on Base UI: arrows move, the chosen one is dark.
import { Tabs as Base } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'

export type Tab = { id: string; title: ReactNode; panel: ReactNode }

export function Tabs(props: {
  label: string
  tabs: readonly Tab[]
  value?: string
  onChange?: (id: string) => void
}) {
  const first = props.tabs[0]?.id
  const chosen = props.value === undefined ? { defaultValue: first } : { value: props.value }
  return (
    <Base.Root {...chosen} onValueChange={(id) => props.onChange?.(String(id))}>
      <Base.List
        aria-label={props.label}
        className="inline-flex max-w-full gap-1 overflow-x-auto rounded-field bg-surface p-1"
      >
        {props.tabs.map(({ id, title }) => (
          <Base.Tab
            key={id}
            value={id}
            className="min-h-11 rounded-[8px] px-4 text-14 whitespace-nowrap text-ink-soft data-active:bg-ink data-active:text-paper"
          >
            {title}
          </Base.Tab>
        ))}
      </Base.List>
      {props.tabs.map(({ id, panel }) => (
        <Base.Panel key={id} value={id} className="pt-4">
          {panel}
        </Base.Panel>
      ))}
    </Base.Root>
  )
}

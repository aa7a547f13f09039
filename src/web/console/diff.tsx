// A change as a person checks it: old struck, new marked, the difference at the right, unchanged rows
// counted.
import type { ReactNode } from 'react'
import { commonWords } from '../words/common.ts'
import { useWords } from '../words/use-words.ts'

export type Change = {
  field: string
  title: string
  /** null where there was nothing to strike. */
  before: ReactNode
  after: ReactNode
  /** `多降 200`, `−3.8 %`: what the step means. */
  difference?: ReactNode
}

export function Diff({ changes, unchanged = 0 }: { changes: readonly Change[]; unchanged?: number }) {
  const t = useWords(commonWords)
  return (
    <table className="w-full border-collapse">
      <caption className="pb-1 text-left">
        <span className="flex justify-between gap-3 text-ink-soft">
          <span>{t('changed')}</span>
          {unchanged > 0 && <span>{t('unchanged', { count: unchanged })}</span>}
        </span>
      </caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">{t('details')}</th>
          <th scope="col">{t('was')}</th>
          <th scope="col">{t('is_now')}</th>
          <th scope="col">{t('difference')}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <tr key={change.field} className="border-b border-line align-baseline">
            <th scope="row" className="py-2 pr-3 text-left font-text text-ink-soft">
              {change.title}
            </th>
            <td className="num py-2 pr-3 text-ink-soft">
              {change.before !== null && <del>{change.before}</del>}
            </td>
            <td className="num py-2 pr-3">
              <ins className="rounded-[4px] bg-light-soft px-1.5 py-0.5 font-strong text-ink no-underline">
                {change.after}
              </ins>
            </td>
            <td className="num py-2 text-right text-ink-soft">{change.difference}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const text = (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : String(value ?? '—'))

/** Two states of a thing → what changed; `titles` names the fields, in the order they are shown. */
export function changesOf(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
  titles: Readonly<Record<string, string>>,
  show: (field: string, value: unknown) => ReactNode = (_, value) => text(value),
): { changes: Change[]; unchanged: number } {
  const fields = Object.keys(titles).filter((field) => field in before || field in after)
  const moved = fields.filter((field) => text(before[field]) !== text(after[field]))
  const changes = moved.map((field) => ({
    field,
    title: titles[field] ?? field,
    before: show(field, before[field]),
    after: show(field, after[field]),
  }))
  return { changes, unchanged: fields.length - moved.length }
}

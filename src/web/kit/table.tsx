// A plain table that scrolls inside itself and stays a table for screen readers.
import type { ReactNode } from 'react'

export type Column<T> = {
  id: string
  title: string
  cell: (row: T) => ReactNode
  /** Figures stand right, in tabular digits. */
  numeric?: boolean
  /** The column that names the row. */
  heads?: boolean
}

export function Table<T>(props: {
  caption: string
  columns: readonly Column<T>[]
  rows: readonly T[]
  keyOf: (row: T) => string
  show_caption?: boolean
}) {
  return (
    // A scrolling region must be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="relative overflow-x-auto" role="region" aria-label={props.caption} tabIndex={0}>
      <table className="w-full border-collapse text-14">
        <caption className={props.show_caption ? 'pb-2 text-left font-strong' : 'sr-only'}>
          {props.caption}
        </caption>
        <thead>
          <tr>
            {props.columns.map(({ id, title, numeric }) => (
              <th
                key={id}
                scope="col"
                className={`py-2 pr-3 text-13 font-text whitespace-nowrap text-ink-soft last:pr-0 ${
                  numeric ? 'text-right' : 'text-left'
                }`}
              >
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr key={props.keyOf(row)} className="border-t border-line">
              {props.columns.map((column) => (
                <Cell key={column.id} column={column} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Cell<T>({ column, row }: { column: Column<T>; row: T }) {
  const look = `py-2 pr-3 last:pr-0 ${column.numeric ? 'num text-right' : 'text-left'}`
  if (!column.heads) return <td className={look}>{column.cell(row)}</td>
  return (
    <th scope="row" className={`${look} font-mid`}>
      {column.cell(row)}
    </th>
  )
}

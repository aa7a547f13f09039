// Money on screen: the figure stands alone, and every figure opens into the lines it came from.
import { type ReactNode, useId } from 'react'
import { formatMoney, moneyFigure } from '../words/format.ts'
import { commonWords } from '../words/common.ts'
import { useWords } from '../words/use-words.ts'
import { Icon } from './icons.tsx'

const sizes = { product: 'text-56', order: 'text-32', list: 'text-24', row: 'text-16' } as const

export const Price = ({ fen, size = 'list' }: { fen: number; size?: keyof typeof sizes }) => (
  <span className={`price ${sizes[size]}`}>
    <i>{fen < 0 ? '−¥' : '¥'}</i>
    {moneyFigure(fen)}
  </span>
)

export type TraceLine = {
  name: string
  note?: string
  /** The line's own amount; a deduction is negative. */
  amount_fen: number
  /** The sum the lines arrive at. */
  total?: boolean
}

/** The lines under a price: list price, what comes off, what stays. */
export function PriceTrace({ lines, caption }: { lines: readonly TraceLine[]; caption?: string }) {
  const t = useWords(commonWords)
  return (
    <table className="w-full border-collapse text-14">
      <caption className="sr-only">{caption ?? t('show_why')}</caption>
      <tbody>
        {lines.map((line) => (
          <tr key={line.name} className={`border-t border-line ${line.total ? 'font-strong' : ''}`}>
            <th scope="row" className="w-24 py-2 pr-3 text-left font-[inherit]">
              {line.name}
            </th>
            <td className="py-2 pr-3 text-13 font-text text-ink-soft">{line.note}</td>
            <td className="num py-2 text-right">
              {line.total ? moneyFigure(line.amount_fen) : signed(line.amount_fen)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
const signed = (amount_fen: number) => (amount_fen < 0 ? '−' : '') + moneyFigure(amount_fen)

/** Any summary that opens into what it is made of; plain HTML, works before any script. */
export function Reasons(props: { summary: ReactNode; children: ReactNode; open?: boolean }) {
  const id = useId()
  const t = useWords(commonWords)
  return (
    <details className="group" open={props.open}>
      <summary className="flex min-h-11 items-center gap-2 rounded-field" aria-describedby={id}>
        <span className="grow">{props.summary}</span>
        <span id={id} className="sr-only">
          {t('show_why')}
        </span>
        <Icon name="down" size={16} className="text-ink-faint transition-transform group-open:rotate-180" />
      </summary>
      <div className="pb-2">{props.children}</div>
    </details>
  )
}

/** A price that opens its trace; for places where the trace is not always in view. */
export const OpenPrice = (props: { fen: number; size?: keyof typeof sizes; lines: readonly TraceLine[] }) => (
  <Reasons summary={<Price fen={props.fen} {...(props.size ? { size: props.size } : {})} />}>
    <PriceTrace lines={props.lines} caption={formatMoney(props.fen)} />
  </Reasons>
)

// One cell, a SKU at a node: its counters, and moving units to another node, both sides shown first.
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { Diff } from '../../../web/console/diff.tsx'
import { useWhyNot } from '../../../web/console/me.tsx'
import { Facts, Section } from '../../../web/console/parts.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { TextField } from '../../../web/kit/field.tsx'
import { ErrorState, Refusal, SkeletonRows } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { useCommand, usePages, useRead } from '../../../web/query.ts'
import { useWords } from '../../../web/words/use-words.ts'
import { SkuName, useSkuLines } from '../../search/screens/index.ts'
import { NodePicker, useNodeNames } from '../../places/screens/index.ts'
import { type Cell, findStock, listEntries, listStock, transfer } from '../contract.ts'
import { availableOnline } from '../rules.ts'
import { Entries } from './desk-entries.tsx'
import { stockDeskWords } from './stock-words.ts'

type Of = { node_id: string; sku_id: string }

/** A cell that was never written is an empty one. */
function useCell({ node_id, sku_id }: Of, enabled = true) {
  const input = { node_id: node_id as never, sku_ids: sku_id, limit: 1 }
  const read = useRead(listStock, input, { enabled })
  return { read, cell: read.data?.items[0] }
}

export function CellDetail({ node_id, sku_id }: Of) {
  const { read, cell } = useCell({ node_id, sku_id })
  const line = useSkuLines([sku_id])(sku_id)
  const { nodeName } = useNodeNames([node_id])
  if (read.error) return <ErrorState problem={read.error} onRetry={() => void read.refetch()} />
  if (!read.data) return <SkeletonRows rows={6} />
  return (
    <>
      <Section title={nodeName(node_id)} note={line?.code}>
        <SkuName line={line} />
        <Counters cell={cell} />
      </Section>
      {cell && <Transfer cell={cell} name={nodeName(node_id)} />}
      <Story node_id={node_id} sku_id={sku_id} />
    </>
  )
}

function Counters({ cell }: { cell: Cell | undefined }) {
  const t = useWords(stockDeskWords)
  if (!cell) return <p className="pt-2 text-ink-soft">{t('none_cell')}</p>
  return (
    <div className="pt-2">
      <Facts
        facts={[
          { name: t('on_hand'), value: cell.on_hand },
          { name: t('held'), value: cell.held },
          { name: t('protected'), value: cell.protected },
          { name: t('display'), value: cell.display },
          { name: t('available'), value: <b className="font-strong">{cell.available}</b> },
          { name: t('counter'), value: cell.counter_available },
        ]}
      />
    </div>
  )
}

/** How the cell came to be what it is, newest first. */
function Story({ node_id, sku_id }: Of) {
  const t = useWords(stockDeskWords)
  const rows = usePages(listEntries, { node_id: node_id as never, sku_id: sku_id as never, limit: 20 })
  const all = (
    <Link
      to={'/ledger' as never}
      search={{ node: node_id } as never}
      className="link inline-flex min-h-10 items-center sm:min-h-8"
    >
      {t('all_ledger')}
    </Link>
  )
  return (
    <Section title={t('ledger')} note={all}>
      <Entries rows={rows} />
    </Section>
  )
}

type TransferProps = { cell: Cell; name: string }

function Transfer({ cell, name }: TransferProps) {
  const t = useWords(stockDeskWords)
  const may = useWhyNot('stock.transfer')
  const [to, setTo] = useState<string | null>(null)
  const [units, setUnits] = useState<number | null>(null)
  // What the owner protects stays, also from transfers.
  const most = availableOnline(cell)
  const why = may ?? (most < 1 ? t('no_units') : to === null ? t('moves') : null)
  const same = to === cell.node_id ? t('same_node') : null
  const review = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setUnits(Number(new FormData(event.currentTarget).get('units')))
  }
  const done = () => {
    setUnits(null)
    setTo(null)
  }
  return (
    <Section title={t('transfer')} note={t('transfer_lead')}>
      {units !== null && to !== null ? (
        <Preview cell={cell} name={name} to={to} units={units} onBack={() => setUnits(null)} onDone={done} />
      ) : (
        <form className="flex flex-col gap-3" onSubmit={review}>
          <NodePicker single label={t('to')} ids={to ? [to] : []} onChange={([id]) => setTo(id ?? null)} />
          <TextField
            name="units"
            type="number"
            inputMode="numeric"
            label={t('units')}
            hint={t('max_units', { count: most })}
            min={1}
            max={Math.max(1, most)}
            defaultValue={1}
          />
          <span>
            <Button type="submit" size="small" why_disabled={why ?? same}>
              {t('preview')}
            </Button>
          </span>
        </form>
      )}
    </Section>
  )
}

type PreviewProps = TransferProps & { to: string; units: number; onBack: () => void; onDone: () => void }

/** Both sides as they are and as they will be; nothing has moved yet. */
function Preview({ cell, name, to, units, onBack, onDone }: PreviewProps) {
  const t = useWords(stockDeskWords)
  const { read, cell: there } = useCell({ node_id: to, sku_id: cell.sku_id })
  const { nodeName } = useNodeNames([to])
  const send = useCommand(transfer, {
    refreshes: [listStock, findStock, listEntries],
    onDone: () => {
      toast(t('done'))
      onDone()
    },
  })
  if (read.error) return <ErrorState problem={read.error} onRetry={() => void read.refetch()} />
  if (!read.data) return <SkeletonRows rows={3} />
  const rows = [
    { field: 'from', title: t('at_from', { name }), before: cell.on_hand, step: -units },
    { field: 'to', title: t('at_to', { name: nodeName(to) }), before: there?.on_hand ?? 0, step: units },
  ]
  const lines = [{ sku_id: cell.sku_id, quantity: units }]
  const gone = send.problem?.reason === 'stock_gone'
  return (
    <div className="flex flex-col gap-3">
      <Diff
        changes={rows.map(({ step, before, ...row }) => ({
          ...row,
          before,
          after: before + step,
          difference: step > 0 ? `+${step}` : `−${-step}`,
        }))}
      />
      <Buttons
        pending={send.pending}
        onSend={() => void send.run({ from_node_id: cell.node_id, to_node_id: to as never, lines })}
        onBack={onBack}
      />
      {gone ? (
        <p role="alert" className="rounded-field bg-bad-soft px-3 py-2 text-bad">
          {t('gone')}
        </p>
      ) : (
        <Refusal problem={send.problem} />
      )}
    </div>
  )
}

function Buttons(props: { pending: boolean; onSend: () => void; onBack: () => void }) {
  const t = useWords(stockDeskWords)
  return (
    <span className="flex gap-3">
      <Button size="small" pending={props.pending} onClick={props.onSend}>
        {t('send')}
      </Button>
      <Button size="small" look="quiet" onClick={props.onBack}>
        {t('change_it')}
      </Button>
    </span>
  )
}

// One cell of stock: its figures, how it came to be, and moving units to another node with a look first.
import { type FormEvent, useState } from 'react'
import { Diff } from '../../../web/console/diff.tsx'
import { useWhyNot } from '../../../web/console/me.tsx'
import { Facts, Section } from '../../../web/console/parts.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { TextField } from '../../../web/kit/field.tsx'
import { ErrorState, Refusal, SkeletonRows } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { useCommand, usePages, useRead } from '../../../web/query.ts'
import { commonWords } from '../../../web/words/common.ts'
import { useWords } from '../../../web/words/use-words.ts'
import { NodePicker, useNodeNames } from '../../places/screens/index.ts'
import { type Cell, findStock, listEntries, listStock, transfer } from '../contract.ts'
import { Entries } from './desk-entries.tsx'
import { stockDeskWords } from './stock-words.ts'

type Key = { node_id: string; sku_id: string }

/** The cell of a node and SKU, from the city the node lies in; null when it never had any. */
function useCell({ node_id, sku_id }: Key) {
  const { nodes } = useNodeNames([node_id])
  const city = nodes.find((node) => node.id === node_id)?.city_code
  const read = useRead(
    findStock,
    { sku_id: sku_id as never, city_code: city ?? '', limit: 100 },
    { enabled: city !== undefined },
  )
  const cell = read.data?.items.find((one) => one.node_id === node_id) ?? null
  return { read, cell }
}

export function CellDetail(key: Key) {
  const t = useWords(stockDeskWords)
  const { read, cell } = useCell(key)
  const ledger = usePages(listEntries, {
    node_id: key.node_id as never,
    sku_id: key.sku_id as never,
    limit: 20,
  })
  if (read.error) return <ErrorState problem={read.error} onRetry={() => void read.refetch()} />
  if (!read.data) return <SkeletonRows rows={5} />
  return (
    <>
      {cell && <CellFacts cell={cell} />}
      {cell && <Transfer cell={cell} />}
      <Section title={t('ledger')} note={t('ledger_lead')}>
        <Entries rows={ledger} />
      </Section>
    </>
  )
}

function CellFacts({ cell }: { cell: Cell }) {
  const t = useWords(stockDeskWords)
  return (
    <Section title={t('cell')}>
      <Facts
        facts={[
          { name: t('on_hand'), value: <b>{cell.on_hand}</b> },
          { name: t('held'), value: `− ${cell.held}` },
          { name: t('display'), value: `− ${cell.display}` },
          { name: t('counter'), value: cell.counter_available },
          { name: t('protected'), value: `− ${cell.protected}` },
          { name: t('available'), value: <b>{cell.available}</b> },
        ]}
      />
    </Section>
  )
}

type Draft = { to: string; quantity: number }

function Transfer({ cell }: { cell: Cell }) {
  const t = useWords(stockDeskWords)
  const may = useWhyNot('stock.transfer')
  const movable = cell.on_hand - cell.held - cell.display
  const [open, setOpen] = useState(false)
  const why = may ?? (movable <= 0 ? t('no_units') : null)
  if (open) return <Form cell={cell} movable={movable} onClose={() => setOpen(false)} />
  return (
    <div className="pb-4">
      <Button size="small" why_disabled={why} onClick={() => setOpen(true)}>
        {t('transfer')}
      </Button>
    </div>
  )
}

type FormProps = { cell: Cell; movable: number; onClose: () => void }

function Form({ cell, movable, onClose }: FormProps) {
  const t = useWords(stockDeskWords)
  const c = useWords(commonWords)
  const [to, setTo] = useState<string[]>([])
  const [draft, setDraft] = useState<Draft | null>(null)
  const move = useCommand(transfer, {
    refreshes: [findStock, listStock, listEntries],
    onDone: () => {
      toast(t('done'))
      onClose()
    },
  })
  const review = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const quantity = Number(new FormData(event.currentTarget).get('quantity'))
    if (to[0]) setDraft({ to: to[0], quantity })
  }
  const send = ({ to: target, quantity }: Draft) =>
    move.run({
      from_node_id: cell.node_id,
      to_node_id: target as never,
      lines: [{ sku_id: cell.sku_id, quantity }],
    })
  return (
    <Section title={t('transfer')} note={t('transfer_lead')}>
      <form hidden={draft !== null} className="flex flex-col gap-3" onSubmit={review}>
        <NodePicker single label={t('to')} ids={to} onChange={setTo} />
        <TextField
          name="quantity"
          type="number"
          min={1}
          max={movable}
          label={t('units')}
          hint={t('max_units', { count: movable })}
          defaultValue={1}
        />
        <span className="flex gap-3">
          <Button type="submit" size="small" why_disabled={to[0] ? null : t('moves')}>
            {t('preview')}
          </Button>
          <Button size="small" look="quiet" onClick={onClose}>
            {c('cancel')}
          </Button>
        </span>
      </form>
      {draft && (
        <Review
          cell={cell}
          draft={draft}
          pending={move.pending}
          onBack={() => setDraft(null)}
          onSend={() => void send(draft).then((moved) => !moved && setDraft(null))}
        />
      )}
      <Refusal problem={move.problem} />
    </Section>
  )
}

type ReviewProps = { cell: Cell; draft: Draft; pending: boolean; onBack: () => void; onSend: () => void }

/** Both ends before and after: what leaves one arrives at the other. */
function Review({ cell, draft, pending, onBack, onSend }: ReviewProps) {
  const t = useWords(stockDeskWords)
  const c = useWords(commonWords)
  const { nodeName } = useNodeNames([cell.node_id, draft.to])
  const there = useCell({ node_id: draft.to, sku_id: cell.sku_id })
  const before = there.cell?.on_hand ?? 0
  const known = there.read.data !== undefined
  const changes = [
    {
      field: 'from',
      title: t('at_from', { name: nodeName(cell.node_id) }),
      before: cell.on_hand,
      after: cell.on_hand - draft.quantity,
      difference: `−${draft.quantity}`,
    },
    {
      field: 'to',
      title: t('at_to', { name: nodeName(draft.to) }),
      before: known ? before : '…',
      after: known ? before + draft.quantity : '…',
      difference: `+${draft.quantity}`,
    },
  ]
  return (
    <div className="flex flex-col gap-3">
      <Diff changes={changes} />
      <span className="flex gap-3">
        <Button size="small" pending={pending} onClick={onSend}>
          {t('send')}
        </Button>
        <Button size="small" look="quiet" onClick={onBack}>
          {c('back')}
        </Button>
      </span>
    </div>
  )
}

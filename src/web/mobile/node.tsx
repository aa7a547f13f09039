// The store or warehouse in hand: the one of the scope, or the one last chosen when there are several.
import { type ReactNode, useState, useSyncExternalStore } from 'react'
import { getNode, type Node } from '../../modules/places/contract.ts'
import { useMe } from '../console/me.tsx'
import { Icon } from '../kit/icons.tsx'
import { Sheet } from '../kit/dialog.tsx'
import { EmptyState } from '../kit/states.tsx'
import { useRead } from '../query.ts'
import { nameIn } from '../words/format.ts'
import { useLang, useWords } from '../words/use-words.ts'
import { mobileWords } from './mobile-words.ts'

const key = 'node'
const changed = 'nodechange'
const follow = (listener: () => void) => {
  addEventListener(changed, listener)
  return () => removeEventListener(changed, listener)
}
function choose(node_id: string) {
  localStorage.setItem(key, node_id)
  dispatchEvent(new Event(changed))
}

/** Its id; empty for somebody without any node. */
export function useNodeId(): string {
  const { nodes } = useMe().scope
  const kept = useSyncExternalStore(follow, () => localStorage.getItem(key) ?? '')
  const mine = nodes ?? []
  return mine.includes(kept) ? kept : (mine[0] ?? '')
}

export const useNode = () => {
  const node_id = useNodeId()
  return useRead(getNode, { node_id: node_id as Node['id'] }, { enabled: node_id !== '' }).data ?? null
}

/** Shown where a page has nothing to show without a node. */
export function NoNode() {
  const t = useWords(mobileWords)
  return (
    <EmptyState icon="store" title={t('no_place')}>
      {t('no_place_next')}
    </EmptyState>
  )
}

/** The name of the node at the head of a page; with several of them a button that changes it. */
export function NodeName() {
  const t = useWords(mobileWords)
  const lang = useLang()
  const node = useNode()
  const { nodes } = useMe().scope
  const [open, setOpen] = useState(false)
  const name = node ? nameIn(lang, node) : '…'
  // One line, so that a name that arrives late moves nothing.
  if ((nodes ?? []).length < 2)
    return (
      <span translate="no" title={name} className="inline-block max-w-full truncate align-bottom">
        {name}
      </span>
    )
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        aria-label={`${t('change_place')}: ${name}`}
        className="-ml-2 inline-flex min-h-11 items-center gap-1 rounded-field px-2 text-14 text-action"
      >
        <span translate="no">{name}</span> <Icon name="down" size={16} />
      </button>
      <Sheet open={open} onClose={() => setOpen(false)} title={t('change_place')}>
        <ul className="flex flex-col gap-2">
          {(nodes ?? []).map((id) => (
            <NodeChoice key={id} id={id} onPick={() => setOpen(false)} />
          ))}
        </ul>
      </Sheet>
    </>
  )
}

/** The node and a word about the page. On a phone each has its line, so that a late name moves nothing. */
export const NodeLine = ({ children }: { children: ReactNode }) => (
  <span className="flex flex-col md:flex-row md:flex-wrap md:items-baseline md:gap-x-1.5">
    <NodeName />
    <span>
      <span className="hidden md:inline">· </span>
      {children}
    </span>
  </span>
)

function NodeChoice({ id, onPick }: { id: string; onPick: () => void }) {
  const t = useWords(mobileWords)
  const lang = useLang()
  const chosen = useNodeId() === id
  const node = useRead(getNode, { node_id: id as Node['id'] }).data
  return (
    <li>
      <button
        type="button"
        aria-pressed={chosen}
        onClick={() => {
          choose(id)
          onPick()
        }}
        className="flex min-h-14 w-full items-center gap-3 rounded-shop border border-line px-4 text-left aria-pressed:border-ink"
      >
        <Icon name={node?.kind === 'warehouse' ? 'box' : 'store'} />
        <span className="grow" translate="no">
          <b className="block font-mid">{node ? nameIn(lang, node) : '…'}</b>
          <small className="text-13 text-ink-soft">{node && t(node.kind)}</small>
        </span>
        {chosen && <Icon name="check" />}
      </button>
    </li>
  )
}

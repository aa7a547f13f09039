// Finding nodes by name: type, choose from what is found. A list of buttons, so it needs no pointer.
import { useDeferredValue, useState } from 'react'
import { TextField } from '../../../web/kit/field.tsx'
import { Icon } from '../../../web/kit/icons.tsx'
import { useRead } from '../../../web/query.ts'
import { nameIn } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { listNodes, type Node } from '../contract.ts'
import { useNodeNames } from './desk-names.ts'
import { formatWords, placesWords } from './places-words.ts'

type Props = {
  ids: readonly string[]
  onChange: (ids: string[]) => void
  label?: string
  /** One only: choosing another replaces it. */
  single?: boolean
  city_code?: string
}

export function NodePicker({ ids, onChange, label, single = false, city_code }: Props) {
  const t = useWords(placesWords)
  const [text, setText] = useState('')
  const asked = useDeferredValue(text.trim())
  const found = useRead(
    listNodes,
    { limit: 6, q: asked, ...(city_code ? { city_code } : {}) },
    { enabled: asked !== '' },
  )
  const add = (node: Node) => {
    onChange(single ? [node.id] : [...new Set([...ids, node.id as string])])
    setText('')
  }
  return (
    <div className="flex flex-col gap-2">
      <TextField
        label={label ?? t('pick_nodes')}
        hint={ids.length > 0 && !single ? t('picked', { count: ids.length }) : t('pick_hint')}
        required={false}
        quiet
        value={text}
        maxLength={60}
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
      />
      {asked !== '' && <Found nodes={found.data?.items} onPick={add} />}
      <Chosen ids={ids} onRemove={(id) => onChange(ids.filter((one) => one !== id))} />
    </div>
  )
}

function Found({ nodes, onPick }: { nodes: readonly Node[] | undefined; onPick: (node: Node) => void }) {
  const t = useWords(placesWords)
  const f = useWords(formatWords)
  const lang = useLang()
  if (nodes?.length === 0) return <p className="text-ink-soft">{t('pick_none')}</p>
  return (
    <ul className="rounded-[6px] border border-line">
      {nodes?.map((node) => (
        <li key={node.id} className="border-b border-line last:border-b-0">
          <button
            type="button"
            className="flex min-h-10 w-full items-center justify-between gap-3 px-3 text-left hover:bg-sunk"
            onClick={() => onPick(node)}
          >
            <span translate="no">{nameIn(lang, node)}</span>
            <span className="text-12 text-ink-soft">{f(node.format)}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

function Chosen({ ids, onRemove }: { ids: readonly string[]; onRemove: (id: string) => void }) {
  const t = useWords(placesWords)
  const { nodeName } = useNodeNames(ids)
  if (ids.length === 0) return null
  return (
    <ul className="flex flex-wrap gap-2">
      {ids.map((id) => (
        <li key={id}>
          <button
            type="button"
            aria-label={t('remove', { name: nodeName(id) })}
            className="inline-flex min-h-10 items-center gap-1 rounded-[4px] sm:min-h-8 bg-sunk px-2"
            onClick={() => onRemove(id)}
          >
            <span translate="no">{nodeName(id)}</span>
            <Icon name="close" size={12} />
          </button>
        </li>
      ))}
    </ul>
  )
}

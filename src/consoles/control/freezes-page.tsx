// What control holds still, with SKUs found by their names.
import { useDeferredValue, useState } from 'react'
import { FreezeList, type FindProps } from '../../modules/control/screens/desk-freezes.tsx'
import { listFloors } from '../../modules/pricing/contract-floors.ts'
import { TextField } from '../../web/kit/field.tsx'
import { useRead } from '../../web/query.ts'
import { nameIn } from '../../web/words/format.ts'
import { useLang } from '../../web/words/use-words.ts'

export default function FreezesPage() {
  return <FreezeList finders={{ sku: FindSku }} />
}

function FindSku({ label, onFound }: FindProps) {
  const lang = useLang()
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState('')
  const asked = useDeferredValue(text.trim())
  const searching = asked !== '' && asked !== chosen
  const found = useRead(listFloors, { limit: 6, q: asked }, { enabled: searching })
  return (
    <div className="flex flex-col gap-2">
      <TextField
        label={label}
        value={text}
        maxLength={80}
        autoComplete="off"
        onChange={(event) => {
          setText(event.target.value)
          setChosen('')
          onFound('')
        }}
      />
      {searching && (
        <ul className="rounded-[6px] border border-line empty:hidden">
          {found.data?.items.map((row) => (
            <li key={row.sku_id} className="border-b border-line last:border-b-0">
              <button
                type="button"
                translate="no"
                className="flex min-h-10 w-full items-center justify-between gap-3 px-3 text-left hover:bg-sunk"
                onClick={() => {
                  setText(nameIn(lang, row))
                  setChosen(nameIn(lang, row))
                  onFound(row.sku_id)
                }}
              >
                {nameIn(lang, row)}
                <span className="text-12 text-ink-soft">{row.code}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

// Finding a SKU by name, code or GTIN: type, choose from what is found.
import { useDeferredValue, useState } from 'react'
import { TextField } from '../../../web/kit/field.tsx'
import { useRead } from '../../../web/query.ts'
import { useWords } from '../../../web/words/use-words.ts'
import { listSkuLines, type SkuLine } from '../contract-lines.ts'
import { deskSearchWords } from './desk-words.ts'
import { SkuName } from './sku-lines.tsx'

export function SkuPicker({ onPick }: { onPick: (line: SkuLine) => void }) {
  const t = useWords(deskSearchWords)
  const [text, setText] = useState('')
  const asked = useDeferredValue(text.trim())
  const found = useRead(listSkuLines, { limit: 6, q: asked }, { enabled: asked !== '' })
  const items = asked === '' ? [] : found.data?.items
  return (
    <div className="flex flex-col gap-2">
      <TextField
        label={t('pick')}
        hint={t('pick_hint')}
        required={false}
        quiet
        value={text}
        maxLength={60}
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
      />
      {items?.length === 0 && asked !== '' && <p className="text-ink-soft">{t('pick_none')}</p>}
      <ul className="rounded-[6px] border border-line empty:hidden">
        {items?.map((line) => (
          <li key={line.id} className="border-b border-line last:border-b-0">
            <button
              type="button"
              className="flex min-h-11 w-full items-center px-3 text-left hover:bg-sunk"
              onClick={() => {
                onPick(line)
                setText('')
              }}
            >
              <SkuName line={line} more={line.code} />
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

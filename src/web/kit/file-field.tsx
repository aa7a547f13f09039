// A field for one file. The browser's own says "no file chosen" in the language of the machine; this one says
// it in the reader's.
import { type InputHTMLAttributes, useState } from 'react'
import { useWords } from '../words/use-words.ts'
import { words } from '../words/words.ts'

const fileWords = words('file', {
  'zh-CN': { pick: '选择文件', none: '还没选文件' },
  en: { pick: 'Choose a file', none: 'No file chosen yet' },
})

type Props = { label: string; hint?: string; onFile?: (file: File | null) => void } & Omit<
  InputHTMLAttributes<HTMLInputElement>,
  'type' | 'onChange'
>

export function FileField({ label, hint, onFile, ...input }: Props) {
  const t = useWords(fileWords)
  const [name, setName] = useState<string | null>(null)
  return (
    <label className="flex min-w-0 flex-col gap-1 text-13 text-ink-soft">
      {label}
      <input
        {...input}
        type="file"
        className="peer sr-only"
        onChange={(event) => {
          const file = event.target.files?.[0] ?? null
          setName(file?.name ?? null)
          onFile?.(file)
        }}
      />
      <span className="flex min-w-0 cursor-pointer items-center gap-3 rounded-[6px] text-14 text-ink peer-focus-visible:outline-2">
        <span className="flex h-10 shrink-0 items-center rounded-[6px] border border-line-firm bg-surface px-3">
          {t('pick')}
        </span>
        <span className="truncate text-ink-soft">{name ?? t('none')}</span>
      </span>
      {hint && <span>{hint}</span>}
    </label>
  )
}

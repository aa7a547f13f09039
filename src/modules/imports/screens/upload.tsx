// Sends a file piece by piece; from its arrival on the server does the rest, also when this page is closed.
import { useState } from 'react'
import { call, type Problem } from '../../../web/api.ts'
import { asProblem } from '../../../web/command.ts'
import { useMe } from '../../../web/console/me.tsx'
import { FileField } from '../../../web/kit/file-field.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { Refusal } from '../../../web/kit/states.tsx'
import { useRead } from '../../../web/query.ts'
import { useWords } from '../../../web/words/use-words.ts'
import {
  addPriceFile,
  addProductFile,
  addStockFile,
  addStoreFile,
  type FileKind,
  listMappings,
  part_bytes_max,
  sendPart,
  startImport,
} from '../contract.ts'
import { importWords } from './import-words.ts'

const doors = {
  products: addProductFile,
  stores: addStoreFile,
  stock: addStockFile,
  prices: addPriceFile,
} as const satisfies Record<FileKind, unknown>
const kinds = Object.keys(doors) as FileKind[]

/** The kinds of files the person at the desk may send. */
export function useKinds(): FileKind[] {
  const me = useMe()
  return kinds.filter((kind) => me.permissions.includes(doors[kind].permission))
}

const bytes_a_call = 8_192

function base64Of(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += bytes_a_call)
    text += String.fromCharCode(...bytes.subarray(at, at + bytes_a_call))
  return btoa(text)
}

type Wish = { kind: FileKind; mapping: string; dry_run: boolean }

async function sendFile(file: File, wish: Wish, onPercent: (percent: number) => void): Promise<string> {
  const { id: file_id } = await call(doors[wish.kind], {
    name: file.name.slice(0, 200),
    bytes: file.size,
    dry_run: wish.dry_run,
    ...(wish.mapping ? { mapping: wish.mapping } : {}),
  })
  for (let part = 0; part * part_bytes_max < file.size; part++) {
    const from = part * part_bytes_max
    const piece = new Uint8Array(await file.slice(from, from + part_bytes_max).arrayBuffer())
    await call(sendPart, { file_id, part, base64: base64Of(piece) })
    onPercent(Math.min(100, Math.round(((from + piece.length) / file.size) * 100)))
  }
  await call(startImport, { file_id })
  return file_id
}

const box = 'h-10 min-w-0 rounded-[6px] border border-line-firm bg-surface px-2 text-14'

export function Upload({ onSent }: { onSent: (id: string) => void }) {
  const t = useWords(importWords)
  const mine = useKinds()
  const [file, setFile] = useState<File | null>(null)
  const [wish, setWish] = useState<Wish>({ kind: mine[0] ?? 'products', mapping: '', dry_run: true })
  const [percent, setPercent] = useState<number | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const mappings = useRead(listMappings, { kind: wish.kind }).data?.items ?? []
  const send = async () => {
    if (!file) return
    setProblem(null)
    setPercent(0)
    await sendFile(file, wish, setPercent).then(onSent, (thrown: unknown) => setProblem(asProblem(thrown)))
    setPercent(null)
  }
  const why = mine.length === 0 ? t('need_kind') : file ? null : t('need_file')
  return (
    <section
      aria-label={t('send')}
      className="flex flex-col gap-3 rounded-[6px] border border-line bg-surface p-4"
    >
      <div className="flex flex-wrap items-end gap-x-4 gap-y-3">
        <WishFields wish={wish} kinds={mine} mappings={mappings} onChange={setWish} />
        <FileField label={t('choose')} accept=".csv,.txt,.tsv,.xlsx" onFile={setFile} />
        <Rehearse on={wish.dry_run} onChange={(dry_run) => setWish({ ...wish, dry_run })} />
        <Button size="small" why_disabled={why} pending={percent !== null} onClick={() => void send()}>
          {percent === null ? t('send') : t('sending', { percent })}
        </Button>
      </div>
      <Refusal problem={problem} />
      <OwnColumns kind={wish.kind} mappings={mappings} />
    </section>
  )
}

function WishFields(props: {
  wish: Wish
  kinds: readonly FileKind[]
  mappings: Mappings
  onChange: (wish: Wish) => void
}) {
  const t = useWords(importWords)
  const { wish, kinds: mine, mappings, onChange } = props
  const ofKind = (kind: string) => onChange({ ...wish, kind: kind as FileKind, mapping: '' })
  return (
    <>
      <Choice label={t('kind')} value={wish.kind} onChange={ofKind}>
        {mine.map((kind) => (
          <option key={kind} value={kind}>
            {t(`kind_${kind}`)}
          </option>
        ))}
      </Choice>
      <Choice
        label={t('mapping')}
        value={wish.mapping}
        onChange={(mapping) => onChange({ ...wish, mapping })}
      >
        <option value="">{t('by_headers')}</option>
        {mappings.map(({ name, title }) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </Choice>
    </>
  )
}

function Rehearse({ on, onChange }: { on: boolean; onChange: (on: boolean) => void }) {
  const t = useWords(importWords)
  return (
    <label className="flex min-h-10 items-center gap-2 text-14">
      <input
        type="checkbox"
        className="size-5 accent-action"
        checked={on}
        onChange={(event) => onChange(event.target.checked)}
      />
      {t('dry_run')}
    </label>
  )
}

function Choice(props: {
  label: string
  value: string
  onChange: (value: string) => void
  children: React.ReactNode
}) {
  return (
    <label className="flex min-w-0 flex-col gap-1 text-13 text-ink-soft">
      {props.label}
      <select
        className={`${box} w-full max-w-72 min-w-36 text-ink`}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      >
        {props.children}
      </select>
    </label>
  )
}

type Mappings = { name: string; title: string; fields: { field: string; must: boolean; from: string[] }[] }[]

function OwnColumns({ kind, mappings }: { kind: FileKind; mappings: Mappings }) {
  const t = useWords(importWords)
  const own = mappings.find(({ name }) => name === `own-${kind}`)
  if (!own) return null
  return (
    <details className="text-13 text-ink-soft">
      <summary className="min-h-8 cursor-pointer text-action">{t('columns_title')}</summary>
      <p className="my-1">{t('columns_note')}</p>
      <ul className="flex flex-wrap gap-x-4 gap-y-1" translate="no">
        {own.fields.map(({ field, must, from }) => (
          <li key={field}>
            <b className="font-strong text-ink">{field}</b>
            {must && ' *'} {from[1]}
          </li>
        ))}
      </ul>
    </details>
  )
}

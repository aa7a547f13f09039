// The serial number of every unit, scanned or typed; the field is always that of the next unit without one.
import { useState } from 'react'
import { Button } from '../../../web/kit/button.tsx'
import { Icon } from '../../../web/kit/icons.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { Card, CardTitle } from '../../../web/mobile/parts.tsx'
import { Scanner } from '../../../web/mobile/scanner.tsx'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import type { LocalJob } from '../local-view.ts'
import { note } from './hand-store.ts'
import { handInstallationWords } from './hand-words.ts'

type Unit = { line_no: number; unit_no: number; name: string; serial: string | undefined }

function unitsOf(job: LocalJob, lang: string): Unit[] {
  return job.lines.flatMap((line) =>
    Array.from({ length: line.quantity }, (_, at) => ({
      line_no: line.line_no,
      unit_no: at + 1,
      name: lang === 'en' ? line.name_en : line.name_zh,
      serial: line.serials[at],
    })),
  )
}

const keyOf = (unit: Unit) => `${unit.line_no}-${unit.unit_no}`

export function Serials({ job, closed }: { job: LocalJob; closed: boolean }) {
  const t = useWords(handInstallationWords)
  const lang = useLang()
  const [changing, setChanging] = useState<string | null>(null)
  const [problem, setProblem] = useState('')
  const units = unitsOf(job, lang)
  const next = units.find((unit) => keyOf(unit) === changing) ?? units.find((unit) => !unit.serial)
  const save = async (typed: string) => {
    const serial = typed.trim().toUpperCase()
    if (!next) return
    if (!/^[A-Z0-9-]{4,32}$/.test(serial)) return setProblem(t('serial_bad'))
    setProblem('')
    setChanging(null)
    await note('serial', job.id, serial, { line_no: next.line_no, unit_no: next.unit_no, serial })
    toast(t('serial_saved', { serial }))
  }
  return (
    <Card>
      <CardTitle note={`${units.filter(({ serial }) => serial).length}/${units.length}`}>
        {t('serials')}
      </CardTitle>
      <ul className="flex flex-col">
        {units.map((unit) => (
          <UnitRow
            key={keyOf(unit)}
            unit={unit}
            {...(closed ? {} : { onChange: () => setChanging(keyOf(unit)) })}
          />
        ))}
      </ul>
      {next && !closed && (
        <>
          {units.length > 1 && (
            <p className="text-14" translate="no">
              {t('serial_of', { name: next.name, n: next.unit_no })}
            </p>
          )}
          <Scanner label={t('serial_field')} onScan={save} />
          {problem && (
            <p role="alert" className="text-14 text-bad">
              {problem}
            </p>
          )}
        </>
      )}
    </Card>
  )
}

function UnitRow({ unit, onChange }: { unit: Unit; onChange?: () => void }) {
  const t = useWords(handInstallationWords)
  return (
    <li className="flex items-center gap-3 border-t border-line py-2 first:border-t-0">
      <span
        className={`grid size-9 shrink-0 place-items-center rounded-pill ${
          unit.serial ? 'bg-good-soft text-good' : 'bg-sunk text-ink-soft'
        }`}
      >
        <Icon name={unit.serial ? 'check' : 'scan'} size={18} />
      </span>
      <p className="min-w-0 grow text-15">
        <span translate="no">{t('serial_of', { name: unit.name, n: unit.unit_no })}</span>
        {unit.serial && <b className="num block font-mid">{unit.serial}</b>}
      </p>
      {unit.serial && onChange && (
        <Button look="quiet" onClick={onChange}>
          {t('serial_change')}
        </Button>
      )}
    </li>
  )
}

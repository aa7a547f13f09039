// A scan comes from the camera, from a scanner that types, or from hands.
import { type FormEvent, type RefObject, useEffect, useRef, useState } from 'react'
import { Button } from '../kit/button.tsx'
import { TextField } from '../kit/field.tsx'
import { useWords } from '../words/use-words.ts'
import { type BarcodeReader, openBarcodeReader } from './barcodes.ts'
import { mobileWords } from './mobile-words.ts'

/** The same label stays in view for many frames: it counts again only after it was gone this long. */
const again_ms = 2_500

type Trouble = 'denied' | 'unread'
type Eye = { video: RefObject<HTMLVideoElement | null>; trouble: Trouble | null }
/** `opening` tells one opening of the camera from the next; 0 is closed. */
function useCamera(opening: number, onRead: (code: string) => void): Eye {
  const video = useRef<HTMLVideoElement>(null)
  const read = useRef(onRead)
  const [met, setMet] = useState<{ opening: number; trouble: Trouble } | null>(null)
  useEffect(() => {
    read.current = onRead
  })
  useEffect(() => {
    if (opening === 0) return undefined
    let stream: MediaStream | null = null
    let ended = false
    const seen = { code: '', at: 0 }
    const look = async (reader: BarcodeReader) => {
      if (ended || !video.current) return
      const [found] = await reader.detect(video.current).catch(() => [])
      const now = Date.now()
      if (found && (found.rawValue !== seen.code || now - seen.at > again_ms)) read.current(found.rawValue)
      if (found) Object.assign(seen, { code: found.rawValue, at: now })
      setTimeout(() => void look(reader), 160)
    }
    const open = async () => {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
      if (ended || !video.current) return stream.getTracks().forEach((track) => track.stop())
      video.current.srcObject = stream
      await video.current.play()
      const reader = await openBarcodeReader().catch(() => null)
      return reader ? look(reader) : setMet({ opening, trouble: 'unread' })
    }
    void open().catch(() => setMet({ opening, trouble: 'denied' }))
    return () => {
      ended = true
      stream?.getTracks().forEach((track) => track.stop())
    }
  }, [opening])
  return { video, trouble: met?.opening === opening ? met.trouble : null }
}

const corners = [
  'top-0 left-0 border-t-4 border-l-4',
  'top-0 right-0 border-t-4 border-r-4',
  'bottom-0 left-0 border-b-4 border-l-4',
  'right-0 bottom-0 border-r-4 border-b-4',
]

function Finder({ video }: { video: RefObject<HTMLVideoElement | null> }) {
  const t = useWords(mobileWords)
  return (
    <div className="relative -mx-4 aspect-[4/3] overflow-hidden bg-[#241c12] md:mx-0 md:rounded-shop">
      <video ref={video} muted playsInline aria-hidden="true" className="size-full object-cover" />
      <div className="pointer-events-none absolute inset-x-12 top-10 bottom-16" aria-hidden="true">
        {corners.map((corner) => (
          <span key={corner} className={`absolute size-8 border-light ${corner}`} />
        ))}
        <span className="absolute inset-x-2 top-1/2 h-0.5 bg-light" />
      </div>
      <p className="absolute inset-x-0 bottom-4 text-center text-15 text-[#F6F1E8]">{t('camera_aim')}</p>
    </div>
  )
}

type ScannerProps = {
  /** Resolves when the answer stands; the field is then empty and has the focus again. */
  onScan: (code: string) => Promise<unknown> | void
  pending?: boolean
  label?: string
  hint?: string
}

export function Scanner({ onScan, pending = false, label, hint }: ScannerProps) {
  const t = useWords(mobileWords)
  const [opening, setOpening] = useState(0)
  async function scan(code: string) {
    navigator.vibrate?.(60)
    await onScan(code)
  }
  const { video, trouble } = useCamera(opening, (code) => void scan(code))
  const looking = opening !== 0 && !trouble
  const can = typeof navigator !== 'undefined' && Boolean(navigator.mediaDevices)
  return (
    <div className="flex flex-col gap-3">
      {looking && <Finder video={video} />}
      <ScanField label={label ?? t('scan_field')} hint={hint} pending={pending} onScan={scan} />
      {trouble && (
        <p role="status" className="text-15">
          {t(`camera_${trouble}`)}
        </p>
      )}
      {can && (
        <Button look="secondary" icon="camera" wide onClick={() => setOpening(looking ? 0 : Date.now())}>
          {looking ? t('camera_off') : t('camera_on')}
        </Button>
      )}
      {!can && <p className="text-13 text-ink-soft">{t('camera_missing')}</p>}
    </div>
  )
}

type FieldProps = {
  label: string
  hint: string | undefined
  pending: boolean
  onScan: (code: string) => Promise<void>
}

function ScanField({ label, hint, pending, onScan }: FieldProps) {
  const t = useWords(mobileWords)
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    // A phone would open its keyboard over the page; a desk with a scanner wants the cursor here.
    if (matchMedia('(pointer: fine)').matches) form.current?.querySelector('input')?.focus()
  }, [])
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const field = form.current?.querySelector('input')
    const code = field?.value.trim() ?? ''
    if (!field || code === '') return field?.focus()
    await onScan(code)
    field.value = ''
    return field.focus()
  }
  return (
    <form ref={form} onSubmit={(event) => void submit(event)} className="flex items-end gap-2">
      <div className="min-w-0 grow">
        <TextField
          name="code"
          label={label}
          hint={hint}
          placeholder={t('scan_placeholder')}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          enterKeyHint="done"
          maxLength={40}
          required
        />
      </div>
      <Button type="submit" pending={pending} className="min-h-11">
        {t('scan_go')}
      </Button>
    </form>
  )
}

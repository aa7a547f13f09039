// A scan comes from the camera where the browser reads barcodes, else from a scanner that types, else
// from hands.
import { type FormEvent, type RefObject, useEffect, useRef, useState } from 'react'
import { Button } from '../kit/button.tsx'
import { TextField } from '../kit/field.tsx'
import { useWords } from '../words/use-words.ts'
import { mobileWords } from './mobile-words.ts'

type Found = { rawValue: string }
type Detector = { detect: (video: HTMLVideoElement) => Promise<Found[]> }
type DetectorMaker = new (options: { formats: string[] }) => Detector
const formats = ['ean_13', 'ean_8', 'upc_a', 'code_128', 'code_39', 'itf', 'qr_code', 'data_matrix']
const makerOf = () => (globalThis as { BarcodeDetector?: DetectorMaker }).BarcodeDetector

/** The same label stays in view for many frames: it counts again only after it was gone this long. */
const again_ms = 2_500

type Eye = { video: RefObject<HTMLVideoElement | null>; denied: boolean }
function useCamera(on: boolean, onRead: (code: string) => void): Eye {
  const video = useRef<HTMLVideoElement>(null)
  const read = useRef(onRead)
  const [denied, setDenied] = useState(false)
  useEffect(() => {
    read.current = onRead
  })
  useEffect(() => {
    const Maker = makerOf()
    if (!on || !Maker) return undefined
    let stream: MediaStream | null = null
    let ended = false
    const detector = new Maker({ formats })
    const seen = { code: '', at: 0 }
    const look = async () => {
      if (ended || !video.current) return
      const [found] = await detector.detect(video.current).catch(() => [])
      const now = Date.now()
      if (found && (found.rawValue !== seen.code || now - seen.at > again_ms)) read.current(found.rawValue)
      if (found) Object.assign(seen, { code: found.rawValue, at: now })
      setTimeout(() => void look(), 160)
    }
    const open = async () => {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
      if (ended || !video.current) return stream.getTracks().forEach((track) => track.stop())
      video.current.srcObject = stream
      await video.current.play()
      return look()
    }
    void open().catch(() => setDenied(true))
    return () => {
      ended = true
      stream?.getTracks().forEach((track) => track.stop())
    }
  }, [on])
  return { video, denied }
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
  const [camera, setCamera] = useState(false)
  async function scan(code: string) {
    navigator.vibrate?.(60)
    await onScan(code)
  }
  const { video, denied } = useCamera(camera, (code) => void scan(code))
  const can = typeof navigator !== 'undefined' && Boolean(makerOf() && navigator.mediaDevices)
  return (
    <div className="flex flex-col gap-3">
      {camera && !denied && <Finder video={video} />}
      <ScanField label={label ?? t('scan_field')} hint={hint} pending={pending} onScan={scan} />
      {can && (
        <Button
          look="secondary"
          icon="camera"
          wide
          why_disabled={denied ? t('camera_denied') : null}
          onClick={() => setCamera(!camera)}
        >
          {camera ? t('camera_off') : t('camera_on')}
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

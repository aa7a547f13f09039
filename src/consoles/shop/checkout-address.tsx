// Where to: a kept address, or one typed in full and read into its district before it is used.
import { type FormEvent, useState } from 'react'
import { type Address, addAddress } from '../../modules/people/contract.ts'
import { getDistrict, resolveText } from '../../modules/places/contract.ts'
import { call, type Problem, type Reply } from '../../web/api.ts'
import { asProblem, useCall } from '../../web/command.ts'
import { Button } from '../../web/kit/button.tsx'
import { Checkbox, Choices, PhoneField, TextArea, TextField } from '../../web/kit/field.tsx'
import { Refusal, Skeleton } from '../../web/kit/states.tsx'
import { fieldError } from '../../web/words/refusals.ts'
import { useLang, useWords } from '../../web/words/use-words.ts'
import { buyWords } from './buy-words.ts'
import type { Target, Written } from './checkout-state.ts'
import { useRead } from './read.ts'

type StepProps = {
  addresses: readonly Address[] | null
  target: Target
  onTarget: (target: Target) => void
  onSaved: (address: Address) => void
}

const NEW = 'new'

export function AddressStep({ addresses, target, onTarget, onSaved }: StepProps) {
  const t = useWords(buyWords)
  const [writing, setWriting] = useState(false)
  const written = target.kind === 'written' ? target.written : null
  const open = writing || (addresses?.length === 0 && !written)
  const value = open || written ? NEW : target.kind === 'saved' ? target.address.id : ''
  const choose = (id: string) => {
    setWriting(id === NEW)
    const address = addresses?.find((one) => one.id === id)
    if (address) onTarget({ kind: 'saved', address })
  }
  return (
    <section className="card flex flex-col gap-4 p-5">
      {!addresses && <Skeleton className="h-11 w-full" />}
      {addresses && addresses.length > 0 && (
        <Choices
          label={t('where')}
          name="address"
          value={value}
          choices={[
            ...addresses.map((one) => ({ value: one.id as string, label: `${one.recipient} · ${one.line}` })),
            { value: NEW, label: t('other_address') },
          ]}
          onChange={choose}
        />
      )}
      {!open && target.kind === 'saved' && <Chosen address={target.address} />}
      {!open && written && (
        <div className="flex flex-wrap items-start justify-between gap-2">
          <ChosenWritten written={written} />
          <Button look="quiet" size="small" onClick={() => setWriting(true)}>
            {t('change_address')}
          </Button>
        </div>
      )}
      {open && (
        <AddressForm
          {...(written ? { first: written } : {})}
          onWritten={(entered) => {
            setWriting(false)
            onTarget({ kind: 'written', written: entered })
          }}
          onSaved={(address) => {
            setWriting(false)
            onSaved(address)
            onTarget({ kind: 'saved', address })
          }}
        />
      )}
    </section>
  )
}

export function usePlaceName(code: string): string {
  const lang = useLang()
  const found = useRead(getDistrict, { code })
  if (!found.data) return ''
  return lang === 'en' ? found.data.full_name_en : found.data.full_name_zh
}

const Chosen = ({ address }: { address: Address }) => (
  <p className="text-14 text-ink-soft">
    <span className="text-ink" translate="no">
      {address.recipient}
    </span>{' '}
    <span className="num">{address.phone}</span>
    <br />
    {usePlaceName(address.town_code ?? address.county_code)} <span translate="no">{address.line}</span>
  </p>
)
const ChosenWritten = ({ written }: { written: Written }) => (
  <p className="text-14 text-ink-soft">
    <span translate="no">{written.recipient}</span> <span className="num">{written.phone}</span>
    <br />
    {usePlaceName(written.town_code ?? written.county_code)} <span translate="no">{written.line}</span>
  </p>
)

type Resolved = Reply<typeof resolveText.reply>
type FormProps = {
  onWritten: (written: Written) => void
  onSaved: (address: Address) => void
  /** What was entered before, to be changed. */
  first?: Written
  /** For the account, where an address is there to be kept. */
  always_save?: boolean
}

type Entry = { recipient: string; phone: string; line: string; save: boolean }

/** What stands in the form outlives a reload of this tab, and nothing else. */
const DRAFT = 'address'
function readDraft(): Partial<Entry> {
  try {
    return JSON.parse(sessionStorage.getItem(DRAFT) ?? '{}') as Partial<Entry>
  } catch {
    return {}
  }
}

/** One press reads the address; what is ambiguous asks back, what is clear is used at once. */
function useAddressForm({ onWritten, onSaved, first, always_save = false }: FormProps) {
  const [resolved, setResolved] = useState<Resolved | null>(null)
  // Never drawn on the server: the form opens when the kept addresses have come.
  const [form, setForm] = useState<Entry>(() => ({
    recipient: first?.recipient ?? '',
    phone: first?.phone ?? '',
    line: first?.typed ?? '',
    save: !first,
    ...(first ? {} : readDraft()),
  }))
  const [problem, setProblem] = useState<Problem | null>(null)
  const set = (change: Partial<Entry>) => {
    const next = { ...form, ...change }
    setForm(next)
    // What is being changed is kept already.
    if (!first) sessionStorage.setItem(DRAFT, JSON.stringify(next))
  }
  const done =
    <T,>(then: (given: T) => void) =>
    (given: T) => {
      sessionStorage.removeItem(DRAFT)
      then(given)
    }
  const saving = useCall(addAddress, done(onSaved))
  const use = (county_code: string, town_code: string | null, rest: string) => {
    const { recipient, phone, save } = form
    const written = { recipient, phone, line: rest || form.line, county_code, town_code }
    if (save || always_save) void saving.run({ ...written, is_default: false })
    else done(onWritten)({ ...written, typed: form.line })
  }
  const read = (event: FormEvent) => {
    event.preventDefault()
    setProblem(null)
    call(resolveText, { text: form.line }).then(
      (found) => {
        setResolved(found)
        if (found.code && found.reason !== 'not_delivered') use(found.code, found.town_code, found.rest)
      },
      (thrown: unknown) => setProblem(asProblem(thrown)),
    )
  }
  return { form, set, resolved, use, read, saving, problem: saving.problem ?? problem }
}
type AddressState = ReturnType<typeof useAddressForm>

export function AddressForm(props: FormProps) {
  const t = useWords(buyWords)
  const state = useAddressForm(props)
  const { form, set, resolved, use, saving } = state
  return (
    <form onSubmit={state.read} className="grid gap-3 sm:grid-cols-2">
      <AddressFields state={state} />
      {resolved && <Doubt resolved={resolved} onUse={(code) => use(code, null, form.line)} />}
      <div className="flex flex-wrap items-center justify-between gap-3 sm:col-span-2">
        {!props.always_save && (
          <Checkbox
            label={t('save_address')}
            checked={form.save}
            onChange={(event) => set({ save: event.target.checked })}
          />
        )}
        <Button type="submit" pending={saving.pending}>
          {t('use_address')}
        </Button>
      </div>
      <div className="sm:col-span-2">
        <Refusal problem={state.problem} />
      </div>
    </form>
  )
}

function AddressFields({ state }: { state: AddressState }) {
  const t = useWords(buyWords)
  const lang = useLang()
  const { form, set, saving } = state
  const error = (field: string) => fieldError(saving.problem, `/${field}`, lang)
  return (
    <>
      <TextField
        label={t('recipient')}
        value={form.recipient}
        maxLength={40}
        autoComplete="name"
        error={error('recipient')}
        onChange={(event) => set({ recipient: event.target.value })}
      />
      <PhoneField
        label={t('phone')}
        hint={t('phone_hint')}
        value={form.phone}
        pattern="1[3-9][0-9]{9}"
        title={t('phone_form')}
        autoComplete="tel-national"
        error={error('phone')}
        onDigits={(phone) => set({ phone })}
      />
      <div className="sm:col-span-2">
        <TextArea
          label={t('address')}
          hint={t('address_hint')}
          value={form.line}
          maxLength={200}
          autoComplete="street-address"
          error={error('line')}
          onChange={(event) => set({ line: event.target.value })}
        />
      </div>
    </>
  )
}

function Doubt({ resolved, onUse }: { resolved: Resolved; onUse: (code: string) => void }) {
  const t = useWords(buyWords)
  const lang = useLang()
  if (resolved.reason === 'not_delivered' || resolved.reason === 'foreign') {
    return (
      <p role="alert" className="text-bad sm:col-span-2">
        {t('not_delivered')}
      </p>
    )
  }
  if (resolved.code) return null
  if (resolved.candidates.length === 0) {
    return (
      <p role="alert" className="text-bad sm:col-span-2">
        {t('unknown_address')}
      </p>
    )
  }
  return (
    <div role="alert" className="sm:col-span-2">
      <p>{t('which')}</p>
      <ul className="flex flex-wrap gap-2 pt-1">
        {resolved.candidates.slice(0, 8).map((one) => (
          <li key={one.code}>
            <Button look="secondary" onClick={() => onUse(one.code)}>
              {lang === 'en' ? one.name_en : one.name_zh}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  )
}

// Proposing facts of a product or a SKU: what stands is in the boxes, what is changed is proposed.
import { type FormEvent } from 'react'
import type { Problem } from '../../../web/api.ts'
import { Button } from '../../../web/kit/button.tsx'
import { Sheet } from '../../../web/kit/dialog.tsx'
import { Select, TextArea, TextField } from '../../../web/kit/field.tsx'
import { Refusal } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { useCommand, useRead } from '../../../web/query.ts'
import { commonWords } from '../../../web/words/common.ts'
import { fieldError } from '../../../web/words/refusals.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { listCategories } from '../../catalog/contract.ts'
import { countRequests, listRequests } from '../../control/contract.ts'
import { type OwnProduct, type OwnSku, proposeFacts } from '../contract.ts'
import { brandWords } from './brand-words.ts'

type Value = string | number | boolean | null
type Box = {
  name: string
  label: string
  kind: 'text' | 'number' | 'flag' | 'choice'
  value: Value
  unit?: string
  step?: number
  hint?: string
  choices?: { value: string; label: string }[]
}

const attribute = 'attributes/'

function useBoxes(product: OwnProduct, sku: OwnSku | undefined): Box[] {
  const t = useWords(brandWords)
  const own = useAttributes(product)
  const number = (name: string, label: string, value: Value, unit = '', step = 1): Box => ({
    name,
    label,
    kind: 'number',
    value,
    unit,
    step,
  })
  const written = (name: string, label: string, value: Value): Box => ({ name, label, kind: 'text', value })
  if (sku) {
    const lacks = new Set(sku.lacks)
    const size = (value: number) => (lacks.has('size') ? null : value)
    const packed = (value: number) => (lacks.has('weight') ? null : value)
    return [
      { ...written('gtin', t('gtin'), sku.gtin), hint: t('gtin_hint') },
      number('width_mm', t('width'), size(sku.width_mm), 'mm'),
      number('height_mm', t('height'), size(sku.height_mm), 'mm'),
      number('depth_mm', t('depth'), sku.depth_mm, 'mm'),
      number('weight_g', t('weight'), packed(sku.weight_g), t('grams')),
      number('package_volume_l', t('volume'), packed(sku.package_volume_l), t('litres')),
      written('variant_zh', t('variant_zh'), sku.variant_zh),
      written('variant_en', t('variant_en'), sku.variant_en),
    ]
  }
  return [
    written('name_zh', t('name_zh'), product.name_zh),
    written('name_en', t('name_en'), product.name_en),
    number('noise_db', t('noise'), product.noise_db, 'dB'),
    number('warranty_months', t('warranty'), product.warranty_months, t('months')),
    number('energy_grade', t('grade'), product.energy_grade),
    number('kwh_year', t('kwh'), product.kwh_year, 'kWh', 0.1),
    number('water_l_year', t('water'), product.water_l_year, 'L'),
    number('gas_m3_year', t('gas'), product.gas_m3_year, 'm³', 0.1),
    ...own,
  ]
}

/** What the category knows of its goods, power among it. */
function useAttributes(product: OwnProduct): Box[] {
  const lang = useLang()
  const categories = useRead(listCategories, {}).data?.items
  const category = categories?.find(({ code }) => code === product.category_code)
  return (category?.attributes ?? []).map((one) => ({
    name: `${attribute}${one.code}`,
    label: lang === 'en' ? one.label_en : one.label_zh,
    kind: one.kind,
    value: product.attributes[one.code] ?? null,
    unit: lang === 'en' ? one.unit_en : one.unit_zh,
    step: 0.1,
    choices: one.choices.map((choice) => ({ value: choice.code, label: nameOfChoice(choice, lang) })),
  }))
}
const nameOfChoice = (choice: { zh: string; en: string }, lang: string) =>
  lang === 'en' ? choice.en : choice.zh

/** Only what differs from what stands; an emptied box proposes nothing. */
function read(form: FormData, boxes: readonly Box[]) {
  const facts: Record<string, unknown> = {}
  const attributes: Record<string, number | boolean | string> = {}
  for (const { name, kind, value } of boxes) {
    const typed = String(form.get(name) ?? '').trim()
    if (typed === '' || typed === String(value ?? '')) continue
    const told = kind === 'number' ? Number(typed) : kind === 'flag' ? typed === 'true' : typed
    if (name.startsWith(attribute)) attributes[name.slice(attribute.length)] = told
    else facts[name] = told
  }
  return { ...facts, attributes }
}

type Props = { product: OwnProduct; sku?: OwnSku; name: string; onClose: () => void }

export function ProposeData({ product, sku, name, onClose }: Props) {
  const t = useWords(brandWords)
  const c = useWords(commonWords)
  const lang = useLang()
  const boxes = useBoxes(product, sku)
  const propose = useCommand(proposeFacts, {
    refreshes: [listRequests, countRequests],
    onDone: () => {
      toast(t('sent'))
      onClose()
    },
  })
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const reason = String(form.get('reason') ?? '').trim()
    const of = { product_id: product.id, ...(sku ? { sku_id: sku.id } : {}) }
    void propose.run({ ...of, ...read(form, boxes), reason } as never)
  }
  return (
    <Sheet
      open
      place="side"
      onClose={onClose}
      title={t('propose_of', { name })}
      description={t('propose_lead')}
    >
      <form className="flex flex-col gap-4" onSubmit={send}>
        <div className="grid gap-3 sm:grid-cols-2">
          {boxes.map((box) => (
            <Asked key={box.name} box={box} problem={propose.problem} />
          ))}
        </div>
        <TextArea
          name="reason"
          label={t('reason')}
          hint={t('reason_hint')}
          maxLength={300}
          error={fieldError(propose.problem, '/reason', lang)}
        />
        <Refusal problem={propose.problem} />
        <span className="flex gap-3">
          <Button type="submit" size="small" pending={propose.pending}>
            {t('send')}
          </Button>
          <Button size="small" look="quiet" onClick={onClose}>
            {c('cancel')}
          </Button>
        </span>
      </form>
    </Sheet>
  )
}

function Asked({ box, problem }: { box: Box; problem: Problem | null }) {
  const t = useWords(brandWords)
  const lang = useLang()
  const value = String(box.value ?? '')
  const error = fieldError(problem, `/${box.name}`, lang)
  const shared = {
    name: box.name,
    label: box.label,
    required: false,
    defaultValue: value,
    ...(box.hint ? { hint: box.hint } : {}),
    ...(error ? { error } : {}),
  }
  if (box.kind === 'flag' || box.kind === 'choice') {
    const flags = [
      { value: 'true', label: t('yes') },
      { value: 'false', label: t('no') },
    ]
    const choices = [
      { value: '', label: t('unsaid') },
      ...(box.kind === 'flag' ? flags : (box.choices ?? [])),
    ]
    return <Select {...shared} choices={choices} />
  }
  if (box.kind === 'text') return <TextField {...shared} quiet maxLength={160} />
  const number = { type: 'number', step: box.step, inputMode: 'decimal', quiet: true } as const
  return <TextField {...shared} {...number} {...(box.unit ? { after: box.unit } : {})} />
}

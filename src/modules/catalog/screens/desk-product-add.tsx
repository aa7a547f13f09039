// Adding a product as a draft: who makes it, what it is, how large it is. A brand that is new is added
// here too.
import { type FormEvent, useState } from 'react'
import type { z } from 'zod'
import { Button } from '../../../web/kit/button.tsx'
import { Dialog } from '../../../web/kit/dialog.tsx'
import { Select, TextField } from '../../../web/kit/field.tsx'
import { Refusal } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { useCommand, useRead } from '../../../web/query.ts'
import { commonWords } from '../../../web/words/common.ts'
import { dayOf, nameIn } from '../../../web/words/format.ts'
import { fieldError } from '../../../web/words/refusals.ts'
import { useLang, useView, useWords } from '../../../web/words/use-words.ts'
import { type Brand, listBrands } from '../contract.ts'
import { addBrand, addProduct, countSheets, listSheets } from '../contract-sheets.ts'
import { type FieldSpec, FieldGrid, readFields } from './desk-product-fields.tsx'
import { useCategories } from './desk-product-shared.ts'
import { productDeskWords } from './desk-product-words.ts'

type Props = { onClose: () => void; onAdded: (id: string) => void }

function useSpecs(): FieldSpec[] {
  const t = useWords(productDeskWords)
  const { now } = useView()
  const size = { kind: 'number', unit: 'mm', value: null } as const
  return [
    { name: 'name_zh', label: t('name_zh'), kind: 'text', value: '' },
    { name: 'name_en', label: t('name_en'), kind: 'text', value: '' },
    { name: 'model', label: t('model'), kind: 'text', value: '' },
    { name: 'launched_on', label: t('launched_on'), kind: 'day', value: dayOf(now) },
    { name: 'body.width_mm', label: t('width'), ...size },
    { name: 'body.height_mm', label: t('height'), ...size },
    { name: 'body.depth_mm', label: t('depth'), ...size, optional: true },
    { name: 'warranty_months', label: t('warranty'), kind: 'number', unit: t('months'), value: 12 },
  ]
}

const close = { left_mm: 0, right_mm: 0, top_mm: 0, back_mm: 0, front_mm: 0 }

export function AddProduct({ onClose, onAdded }: Props) {
  const t = useWords(productDeskWords)
  const specs = useSpecs()
  const [brand, setBrand] = useState('')
  const [made, setMade] = useState<Brand[]>([])
  const [naming, setNaming] = useState(false)
  const add = useCommand(addProduct, {
    refreshes: [listSheets, countSheets],
    onDone: ({ id }) => {
      toast(t('added'))
      onAdded(id)
    },
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const given = readFields(form, specs, {})
    const category_code = String(form.get('category_code') ?? '')
    const input = { brand_id: brand, category_code, clearances: close, attributes: {}, ...given }
    void add.run(input as z.input<typeof addProduct.input>)
  }
  return (
    <Dialog open onClose={onClose} title={t('add')} description={t('add_lead')}>
      {naming ? (
        <AddBrand
          onClose={() => setNaming(false)}
          onAdded={(one) => {
            setMade([...made, one])
            setBrand(one.id)
            setNaming(false)
          }}
        />
      ) : (
        <form className="flex flex-col gap-3" onSubmit={submit}>
          <BrandField value={brand} made={made} onChange={setBrand} onNew={() => setNaming(true)} />
          <CategoryField />
          <FieldGrid specs={specs} problem={add.problem} />
          <Submit label={t('add')} pending={add.pending} onClose={onClose} />
          <Refusal problem={add.problem} />
        </form>
      )}
    </Dialog>
  )
}

function Submit(props: { label: string; pending: boolean; onClose: () => void }) {
  const c = useWords(commonWords)
  return (
    <span className="flex gap-3">
      <Button type="submit" pending={props.pending}>
        {props.label}
      </Button>
      <Button look="quiet" onClick={props.onClose}>
        {c('cancel')}
      </Button>
    </span>
  )
}

type BrandFieldProps = {
  value: string
  made: readonly Brand[]
  onChange: (id: string) => void
  onNew: () => void
}

function BrandField({ value, made, onChange, onNew }: BrandFieldProps) {
  const t = useWords(productDeskWords)
  const lang = useLang()
  const known = useRead(listBrands, {}).data?.items ?? []
  // The one just made reaches everybody's list within a second; here it is at once.
  const brands = [...known, ...made.filter(({ id }) => !known.some((one) => one.id === id))]
  return (
    <div className="flex items-end gap-3">
      <span className="grow">
        <Select
          label={t('brand')}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          choices={[
            { value: '', label: t('choose') },
            ...brands.map((one) => ({ value: one.id as string, label: nameIn(lang, one) })),
          ]}
        />
      </span>
      <Button look="secondary" icon="plus" onClick={onNew}>
        {t('add_brand')}
      </Button>
    </div>
  )
}

function CategoryField() {
  const t = useWords(productDeskWords)
  const lang = useLang()
  const { categories } = useCategories()
  const choices = categories.map((one) => ({ value: one.code as string, label: nameIn(lang, one) }))
  return (
    <Select
      name="category_code"
      label={t('category')}
      choices={[{ value: '', label: t('choose') }, ...choices]}
    />
  )
}

function AddBrand({ onClose, onAdded }: { onClose: () => void; onAdded: (brand: Brand) => void }) {
  const t = useWords(productDeskWords)
  const lang = useLang()
  const add = useCommand(addBrand, { refreshes: [listBrands], onDone: onAdded })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const value = (name: string) => String(form.get(name) ?? '').trim()
    void add.run({ code: value('code'), name_zh: value('name_zh'), name_en: value('name_en') })
  }
  const error = (name: string) => fieldError(add.problem, `/${name}`, lang)
  return (
    <form className="flex flex-col gap-3" onSubmit={submit}>
      <TextField name="name_zh" label={t('name_zh')} maxLength={40} error={error('name_zh')} />
      <TextField name="name_en" label={t('name_en')} maxLength={60} error={error('name_en')} />
      <TextField
        name="code"
        label={t('brand_code')}
        hint={t('brand_code_hint')}
        maxLength={40}
        error={error('code')}
      />
      <Submit label={t('add_brand')} pending={add.pending} onClose={onClose} />
      <Refusal problem={add.problem} />
    </form>
  )
}

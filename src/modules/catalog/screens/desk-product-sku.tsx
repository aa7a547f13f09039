// A SKU that is not there yet: the fields of a SKU, begun with its product's measures.
import type { FormEvent } from 'react'
import type { Command } from '../../../web/command.ts'
import { Section } from '../../../web/console/parts.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { Refusal } from '../../../web/kit/states.tsx'
import { commonWords } from '../../../web/words/common.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import type { addSku, ProductSheet } from '../contract-sheets.ts'
import { FieldGrid, readFields } from './desk-product-fields.tsx'
import { skuSpecs } from './desk-product-specs.ts'
import { productDeskWords } from './desk-product-words.ts'

type Add = Command<typeof addSku.input, typeof addSku.reply>
type Props = { product: ProductSheet; add: Add; onClose: () => void }

export function NewSku({ product, add, onClose }: Props) {
  const t = useWords(productDeskWords)
  const c = useWords(commonWords)
  const lang = useLang()
  const specs = skuSpecs(product, null, lang)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    // Whatever was left empty is told by the server at its field.
    const given = readFields(new FormData(event.currentTarget), specs, {})
    void add.run({ product_id: product.id, ...given } as never)
  }
  return (
    <Section title={t('add_sku')}>
      <form className="flex flex-col gap-3" onSubmit={submit}>
        <FieldGrid specs={specs} problem={add.problem} />
        <span className="flex gap-3">
          <Button type="submit" size="small" pending={add.pending}>
            {t('add_sku')}
          </Button>
          <Button size="small" look="quiet" onClick={onClose}>
            {c('cancel')}
          </Button>
        </span>
        <Refusal problem={add.problem} />
      </form>
    </Section>
  )
}

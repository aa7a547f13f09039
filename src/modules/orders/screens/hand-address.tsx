// Where a counter sale goes: the address as the customer says it, read into a district while it is typed.
import { useDeferredValue } from 'react'
import { TextArea, TextField } from '../../../web/kit/field.tsx'
import { Icon } from '../../../web/kit/icons.tsx'
import { PickOne } from '../../../web/mobile/pick-one.tsx'
import { useRead } from '../../../web/query.ts'
import { nameIn } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { getDistrict, type Node, resolveText } from '../../places/contract.ts'
import { handOrderWords } from './hand-words.ts'

export type Where = { recipient: string; line: string; county_code: string }
export const nowhere: Where = { recipient: '', line: '', county_code: '' }

type Props = { node: Node; where: Where; onChange: (where: Where) => void }

export function AddressFields({ node, where, onChange }: Props) {
  const t = useWords(handOrderWords)
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 text-15 font-mid">{t('need_address')}</legend>
      <TextField
        label={t('recipient')}
        value={where.recipient}
        maxLength={40}
        autoComplete="off"
        onChange={(event) => onChange({ ...where, recipient: event.target.value })}
      />
      <TextArea
        label={t('address')}
        hint={t('address_hint')}
        value={where.line}
        maxLength={200}
        onChange={(event) => onChange({ ...where, line: event.target.value, county_code: '' })}
      />
      <Place {...{ node, where, onChange }} />
    </fieldset>
  )
}

/** What the address means: one district, one of several to choose, or the store's own as an offer. */
function Place({ node, where, onChange }: Props) {
  const t = useWords(handOrderWords)
  const lang = useLang()
  const text = useDeferredValue(where.line.trim())
  const read = useRead(resolveText, { text: text || '-' }, { enabled: text.length > 3 })
  const code = where.county_code || read.data?.code || ''
  const county = useRead(getDistrict, { code }, { enabled: code !== '' }).data
  const home = useRead(getDistrict, { code: node.county_code }).data
  if (text.length <= 3 || !read.data) return null
  if (code) {
    const place = county ? (lang === 'en' ? county.full_name_en : county.full_name_zh) : '…'
    return (
      <p className="flex items-center gap-2 text-15 text-good">
        <Icon name="check" size={18} /> {t('place_found', { place })}
      </p>
    )
  }
  const here = home
    ? [{ value: node.county_code, title: t('place_here', { place: nameIn(lang, home) }) }]
    : []
  const choices = read.data.candidates
    .slice(0, 6)
    .map((one) => ({ value: one.code, title: nameIn(lang, one) }))
  return (
    <>
      <p className="text-14 text-ink-soft">{choices.length > 0 ? t('place_choose') : t('place_unknown')}</p>
      <PickOne
        label={t('place')}
        name="county"
        value={where.county_code}
        choices={[...choices, ...here.filter(({ value }) => choices.every((one) => one.value !== value))]}
        onChange={(county_code) => onChange({ ...where, county_code })}
      />
    </>
  )
}

/** The district chosen, or the one the address means by itself. */
export function useCounty(where: Where): string {
  const text = useDeferredValue(where.line.trim())
  const read = useRead(resolveText, { text: text || '-' }, { enabled: text.length > 3 && !where.county_code })
  return where.county_code || (text.length > 3 ? (read.data?.code ?? '') : '')
}

// SKUs as the lists of other rooms show them: one line with its drawing, found by id or by words.
import { z } from 'zod'
import { endpoint } from '../../platform/endpoint.ts'
import { Id, PageInput, page, text } from '../../platform/types.ts'
import { CategoryCode, Drawing, InstallKind, Skill, WhyNot } from '../catalog/contract.ts'

export const SkuLine = z.object({
  id: Id,
  product_id: Id,
  code: z.string(),
  gtin: z.string().nullable(),
  name_zh: z.string(),
  name_en: z.string(),
  category_code: CategoryCode,
  category_zh: z.string(),
  category_en: z.string(),
  install_kind: InstallKind,
  skills: z.array(Skill),
  drawing: Drawing,
  for_sale: z.boolean(),
  why_not: WhyNot.nullable(),
})
export type SkuLine = z.infer<typeof SkuLine>

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
/** Ids with commas between them: one query field, whatever their number. */
export const IdList = z
  .string()
  .max(3_700)
  .regex(new RegExp(`^${uuid}(?:,${uuid}){0,99}$`))
  .describe('Up to 100 ids with commas between them')

export const listSkuLines = endpoint('GET /sku-lines', {
  summary: 'SKUs as one line each: some by their ids, or all by words and category',
  permission: 'public.read',
  shared: true,
  input: PageInput.extend({
    ids: IdList.optional(),
    q: text(60).optional(),
    category_code: CategoryCode.optional(),
  }),
  reply: page(SkuLine),
})

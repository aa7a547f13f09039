// The only writer of brands.funding: a brand offers, control agrees; what selling makes of it is selling's.
import type { z } from 'zod'
import type { Actor } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import type { ChangeKind } from '../../platform/change-kind.ts'
import { type Tx, clockOf } from '../../platform/db.ts'
import { touch } from '../../platform/live.ts'
import { Refused, wrongField } from '../../platform/refusal.ts'
import { type Id, newId } from '../../platform/types.ts'
import { catalog, ownProducts } from '../catalog/index.ts'
import { propose } from '../control/index.ts'
import { FundingChange, type offerFunding } from './contract-sales.ts'

const iso = (at: string) => new Date(at).toISOString()

export async function offer(tx: Tx, actor: Actor, input: z.output<typeof offerFunding.input>) {
  const { reason, ...wish } = input
  const brand_id = await brandOf(tx, wish.sku_codes)
  const now = await clockOf(tx)
  if (Date.parse(wish.ends_at) <= Date.parse(wish.starts_at))
    throw wrongField('/ends_at', 'ends_before_start')
  if (Date.parse(wish.ends_at) <= Date.parse(now)) throw wrongField('/ends_at', 'ends_in_past')
  return propose(tx, actor, {
    kind: 'brands.funding',
    subject_kind: 'brand',
    subject_id: brand_id,
    before: { share_bp: null },
    after: { ...wish, brand_id, offer: reason, starts_at: iso(wish.starts_at), ends_at: iso(wish.ends_at) },
    reason,
  })
}

/** All of one brand, and that the asker's own; a code of another brand is one that is not there. */
async function brandOf(tx: Tx, sku_codes: readonly string[]): Promise<Id> {
  const own = new Map(
    (await ownProducts(tx)).flatMap(({ brand, skus }) => skus.map(({ code }) => [code, brand.id] as const)),
  )
  const strange = sku_codes.findIndex((code) => !own.has(code))
  if (strange >= 0)
    throw wrongField(`/sku_codes/${strange}`, 'sku_code_unknown', { given: sku_codes[strange] })
  const brands = new Set(sku_codes.map((code) => own.get(code)!))
  if (brands.size > 1) throw wrongField('/sku_codes', 'one_brand_only')
  return [...brands][0]!
}

type Request = { id: string; requested_by: string; after: FundingChange }

async function apply(tx: Tx, actor: Actor, { id, requested_by, after }: Request) {
  const now = await clockOf(tx)
  const starts_at = after.starts_at > now ? after.starts_at : now
  if (after.ends_at <= starts_at) throw new Refused('ends_before_start', 409)
  const funding_id = newId()
  await tx`
    insert into brands.funding (funding_id, brand_id, sku_codes, share_bp, budget_fen, valid, reason,
           requested_by, approved_by, request_id)
    values (${funding_id}, ${after.brand_id}, ${after.sku_codes}::text[], ${after.share_bp},
            ${after.budget_fen}, tstzrange(${starts_at}, ${after.ends_at}), ${after.offer},
            ${requested_by}, ${actor.person_id}, ${id})`
  await audit(tx, actor, 'brands.funding_agreed', { kind: 'funding', id: funding_id }, { ...after })
  await touch(tx, 'brands:all')
}

export const changeKinds: readonly ChangeKind[] = [
  {
    kind: 'brands.funding',
    name_zh: '品牌出资',
    name_en: 'Brand funding',
    permission_to_propose: 'brand.propose',
    schema: FundingChange,
    fields: [
      { field: 'share_bp', label_zh: '品牌承担', label_en: 'The brand bears', unit: 'share' },
      { field: 'budget_fen', label_zh: '最多出', label_en: 'At most', unit: 'fen' },
      { field: 'sku_codes', label_zh: '规格', label_en: 'SKUs', unit: 'text' },
      { field: 'starts_at', label_zh: '生效', label_en: 'From', unit: 'instant' },
      { field: 'ends_at', label_zh: '截止', label_en: 'Until', unit: 'instant' },
    ],
    // Each offer is a new one: nothing stands before it.
    current: async () => ({ share_bp: null }),
    subject_name: async (_tx, after) => {
      const brand = catalog().brand((after as FundingChange).brand_id)
      return brand ? { zh: brand.name_zh, en: brand.name_en } : null
    },
    checks: async () => [],
    apply: (tx, actor, request) => apply(tx, actor, { ...request, after: request.after as FundingChange }),
  },
]

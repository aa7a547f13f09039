// The only writer of cost agreements. B2: buying proposes, control agrees, and a supplier's SKU has one cost
// at a moment.
import { z } from 'zod'
import type { Actor } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import type { ChangeKind, ChangeToApply, Check } from '../../platform/change-kind.ts'
import { type Tx, clockOf } from '../../platform/db.ts'
import { atRate } from '../../platform/money.ts'
import { explainConstraints } from '../../platform/problem.ts'
import { Refused, wrongField } from '../../platform/refusal.ts'
import { fen, newId } from '../../platform/types.ts'
import { catalog } from '../catalog/index.ts'
import { propose } from '../control/index.ts'
import { everywhereFen } from '../pricing/index.ts'
import { CostFields, type Tier, type proposeCost } from './contract.ts'
import { supplierIfKnown, supplierRow } from './queries.ts'

explainConstraints({ agreement_no_overlap: 'agreement_overlaps' })

const CostChange = z.strictObject({
  ...CostFields,
  /** For who reads the request: the first tier, and those after it in words. */
  unit_cost_fen: z.int(),
  more: z.string(),
})
type CostChange = z.infer<typeof CostChange>

const yuan = (amount_fen: number) => (amount_fen / 100).toFixed(2)
const wordsOf = ([, ...more]: readonly Tier[]) =>
  more.map(({ min_units, unit_cost_fen }) => `${min_units}+ ¥${yuan(unit_cost_fen)}`).join(', ')

/** VAT included, as prices are. */
export const withVat = (net_fen: number, vat_bp: number) => net_fen + atRate(fen(net_fen), vat_bp)

/** Nobody buys dearer than it is sold: what is paid now everywhere is the bound. */
function underPrice({ sku_id, tiers, vat_bp }: Pick<CostChange, 'sku_id' | 'tiers' | 'vat_bp'>): Check {
  const price_fen = everywhereFen(sku_id, Date.now())
  const cost_fen = withVat(tiers[0]!.unit_cost_fen, vat_bp)
  return {
    code: 'cost_below_price',
    ok: price_fen !== null && cost_fen <= price_fen,
    facts: { cost_fen, price_fen },
  }
}

export async function proposeOne(tx: Tx, actor: Actor, input: z.output<typeof proposeCost.input>) {
  const { reason, ...wish } = input
  if (!catalog().sku(wish.sku_id)) throw wrongField('/sku_id', 'unknown_sku', { sku_id: wish.sku_id })
  if (!(await supplierIfKnown(tx, wish.supplier_id))) throw wrongField('/supplier_id', 'unknown_supplier')
  if (wish.ends_at && Date.parse(wish.ends_at) <= Date.parse(wish.starts_at))
    throw wrongField('/ends_at', 'ends_before_start')
  const check = underPrice(wish)
  if (check.facts.price_fen === null) throw new Refused('no_price', 404)
  if (!check.ok) throw new Refused('cost_above_price', 409, check.facts)
  const after: CostChange = {
    ...wish,
    unit_cost_fen: wish.tiers[0]!.unit_cost_fen,
    more: wordsOf(wish.tiers),
  }
  return propose(tx, actor, {
    kind: 'purchase.cost',
    subject_kind: 'cost',
    subject_id: `${wish.supplier_id}_${wish.sku_id}`,
    before: await costNow(tx, after),
    after,
    reason,
  })
}

/** When it would begin to hold: nothing begins before it is agreed to. */
async function beginOf(tx: Tx, { starts_at }: Pick<CostChange, 'starts_at'>) {
  const now = await clockOf(tx)
  const wished = new Date(starts_at).toISOString()
  return wished > now ? wished : now
}

/** What it takes the place of; another agreement before the approval makes it stale. */
async function costNow(tx: Tx, change: CostChange) {
  const { supplier_id, sku_id } = change
  const begins_at = await beginOf(tx, change)
  const [row] = await tx<{ tiers: Tier[]; vat_bp: number; min_units: number }[]>`
    select tiers, vat_bp, min_units from purchase.agreement
     where supplier_id = ${supplier_id} and sku_id = ${sku_id} and valid @> ${begins_at}::timestamptz`
  if (!row) return {}
  const { tiers, vat_bp, min_units } = row
  return { unit_cost_fen: tiers[0]!.unit_cost_fen, more: wordsOf(tiers), vat_bp, min_units }
}

/** The one that holds ends where this one begins; what was planned within it stands in the way. */
async function apply(tx: Tx, actor: Actor, { id, after, requested_by }: ChangeToApply<CostChange>) {
  const starts_at = await beginOf(tx, after)
  await tx`
    update purchase.agreement set valid = tstzrange(lower(valid), ${starts_at})
     where supplier_id = ${after.supplier_id} and sku_id = ${after.sku_id}
       and valid @> ${starts_at}::timestamptz and lower(valid) < ${starts_at}`
  await tx`
    insert into purchase.agreement (agreement_id, supplier_id, sku_id, tiers, vat_bp, min_units, valid,
                                    requested_by, approved_by, request_id)
    values (${newId()}, ${after.supplier_id}, ${after.sku_id}, ${tx.json(after.tiers)}, ${after.vat_bp},
            ${after.min_units}, tstzrange(${starts_at}, ${after.ends_at ?? null}), ${requested_by},
            ${actor.person_id}, ${id})`
  await audit(tx, actor, 'purchase.cost_agreed', { kind: 'sku', id: after.sku_id }, { ...after })
}

export const costKinds: ChangeKind[] = [
  {
    kind: 'purchase.cost',
    name_zh: '采购协议价',
    name_en: 'Cost agreement',
    permission_to_propose: 'purchasing.costs',
    schema: CostChange,
    fields: [
      { field: 'unit_cost_fen', label_zh: '进价（未税）', label_en: 'Unit cost, net of VAT', unit: 'fen' },
      { field: 'more', label_zh: '阶梯', label_en: 'Tiers', unit: 'text' },
      { field: 'vat_bp', label_zh: '税率', label_en: 'VAT', unit: 'share' },
      { field: 'min_units', label_zh: '起订量', label_en: 'Minimum units', unit: 'units' },
      { field: 'starts_at', label_zh: '生效', label_en: 'From', unit: 'instant' },
      { field: 'ends_at', label_zh: '截止', label_en: 'Until', unit: 'instant' },
    ],
    current: (tx, _id, after) => costNow(tx, after as CostChange),
    subject_name: async (tx, after) => {
      const { sku_id, supplier_id } = after as CostChange
      const [sku, supplier] = [catalog().sku(sku_id), await supplierRow(tx, supplier_id)]
      return sku && { zh: `${sku.name_zh} · ${supplier.name}`, en: `${sku.name_en} · ${supplier.name_en}` }
    },
    touches: (after) => {
      const { sku_id, supplier_id } = after as CostChange
      return [
        { kind: 'sku', id: sku_id },
        { kind: 'supplier', id: supplier_id },
      ]
    },
    effective_at: (after) => (after as CostChange).starts_at,
    checks: async (_tx, after) => [underPrice(after as CostChange)],
    apply: (tx, actor, request) => apply(tx, actor, { ...request, after: request.after as CostChange }),
  },
]

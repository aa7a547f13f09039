// What of stock needs a second person: adjustments and counts above the limit. One kind for both, because
// what is agreed of one cell has to be agreed one after the other.
import { z } from 'zod'
import type { ChangeKind } from '../../platform/change-kind.ts'
import { Id } from '../../platform/types.ts'
import { catalog } from '../catalog/index.ts'
import { nodeById, nodes } from '../places/index.ts'
import { applyAdjustment } from './commands.ts'
import { CorrectionReason } from './contract.ts'

const Adjustment = z.strictObject({
  node_id: Id,
  sku_id: Id,
  quantity: z.int(),
  reason: CorrectionReason,
  /** What the cell would then have. */
  on_hand: z.int(),
})
type Adjustment = z.infer<typeof Adjustment>

export const changeKinds: ChangeKind[] = [
  {
    kind: 'stock.adjustment',
    name_zh: '库存调整',
    name_en: 'Stock adjustment',
    permission_to_propose: 'stock.adjust',
    schema: Adjustment,
    fields: [
      { field: 'on_hand', label_zh: '账面', label_en: 'On hand', unit: 'units' },
      { field: 'quantity', label_zh: '调整', label_en: 'Change', unit: 'units' },
      { field: 'reason', label_zh: '原因', label_en: 'Reason', unit: 'text' },
    ],
    current: async (tx, _id, after) => {
      const { node_id, sku_id } = after as Adjustment
      const [cell] = await tx<{ on_hand: number }[]>`
        select on_hand from stock.level
         where city_code = ${nodeById(node_id).city_code} and node_id = ${node_id} and sku_id = ${sku_id}`
      return { on_hand: cell?.on_hand ?? 0 }
    },
    subject_name: async (_tx, after) => {
      const { node_id, sku_id } = after as Adjustment
      const [node, sku] = [nodes().byId(node_id), catalog().sku(sku_id)]
      if (!node || !sku) return null
      return { zh: `${sku.name_zh} · ${node.name_zh}`, en: `${sku.name_en} · ${node.name_en}` }
    },
    checks: async (tx, after) => {
      const { node_id, sku_id, quantity } = after as Adjustment
      const [cell] = await tx<{ free: number }[]>`
        select on_hand - held - display as free from stock.level
         where city_code = ${nodeById(node_id).city_code} and node_id = ${node_id} and sku_id = ${sku_id}`
      const free = cell?.free ?? 0
      return [{ code: 'not_below_held', ok: free + quantity >= 0, facts: { free, quantity } }]
    },
    apply: (tx, approver, request) => applyAdjustment(tx, approver, request.after as Adjustment),
  },
]

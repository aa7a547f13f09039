// Duties that no one person may unite (retail §14), beside the estates that stay apart: one table, asked when
// a role is given, when a duty is handed over, and whenever somebody acts. Names of permissions of rooms that
// come later stand here already, so that the first role that holds one is held against it.
import { type Estate, type Permission, type Role, roles, whyNotTogether } from './access.ts'
import type { Id } from './types.ts'

type Coming =
  | 'purchasing.suppliers'
  | 'purchasing.costs'
  | 'purchasing.orders'
  | 'accounts.invoices'
  | 'accounts.pay'
  | 'benefits.fund'
export type Duty = Permission | Coming

export type Conflict = {
  code: string
  one: readonly Duty[]
  other: readonly Duty[]
  /** Only where both are held at the same node. */
  at_one_node?: true
  /**
   * Roles that hold both by themselves, because small stores are one person; every such act above the limit
   * is then a change of this kind that control decides (S7, docs/decisions/0021).
   */
  compensated?: { roles: readonly Role[]; by: string }
}

export const conflictMatrix = [
  { code: 'supplier_pay', one: ['purchasing.suppliers'], other: ['accounts.pay'] },
  { code: 'cost_price', one: ['purchasing.costs'], other: ['pricing.propose'] },
  {
    code: 'buying_approve',
    one: ['purchasing.costs', 'purchasing.suppliers', 'purchasing.orders'],
    other: ['control.approve'],
  },
  { code: 'price_approve', one: ['pricing.propose'], other: ['control.approve'] },
  { code: 'order_receipt', one: ['purchasing.orders'], other: ['stock.receive'] },
  {
    code: 'fund_use',
    one: ['control.approve', 'benefits.fund'],
    other: ['pricing.propose', 'orders.counter_sale'],
  },
  {
    code: 'adjust_count',
    one: ['stock.adjust'],
    other: ['stock.count'],
    at_one_node: true,
    compensated: { roles: ['store_owner', 'warehouse_clerk'], by: 'stock.adjustment' },
  },
] as const satisfies readonly Conflict[]
export type ConflictCode = (typeof conflictMatrix)[number]['code']

/** What one grant gives: by which role, and at which nodes (null: everywhere). */
export type Holding = { role: string; duties: readonly Duty[]; nodes: readonly Id[] | null }

export const holdingOf = (role: Role, nodes: readonly Id[] | null = null): Holding => ({
  role,
  duties: roles[role],
  nodes,
})

const meet = (a: Holding, b: Holding) =>
  a.nodes === null || b.nodes === null || a.nodes.some((node) => b.nodes!.includes(node))

const holds = ({ duties }: Holding, wanted: readonly Duty[]) => wanted.some((duty) => duties.includes(duty))

function broken(conflict: Conflict, a: Holding, b: Holding): boolean {
  if (!holds(a, conflict.one) || !holds(b, conflict.other)) return false
  if (conflict.at_one_node && !meet(a, b)) return false
  const alone: readonly string[] = conflict.compensated?.roles ?? []
  return !alone.includes(a.role) && !alone.includes(b.role)
}

export type Clash =
  | { code: 'estates_apart'; pair: readonly [Estate, Estate] }
  | { code: ConflictCode; pair: readonly [string, string] }

const isRole = (role: string): role is Role => role in roles

/** Why these holdings cannot be united in one person, by themselves or through whom they stand for. */
export function whyNotUnited(held: readonly Holding[]): Clash | null {
  const apart = whyNotTogether([...new Set(held.map(({ role }) => role).filter(isRole))])
  if (apart) return { code: 'estates_apart', pair: apart }
  for (const conflict of conflictMatrix)
    for (const a of held)
      for (const b of held) if (broken(conflict, a, b)) return { code: conflict.code, pair: [a.role, b.role] }
  return null
}

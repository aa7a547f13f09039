// Who is asking, and what they may do: one table of permissions, each of one estate, and the roles made
// of them.
import type { Id } from './types.ts'

export const estates = [
  'public',
  'customer',
  'store',
  'crew',
  'purchasing',
  'sales',
  'control',
  'brand',
  'finance',
] as const
export type Estate = (typeof estates)[number]

/** permission → estate. A role may hold permissions of its own estate and of `public` only. */
export const permissions = {
  'public.read': 'public',
  'account.own': 'public',
  'cart.own': 'customer',
  'orders.own': 'customer',
  'store.read': 'store',
  'stock.count': 'store',
  'stock.receive': 'store',
  'stock.adjust': 'store',
  'orders.counter_sale': 'store',
  'fulfilment.work': 'store',
  'places.own_store': 'store',
  'installation.work': 'crew',
  'catalog.edit': 'purchasing',
  'stock.transfer': 'purchasing',
  'purchasing.read': 'purchasing',
  'purchasing.suppliers': 'purchasing',
  'purchasing.costs': 'purchasing',
  'purchasing.orders': 'purchasing',
  'pricing.propose': 'sales',
  'places.edit': 'sales',
  'installation.dispatch': 'sales',
  'sales.read': 'sales',
  'webhooks.manage': 'sales',
  'control.approve': 'control',
  'control.people': 'control',
  'control.audit': 'control',
  'control.jobs': 'control',
  'control.read': 'control',
  'payment.reconcile': 'control',
  'brand.read': 'brand',
  'accounts.read': 'finance',
  'accounts.invoices': 'finance',
  'accounts.pay': 'finance',
  'brand.orders': 'brand',
  'brand.propose': 'brand',
} as const satisfies Record<string, Estate>
export type Permission = keyof typeof permissions

export const roles = {
  shopper: ['public.read', 'account.own', 'cart.own', 'orders.own'],
  store_owner: [
    'public.read',
    'account.own',
    'store.read',
    'stock.count',
    'stock.receive',
    'stock.adjust',
    'orders.counter_sale',
    'fulfilment.work',
    'places.own_store',
  ],
  store_clerk: [
    'public.read',
    'account.own',
    'store.read',
    'stock.receive',
    'orders.counter_sale',
    'fulfilment.work',
  ],
  warehouse_clerk: [
    'public.read',
    'account.own',
    'store.read',
    'stock.count',
    'stock.receive',
    'stock.adjust',
    'fulfilment.work',
  ],
  installer: ['public.read', 'account.own', 'installation.work'],
  purchaser: [
    'public.read',
    'account.own',
    'catalog.edit',
    'stock.transfer',
    'purchasing.read',
    'purchasing.suppliers',
    'purchasing.costs',
    'purchasing.orders',
  ],
  merchandiser: [
    'public.read',
    'account.own',
    'pricing.propose',
    'places.edit',
    'installation.dispatch',
    'sales.read',
    'webhooks.manage',
  ],
  controller: [
    'public.read',
    'account.own',
    'control.approve',
    'control.people',
    'control.audit',
    'control.jobs',
    'control.read',
    'payment.reconcile',
  ],
  auditor: ['public.read', 'account.own', 'control.audit', 'control.read'],
  accountant: ['public.read', 'account.own', 'accounts.read', 'accounts.invoices', 'accounts.pay'],
  brand_partner: ['public.read', 'account.own', 'brand.read', 'brand.orders', 'brand.propose'],
} as const satisfies Record<string, readonly Permission[]>
export type Role = keyof typeof roles

/** Pairs of estates no one person may hold together (采、销、控 apart; a store or crew never controls itself). */
export const forbiddenPairs: readonly (readonly [Estate, Estate])[] = [
  ['purchasing', 'sales'],
  ['purchasing', 'control'],
  ['sales', 'control'],
  ['store', 'control'],
  ['store', 'purchasing'],
  ['crew', 'control'],
  ['crew', 'store'],
  ['brand', 'purchasing'],
  ['brand', 'sales'],
  ['brand', 'control'],
  ['finance', 'purchasing'],
  ['finance', 'sales'],
  ['finance', 'control'],
  ['finance', 'store'],
  ['finance', 'brand'],
]

export const estateOf = (role: Role): Estate =>
  roles[role].map((p) => permissions[p]).find((estate) => estate !== 'public') ?? 'public'

/** What of the world an actor's roles reach; an empty list means nothing, null means everything. */
export type Scope = { nodes: Id[] | null; cities: string[] | null; brands: Id[] | null }

export type Actor = {
  person_id: Id | null
  party_id: Id | null
  name: string
  roles: readonly Role[]
  permissions: ReadonlySet<Permission>
  scope: Scope
  /** A signed-out visitor's cart and language hang on this; never an authority. */
  visitor_id: Id | null
}

const everywhere: Scope = { nodes: null, cities: null, brands: null }

export const anonymous: Actor = {
  person_id: null,
  party_id: null,
  name: '',
  roles: [],
  scope: { nodes: [], cities: [], brands: [] },
  permissions: new Set<Permission>(['public.read']),
  visitor_id: null,
}

/** Jobs and set-up act as the house itself; every row it writes carries no person. */
export const system: Actor = {
  person_id: null,
  party_id: null,
  name: 'system',
  roles: [],
  scope: everywhere,
  permissions: new Set(Object.keys(permissions) as Permission[]),
  visitor_id: null,
}

export const may = (actor: Actor, permission: Permission) => actor.permissions.has(permission)

/** Why these roles cannot be one person's: the first forbidden pair, or null. */
export function whyNotTogether(held: readonly Role[]): readonly [Estate, Estate] | null {
  const hands = new Set(held.map(estateOf))
  return forbiddenPairs.find(([a, b]) => hands.has(a) && hands.has(b)) ?? null
}

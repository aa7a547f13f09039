// The doors behind coupons and the counters of benefits, tried by those whose business they are not.
import type { Tx } from '../src/platform/db.ts'
import { newId } from '../src/platform/types.ts'

const none = newId()
const told = <W extends string>(all: readonly W[], ends: 'refused' | 'nothing', ask: (tx: Tx) => unknown) =>
  all.map((who) => ({ who, ends, ask: async (tx: Tx) => ask(tx) }))

export const triesOfBenefits = {
  'pricing.claim': told(
    ['owner', 'crew', 'buying'] as const,
    'refused',
    (tx) => tx`select pricing.claim('any')`,
  ),
  'pricing.left_for': told(
    ['wu', 'owner', 'seller'] as const,
    'refused',
    (tx) => tx`select * from pricing.left_for(${none}, array['any'])`,
  ),
  'pricing.public_coupon': told(
    ['wu', 'owner'] as const,
    'nothing',
    (tx) => tx`select wish as told from pricing.public_coupon('any')`,
  ),
  'pricing.take_at_counter': told(
    ['lin', 'buying', 'seller'] as const,
    'refused',
    (tx) => tx`select pricing.take_at_counter(${none}, array['any'], array[5]::bigint[])`,
  ),
}

// Doors of purchase, tried by those whose business they are not (access-doors.test.ts).
import type { Tx } from '../src/platform/db.ts'
import { newId } from '../src/platform/types.ts'

type Try = {
  who: 'lin' | 'seller' | 'owner' | 'buying' | 'neighbour' | 'rival'
  ends: 'refused' | 'nothing'
  ask: (tx: Tx) => Promise<unknown>
}
const none = newId()

export const purchaseTries: Record<string, Try[]> = {
  'purchase.bank_shown': (['lin', 'seller', 'owner'] as const).map((who) => ({
    who,
    ends: 'refused',
    ask: (tx) => tx`select * from purchase.bank_shown(${none})`,
  })),
  'purchase.lock_order': [
    { who: 'lin', ends: 'refused', ask: (tx) => tx`select purchase.lock_order(${none})` },
  ],
  'purchase.book_receipt': (['lin', 'buying', 'neighbour'] as const).map((who) => ({
    who,
    ends: 'refused',
    ask: (tx) => tx`select purchase.book_receipt(${none})`,
  })),
  'purchase.book_return': (['lin', 'buying', 'owner'] as const).map((who) => ({
    who,
    ends: 'refused',
    ask: (tx) => tx`select * from purchase.book_return(${none})`,
  })),
  'purchase.post_variance': (['buying', 'seller', 'owner'] as const).map((who) => ({
    who,
    ends: 'refused',
    ask: (tx) => tx`select purchase.post_variance(${none}, 'freight', '{1}', '{5}', 'x')`,
  })),
  'purchase.public_acknowledge': (['lin', 'owner', 'buying', 'rival'] as const).map((who) => ({
    who,
    ends: 'nothing',
    ask: (tx) => tx`select purchase.public_acknowledge(${none}, '{}', '{}', null) as told`,
  })),
  'purchase.public_despatch_own': (['lin', 'owner', 'buying', 'rival'] as const).map((who) => ({
    who,
    ends: 'nothing',
    ask: (tx) => tx`
      select purchase.public_despatch_own(${none}, ${newId()}, 'x', null, null, null, array[1], array[1])
             as told`,
  })),
}

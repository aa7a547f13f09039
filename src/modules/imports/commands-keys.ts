// Remembers by which number of theirs a feed knows what is ours.
import type { Actor } from '../../platform/access.ts'
import type { Tx } from '../../platform/db.ts'

export type NewKey = { kind: 'product' | 'sku' | 'node'; key: string; id: string }

export async function keepKeys(tx: Tx, _actor: Actor, source: string, keys: readonly NewKey[]) {
  if (keys.length === 0) return
  const added = await tx`
    insert into imports.key (source, kind, key, id)
    select ${source}, kind, key, id
      from unnest(${keys.map((one) => one.kind)}::text[], ${keys.map((one) => one.key)}::text[],
                  ${keys.map((one) => one.id)}::uuid[]) as k(kind, key, id)
    on conflict do nothing`
  // Another file has brought one of them meanwhile: this chunk begins anew and finds it.
  if (added.count < keys.length) throw Object.assign(new Error('keys moved'), { code: '40001' })
}

// Bulk load of payments that were made long ago. Owner's connection only; see orders/load-history.ts.
import { type Tx, uuidOf } from '../../platform/db.ts'

export type PastPayment = {
  payment_id: string
  basket_id: string
  node_id: string
  total_fen: number
  placed_at: string
  channel: string
}

export async function loadPastPayments(tx: Tx, rows: readonly PastPayment[]): Promise<void> {
  const given = tx.json(rows as never)
  await tx`
    insert into payment.payment (id, basket_id, node_id, provider, method, charge_ref, amount_fen, state,
      opened_at,
           paid_at)
    select payment_id, basket_id, node_id, case channel when 'shop' then 'sandbox' else 'counter' end,
           case channel when 'shop' then 'online' else 'qr' end, 'past-' || payment_id, total_fen, 'paid',
           placed_at, placed_at
      from jsonb_to_recordset(${given}) as r(payment_id uuid, basket_id uuid, node_id uuid, channel text,
                                             total_fen bigint, placed_at timestamptz)
    on conflict do nothing`
  await tx`
    insert into payment.sandbox_transaction (transaction_id, charge_ref, kind, amount_fen, at)
    select 'past-' || payment_id, 'past-' || payment_id, 'charge', total_fen, placed_at
      from jsonb_to_recordset(${given}) as r(payment_id uuid, channel text, total_fen bigint,
                                             placed_at timestamptz)
     where channel = 'shop'
    on conflict do nothing`
  await tx`
    insert into payment.entry (id, payment_id, at, kind, amount_fen, reason, transaction_id)
    select ${uuidOf(tx, tx`payment_id::text || k.kind`)}, payment_id, placed_at, k.kind, total_fen,
      'past', 'past-' || payment_id
      from jsonb_to_recordset(${given}) as r(payment_id uuid, total_fen bigint, placed_at timestamptz)
     cross join (values ('received'), ('applied')) as k(kind)
    on conflict do nothing`
}

// A brand's funding as it lies once control has agreed to it.
import { newId } from '../src/platform/types.ts'
import type { Goods } from './test-goods.ts'

type More = { share_bp?: number; budget_fen?: number; from?: string; to?: string }

export async function agreeFunding(
  owner: Goods['owner'],
  brand_id: string,
  sku_codes: readonly string[],
  { share_bp = 10_000, budget_fen = 1e12, from = '2020-01-01', to = '2099-01-01' }: More = {},
) {
  const [request_id, maker, approver] = [newId(), newId(), newId()]
  await owner`
    insert into control.change_request (id, kind, subject_kind, subject_id, before, after, reason, checks,
           requested_by, requested_by_name, requested_at, expires_at)
    values (${request_id}, 'brands.funding', 'brand', ${brand_id}, '{}', '{}', 'x', '[]', ${maker}, 'x',
            now(), now())`
  await owner`
    insert into brands.funding (funding_id, brand_id, sku_codes, share_bp, budget_fen, valid, reason,
           requested_by, approved_by, request_id)
    values (${newId()}, ${brand_id}, ${[...sku_codes]}::text[], ${share_bp}, ${budget_fen},
            tstzrange(${from}, ${to}), 'x', ${maker}, ${approver}, ${request_id})`
}

// Who bears benefits beside the house, for the sums a brand reads.
import type { Tx } from '../../platform/db.ts'

export type Borne = { code: string; party: string; share_bp: number }

/** Shares of parties other than the house, as benefits were agreed. */
export const borneByOthers = (tx: Tx) => tx<Borne[]>`
  select b.code, f.party, f.share_bp
    from pricing.benefit b
   cross join lateral jsonb_to_recordset(b.wish->'funders') as f(party text, share_bp int)
   where f.party <> 'house'`

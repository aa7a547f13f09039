// Floors: the price below which no benefit and no change may go. Control's business; selling hears above,
// near or below.
import { z } from 'zod'
import { endpoint } from '../../platform/endpoint.ts'
import { Fen, Id, Instant, PageInput, page } from '../../platform/types.ts'

export const FloorChange = z.strictObject({
  sku_id: Id,
  floor_fen: z
    .int()
    .min(1)
    .max(1e11)
    .meta({ examples: [260_000] }),
  starts_at: Instant.meta({ examples: ['2030-01-01T00:00:00+08:00'] }),
})
export type FloorChange = z.infer<typeof FloorChange>

export const FloorLine = z.object({
  sku_id: Id,
  code: z.string(),
  name_zh: z.string(),
  name_en: z.string(),
  /** What a buyer pays now, everywhere and without an account; null: not priced. */
  now_fen: Fen.nullable(),
  floor_fen: Fen.nullable(),
  since: Instant.nullable(),
})
export type FloorLine = z.infer<typeof FloorLine>

export const listFloors = endpoint('GET /floors', {
  summary: 'SKUs with their price now and their floor, in the order of the catalog',
  permission: 'control.read',
  input: PageInput.extend({ q: z.string().max(80).optional(), only: z.enum(['set', 'unset']).optional() }),
  reply: page(FloorLine),
})

/** Where a price stands against its floor: nearer than a twentieth is near. */
export const AgainstFloor = z.enum(['above', 'near', 'below'])
export type AgainstFloor = z.infer<typeof AgainstFloor>

export const getStanding = endpoint('GET /price-standings/:sku_id', {
  summary:
    'Whether the price of a SKU stands above, near or below its floor; null where control has set none',
  permission: 'pricing.propose',
  input: z.object({ sku_id: Id }),
  reply: z.object({ against_floor: AgainstFloor.nullable() }),
})

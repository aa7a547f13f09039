// Who carries parcels from a warehouse to a door, as the house sees it: book, and say where it is. The
// sandbox carries nothing, but a parcel's hours pass as they would.
import { system } from '../../platform/access.ts'
import type { Db } from '../../platform/db.ts'
import { addMinutes } from '../../platform/time.ts'
import type { Instant } from '../../platform/types.ts'

export type Door = { name: string; phone: string; county_code: string; line: string }
export type ParcelOrder = {
  /** Ours, a UUID: the same parcel booked twice is one parcel under one number. */
  id: string
  from: Door
  to: Door
  units: number
}

export const scanCodes = ['picked_up', 'in_transit', 'out_for_delivery', 'delivered', 'lost'] as const
export type Scan = { code: (typeof scanCodes)[number]; at: Instant }

/** No transaction is open while one of these is waited for; what throws is asked again later. */
export type Carrier = {
  name: string
  book(parcel: ParcelOrder): Promise<{ tracking_no: string }>
  /** Everything that has happened to a parcel so far, oldest first; asked again, it has not become less. */
  track(tracking_no: string): Promise<Scan[]>
}

/** Minutes from booking to each scan of the pretended carrier. */
const sandbox_way: readonly [Scan['code'], number][] = [
  ['picked_up', 10],
  ['in_transit', 120],
  ['out_for_delivery', 1_080],
  ['delivered', 1_260],
]

export const sandboxCarrier = (db: Db): Carrier => ({
  name: 'sandbox',
  async book({ id }) {
    const tracking_no = `SB${id.replaceAll('-', '').slice(-16).toUpperCase()}`
    await db.command(
      system,
      (tx) => tx`
        insert into fulfilment.sandbox_parcel (parcel_id, tracking_no, booked_at)
        values (${id}, ${tracking_no}, platform.clock()) on conflict do nothing`,
    )
    return { tracking_no }
  },
  async track(tracking_no) {
    const [known] = await db.read(
      system,
      (tx) => tx<{ booked_at: Instant; now: Instant }[]>`
        select booked_at, platform.clock() as now from fulfilment.sandbox_parcel
         where tracking_no = ${tracking_no}`,
    )
    if (!known) throw new Error('unknown_tracking_no')
    return sandbox_way
      .map(([code, minutes]) => ({ code, at: addMinutes(known.booked_at, minutes) }))
      .filter(({ at }) => Date.parse(at) <= Date.parse(known.now))
  },
})

let chosen: ((db: Db) => Carrier) | null = null
/** Another carrier than the sandbox; null gives the sandbox back. */
export function useCarrier(make: ((db: Db) => Carrier) | null) {
  chosen = make
}
export const carrier = (db: Db): Carrier => (chosen ?? sandboxCarrier)(db)

// The arithmetic of stock, in one place: every screen and every promise uses these two lines.
type Counters = { on_hand: number; held: number; protected: number; display: number }

/** S1: what an online order may take. */
export const availableOnline = (cell: Counters) =>
  Math.max(0, cell.on_hand - cell.held - cell.protected - cell.display)

/** S1: what the owner may sell at the counter: protected units are the owner's own. */
export const availableAtCounter = (cell: Counters) => Math.max(0, cell.on_hand - cell.held - cell.display)

/**
 * S7: an adjustment or a count's difference of more units than the limit, together with those of the last
 * day, waits for a second person.
 */
export const needsFourEyes = (quantity: number, lately: number, limit: number) =>
  Math.abs(quantity) + lately > limit

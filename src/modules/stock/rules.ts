// The arithmetic of stock, in one place: every screen and every promise uses these two lines.
type Counters = { on_hand: number; held: number; protected: number; display: number }

/** K1: what an online order may take. */
export const availableOnline = (cell: Counters) =>
  Math.max(0, cell.on_hand - cell.held - cell.protected - cell.display)

/** K1: what the owner may sell at the counter: protected units are the owner's own. */
export const availableAtCounter = (cell: Counters) => Math.max(0, cell.on_hand - cell.held - cell.display)

/** Adjustments of more units than this wait for a second person (assumption; control may edit it). */
export const adjustment_limit_units = 5

export const needsFourEyes = (quantity: number, limit = adjustment_limit_units) => Math.abs(quantity) > limit

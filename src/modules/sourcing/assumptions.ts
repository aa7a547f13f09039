// The numbers sourcing starts from until a retailer's own are known. Every one is an assumption, shown as
// such.
import type { Step } from './eta.ts'

export const assumptions = {
  /** Straight-line distance to road distance. */
  detour: 1.3,
  speed_km_h: 28,
  load_min: 12,
  accept: { mean_min: 6, sd_min: 4 } satisfies Step,
  prepare: { mean_min: 14, sd_min: 7 } satisfies Step,
  /** Waiting for a van that goes that way: a store sends one when asked, a warehouse in waves. */
  wait: {
    store: { mean_min: 45, sd_min: 25 },
    warehouse: { mean_min: 150, sd_min: 60 },
  } satisfies Record<string, Step>,
  travel_sd_share: 0.3,
  ship_base_fen: { store: 1_200, warehouse: 2_800 },
  ship_per_km_fen: 180,
  /** Heavy goods need two people: above this a second helper per km and stop. */
  heavy_g: 40_000,
  heavy_share: 0.6,
  pick_fen: { store: 600, warehouse: 350 },
  split_penalty_fen: 4_000,
  late_fen: 3_000,
  resource_fen: 5_000,
  /** Value of leaving the last unit where neighbours can see it; falls with the units left. */
  last_unit_fen: 800,
  /** Below this share of units found on the shelf a node is not promised from. */
  found_min: 0.9,
  /** Beta prior of finding a unit: about 97 % with the weight of 40 picks. */
  found_prior: { found: 39, missed: 1 },
  deliver_per_window: 24,
  install_per_window: 12,
  days_ahead: 7,
  /** An order that comes later than this before closing is the next day's. */
  last_order_min: 30,
  candidates_max: 20,
  reach_km_max: 300,
} as const

/** Windows of a day, minutes after local midnight. */
export const windows = {
  am: { starts_minute: 9 * 60, ends_minute: 12 * 60 },
  pm: { starts_minute: 13 * 60, ends_minute: 17 * 60 },
  eve: { starts_minute: 18 * 60, ends_minute: 21 * 60 },
} as const

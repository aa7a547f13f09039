// The constants of pricing that control may change.
import type { Setting } from '../../platform/setting.ts'

export const corridor: Setting = {
  key: 'pricing.corridor_bp',
  label_zh: '一次改价最多改多少',
  label_en: 'Largest step of a price against the one before',
  unit: 'basis_points',
  min: 100,
  max: 10_000,
  value: 4_000,
  // All other limits of prices are measured by it.
  levels: 2,
}
export const settings = [corridor]

// The constants of purchase that control may change.
import type { Setting } from '../../platform/setting.ts'

export const overTolerance: Setting = {
  key: 'purchase.over_tolerance_bp',
  label_zh: '收货时可以比采购单多收的比例',
  label_en: 'Share by which a receipt may exceed the units of a purchase order line',
  unit: 'basis_points',
  min: 0,
  max: 2_000,
  value: 300,
}
export const leastUnits: Setting = {
  key: 'purchase.least_units',
  label_zh: '仓里每个 SKU 至少备几件',
  label_en: 'Units of a SKU that a warehouse should never have less of',
  unit: 'units',
  min: 0,
  max: 10_000,
  value: 30,
}
export const settings = [overTolerance, leastUnits]

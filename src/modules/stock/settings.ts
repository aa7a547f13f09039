// The constants of stock that control may change.
import type { Setting } from '../../platform/setting.ts'

export const adjustmentLimit: Setting = {
  key: 'stock.adjustment_limit_units',
  label_zh: '库存盘点和调整：一天内超过几件要第二人同意',
  label_en: 'Stock counts and adjustments: units a day in one cell above which a second person must agree',
  unit: 'units',
  min: 0,
  max: 1_000,
  value: 5,
}
export const settings = [adjustmentLimit]

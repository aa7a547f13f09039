// The constants of orders that control may change.
import type { Setting } from '../../platform/setting.ts'

export const choiceHours: Setting = {
  key: 'orders.choice_hours',
  label_zh: '没有店能发货时，等顾客答复多久；过时取消并退款',
  label_en: 'How long a customer is asked when no store can serve; then it is cancelled and refunded',
  unit: 'hours',
  min: 1,
  max: 720,
  value: 72,
}
export const settings = [choiceHours]

// The constants of accounts that control may change.
import type { Setting } from '../../platform/setting.ts'

export const priceTolerance: Setting = {
  key: 'accounts.price_tolerance_bp',
  label_zh: '供应商发票：单价高出约定多少以内照付',
  label_en: 'Supplier invoices: how far above the agreed price is paid without a question',
  unit: 'basis_points',
  min: 0,
  max: 1_000,
  value: 0,
}
export const unitTolerance: Setting = {
  key: 'accounts.quantity_tolerance_units',
  label_zh: '供应商发票：件数超出收货多少以内照付',
  label_en: 'Supplier invoices: units above what came that are paid without a question',
  unit: 'units',
  min: 0,
  max: 100,
  value: 0,
}
export const acceptLimit: Setting = {
  key: 'accounts.accept_limit_bp',
  label_zh: '供应商发票：价格差异最多高出约定多少可以同意',
  label_en: 'Supplier invoices: how far above the agreed price control may agree to pay',
  unit: 'basis_points',
  min: 0,
  max: 5_000,
  value: 500,
}
export const outputVat: Setting = {
  key: 'accounts.output_vat_bp',
  label_zh: '销售的增值税率',
  label_en: 'VAT on sales',
  unit: 'basis_points',
  min: 0,
  max: 5_000,
  value: 1_300,
}
export const settings = [priceTolerance, unitTolerance, acceptLimit, outputVat]

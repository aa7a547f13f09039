// What a year of using a product costs: its own consumption times the tariffs of a household.
import { atRate, sum } from '../../platform/money.ts'
import { type Fen, fen } from '../../platform/types.ts'
import type { Energy } from './contract.ts'

/** Whole fen for 100 kWh, for one cubic metre of water with sewage, for one cubic metre of natural gas. */
export type Tariffs = { kwh_100_fen: Fen; water_m3_fen: Fen; gas_m3_fen: Fen }

// ASSUMED: usual first-step household tariffs of a provincial capital; a real place may differ by a third.
export const assumedTariffs: Tariffs = {
  kwh_100_fen: fen(5464),
  water_m3_fen: fen(395),
  gas_m3_fen: fen(289),
}

export type CostLine = {
  code: 'electricity' | 'water' | 'gas'
  label_zh: string
  label_en: string
  /** A year's use in `unit`, and what one unit costs. */
  quantity: number
  unit: 'kWh' | 'm³'
  unit_fen: number
  amount_fen: Fen
}
export type RunningCost = { lines: CostLine[]; total_fen: Fen; assumption_zh: string; assumption_en: string }

const rounded = (value: number) => Math.round(value * 100) / 100

/**
 * Electricity, water and gas of a year, each rounded to whole fen; the total is their sum. Null where the
 * product's use is not known: unknown is shown as unknown.
 */
export function runningCost(energy: Energy | null, tariffs: Tariffs = assumedTariffs): RunningCost | null {
  if (!energy) return null
  const { kwh_year, water_l_year, gas_m3_year } = energy
  const lines: CostLine[] = [
    {
      code: 'electricity',
      label_zh: '电',
      label_en: 'Electricity',
      quantity: rounded(kwh_year),
      unit: 'kWh',
      unit_fen: tariffs.kwh_100_fen / 100,
      amount_fen: atRate(tariffs.kwh_100_fen, Math.round(kwh_year * 100)),
    },
    {
      code: 'water',
      label_zh: '水',
      label_en: 'Water',
      quantity: rounded(water_l_year / 1_000),
      unit: 'm³',
      unit_fen: tariffs.water_m3_fen,
      amount_fen: atRate(tariffs.water_m3_fen, Math.round(water_l_year * 10)),
    },
    {
      code: 'gas',
      label_zh: '燃气',
      label_en: 'Gas',
      quantity: rounded(gas_m3_year),
      unit: 'm³',
      unit_fen: tariffs.gas_m3_fen,
      amount_fen: atRate(tariffs.gas_m3_fen, Math.round(gas_m3_year * 10_000)),
    },
  ]
  const total_fen = sum(lines.map(({ amount_fen }) => amount_fen))
  const { assumption_zh, assumption_en } = energy
  return { lines, total_fen, assumption_zh, assumption_en }
}

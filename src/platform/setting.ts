// A constant of the business that control may change: a whole number with its bounds and the value it has
// until somebody changes it. Rooms declare theirs; a change needs a second person (room control).
import type { Actor } from './access.ts'
import type { Levels } from './change-kind.ts'
import type { Tx } from './db.ts'

export type Setting = {
  key: string
  label_zh: string
  label_en: string
  unit: 'units' | 'basis_points' | 'hours'
  min: number
  max: number
  /** An assumption until it is changed. */
  value: number
  /** How many beside the maker agree to a change of it; one when nothing is said. */
  levels?: Levels
}

export async function readSetting(tx: Tx, setting: Setting): Promise<number> {
  const [row] = await tx<{ value: unknown }[]>`select value from platform.setting where key = ${setting.key}`
  return typeof row?.value === 'number' ? row.value : setting.value
}

/** Row policies let only the house and an approval in control do this. */
export async function writeSetting(tx: Tx, _actor: Actor, key: string, value: number) {
  await tx`
    insert into platform.setting (key, value, assumption, changed_at)
    values (${key}, ${tx.json(value)}, true, platform.clock())
    on conflict (key) do update set value = excluded.value, changed_at = excluded.changed_at`
}

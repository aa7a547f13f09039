// The constants of the business that control may change, each with who assumed it: the rooms declare them,
// a change is proposed by one person of control and agreed by another.
import { z } from 'zod'
import type { Actor } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import type { ChangeKind } from '../../platform/change-kind.ts'
import type { Tx } from '../../platform/db.ts'
import { Invalid, wrongField } from '../../platform/refusal.ts'
import { type Setting, readSetting, writeSetting } from '../../platform/setting.ts'
import type { SettingView } from './contract.ts'

const known = new Map<string, Setting>()

export function registerSettings(given: readonly Setting[]) {
  for (const setting of given) known.set(setting.key, setting)
}

function settingOf(key: string): Setting {
  const setting = known.get(key)
  if (!setting) throw wrongField('/after/key', 'unknown_setting', { key })
  return setting
}

export async function findSettings(tx: Tx): Promise<{ items: SettingView[] }> {
  const keys = [...known.keys()]
  const rows = await tx<{ key: string; value: number; changed_at: string }[]>`
    select key, value, changed_at from platform.setting where key = any(${keys})`
  const changed = new Map(rows.map((row) => [row.key, row]))
  const items = [...known.values()].map(({ levels: _levels, ...setting }) => {
    const row = changed.get(setting.key)
    return {
      ...setting,
      value: row?.value ?? setting.value,
      assumed: row === undefined,
      changed_at: row?.changed_at ?? null,
    }
  })
  return { items: items.toSorted((x, y) => (x.key < y.key ? -1 : 1)) }
}

const SettingChange = z.strictObject({ key: z.string().max(80), value: z.int() })
type SettingChange = z.infer<typeof SettingChange>

const within = ({ min, max }: Setting, value: number) => min <= value && value <= max

function subjectOf(_actor: Actor, after: unknown) {
  const { key, value } = after as SettingChange
  const setting = settingOf(key)
  if (!within(setting, value))
    throw new Invalid('/after/value', value < setting.min ? 'too_small' : 'too_big')
  return { kind: 'setting', id: key }
}

async function applySetting(tx: Tx, approver: Actor, { key, value }: SettingChange) {
  await writeSetting(tx, approver, key, value)
  await audit(tx, approver, 'control.setting_changed', { kind: 'setting', id: key }, { value })
}

export const changeKinds: readonly ChangeKind[] = [
  {
    kind: 'control.setting',
    name_zh: '设置',
    name_en: 'Setting',
    permission_to_propose: 'control.approve',
    schema: SettingChange,
    subject: subjectOf,
    fields: [{ field: 'value', label_zh: '数值', label_en: 'Value', unit: 'text' }],
    current: async (tx, _id, after) => {
      const { key } = after as SettingChange
      return { key, value: await readSetting(tx, settingOf(key)) }
    },
    subject_name: async (_tx, after) => {
      const { label_zh, label_en } = settingOf((after as SettingChange).key)
      return { zh: label_zh, en: label_en }
    },
    checks: async (_tx, after) => {
      const { key, value } = after as SettingChange
      const setting = settingOf(key)
      const { min, max } = setting
      return [{ code: 'within_bounds', ok: within(setting, value), facts: { min, max, value } }]
    },
    levels: ({ after }) => known.get((after as SettingChange).key)?.levels ?? 1,
    apply: (tx, approver, { after }) => applySetting(tx, approver, after as SettingChange),
  },
]

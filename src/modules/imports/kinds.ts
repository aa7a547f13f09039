// A list of prices as one change that a second person agrees to: its rows are looked at in the import itself.
import type { z } from 'zod'
import type { ChangeKind } from '../../platform/change-kind.ts'
import { enqueue } from '../../platform/events.ts'
import { agreeFile } from './commands.ts'
import { PriceList } from './contract.ts'
import { fileOf } from './queries.ts'

export const changeKinds: ChangeKind[] = [
  {
    kind: 'imports.price_list',
    name_zh: '价格表',
    name_en: 'Price list',
    permission_to_propose: 'pricing.propose',
    schema: PriceList,
    fields: [
      { field: 'name', label_zh: '文件', label_en: 'File', unit: 'text' },
      { field: 'rows', label_zh: '改价行数', label_en: 'Prices in it', unit: 'units' },
      {
        field: 'large_steps',
        label_zh: '超出一次改价上限',
        label_en: 'Beyond the largest step',
        unit: 'units',
      },
    ],
    // Each price is compared with the one it was proposed against when it is written; what moved is refused.
    current: async () => ({ rows: 0 }),
    subject_name: async (_tx, after) => {
      const { name } = after as z.infer<typeof PriceList>
      return { zh: name, en: name }
    },
    checks: async (tx, after) => {
      const { file_id, rows } = after as z.infer<typeof PriceList>
      const { state } = await fileOf(tx, file_id)
      const open = state !== 'dropped' && state !== 'done'
      return [{ code: 'file_waits', ok: open && rows > 0, facts: { rows } }]
    },
    apply: async (tx, actor, request) => {
      const { file_id } = request.after as z.infer<typeof PriceList>
      await agreeFile(tx, actor, file_id)
      await enqueue(tx, 'imports.run', { file_id }, { key: `imports.run:${file_id}` })
    },
  },
]

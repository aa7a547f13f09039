// Files on their way in: send one, follow it, deal with what waits.
import type { TableColumnsType } from 'antd'
import type { Lang } from '../../../platform/types.ts'
import { type Query, useAddress } from '../../../web/console/address.ts'
import { ListPage } from '../../../web/console/list-page.tsx'
import { Badge } from '../../../web/kit/badge.tsx'
import { EmptyState } from '../../../web/kit/states.tsx'
import { usePages } from '../../../web/query.ts'
import { formatInstant, formatNumber } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { say } from '../../../web/words/words.ts'
import { type ImportFile, listImports } from '../contract.ts'
import { FileDetail, stateTones } from './file-detail.tsx'
import { importWords } from './import-words.ts'
import { Upload } from './upload.tsx'

const asked = ({ state }: Query) => ({
  limit: 50,
  ...(state ? { state: state as ImportFile['state'] } : {}),
})

export default function ImportsPage() {
  const t = useWords(importWords)
  const lang = useLang()
  const { query, set } = useAddress()
  const rows = usePages(listImports, asked(query))
  const opened = (id: string) => {
    rows.reload()
    set({ open: id })
  }
  return (
    <ListPage
      title={t('imports')}
      subtitle={t('lead')}
      filters={[
        { id: 'all', title: t('f_all'), query: {} },
        { id: 'held', title: t('f_held'), query: { state: 'held' } },
        { id: 'done', title: t('f_done'), query: { state: 'done' } },
      ]}
      tools={<Upload onSent={opened} />}
      rows={rows}
      columns={columnsOf(lang)}
      keyOf={(file) => file.id}
      empty={<EmptyState title={t('empty')}>{t('empty_text')}</EmptyState>}
      detail={(id) => <FileDetail key={id} id={id} />}
      detail_title={(_id, file) => file?.name ?? t('file')}
      detail_width={520}
    />
  )
}

function columnsOf(lang: Lang): TableColumnsType<ImportFile> {
  const t = say(importWords, lang)
  const count = (name: 'rows' | 'created' | 'updated' | 'unchanged' | 'rejected') => ({
    title: t(name),
    align: 'right' as const,
    render: (_: unknown, file: ImportFile) => <span className="num">{formatNumber(file[name])}</span>,
  })
  return [
    {
      title: t('file'),
      render: (_, file) => (
        <span className="block max-w-36 truncate md:max-w-80" translate="no">
          {file.name}
        </span>
      ),
    },
    { title: t('kind'), render: (_, file) => t(`kind_${file.kind}`) },
    {
      title: t('state'),
      render: (_, file) => (
        <span className="flex gap-1">
          <Badge tone={stateTones[file.state]}>{t(`st_${file.state}`)}</Badge>
          {file.dry_run && <Badge>{t('rehearsal')}</Badge>}
        </span>
      ),
    },
    // What is to be repaired stands where a phone shows it.
    count('rejected'),
    count('rows'),
    count('created'),
    count('updated'),
    count('unchanged'),
    { title: t('by'), render: (_, file) => (file.by_name === 'system' ? t('house') : file.by_name) },
    { title: t('at'), render: (_, file) => formatInstant(file.created_at, lang) },
  ]
}

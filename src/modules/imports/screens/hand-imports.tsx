// A stock file from a store or warehouse: send it, follow it, put refused rows right.
import { useAddress } from '../../../web/console/address.ts'
import { Badge } from '../../../web/kit/badge.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { EmptyState, ErrorState, SkeletonRows } from '../../../web/kit/states.tsx'
import { Card, CardList, CardTitle, Page } from '../../../web/mobile/parts.tsx'
import { usePages } from '../../../web/query.ts'
import { formatInstant } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { type ImportFile, listImports } from '../contract.ts'
import { FileDetail, stateTones } from './file-detail.tsx'
import { importWords } from './import-words.ts'
import { Upload } from './upload.tsx'

export default function HandImports() {
  const t = useWords(importWords)
  const { query, set } = useAddress()
  const rows = usePages(listImports, { limit: 24 })
  const opened = (id: string) => {
    rows.reload()
    set({ open: id })
  }
  return (
    <Page title={t('imports')} subtitle={t('lead')} back={{ to: '/stock' }}>
      <Upload onSent={opened} />
      {query.open && (
        <Card label={t('file')}>
          <FileDetail key={query.open} id={query.open} />
        </Card>
      )}
      {rows.problem && <ErrorState problem={rows.problem} onRetry={rows.reload} />}
      {rows.loading && <SkeletonRows rows={3} />}
      {!rows.loading && rows.items.length === 0 && (
        <EmptyState title={t('empty')}>{t('empty_text')}</EmptyState>
      )}
      <CardList label={t('imports')}>
        {rows.items.map((file) => (
          <FileCard key={file.id} file={file} onOpen={() => set({ open: file.id })} />
        ))}
      </CardList>
    </Page>
  )
}

function FileCard({ file, onOpen }: { file: ImportFile; onOpen: () => void }) {
  const t = useWords(importWords)
  const lang = useLang()
  return (
    <Card as="li" lit={file.state === 'held'}>
      <CardTitle note={formatInstant(file.created_at, lang)}>{file.name}</CardTitle>
      <span className="flex flex-wrap items-center justify-between gap-2">
        <Badge tone={stateTones[file.state]}>{t(`st_${file.state}`)}</Badge>
        <Button size="small" look="secondary" onClick={onOpen}>
          {t('rejected')} {file.rejected}
        </Button>
      </span>
    </Card>
  )
}

// In which language the reader is told of their orders by SMS and e-mail.
import { useState } from 'react'
import { getNoticePreference, setNoticePreference } from '../../modules/notices/contract.ts'
import { noticeWords } from '../../modules/notices/screens/notice-words.ts'
import { useCall } from '../../web/command.ts'
import { Choices } from '../../web/kit/field.tsx'
import { Refusal, Skeleton } from '../../web/kit/states.tsx'
import { toast } from '../../web/kit/toast.tsx'
import type { Lang } from '../../platform/types.ts'
import { useWords } from '../../web/words/use-words.ts'
import { useRead } from './read.ts'

export function NoticeLanguage() {
  const t = useWords(noticeWords)
  const read = useRead(getNoticePreference, {})
  const [wish, setWish] = useState<Lang | null>(null)
  const choose = useCall(setNoticePreference, (chosen) => {
    read.put(chosen)
    toast(t('chosen'))
  })
  return (
    <section aria-labelledby="notices" className="card p-5">
      <h2 id="notices" className="text-18">
        {t('preference')}
      </h2>
      <p className="mb-2 text-13 text-ink-soft">{t('preference_lead')}</p>
      {read.data ? (
        <Choices
          label={t('lang')}
          name="notice_language"
          // What was tapped shows at once; what was not kept goes back.
          value={choose.pending && wish ? wish : read.data.lang}
          choices={[
            { value: 'zh-CN', label: t('zh') },
            { value: 'en', label: t('en') },
          ]}
          onChange={(lang) => {
            setWish(lang as Lang)
            void choose.run({ lang: lang as Lang })
          }}
        />
      ) : (
        <Skeleton className="h-11 w-40" />
      )}
      <Refusal problem={choose.problem} />
    </section>
  )
}

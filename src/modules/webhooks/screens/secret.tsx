// A secret that is shown this once.
import { Button } from '../../../web/kit/button.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { formatInstant } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { hookWords } from './hook-words.ts'

export function Secret(props: { secret: string; both_until?: string; onKept: () => void }) {
  const t = useWords(hookWords)
  const lang = useLang()
  const copy = () =>
    navigator.clipboard?.writeText(props.secret).then(
      () => toast(t('copied')),
      () => undefined,
    )
  return (
    <div className="flex flex-col gap-3">
      <p className="font-mid">{t('secret_once')}</p>
      <code translate="no" className="rounded-[6px] bg-sunk p-3 break-all select-all">
        {props.secret}
      </code>
      {props.both_until && (
        <p className="text-ink-soft">{t('secret_both', { at: formatInstant(props.both_until, lang) })}</p>
      )}
      <div className="flex gap-3">
        <Button size="small" look="secondary" onClick={() => void copy()}>
          {t('copy')}
        </Button>
        <Button size="small" onClick={props.onKept}>
          {t('done')}
        </Button>
      </div>
    </div>
  )
}

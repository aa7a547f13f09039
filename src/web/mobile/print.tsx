// Prints what stands in `.print-sheet`; the rest of the page stays on the screen.
import { Button } from '../kit/button.tsx'
import { useWords } from '../words/use-words.ts'
import { mobileWords } from './mobile-words.ts'

/** `beside`: something else on the page waits more than paper. */
export function PrintButton({ beside = false }: { beside?: boolean }) {
  const t = useWords(mobileWords)
  return (
    <div className="no-print flex flex-col gap-1">
      <Button size="large" wide look={beside ? 'secondary' : 'primary'} icon="print" onClick={() => print()}>
        {t('print')}
      </Button>
      <p className="text-center text-13 text-ink-soft">{t('print_hint')}</p>
    </div>
  )
}

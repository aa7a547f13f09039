// An order or a payment that could not be shown. Asking again helps against a lost connection, not against a
// no: then the way back to the list does.
import type { Problem } from '../../web/api.ts'
import { LinkButton } from '../../web/kit/button.tsx'
import { ErrorState } from '../../web/kit/states.tsx'
import { useWords } from '../../web/words/use-words.ts'
import { orderWords } from './order-words.ts'
import { isAnswer } from './read.ts'

export function NoOrder({ problem, onRetry }: { problem: Problem; onRetry: () => void }) {
  const t = useWords(orderWords)
  const back = <LinkButton href="/orders">{t('orders')}</LinkButton>
  return <ErrorState problem={problem} {...(isAnswer(problem) ? { action: back } : { onRetry })} />
}

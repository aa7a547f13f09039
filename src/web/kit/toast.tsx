// Short notices: what has been done, with a way back when there is one. Errors belong at their button.
import { Toast as Base } from '@base-ui/react/toast'
import { commonWords } from '../words/common.ts'
import { useWords } from '../words/use-words.ts'
import { Icon } from './icons.tsx'

const manager = Base.createToastManager()

/** `toast('已接单')`, or with an action that takes it back. */
export function toast(text: string, undo?: { label: string; run: () => void }) {
  manager.add({
    description: text,
    timeout: undo ? 8000 : 4000,
    ...(undo ? { actionProps: { children: undo.label, onClick: undo.run } } : {}),
  })
}

function Shown() {
  const t = useWords(commonWords)
  const { toasts } = Base.useToastManager()
  return toasts.map((shown) => (
    <Base.Root
      key={shown.id}
      toast={shown}
      className="fades slides-up pointer-events-auto flex items-center gap-3 rounded-shop bg-ink px-4 py-2 text-paper shadow-lift"
    >
      <Base.Content className="flex min-h-11 grow items-center gap-3">
        <Base.Description className="grow" />
        <Base.Action className="min-h-11 px-2 font-mid text-light" />
        <Base.Close aria-label={t('close')} className="grid size-11 place-items-center">
          <Icon name="close" size={18} />
        </Base.Close>
      </Base.Content>
    </Base.Root>
  ))
}

/** Once, at the root of a page or console. */
export const Toasts = () => (
  <Base.Provider toastManager={manager} limit={2}>
    <Base.Portal>
      <Base.Viewport className="pointer-events-none fixed inset-x-0 bottom-20 z-50 mx-auto flex w-[min(480px,calc(100vw-32px))] flex-col gap-2">
        <Shown />
      </Base.Viewport>
    </Base.Portal>
  </Base.Provider>
)

// Dialogs and sheets on Base UI: focus is kept and given back, Escape closes, the title names it.
import { Dialog as Base } from '@base-ui/react/dialog'
import type { ReactNode } from 'react'
import { commonWords } from '../words/common.ts'
import { useWords } from '../words/use-words.ts'
import { Icon } from './icons.tsx'

type DialogProps = {
  open: boolean
  onClose: () => void
  title: ReactNode
  description?: ReactNode
  children: ReactNode
  /** Buttons, kept in view at the lower edge. */
  actions?: ReactNode
}

const places = {
  dialog:
    'slides-up top-1/2 left-1/2 max-h-[min(92dvh,720px)] w-[min(560px,calc(100vw-32px))] -translate-x-1/2 -translate-y-1/2 rounded-shop',
  bottom: 'slides-up inset-x-0 bottom-0 max-h-[92dvh] rounded-t-[16px] pb-[env(safe-area-inset-bottom)]',
  side: 'slides-in inset-y-0 right-0 w-[min(480px,100vw)]',
} as const

function Frame({ place, ...props }: DialogProps & { place: keyof typeof places }) {
  const t = useWords(commonWords)
  return (
    <Base.Root open={props.open} onOpenChange={(open) => !open && props.onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fades fixed inset-0 z-40 bg-[rgb(20_16_10_/.4)]" />
        <Base.Popup
          className={`fades fixed z-40 flex flex-col bg-surface text-ink shadow-lift ${places[place]}`}
        >
          <header className="flex items-start gap-3 px-5 pt-4 pb-2">
            <div className="grow">
              <Base.Title className="text-18 font-strong">{props.title}</Base.Title>
              {props.description && (
                <Base.Description className="text-13 text-pretty text-ink-soft">
                  {props.description}
                </Base.Description>
              )}
            </div>
            <Base.Close
              aria-label={t('close')}
              className="-mt-1 -mr-2 grid size-11 place-items-center rounded-field text-ink-soft hover:bg-sunk"
            >
              <Icon name="close" />
            </Base.Close>
          </header>
          <div className="grow overflow-y-auto px-5 pb-5">{props.children}</div>
          {props.actions && (
            <footer className="flex flex-wrap items-baseline justify-end gap-3 border-t border-line px-5 py-3">
              {props.actions}
            </footer>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

/** A question in the middle of the screen. */
export const Dialog = (props: DialogProps) => <Frame place="dialog" {...props} />

/** From below on phones, beside the list on desktops (`place="side"`). */
export const Sheet = ({ place = 'bottom', ...props }: DialogProps & { place?: 'bottom' | 'side' }) => (
  <Frame place={place} {...props} />
)

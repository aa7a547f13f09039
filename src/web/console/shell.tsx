// A console before its program is there: the bar, the place of the menu, the title of the page, rows on their
// way. The server writes it into the document and the browser shows it until somebody is known, so that no
// page begins blank and nothing moves when it fills.
import { Mark } from '../kit/icons.tsx'
import { SkeletonRows } from '../kit/states.tsx'
import { commonWords } from '../words/common.ts'
import { useLang, useWords } from '../words/use-words.ts'
import type { ConsoleMenu } from './menu.ts'

export type ShellProps = { menu: ConsoleMenu; title: string }

export const ConsoleShell = (props: ShellProps) =>
  props.menu.frame === 'desk' ? <DeskShell {...props} /> : <MobileShell {...props} />

/** Its title and what will be rows or cards, in the place where they will be. */
export const PageOnItsWay = ({ menu, title }: ShellProps) =>
  menu.frame === 'desk' ? (
    <div className="flex flex-col gap-3 px-4 py-4">
      <h1 className="text-20">{title}</h1>
      <SkeletonRows rows={12} className="h-9" />
    </div>
  ) : (
    <div className="mx-auto flex w-full max-w-[1120px] flex-col gap-4 px-4 py-4 md:px-8 md:py-6">
      <h1 className="text-24 leading-tight font-strong">{title}</h1>
      <SkeletonRows rows={4} className="h-36 rounded-shop" />
    </div>
  )

function Brand({ menu, small = false }: { menu: ConsoleMenu; small?: boolean }) {
  const c = useWords(commonWords)
  const lang = useLang()
  return (
    <>
      <Mark size={small ? 22 : 24} />
      <span className={small ? 'hidden sm:inline' : ''}>{c('brand')}</span>
      <span className="font-text text-ink-soft">{menu.short[lang]}</span>
    </>
  )
}

const DeskShell = ({ menu, title }: ShellProps) => (
  <div className="console flex min-h-dvh flex-col">
    <header className="flex h-14 items-center gap-2 border-b border-line bg-surface px-3 sm:gap-4 sm:px-4">
      <span className="size-11 lg:hidden" />
      <p className="flex items-center gap-2 text-16 font-strong whitespace-nowrap">
        <Brand menu={menu} small />
      </p>
    </header>
    <div className="flex grow">
      <div className="hidden w-44 shrink-0 border-r border-line bg-surface lg:block" />
      <main className="min-w-0 grow">
        <PageOnItsWay menu={menu} title={title} />
      </main>
    </div>
  </div>
)

const MobileShell = ({ menu, title }: ShellProps) => (
  <div className="min-h-dvh md:grid md:grid-cols-[220px_minmax(0,1fr)]">
    <div className="hidden h-dvh border-r border-line bg-surface p-3 md:block">
      <p className="flex min-h-11 items-center gap-2 px-2 text-18 font-strong">
        <Brand menu={menu} />
      </p>
    </div>
    <main className="min-w-0">
      <PageOnItsWay menu={menu} title={title} />
    </main>
    <div className="fixed inset-x-0 bottom-0 h-15 border-t border-line bg-surface md:hidden" />
  </div>
)

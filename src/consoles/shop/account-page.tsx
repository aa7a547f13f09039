// The reader's own corner: addresses, language and light, own data to take or erase, keys, signing out.
import { getMe } from '../../modules/people/contract.ts'
import { signOut } from '../../web/session.ts'
import { Button } from '../../web/kit/button.tsx'
import { Icon } from '../../web/kit/icons.tsx'
import { Skeleton } from '../../web/kit/states.tsx'
import { LanguageSwitch, ThemeSwitch } from '../../web/kit/switches.tsx'
import { useWords } from '../../web/words/use-words.ts'
import { Addresses } from './account-addresses.tsx'
import { Keys, OwnData } from './account-data.tsx'
import { NoticeLanguage } from './account-notices.tsx'
import { accountWords } from './account-words.ts'
import type { FrameData } from './data.ts'
import { useRead } from './read.ts'
import { Shop } from './shop.tsx'

export function AccountPage({ data }: { data: FrameData }) {
  const t = useWords(accountWords)
  const me = useRead(getMe, {})
  const leave = () => {
    void signOut().finally(() => location.assign('/'))
  }
  return (
    <Shop data={data} tab="me">
      <div className="mx-auto max-w-[960px]">
        <h1 className="flex min-h-12 items-center pt-4 pb-3 text-24 md:text-32" translate="no">
          {me.data ? me.data.name : <Skeleton className="h-8 w-40" />}
        </h1>
        <div className="grid items-start gap-4 md:grid-cols-2">
          <nav aria-label={t('title')} className="card divide-y divide-line px-5">
            <Way href="/orders" icon="order">
              {t('orders')}
            </Way>
            {me.data && <Work roles={me.data.roles} />}
          </nav>
          <section aria-labelledby="look" className="card p-5">
            <h2 id="look" className="text-18">
              {t('look')}
            </h2>
            <div className="-ml-3 flex flex-wrap">
              <LanguageSwitch />
              <ThemeSwitch />
            </div>
          </section>
          <Addresses />
          <Keys />
          <OwnData />
          {me.data?.permissions.includes('orders.own') && <NoticeLanguage />}
          <p className="md:col-span-2">
            <Button look="secondary" onClick={leave}>
              {t('sign_out')}
            </Button>
          </p>
        </div>
      </div>
    </Shop>
  )
}

const Way = ({
  href,
  icon,
  children,
}: {
  href: string
  icon: 'order' | 'tool'
  children: React.ReactNode
}) => (
  <a href={href} className="flex min-h-14 items-center gap-3 hover:underline">
    <Icon name={icon} className="text-ink-soft" />
    <span className="grow">{children}</span>
    <Icon name="right" size={16} className="text-ink-faint" />
  </a>
)

const WORKPLACES: readonly [path: string, roles: readonly string[]][] = [
  ['/owner', ['store_owner', 'store_clerk', 'warehouse_clerk']],
  ['/crew', ['installer']],
  ['/selling', ['merchandiser']],
  ['/buying', ['purchaser']],
  ['/control', ['controller', 'auditor']],
  ['/accounts', ['accountant']],
]

/** The workplaces of those who work here; a shopper sees none. */
function Work({ roles }: { roles: readonly string[] }) {
  const t = useWords(accountWords)
  return WORKPLACES.flatMap(([path, needed]) =>
    needed.some((role) => roles.includes(role))
      ? [
          <Way key={path} href={path} icon="tool">
            {t('work')}
          </Way>,
        ]
      : [],
  )
}

// The last tab of a phone: every page of the console, what one may not open with its reason, then the
// account.
import AccountPage from '../../web/console/account-page.tsx'
import { MenuList } from '../../web/console/menu-list.tsx'
import { mobileWords } from '../../web/mobile/mobile-words.ts'
import { useWords } from '../../web/words/use-words.ts'
import { ownerMenu } from './menu.ts'

export default function OwnerAccount() {
  const t = useWords(mobileWords)
  return (
    <>
      <nav
        aria-label={t('more_pages')}
        className="mx-5 mt-5 rounded-shop bg-surface p-3 shadow-card md:hidden"
      >
        <MenuList menu={ownerMenu} />
      </nav>
      <AccountPage />
    </>
  )
}

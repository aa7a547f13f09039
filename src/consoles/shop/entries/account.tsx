import '../shop.css'
import { hydratePage } from '../../../web/hydrate.tsx'
import { AccountPage } from '../account-page.tsx'

hydratePage(AccountPage)

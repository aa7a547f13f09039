import '../shop.css'
import { hydratePage } from '../../../web/hydrate.tsx'
import { PayPage } from '../pay-page.tsx'

hydratePage(PayPage)

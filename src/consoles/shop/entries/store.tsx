import '../shop.css'
import { hydratePage } from '../../../web/hydrate.tsx'
import { StorePage } from '../store-page.tsx'

hydratePage(StorePage)

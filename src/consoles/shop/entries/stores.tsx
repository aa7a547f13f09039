import '../shop.css'
import { hydratePage } from '../../../web/hydrate.tsx'
import { StoresPage } from '../store-page.tsx'

hydratePage(StoresPage)

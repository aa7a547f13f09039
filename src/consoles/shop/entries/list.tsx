import '../shop.css'
import { hydratePage } from '../../../web/hydrate.tsx'
import { ListPage } from '../list-page.tsx'

hydratePage(ListPage)

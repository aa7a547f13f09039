import '../shop.css'
import { hydratePage } from '../../../web/hydrate.tsx'
import { PlacePage } from '../place-page.tsx'

hydratePage(PlacePage)

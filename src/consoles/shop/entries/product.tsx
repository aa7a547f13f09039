import '../shop.css'
import { hydratePage } from '../../../web/hydrate.tsx'
import { ProductPage } from '../product-page.tsx'

hydratePage(ProductPage)

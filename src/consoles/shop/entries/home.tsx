import '../../../web/scene/scene.css'
import '../shop.css'
import { hydratePage } from '../../../web/hydrate.tsx'
import { HomePage } from '../home-page.tsx'

hydratePage(HomePage)

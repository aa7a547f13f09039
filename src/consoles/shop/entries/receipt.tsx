import '../shop.css'
import { hydratePage } from '../../../web/hydrate.tsx'
import { ReceiptPage } from '../receipt-page.tsx'

hydratePage(ReceiptPage)

// What brands bear of benefits, as selling reads it before it proposes one.
import { ListPage } from '../../../web/console/list-page.tsx'
import { EmptyState } from '../../../web/kit/states.tsx'
import { usePages } from '../../../web/query.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { listOffers } from '../contract-sales.ts'
import { fundingColumns } from './funding-columns.tsx'
import { brandSalesWords } from './sales-words.ts'

export default function OffersPage() {
  const t = useWords(brandSalesWords)
  const lang = useLang()
  const rows = usePages(listOffers, { limit: 50 })
  return (
    <ListPage
      title={t('offers')}
      subtitle={t('offers_lead')}
      rows={rows}
      columns={fundingColumns(lang)}
      keyOf={(row) => row.funding_id}
      empty={<EmptyState icon="list" title={t('offers_none')} />}
    />
  )
}

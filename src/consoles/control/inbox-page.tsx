// The inbox of control, with the names of places and categories its changes speak of.
import { useCategories } from '../../modules/catalog/screens/desk-names.ts'
import { ChangeList } from '../../modules/control/screens/desk-inbox.tsx'
import { MoreContext, NameContext } from '../../modules/control/screens/change-values.tsx'
import { usePlaceNames } from '../../modules/places/screens/desk-names.ts'
import { TryProposed } from '../../modules/pricing/screens/benefit-trial.tsx'

const of_places = new Set(['place_code', 'place_codes', 'cities'])

export default function InboxPage() {
  const placeName = usePlaceNames()
  const { categoryName } = useCategories()
  const nameOf = (field: string, value: string) => {
    if (field === 'category_codes') return categoryName(value)
    return of_places.has(field) && value !== 'CN' ? placeName(value) : null
  }
  return (
    <NameContext value={nameOf}>
      <MoreContext
        value={({ id, kind, state }) =>
          kind === 'pricing.benefit' && state === 'proposed' && <TryProposed request_id={id} />
        }
      >
        <ChangeList mine={false} />
      </MoreContext>
    </NameContext>
  )
}

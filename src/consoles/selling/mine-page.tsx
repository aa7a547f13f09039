// What I proposed and how it stands, with the names of places and categories my changes speak of.
import { useCategories } from '../../modules/catalog/screens/desk-names.ts'
import { ChangeList } from '../../modules/control/screens/desk-inbox.tsx'
import { NameContext } from '../../modules/control/screens/change-values.tsx'
import { usePlaceNames } from '../../modules/places/screens/desk-names.ts'

export default function MinePage() {
  const placeName = usePlaceNames()
  const { categoryName } = useCategories()
  const nameOf = (field: string, value: string) => {
    if (field === 'category_codes') return categoryName(value)
    return (field === 'place_code' || field === 'place_codes') && value !== 'CN' ? placeName(value) : null
  }
  return (
    <NameContext value={nameOf}>
      <ChangeList mine />
    </NameContext>
  )
}

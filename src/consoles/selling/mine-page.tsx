// What I proposed and how it stands, with the names of places my changes speak of.
import { ChangeList } from '../../modules/control/screens/desk-inbox.tsx'
import { NameContext } from '../../modules/control/screens/change-values.tsx'
import { useCities } from '../../modules/places/screens/desk-names.ts'

export default function MinePage() {
  const { cityName } = useCities()
  const nameOf = (field: string, value: string) =>
    field === 'place_code' && value !== 'CN' ? cityName(value) : null
  return (
    <NameContext value={nameOf}>
      <ChangeList mine />
    </NameContext>
  )
}

// People and roles, with the fields that say where a role reaches.
import { PeopleList } from '../../modules/control/screens/desk-people.tsx'
import type { ScopeProps } from '../../modules/control/screens/desk-grant.tsx'
import { useCities, useCityOptions } from '../../modules/places/screens/desk-names.ts'
import { NodePicker } from '../../modules/places/screens/node-picker.tsx'
import { placesWords } from '../../modules/places/screens/places-words.ts'
import { PickMany } from '../../web/kit/pick-many.tsx'
import { commonWords } from '../../web/words/common.ts'
import { useWords } from '../../web/words/use-words.ts'

export default function PeoplePage() {
  return <PeopleList Scope={Scope} />
}

function Scope({ kind, reach, onChange }: ScopeProps) {
  if (kind === 'cities') return <Cities kind={kind} reach={reach} onChange={onChange} />
  const ids = reach.nodes ?? []
  return (
    <NodePicker ids={ids} onChange={(nodes) => onChange({ ...reach, nodes: nodes.length ? nodes : null })} />
  )
}

function Cities({ reach, onChange }: ScopeProps) {
  const t = useWords(placesWords)
  const c = useWords(commonWords)
  const options = useCityOptions()
  const { cityName } = useCities()
  const chosen = reach.cities ?? []
  const set = (cities: string[]) => onChange({ ...reach, cities: cities.length ? cities : null })
  return (
    <PickMany
      label={t('pick_cities')}
      idle={c('all')}
      choices={options}
      chosen={chosen}
      nameOf={cityName}
      onChange={set}
    />
  )
}

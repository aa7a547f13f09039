// People and roles, with the fields that say where a role reaches.
import { PeopleList } from '../../modules/control/screens/desk-people.tsx'
import type { ScopeProps } from '../../modules/control/screens/desk-grant.tsx'
import { useCities, useCityOptions } from '../../modules/places/screens/desk-names.ts'
import { NodePicker } from '../../modules/places/screens/node-picker.tsx'
import { placesWords } from '../../modules/places/screens/places-words.ts'
import { Select } from '../../web/kit/field.tsx'
import { Icon } from '../../web/kit/icons.tsx'
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
    <div className="flex flex-col gap-2">
      <Select
        label={t('pick_cities')}
        required={false}
        value=""
        choices={[{ value: '', label: c('all') }, ...options]}
        onChange={(event) => event.target.value && set([...new Set([...chosen, event.target.value])])}
      />
      <ul className="flex flex-wrap gap-2 empty:hidden">
        {chosen.map((code) => (
          <li key={code}>
            <button
              type="button"
              aria-label={t('remove', { name: cityName(code) })}
              className="inline-flex min-h-10 items-center gap-1 rounded-[4px] sm:min-h-8 bg-sunk px-2"
              onClick={() => set(chosen.filter((one) => one !== code))}
            >
              {cityName(code)} <Icon name="close" size={12} />
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

// From the store to the home as a schematic line with its length: no map, no outline, no pretended position.
import { Icon } from '../../web/kit/icons.tsx'

export type Whereabouts = 'store' | 'way' | 'home'
const end = 'grid size-11 shrink-0 place-items-center rounded-pill'
const lit = 'bg-light text-on-light shadow-[0_0_0_6px_var(--light-soft)]'

/** `at` lights where the goods are now; without it only the distance is shown. */
export const WayLine = ({ distance, at }: { distance: string; at?: Whereabouts | null }) => (
  <div aria-hidden="true" className="flex items-center gap-3 rounded-field bg-wall px-5 py-8">
    <span className={`${end} ${at === 'store' ? lit : 'border-2 border-action bg-surface text-action'}`}>
      <Icon name="store" />
    </span>
    <span
      className={`relative grow border-t-2 ${
        at === 'home' ? 'border-solid border-action' : 'border-dashed border-line-firm'
      }`}
    >
      {at === 'way' && (
        <span className={`${end} ${lit} absolute -top-[23px] left-1/2 -translate-x-1/2`}>
          <Icon name="van" />
        </span>
      )}
      {distance && (
        <span
          className={`num absolute left-1/2 -translate-x-1/2 bg-wall px-2 text-14 whitespace-nowrap ${
            at === 'way' ? 'top-7' : '-top-3'
          }`}
        >
          {distance}
        </span>
      )}
    </span>
    <span className={`${end} ${at === 'home' ? lit : 'bg-action text-on-action'}`}>
      <Icon name="home" />
    </span>
  </div>
)

// The place picker: an address in one's own words, or level by level. Links and a form; needs no script.
import { Button, LinkButton } from '../../web/kit/button.tsx'
import { TextField } from '../../web/kit/field.tsx'
import { Icon } from '../../web/kit/icons.tsx'
import { useWords } from '../../web/words/use-words.ts'
import type { PlacePageData } from './data.ts'
import { placeWords } from './place-words.ts'
import { Shop } from './shop.tsx'

export function PlacePage({ data }: { data: PlacePageData }) {
  const t = useWords(placeWords)
  const { place } = data
  return (
    <Shop data={data}>
      <div className="mx-auto max-w-[860px]">
        <h1 className="pt-4 text-24 md:text-32">{t('title')}</h1>
        <p className="text-ink-soft">{t('lead')}</p>
        <p className="pt-1 pb-4 text-ink-soft">
          {t(place.chosen ? 'now' : 'now_default', { place: place.full })}
        </p>
        {place.city_centre && (
          <p className="flex items-center gap-2 pb-4 text-ink-soft">
            <Icon name="info" size={18} className="shrink-0" />
            {t('city_centre', { place: place.full })}
          </p>
        )}
        <form action="/place" className="card flex flex-col gap-3 p-5 sm:flex-row sm:items-end">
          <input type="hidden" name="next" value={data.next} />
          <div className="grow">
            <TextField
              label={t('address')}
              name="q"
              defaultValue={data.q}
              maxLength={500}
              placeholder={t('address_hint')}
              autoComplete="street-address"
            />
          </div>
          <Button type="submit">{t('find')}</Button>
        </form>
        {data.answer && <Answer answer={data.answer} />}
        <Steps data={data} />
      </div>
    </Shop>
  )
}

type Answered = NonNullable<PlacePageData['answer']>

function Answer({ answer }: { answer: Answered }) {
  const t = useWords(placeWords)
  const { found, candidates } = answer
  if (found && answer.delivered) {
    return (
      <section role="status" className="card mt-3 flex flex-wrap items-center gap-3 p-5">
        <Icon name="pin" className="text-good" />
        <p className="grow">
          <b className="block font-strong">{t('found')}</b> {found.name}
        </p>
        <LinkButton href={found.href}>{t('use')}</LinkButton>
      </section>
    )
  }
  const [title, text] = saidOf(answer, t)
  return (
    <section role="status" className="card mt-3 p-5">
      <p className="flex items-center gap-2 font-strong">
        <Icon name="info" /> {title}
      </p>
      <p className="text-ink-soft">{text}</p>
      {candidates.length > 0 && answer.delivered && (
        <ul className="mt-2 grid gap-1 sm:grid-cols-2">
          {candidates.map((one) => (
            <li key={one.href}>
              <a
                href={one.href}
                className="flex min-h-11 items-center gap-2 rounded-field px-2 text-action hover:bg-action-soft"
              >
                <Icon name="pin" size={16} /> {one.name}
              </a>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** The resolver's reason in words; what is missing is named, because that is what to type next. */
function saidOf(answer: Answered, t: ReturnType<typeof useWords<(typeof placeWords)['by_lang']['zh-CN']>>) {
  if (answer.found || answer.reason === 'not_delivered') {
    return [t('not_delivered'), t('not_delivered_text')] as const
  }
  if (answer.reason === 'foreign') return [t('foreign'), t('foreign_text')] as const
  const parts = (['province', 'city', 'county'] as const).filter((part) => answer.missing.includes(part))
  const missing = parts.map((part) => t(`missing_${part}`)).join(' · ')
  if (answer.candidates.length > 0) return [t('several'), missing] as const
  return [t('unknown'), t('unknown_text')] as const
}

function Steps({ data }: { data: PlacePageData }) {
  const t = useWords(placeWords)
  return (
    <section aria-labelledby="steps" className="pt-6">
      <h2 id="steps" className="text-18">
        {data.level === 'province' ? t('by_steps') : t(`level_${data.level}`)}
      </h2>
      <nav aria-label={t('trail')}>
        <ol className="flex flex-wrap items-center gap-x-1 text-14">
          <li>
            <a
              href={`/place?next=${encodeURIComponent(data.next)}`}
              className="link inline-flex min-h-11 min-w-11 items-center"
            >
              {t('start')}
            </a>
          </li>
          {data.parents.map((one) => (
            <li key={one.href} className="flex items-center gap-1">
              <Icon name="right" size={14} className="text-ink-faint" />
              <a href={one.href} className="link inline-flex min-h-11 min-w-11 items-center">
                {one.name}
              </a>
            </li>
          ))}
        </ol>
      </nav>
      {data.whole && (
        <p className="py-2">
          <LinkButton look="secondary" href={data.whole} icon="pin">
            {t('whole')}
          </LinkButton>
        </p>
      )}
      <ul className="grid grid-cols-2 gap-2 pt-2 sm:grid-cols-3 md:grid-cols-4">
        {data.items.map((one) => (
          <li key={one.href}>
            {one.delivered ? (
              <a href={one.href} className="card flex min-h-12 items-center px-4 hover:shadow-lift">
                {one.name}
              </a>
            ) : (
              <span className="flex min-h-12 flex-col justify-center rounded-shop bg-sunk px-4 text-ink-soft">
                {one.name} <small className="text-12">{t('not_delivered')}</small>
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

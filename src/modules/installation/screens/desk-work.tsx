// The dispatch board: work orders of all crews, and giving one to another crew or day.
import { Link } from '@tanstack/react-router'
import type { TableColumnsType } from 'antd'
import type { Lang } from '../../../platform/types.ts'
import { type Query, useAddress } from '../../../web/console/address.ts'
import { Bar, BarField, BarSelect } from '../../../web/console/bar.tsx'
import { ListPage } from '../../../web/console/list-page.tsx'
import { Facts, Section } from '../../../web/console/parts.tsx'
import { Badge, type Tone } from '../../../web/kit/badge.tsx'
import { EmptyState } from '../../../web/kit/states.tsx'
import { usePages, useRead } from '../../../web/query.ts'
import { formatList, formatWindow, nameIn } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { say } from '../../../web/words/words.ts'
import { listCrews, type Skill } from '../../people/contract.ts'
import { useCities, useCityOptions } from '../../places/screens/index.ts'
import { listBoard, WorkState, type WorkSummary } from '../contract.ts'
import { Assign } from './desk-assign.tsx'
import { dispatchWords } from './dispatch-words.ts'

const tones: Record<WorkState, Tone> = { planned: 'lit', started: 'warn', done: 'good', cancelled: 'neutral' }

const asked = (query: Query) => ({
  limit: 50,
  ...(query.state ? { state: query.state as WorkState } : {}),
  ...(query.city ? { city_code: query.city } : {}),
  ...(query.day ? { day: query.day } : {}),
  ...(query.crew ? { party_id: query.crew as never } : {}),
})

/** Crews by name; `crewName(id)` is the id's ellipsis until they are here. */
function useCrews() {
  const lang = useLang()
  const crews = useRead(listCrews, {}).data?.items ?? []
  const crewName = (id: string) => {
    const found = crews.find((one) => one.id === id)
    return found ? nameIn(lang, found) : '…'
  }
  return { crews, crewName }
}

export default function WorkPage() {
  const t = useWords(dispatchWords)
  const lang = useLang()
  const { query } = useAddress()
  const rows = usePages(listBoard, asked(query))
  const { cityName } = useCities()
  const { crews, crewName } = useCrews()
  return (
    <ListPage
      title={t('title')}
      subtitle={t('lead')}
      filters={[
        { id: 'all', title: t('f_all'), query: {} },
        ...WorkState.options.map((state) => ({ id: state, title: t(`f_${state}`), query: { state } })),
      ]}
      tools={<Tools crews={crews} />}
      rows={rows}
      columns={columnsOf(lang, cityName, crewName)}
      keyOf={(row) => row.id}
      empty={<Empty />}
      detail={(_, row, close) => row && <Detail key={row.id} row={row} crews={crews} onDone={close} />}
      detail_title={(_, row) => row && <span className="num">{row.number}</span>}
    />
  )
}

const Empty = () => {
  const t = useWords(dispatchWords)
  return (
    <EmptyState icon="tool" title={t('empty')}>
      {t('empty_text')}
    </EmptyState>
  )
}

export type Crew = { id: string; name_zh: string; name_en: string; skills: readonly Skill[] }

function Tools({ crews }: { crews: readonly Crew[] }) {
  const t = useWords(dispatchWords)
  const lang = useLang()
  const cities = useCityOptions()
  return (
    <Bar>
      <BarField name="day" label={t('day')} type="date" />
      <BarSelect name="city" label={t('city')} all={t('any_city')} options={cities} />
      <BarSelect
        name="crew"
        label={t('crew')}
        all={t('any_crew')}
        options={crews.map((crew) => ({ value: crew.id, label: nameIn(lang, crew) }))}
      />
    </Bar>
  )
}

const slotText = (row: WorkSummary, lang: Lang) =>
  row.starts_at && row.ends_at
    ? formatWindow(row.starts_at, row.ends_at, lang)
    : say(dispatchWords, lang)('no_slot')

function columnsOf(
  lang: Lang,
  cityName: (code: string) => string,
  crewName: (id: string) => string,
): TableColumnsType<WorkSummary> {
  const t = say(dispatchWords, lang)
  return [
    {
      title: t('number'),
      render: (_, row) => <span className="font-mid whitespace-nowrap">{row.number}</span>,
    },
    {
      title: t('goods'),
      render: (_, row) => (
        <span className="flex items-baseline gap-2">
          <span className="block max-w-72 truncate" translate="no">
            {lang === 'en' ? row.first_name_en : row.first_name_zh}
          </span>
          <span className="text-12 whitespace-nowrap text-ink-soft">{t('units', { count: row.units })}</span>
        </span>
      ),
    },
    { title: t('city'), render: (_, row) => cityName(row.city_code) },
    { title: t('slot'), render: (_, row) => slotText(row, lang) },
    { title: t('state'), render: (_, row) => <Badge tone={tones[row.state]}>{t(`st_${row.state}`)}</Badge> },
    {
      title: t('crew'),
      render: (_, row) =>
        row.party_id ? (
          <span translate="no" className="block w-48 truncate">
            {crewName(row.party_id)}
          </span>
        ) : (
          <b>{t('no_crew')}</b>
        ),
    },
    {
      title: t('steps'),
      align: 'right',
      render: (_, row) => t('steps_of', { done: row.steps_done, of: row.steps_total }),
    },
    { title: t('attempt'), align: 'right', render: (_, row) => t('attempt_of', { n: row.attempt }) },
  ]
}

type DetailProps = { row: WorkSummary; crews: readonly Crew[]; onDone: () => void }

function Detail({ row, crews, onDone }: DetailProps) {
  const t = useWords(dispatchWords)
  const lang = useLang()
  const goods = row.goods_delivered ? 'delivered' : row.goods_with_crew ? 'with_crew' : 'not_delivered'
  const crew = crews.find((one) => one.id === row.party_id)
  return (
    <>
      <Section title={lang === 'en' ? row.first_name_en : row.first_name_zh} note={t(`st_${row.state}`)}>
        <Facts
          facts={[
            { name: t('slot'), value: slotText(row, lang) },
            { name: t('goods_state'), value: t(goods) },
            {
              name: t('crew'),
              value: crew ? <span translate="no">{nameIn(lang, crew)}</span> : t('no_crew'),
            },
            {
              name: t('needs'),
              value: formatList(
                row.skills.map((skill) => t(`sk_${skill}`)),
                lang,
              ),
            },
            { name: t('steps'), value: t('steps_of', { done: row.steps_done, of: row.steps_total }) },
            { name: t('attempt'), value: t('attempt_of', { n: row.attempt }) },
            row.last_failure !== null && {
              name: t('last_failure'),
              value: t(`${row.last_failure}_fail`),
            },
          ]}
        />
        <Link
          to="/orders"
          search={{ number: row.number, open: row.order_id } as never}
          className="link inline-flex min-h-10 sm:min-h-8 items-center"
        >
          {t('order')}
        </Link>
      </Section>
      <Assign row={row} crews={crews} onDone={onDone} />
    </>
  )
}

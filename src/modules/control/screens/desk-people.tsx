// People who hold a role, their grants, taking one back, and proposing another.
import type { TableColumnsType } from 'antd'
import { type ComponentType, useState } from 'react'
import type { Role } from '../../../platform/access.ts'
import type { Lang } from '../../../platform/types.ts'
import { useAddress } from '../../../web/console/address.ts'
import { Bar, BarSelect } from '../../../web/console/bar.tsx'
import { ListPage } from '../../../web/console/list-page.tsx'
import { useMe, useWhyNot } from '../../../web/console/me.tsx'
import { Facts, Section } from '../../../web/console/parts.tsx'
import { Badge } from '../../../web/kit/badge.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { Dialog } from '../../../web/kit/dialog.tsx'
import { EmptyState, ErrorState, Refusal, SkeletonRows } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { useCommand, usePages, useRead } from '../../../web/query.ts'
import { commonWords } from '../../../web/words/common.ts'
import { formatInstant, formatList } from '../../../web/words/format.ts'
import { roleWords } from '../../../web/words/role-words.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { say } from '../../../web/words/words.ts'
import { getPerson, listPeople, type Person, revokeGrant, RoleName } from '../../people/contract.ts'
import { GrantForm, type ScopeProps } from './desk-grant.tsx'
import { Leave } from './desk-leave.tsx'
import { AddPerson } from './desk-person-add.tsx'
import { peopleWords } from './people-words.ts'

export type Grant = Person['grants'][number]
const isActive = (grant: Grant) =>
  grant.revoked_at === null && (grant.ends_at === null || Date.parse(grant.ends_at) > Date.now())
const staff = RoleName.options.filter((role) => role !== 'shopper')

/** `Scope`: fields for where a role reaches; places stand above control, so the console brings them. */
export function PeopleList({ Scope }: { Scope: ComponentType<ScopeProps> }) {
  const t = useWords(peopleWords)
  const r = useWords(roleWords)
  const lang = useLang()
  const { query, set } = useAddress()
  const rows = usePages(listPeople, {
    limit: 50,
    ...(query.role ? { role: query.role as Role } : {}),
    ...(query.q ? { q: query.q } : {}),
  })
  return (
    <ListPage
      title={t('people')}
      subtitle={t('lead')}
      action={<AddPerson onAdded={(id) => set({ open: id })} />}
      tools={
        <Bar>
          <BarSelect
            name="role"
            label={t('role')}
            all={t('f_all')}
            options={staff.map((role) => ({ value: role, label: r(role) }))}
          />
        </Bar>
      }
      rows={rows}
      columns={columnsOf(lang)}
      keyOf={(person) => person.id}
      empty={<EmptyState icon="people" title={t('empty')} />}
      detail={(id) => <PersonDetail id={id} Scope={Scope} />}
      detail_title={(id) => <PersonTitle id={id} />}
      detail_width={480}
    />
  )
}

function columnsOf(lang: Lang): TableColumnsType<Person> {
  const t = say(peopleWords, lang)
  return [
    {
      title: t('name'),
      render: (_, person) => (
        <b className="font-mid" translate="no">
          {person.name}
        </b>
      ),
    },
    {
      title: t('party'),
      render: (_, person) => (
        <span translate="no">{lang === 'en' ? person.party_name_en : person.party_name_zh}</span>
      ),
    },
    { title: t('roles'), render: (_, person) => <RoleBadges grants={person.grants.filter(isActive)} /> },
    {
      title: t('contact'),
      render: (_, person) => <span translate="no">{person.phone_masked ?? person.email_masked ?? '—'}</span>,
    },
  ]
}

function RoleBadges({ grants }: { grants: readonly Grant[] }) {
  const t = useWords(peopleWords)
  const r = useWords(roleWords)
  if (grants.length === 0) return <span className="text-ink-faint">{t('no_role')}</span>
  return (
    <span className="flex flex-wrap gap-1">
      {grants.map((grant) => (
        <Badge key={grant.id}>{r(grant.role)}</Badge>
      ))}
    </span>
  )
}

/** Also of a person that the list has not come to. */
function PersonTitle({ id }: { id: string }) {
  const person = useRead(getPerson, { person_id: id as never }).data
  return <span translate="no">{person?.name ?? '…'}</span>
}

function PersonDetail({ id, Scope }: { id: string; Scope: ComponentType<ScopeProps> }) {
  const t = useWords(peopleWords)
  const lang = useLang()
  const read = useRead(getPerson, { person_id: id as never })
  if (read.error) return <ErrorState problem={read.error} onRetry={() => void read.refetch()} />
  if (!read.data) return <SkeletonRows rows={5} />
  const person = read.data
  const past = person.grants.filter((grant) => !isActive(grant))
  const party = lang === 'en' ? person.party_name_en : person.party_name_zh
  return (
    <>
      <Section title={t('about')}>
        <Facts
          facts={[
            { name: t('party'), value: <span translate="no">{party}</span> },
            { name: t('contact'), value: person.phone_masked ?? person.email_masked ?? '—' },
          ]}
        />
      </Section>
      <Section title={t('grants')}>
        <Grants person={person} grants={person.grants.filter(isActive)} />
      </Section>
      {past.length > 0 && (
        <Section title={t('history')}>
          <Grants person={person} grants={past} />
        </Section>
      )}
      <Leave key={`leave ${id}`} person={person} />
      <GrantForm key={id} person={person} held={person.grants.filter(isActive)} Scope={Scope} />
    </>
  )
}

function reachOf(grant: Grant, lang: Lang): string {
  const t = say(peopleWords, lang)
  const parts = [
    grant.nodes && t('nodes', { count: grant.nodes.length }),
    grant.cities && t('cities', { count: grant.cities.length }),
    grant.brands && t('brands', { count: grant.brands.length }),
  ].filter((part) => part !== null)
  return parts.length > 0 ? formatList(parts, lang) : t('everywhere')
}

function whenOf(grant: Grant, lang: Lang): string {
  const t = say(peopleWords, lang)
  if (grant.revoked_at) return t('revoked', { at: formatInstant(grant.revoked_at, lang) })
  if (!isActive(grant)) return t('ended', { at: formatInstant(grant.ends_at!, lang) })
  if (grant.ends_at) return t('until', { at: formatInstant(grant.ends_at, lang) })
  return t('since', { at: formatInstant(grant.starts_at, lang) })
}

function Grants({ person, grants }: { person: Person; grants: readonly Grant[] }) {
  const t = useWords(peopleWords)
  const r = useWords(roleWords)
  const lang = useLang()
  const me = useMe()
  const may = useWhyNot('control.people')
  const why = may ?? (me.person_id === person.id ? t('own') : null)
  const [asking, setAsking] = useState<Grant | null>(null)
  if (grants.length === 0) return <p className="text-ink-soft">{t('no_role')}</p>
  return (
    <ul className="flex flex-col">
      {grants.map((grant) => (
        <li key={grant.id} className="flex items-center gap-3 border-b border-line py-2 last:border-b-0">
          <span className="grow">
            <b className="font-mid">{r(grant.role)}</b>
            <span className="block text-12 text-ink-soft">
              {t('scope')} {reachOf(grant, lang)} · {whenOf(grant, lang)}
            </span>
          </span>
          {isActive(grant) && (
            <Button size="small" look="danger" why_disabled={why} onClick={() => setAsking(grant)}>
              {t('revoke')}
            </Button>
          )}
        </li>
      ))}
      {asking && <Revoke person={person} grant={asking} onClose={() => setAsking(null)} />}
    </ul>
  )
}

function Revoke({ person, grant, onClose }: { person: Person; grant: Grant; onClose: () => void }) {
  const t = useWords(peopleWords)
  const c = useWords(commonWords)
  const r = useWords(roleWords)
  const revoke = useCommand(revokeGrant, {
    refreshes: [getPerson, listPeople],
    onDone: () => {
      toast(t('revoked_toast'))
      onClose()
    },
  })
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('revoke_sure')}
      actions={
        <>
          <Button size="small" look="quiet" onClick={onClose}>
            {c('cancel')}
          </Button>
          <Button
            size="small"
            look="danger"
            pending={revoke.pending}
            onClick={() => void revoke.run({ person_id: person.id, grant_id: grant.id })}
          >
            {t('revoke_go', { role: r(grant.role) })}
          </Button>
        </>
      }
    >
      <p className="pb-3">{t('revoke_text')}</p>
      <Refusal problem={revoke.problem} />
    </Dialog>
  )
}

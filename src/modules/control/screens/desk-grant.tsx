// Proposing a role: roles whose estates must stay apart are shown with the reason; a second person decides.
import { type ComponentType, type FormEvent, useState } from 'react'
import { estateOf, type Role, whyNotTogether } from '../../../platform/access.ts'
import { useMe, useWhyNot } from '../../../web/console/me.tsx'
import { consoleWords } from '../../../web/console/console-words.ts'
import { Section } from '../../../web/console/parts.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { Select, TextArea, TextField } from '../../../web/kit/field.tsx'
import { Refusal } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { useCommand } from '../../../web/query.ts'
import { dayOf } from '../../../web/words/format.ts'
import { fieldError } from '../../../web/words/refusals.ts'
import { roleWords } from '../../../web/words/role-words.ts'
import { useView, useWords } from '../../../web/words/use-words.ts'
import type { Person } from '../../people/contract.ts'
import { RoleName } from '../../people/contract.ts'
import { countRequests, listRequests, proposeAny } from '../contract.ts'
import { peopleWords } from './people-words.ts'

export type Reach = { nodes: string[] | null; cities: string[] | null }
export type ScopeProps = { kind: 'nodes' | 'cities'; reach: Reach; onChange: (reach: Reach) => void }
type Props = {
  person: Person
  held: readonly { role: Role }[]
  Scope: ComponentType<ScopeProps>
}

const everywhere: Reach = { nodes: null, cities: null }
/** A store's or a warehouse's role without nodes would reach all of them. */
const needsNodes = (role: Role) => estateOf(role) === 'store'

function useRoleChoices(held: readonly Role[]) {
  const t = useWords(peopleWords)
  const r = useWords(roleWords)
  const c = useWords(consoleWords)
  return RoleName.options
    .filter((role) => role !== 'shopper' && role !== 'brand_partner')
    .map((role) => {
      const pair = whyNotTogether([...held, role])
      const apart = pair && t('apart', { a: c(`estate_${pair[0]}`), b: c(`estate_${pair[1]}`) })
      const why = held.includes(role) ? t('has') : apart
      return { value: role, label: r(role), ...(why ? { why_disabled: why } : {}) }
    })
}

export function GrantForm(props: Props) {
  const t = useWords(peopleWords)
  const may = useWhyNot('control.people')
  const me = useMe()
  const [open, setOpen] = useState(false)
  const why = may ?? (me.person_id === props.person.id ? t('own') : null)
  if (open) return <Form {...props} onClose={() => setOpen(false)} />
  return (
    <div className="border-t border-line pt-4">
      <Button size="small" icon="plus" why_disabled={why} onClick={() => setOpen(true)}>
        {t('add')}
      </Button>
    </div>
  )
}

/** The last day counts whole, in the house's time zone. */
function readForm(element: HTMLFormElement) {
  const form = new FormData(element)
  const until = String(form.get('until') ?? '')
  const ends_at = until ? new Date(`${until}T23:59:59+08:00`).toISOString() : null
  return { ends_at, reason: String(form.get('reason') ?? '') }
}

function Form({ person, held, Scope, onClose }: Props & { onClose: () => void }) {
  const t = useWords(peopleWords)
  const { lang, now } = useView()
  const choices = useRoleChoices(held.map(({ role }) => role))
  const first = choices.find((choice) => !('why_disabled' in choice))?.value ?? 'auditor'
  const [role, setRole] = useState<Role>(first)
  const [reach, setReach] = useState<Reach>(everywhere)
  const propose = useCommand(proposeAny, {
    refreshes: [listRequests, countRequests],
    onDone: () => {
      toast(t('sent'))
      onClose()
    },
  })
  const lacking = needsNodes(role) && !reach.nodes?.length ? t('needs_nodes') : null
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const { ends_at, reason } = readForm(event.currentTarget)
    const after = { person_id: person.id, role, ends_at, ...reach }
    void propose.run({ kind: 'people.role_grant', after, reason })
  }
  return (
    <Section title={t('add')} note={t('add_lead')}>
      <form className="flex flex-col gap-3" onSubmit={send}>
        <Select
          label={t('which')}
          choices={choices}
          value={role}
          error={fieldError(propose.problem, '/after/role', lang)}
          onChange={(event) => {
            setRole(event.target.value as Role)
            setReach(everywhere)
          }}
        />
        <Scope kind={needsNodes(role) ? 'nodes' : 'cities'} reach={reach} onChange={setReach} />
        <TextField
          name="until"
          type="date"
          label={t('ends')}
          required={false}
          min={dayOf(now)}
          error={fieldError(propose.problem, '/after/ends_at', lang)}
        />
        <TextArea
          name="reason"
          label={t('reason')}
          hint={t('reason_hint')}
          maxLength={300}
          error={fieldError(propose.problem, '/reason', lang)}
        />
        <span>
          <Button type="submit" size="small" pending={propose.pending} why_disabled={lacking}>
            {t('send')}
          </Button>
        </span>
        <Refusal problem={propose.problem} />
      </form>
    </Section>
  )
}

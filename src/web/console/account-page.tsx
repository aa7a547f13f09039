// My account: who I am, which roles I hold, and every permission of the house with whether I hold it.
import { type FormEvent, useState } from 'react'
import { type Permission, permissions, type Role } from '../../platform/access.ts'
import { Problem } from '../api.ts'
import { Badge } from '../kit/badge.tsx'
import { Button } from '../kit/button.tsx'
import { TextField } from '../kit/field.tsx'
import { Refusal } from '../kit/states.tsx'
import { LanguageSwitch, ThemeSwitch } from '../kit/switches.tsx'
import { toast } from '../kit/toast.tsx'
import { Table } from '../kit/table.tsx'
import { changePassword, signOut } from '../session.ts'
import { commonWords } from '../words/common.ts'
import { roleWords } from '../words/role-words.ts'
import { useLang, useWords } from '../words/use-words.ts'
import { consoleWords, permissionWords } from './console-words.ts'
import { useMe } from './me.tsx'

const leave = () => void signOut().finally(() => location.assign('/'))

export default function AccountPage() {
  const t = useWords(consoleWords)
  const c = useWords(commonWords)
  const r = useWords(roleWords)
  const me = useMe()
  const party = useLang() === 'en' ? me.party_name_en : me.party_name_zh
  return (
    <div className="mx-auto flex w-full max-w-[760px] flex-col gap-6 px-5 py-6">
      <header>
        <h1 className="text-24">{t('account')}</h1>
        <p className="text-ink-soft">{t('account_lead')}</p>
      </header>
      <section className="card flex flex-wrap items-center gap-x-6 gap-y-3 p-5">
        <span
          translate="no"
          aria-hidden="true"
          className="grid size-12 place-items-center rounded-pill bg-light text-20 font-strong text-on-light"
        >
          {me.name.slice(0, 1)}
        </span>
        <div className="grow">
          <p className="text-18 font-strong" translate="no">
            {me.name}
          </p>
          <p className="text-13 text-ink-soft" translate="no">
            {party}
          </p>
          <p className="mt-1 flex flex-wrap gap-1">
            {me.roles.map((role: Role) => (
              <Badge key={role}>{r(role)}</Badge>
            ))}
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          <ThemeSwitch />
          <LanguageSwitch />
          <Button look="secondary" size="small" onClick={leave}>
            {c('sign_out')}
          </Button>
        </div>
      </section>
      {!me.demo && <PasswordForm />}
      <PermissionTable />
    </div>
  )
}

function PasswordForm() {
  const t = useWords(consoleWords)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [pending, setPending] = useState(false)
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const element = event.currentTarget
    const field = (name: string) => String(new FormData(element).get(name) ?? '')
    setPending(true)
    const failed = await changePassword(field('present'), field('next')).then(() => null, problemOf)
    setPending(false)
    setProblem(failed)
    if (failed) return
    element.reset()
    toast(t('password_changed'))
  }
  return (
    <section className="card p-5">
      <h2 className="pb-3 font-strong">{t('password')}</h2>
      <form className="flex max-w-96 flex-col gap-3" onSubmit={(event) => void send(event)}>
        <TextField name="present" type="password" label={t('password_now')} autoComplete="current-password" />
        <TextField
          name="next"
          type="password"
          label={t('password_next')}
          hint={t('password_hint')}
          minLength={8}
          maxLength={128}
          autoComplete="new-password"
        />
        <span>
          <Button type="submit" size="small" pending={pending}>
            {t('password_change')}
          </Button>
        </span>
        <Refusal problem={problem} />
      </form>
    </section>
  )
}
const problemOf = (thrown: unknown) =>
  thrown instanceof Problem ? thrown : new Problem({ reason: 'broken', title: String(thrown) })

function PermissionTable() {
  const t = useWords(consoleWords)
  const p = useWords(permissionWords)
  const me = useMe()
  const rows = Object.keys(permissions) as Permission[]
  const held = (permission: Permission) => me.permissions.includes(permission)
  return (
    <section className="card p-5">
      <Table
        caption={t('my_permissions')}
        show_caption
        rows={rows.toSorted((a, b) => Number(held(b)) - Number(held(a)))}
        keyOf={(permission) => permission}
        columns={[
          { id: 'name', title: t('permission'), heads: true, cell: (permission) => p(permission) },
          {
            id: 'estate',
            title: t('estate'),
            cell: (permission) => t(`estate_${permissions[permission]}`),
          },
          {
            id: 'held',
            title: t('held'),
            cell: (permission) =>
              held(permission) ? <Badge tone="good">{t('may')}</Badge> : <Badge>{t('may_not')}</Badge>,
          },
        ]}
      />
    </section>
  )
}

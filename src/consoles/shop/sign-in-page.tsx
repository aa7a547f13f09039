// Signing in and up, and, where the server allows it, one tap to be a demo person.
import { type FormEvent, useEffect, useState } from 'react'
import type { Problem } from '../../web/api.ts'
import { asProblem } from '../../web/command.ts'
import { Badge } from '../../web/kit/badge.tsx'
import { Button } from '../../web/kit/button.tsx'
import { TextField } from '../../web/kit/field.tsx'
import { Icon, Mark } from '../../web/kit/icons.tsx'
import { Refusal } from '../../web/kit/states.tsx'
import { LanguageSwitch, ThemeSwitch } from '../../web/kit/switches.tsx'
import {
  type DemoPerson,
  nextAddress,
  readDemoPeople,
  signIn,
  signUp,
  startDemoSession,
} from '../../web/session.ts'
import { commonWords } from '../../web/words/common.ts'
import { roleWords } from '../../web/words/role-words.ts'
import { useWords } from '../../web/words/use-words.ts'
import { signInWords } from './sign-in-words.ts'

const go = (fallback: string) => location.assign(nextAddress(location.search) ?? fallback)

export function SignInPage() {
  const t = useWords(signInWords)
  const c = useWords(commonWords)
  return (
    <div className="mx-auto min-h-dvh max-w-[960px] px-5 pb-12">
      <header className="flex items-center justify-between py-3">
        <a href="/" className="flex min-h-11 items-center gap-2 text-20 font-strong">
          <Mark /> {c('brand')}
        </a>
        <div className="flex max-sm:[&_button]:px-2 max-sm:[&_svg]:hidden">
          <ThemeSwitch />
          <LanguageSwitch />
        </div>
      </header>
      <main className="grid gap-8 pt-4 md:grid-cols-[minmax(0,400px)_1fr] md:gap-12 md:pt-12">
        <section>
          <h1 className="text-32">{t('title')}</h1>
          <p className="mt-1 mb-5 text-ink-soft">{t('lead')}</p>
          <PasswordForm />
        </section>
        <DemoPeople />
      </main>
    </div>
  )
}

function PasswordForm() {
  const t = useWords(signInWords)
  const [mode, setMode] = useState<'in' | 'up'>('in')
  const { pending, problem, attempt, clear } = useAttempt()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const field = (name: string) => String(form.get(name) ?? '').trim()
    const [email, password] = [field('email'), String(form.get('password') ?? '')]
    attempt(mode === 'in' ? signIn(email, password) : signUp(field('name'), email, password), '/')
  }
  const choose = (chosen: 'in' | 'up') => {
    setMode(chosen)
    clear()
  }
  return (
    <form onSubmit={submit} className="card flex flex-col gap-4 p-5">
      <fieldset className="flex gap-1 rounded-field bg-sunk p-1">
        <legend className="sr-only">{t('tab_label')}</legend>
        {(['in', 'up'] as const).map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={mode === name}
            onClick={() => choose(name)}
            className={`min-h-11 grow rounded-[8px] ${mode === name ? 'bg-surface font-mid' : 'text-ink-soft'}`}
          >
            {t(`tab_${name}`)}
          </button>
        ))}
      </fieldset>
      {mode === 'up' && <TextField label={t('name')} name="name" autoComplete="name" maxLength={60} />}
      <TextField label={t('email')} name="email" type="email" autoComplete="username" maxLength={200} />
      <TextField
        label={t('password')}
        name="password"
        type="password"
        minLength={mode === 'up' ? 8 : 1}
        maxLength={128}
        autoComplete={mode === 'up' ? 'new-password' : 'current-password'}
        {...(mode === 'up' ? { hint: t('password_hint') } : {})}
      />
      <Refusal problem={problem} />
      <Button type="submit" wide pending={pending}>
        {t(mode === 'in' ? 'submit_in' : 'submit_up')}
      </Button>
    </form>
  )
}

function useAttempt() {
  const [pending, setPending] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const attempt = (work: Promise<unknown>, then: string) => {
    setPending(true)
    setProblem(null)
    work
      .then(() => go(then))
      .catch((thrown: unknown) => {
        setPending(false)
        setProblem(asProblem(thrown))
      })
  }
  return { pending, problem, attempt, clear: () => setProblem(null) }
}

const workplaces = ['owner', 'crew', 'selling', 'buying', 'control', 'accounts', 'brand'] as const
const consoles = ['shop', ...workplaces, 'rest'] as const
const consoleOf = ({ console_path }: DemoPerson) =>
  consoles.find((name) => console_path.startsWith(`/${name}`)) ?? (console_path === '/' ? 'shop' : 'rest')

/** Nothing at all where demo sign-in is not allowed. */
function DemoPeople() {
  const t = useWords(signInWords)
  const c = useWords(commonWords)
  const [people, setPeople] = useState<readonly DemoPerson[]>([])
  const { pending, problem, attempt } = useAttempt()
  useEffect(() => {
    readDemoPeople().then(setPeople, () => {})
  }, [])
  if (people.length === 0) return null
  const enter = (person: DemoPerson) => attempt(startDemoSession(person.key), person.console_path)
  return (
    <section aria-labelledby="demo" aria-busy={pending}>
      <h2 id="demo" className="flex items-center gap-2 text-20">
        {t('demo_title')} <Badge tone="lit">{c('demo')}</Badge>
      </h2>
      <p className="mt-1 mb-4 text-ink-soft">{t('demo_lead')}</p>
      <Refusal problem={problem} />
      {consoles.map((name) => (
        <DemoGroup
          key={name}
          title={t(`console_${name}`)}
          people={people.filter((person) => consoleOf(person) === name)}
          onEnter={enter}
        />
      ))}
    </section>
  )
}

type GroupProps = { title: string; people: readonly DemoPerson[]; onEnter: (person: DemoPerson) => void }

function DemoGroup({ title, people, onEnter }: GroupProps) {
  const r = useWords(roleWords)
  if (people.length === 0) return null
  return (
    <div className="mb-4">
      <h3 className="mb-1 text-13 font-mid text-ink-soft">{title}</h3>
      <ul className="grid gap-2 sm:grid-cols-2">
        {people.map((person) => (
          <li key={person.key}>
            <button
              type="button"
              onClick={() => onEnter(person)}
              className="card flex min-h-14 w-full items-center gap-3 px-4 py-2 text-left hover:shadow-lift"
            >
              <span className="min-w-0 grow">
                <span className="font-mid" translate="no">
                  {person.name}
                </span>
                <span className="text-13 text-ink-soft"> · {r(person.role)}</span>
                <span className="block truncate text-13 text-ink-faint" translate="no">
                  {person.party_name}
                </span>
              </span>
              <Icon name="right" size={16} className="text-ink-faint" />
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

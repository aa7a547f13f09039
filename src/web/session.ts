// Who is signed in, and signing in and out, as the screens need it. The cookie is the server's; nothing of it
// is kept here.
import type { Permission, Role } from '../platform/access.ts'
import { Problem, send } from './api.ts'
import { ownAddress } from './own-address.ts'

/** `GET /api/v1/me` */
export type Me = {
  person_id: string
  party_id: string | null
  name: string
  party_name_zh: string | null
  party_name_en: string | null
  roles: readonly Role[]
  permissions: readonly Permission[]
  /** null means everywhere. */
  scope: {
    nodes: readonly string[] | null
    cities: readonly string[] | null
    brands: readonly string[] | null
  }
  /** A demo person signs in without a password. */
  demo: boolean
}

/** `GET /api/v1/demo-people`: only where demo sign-in is allowed; otherwise 404. */
export type DemoPerson = {
  key: string
  name: string
  role: Role
  console_path: string
  party_name: string
}

const read = async <T>(url: string) => (await (await send('GET', url)).json()) as T

/** Kept so that a console opens without a network; the server still checks every request. */
const kept = 'me'

export async function readMe(): Promise<Me> {
  try {
    const me = await read<Me>('/api/v1/me')
    localStorage.setItem(kept, JSON.stringify(me))
    return me
  } catch (thrown) {
    const known = localStorage.getItem(kept)
    if (known && thrown instanceof Problem && thrown.reason === 'offline') return JSON.parse(known) as Me
    localStorage.removeItem(kept)
    throw thrown
  }
}

export async function readDemoPeople(): Promise<DemoPerson[]> {
  const told = await read<DemoPerson[] | { items: DemoPerson[] }>('/api/v1/demo-people').catch(() => [])
  return Array.isArray(told) ? told : told.items
}

export const startDemoSession = (key: string) => send('POST', '/api/v1/demo-session', JSON.stringify({ key }))

/** better-auth answers errors in its own form: a code, here turned into our reasons. */
const authReasons: Record<string, string> = {
  INVALID_EMAIL_OR_PASSWORD: 'bad_credentials',
  INVALID_EMAIL: 'bad_email',
  INVALID_PASSWORD: 'wrong_password',
  USER_ALREADY_EXISTS: 'email_taken',
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: 'email_taken',
  PASSWORD_TOO_SHORT: 'weak_password',
  PASSWORD_TOO_LONG: 'weak_password',
}

export const authReason = (status: number, code: unknown): string =>
  authReasons[String(code)] ??
  (status === 429 ? 'too_many_requests' : status >= 500 ? 'broken' : 'bad_credentials')

async function auth(path: string, body: object): Promise<void> {
  const response = await fetch(`/api/auth/${path}`, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json', 'x-requested-with': 'zhuguang' },
    body: JSON.stringify(body),
  }).catch(() => {
    throw new Problem({ reason: 'offline' })
  })
  if (response.ok) return
  const told = (await response.json().catch(() => ({}))) as { code?: string; reason?: string }
  const reason = told.reason ?? authReason(response.status, told.code)
  throw new Problem({ status: response.status, reason })
}

export const signIn = (email: string, password: string) => auth('sign-in/email', { email, password })
export const signUp = (name: string, email: string, password: string) =>
  auth('sign-up/email', { name, email, password })
/** Other sessions of the account end with the old password. */
export const changePassword = (currentPassword: string, newPassword: string) =>
  auth('change-password', { currentPassword, newPassword, revokeOtherSessions: true })
export function signOut() {
  localStorage.removeItem(kept)
  sessionStorage.clear()
  return auth('sign-out', {})
}

/** Where to go after signing in: an address of this site only. */
export function nextAddress(query: string): string | null {
  return ownAddress(new URLSearchParams(query).get('next'))
}

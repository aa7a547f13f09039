// Sign-in by better-auth: passwords and sessions in schema auth, reached by a role of their own (H5).
import { betterAuth } from 'better-auth'
import type { FastifyRequest } from 'fastify'
import pg from 'pg'
import { z } from 'zod'
import type { Config } from '../../platform/config.ts'
import type { Db } from '../../platform/db.ts'
import { type Http, isForeign } from '../../platform/http.ts'
import { Refused, notFound, wrongField } from '../../platform/refusal.ts'
import { houseSecret } from '../../platform/secret.ts'
import { text } from '../../platform/types.ts'
import { countAttempts } from './attempts.ts'
import { isCommonPassword } from './common-passwords.ts'

export type Auth = Awaited<ReturnType<typeof openAuth>>

export async function openAuth(url: string, db: Db, config: Config) {
  const pool = new pg.Pool({
    connectionString: url,
    max: 4,
    options: '-c role=zhuguang_auth -c search_path=auth',
  })
  pool.on('error', () => {})
  const auth = betterAuth({
    database: pool,
    secret: await houseSecret(db, 'auth'),
    ...(config.PUBLIC_URL && { baseURL: config.PUBLIC_URL }),
    basePath: '/api/auth',
    trustedOrigins: (request?: Request) => (request ? [new URL(request.url).origin] : []),
    emailAndPassword: { enabled: true, minPasswordLength: 8, maxPasswordLength: 128 },
    session: { expiresIn: 30 * 86_400, updateAge: 86_400 },
    rateLimit: { enabled: true, window: 60, max: 60, customStorage: countAttempts(pool) },
    advanced: { useSecureCookies: config.PUBLIC_URL?.startsWith('https:') ?? false },
    logger: { disabled: true },
    telemetry: { enabled: false },
  })
  return { auth, close: () => pool.end() }
}

const NewAccount = z.object({ name: text(40), email: z.string(), password: z.string() })

/** What better-auth leaves open: names of any length, passwords everybody knows, addresses of demo people. */
export function checkNewAccount(body: unknown) {
  const { email, password } = NewAccount.parse(body)
  const written = z.email().max(254).safeParse(email)
  if (!written.success || email.toLowerCase().endsWith('.invalid')) throw wrongField('/email', 'bad_email')
  if (isCommonPassword(password, email)) throw wrongField('/password', 'common_password')
}

function checkNewPassword(body: unknown) {
  const { newPassword } = z.object({ newPassword: z.string() }).parse(body)
  if (isCommonPassword(newPassword)) throw wrongField('/newPassword', 'common_password')
}

// What is open of better-auth, and what is asked before it. Everything else it could do stays shut.
const open: Record<string, (body: unknown) => void> = {
  'POST sign-up/email': checkNewAccount,
  'POST sign-in/email': () => {},
  'POST sign-out': () => {},
  'POST change-password': checkNewPassword,
  'POST revoke-other-sessions': () => {},
  'GET get-session': () => {},
}

/** Hands what is open below /api/auth to better-auth as a web request. */
export function mountAuth(app: Http, { auth }: Auth) {
  app.route({
    method: ['GET', 'POST'],
    url: '/api/auth/*',
    handler: async (request, reply) => {
      const check = open[`${request.method} ${(request.params as { '*': string })['*']}`]
      if (!check) throw notFound()
      // better-auth asks this too, but not in every environment; nobody is signed in by another site either.
      if (request.method === 'POST' && isForeign(request as FastifyRequest))
        throw new Refused('cross_site', 403)
      check(request.body)
      const origin = `${request.protocol}://${request.headers.host ?? 'localhost'}`
      const headers = new Headers()
      for (const [name, value] of Object.entries(request.headers))
        if (value !== undefined && name !== 'content-length') headers.set(name, String(value))
      headers.set('x-forwarded-for', request.ip)
      const response = await auth.handler(
        new Request(new URL(request.url, origin), {
          method: request.method,
          headers,
          ...(request.method === 'POST' && { body: JSON.stringify(request.body ?? {}) }),
        }),
      )
      return relay(response, reply)
    },
  })
}

type Reply = {
  code: (status: number) => Reply
  header: (name: string, value: string | string[]) => Reply
  send: (body: string) => unknown
}

/** Copies a web response onto the reply, each cookie in a header of its own. */
export async function relay(response: Response, reply: unknown) {
  const to = reply as Reply
  to.code(response.status)
  response.headers.forEach((value, name) => {
    if (name !== 'set-cookie') to.header(name, value)
  })
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) to.header('set-cookie', cookies)
  return to.header('cache-control', 'no-store').send(await response.text())
}

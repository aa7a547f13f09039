// Sign-in by better-auth: passwords and sessions in schema auth, reached as the application role.
import { randomBytes } from 'node:crypto'
import { betterAuth } from 'better-auth'
import pg from 'pg'
import { system } from '../../platform/access.ts'
import type { Config } from '../../platform/config.ts'
import type { Db } from '../../platform/db.ts'
import type { Http } from '../../platform/http.ts'

export type Auth = Awaited<ReturnType<typeof openAuth>>

/** The secret that signs cookies: made once a database, kept where only the house itself reads. */
async function secretOf(db: Db): Promise<string> {
  return db.command(system, async (tx) => {
    await tx`
      insert into platform.setting (key, value)
      values ('auth_secret', ${tx.json(randomBytes(32).toString('base64url'))})
      on conflict (key) do nothing`
    const [row] = await tx<{ value: string }[]>`select value from platform.setting where key = 'auth_secret'`
    return row!.value
  })
}

export async function openAuth(url: string, db: Db, config: Config) {
  const pool = new pg.Pool({
    connectionString: url,
    max: 4,
    options: '-c role=zhuguang_app -c search_path=auth',
  })
  pool.on('error', () => {})
  const auth = betterAuth({
    database: pool,
    secret: await secretOf(db),
    ...(config.PUBLIC_URL && { baseURL: config.PUBLIC_URL }),
    basePath: '/api/auth',
    trustedOrigins: (request?: Request) => (request ? [new URL(request.url).origin] : []),
    emailAndPassword: { enabled: true, minPasswordLength: 8, maxPasswordLength: 128 },
    session: { expiresIn: 30 * 86_400, updateAge: 86_400 },
    rateLimit: { enabled: true, window: 60, max: 60 },
    advanced: { useSecureCookies: config.PUBLIC_URL?.startsWith('https:') ?? false },
    logger: { disabled: true },
    telemetry: { enabled: false },
  })
  return { auth, close: () => pool.end() }
}

/** Hands everything below /api/auth to better-auth as a web request. */
export function mountAuth(app: Http, { auth }: Auth) {
  app.route({
    method: ['GET', 'POST'],
    url: '/api/auth/*',
    handler: async (request, reply) => {
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

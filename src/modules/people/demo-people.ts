// One demo person a role, to sign in as on this machine. Names are invented and labelled demo.
import type { FastifyRequest } from 'fastify'
import { type Actor, type Role, system } from '../../platform/access.ts'
import type { Config } from '../../platform/config.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { type Http, isForeign } from '../../platform/http.ts'
import { isHere } from '../../platform/metrics.ts'
import { Refused, notFound } from '../../platform/refusal.ts'
import { houseSecret } from '../../platform/secret.ts'
import { type Id, newId } from '../../platform/types.ts'
import { type Auth, relay } from './auth.ts'
import type { Skill } from './contract.ts'
import { makeKey } from './commands.ts'

type DemoRow = { key: string; name: string; role: Role; party: string; console_path: string }

export const demoPeople: readonly DemoRow[] = [
  { key: 'shopper', name: '周晓（示例）', role: 'shopper', party: 'consumer', console_path: '/' },
  { key: 'owner', name: '陈店主（示例）', role: 'store_owner', party: 'store_owner', console_path: '/owner' },
  { key: 'clerk', name: '小吴（示例）', role: 'store_clerk', party: 'store_owner', console_path: '/owner' },
  {
    key: 'warehouse',
    name: '马库管（示例）',
    role: 'warehouse_clerk',
    party: 'warehouse_operator',
    console_path: '/owner',
  },
  {
    key: 'crew',
    name: '刘师傅（示例）',
    role: 'installer',
    party: 'installer_company',
    console_path: '/crew',
  },
  { key: 'buying', name: '何采（示例）', role: 'purchaser', party: 'retailer', console_path: '/buying' },
  { key: 'selling', name: '林乔（示例）', role: 'merchandiser', party: 'retailer', console_path: '/selling' },
  {
    key: 'selling2',
    name: '许宁（示例）',
    role: 'merchandiser',
    party: 'retailer',
    console_path: '/selling',
  },
  { key: 'control', name: '陈岚（示例）', role: 'controller', party: 'retailer', console_path: '/control' },
  { key: 'control2', name: '何远（示例）', role: 'controller', party: 'retailer', console_path: '/control' },
  { key: 'control3', name: '沈澄（示例）', role: 'controller', party: 'retailer', console_path: '/control' },
  {
    key: 'accounts',
    name: '往来会计（示例）',
    role: 'accountant',
    party: 'retailer',
    console_path: '/accounts',
  },
  {
    key: 'accounts2',
    name: '苏敏（示例）',
    role: 'accountant',
    party: 'retailer',
    console_path: '/accounts',
  },
  { key: 'audit', name: '高明（示例）', role: 'auditor', party: 'retailer', console_path: '/control' },
  {
    key: 'brand',
    name: '晨岩品牌部（示例）',
    role: 'brand_partner',
    party: 'brand',
    console_path: '/brand',
  },
]
export const demoKeys = demoPeople.map((row) => row.key)

export type DemoPlaces = {
  parties: Record<string, Id>
  /** The stores of the demo owner and clerk, the warehouse of its clerk. */
  store_nodes: Id[]
  warehouse_nodes: Id[]
  brands: Id[]
}

const scopeOf = (row: DemoRow, places: DemoPlaces) => ({
  nodes:
    row.party === 'store_owner'
      ? places.store_nodes
      : row.party === 'warehouse_operator'
        ? places.warehouse_nodes
        : null,
  brands: row.party === 'brand' ? places.brands : null,
})

/** Writes the demo people and their grants; running it again changes nothing. */
export async function seedPeople(tx: Tx, places: DemoPlaces) {
  for (const row of demoPeople) {
    const party = places.parties[row.party]
    if (!party) throw new Error(`demo party missing: ${row.party}`)
    const [person] = await tx<{ id: Id }[]>`
      insert into people.person (id, party_id, name, demo_key)
      values (${newId()}, ${party}, ${row.name}, ${row.key})
      on conflict (demo_key) do nothing returning id`
    if (!person) continue
    const { nodes, brands } = scopeOf(row, places)
    await tx`
      insert into people.role_grant (id, person_id, role, nodes, brands)
      values (${newId()}, ${person.id}, ${row.role}, ${nodes}, ${brands})`
  }
}

export type PartyRow = {
  id: string
  kind: string
  name_zh: string
  name_en: string
  demo: boolean
  /** What a crew's company is certified for beside general work. */
  certified?: readonly Exclude<Skill, 'general'>[]
}

export async function loadParties(tx: Tx, rows: readonly PartyRow[]) {
  await tx`
    insert into people.party (id, kind, name_zh, name_en, demo, skills)
    select id, kind, name_zh, name_en, demo, string_to_array(skills, ',')
      from unnest(${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.kind)}::text[],
                  ${rows.map((r) => r.name_zh)}::text[], ${rows.map((r) => r.name_en)}::text[],
                  ${rows.map((r) => String(r.demo))}::text[]::boolean[],
                  ${rows.map((r) => ['general', ...(r.certified ?? [])].join(','))}::text[])
           as p(id, kind, name_zh, name_en, demo, skills)
    on conflict (id) do nothing`
}

/** H4: demo sign-in only in a demo world, and only from this machine unless DEMO=1. */
async function mayPlay(db: Db, config: Config, request: FastifyRequest): Promise<boolean> {
  if (!config.DEMO && !isHere(request)) return false
  const [row] = await db.sql<{ value: boolean }[]>`select value from platform.setting where key = 'demo'`
  return row?.value === true
}

export async function demoPersonId(tx: Tx, key: string): Promise<Id | null> {
  const [row] = await tx<{ id: Id }[]>`select id from people.person where demo_key = ${key}`
  return row?.id ?? null
}

/** An API key for a demo person, for `npm run key`. Refuses in a world that is not a demo. */
export async function demoKey(tx: Tx, key: string): Promise<string> {
  const [demo] = await tx<{ value: boolean }[]>`select value from platform.setting where key = 'demo'`
  const person_id = await demoPersonId(tx, key)
  if (!demo?.value || !person_id) throw new Refused('no_demo_person', 404)
  await tx`
    update people.api_key set revoked_at = platform.clock()
     where person_id = ${person_id} and revoked_at is null and id in (
           select id from people.api_key where person_id = ${person_id} and revoked_at is null
            order by created_at desc offset 15)`
  const made = await makeKey(tx, { ...system, person_id } as Actor, { name: 'demo' })
  return made.key
}

export function mountDemo(app: Http, db: Db, auth: Auth, config: Config) {
  app.get('/api/v1/demo-people', async (request) => {
    if (!(await mayPlay(db, config, request))) return { items: [] }
    const rows = await db.read(
      system,
      (tx) => tx<{ key: string; party_name_zh: string; party_name_en: string }[]>`
      select person.demo_key as key, party.name_zh as party_name_zh, party.name_en as party_name_en
        from people.person join people.party on party.id = person.party_id where demo_key is not null`,
    )
    const parties = new Map(rows.map(({ key, ...names }) => [key, names]))
    const items = demoPeople
      .filter((row) => parties.has(row.key))
      .map(({ key, name, role, console_path }) => ({ key, name, role, console_path, ...parties.get(key)! }))
    return { items }
  })
  app.post('/api/v1/demo-session', async (request, reply) => {
    // A proxy that tells nothing of itself still passes on which site the browser stands on.
    if (isForeign(request) || request.headers['x-requested-with'] !== 'zhuguang')
      throw new Refused('cross_site', 403)
    const { key } = (request.body ?? {}) as { key?: unknown }
    if (typeof key !== 'string' || !(await mayPlay(db, config, request))) throw notFound()
    const person_id = await db.read(system, (tx) => demoPersonId(tx, key))
    if (!person_id) throw notFound()
    return signInAs(db, auth, person_id, request, reply)
  })
}

// A demo person's account is made at the first sign-in, with a password nobody knows.
async function signInAs(db: Db, { auth }: Auth, person_id: Id, request: FastifyRequest, reply: unknown) {
  const email = `${person_id}@demo.invalid`
  const password = `demo-${await houseSecret(db, 'demo')}`
  const origin = `${request.protocol}://${request.headers.host ?? 'localhost'}`
  const headers = new Headers({ origin })
  const enter = () => auth.api.signInEmail({ body: { email, password }, headers, asResponse: true })
  let response = await enter()
  if (!response.ok) {
    // Two first sign-ins at once: one makes the account, the other finds it made.
    await auth.api.signUpEmail({ body: { name: 'demo', email, password }, headers }).catch(() => {})
    response = await enter()
  }
  if (!response.ok) throw new Refused('busy', 503)
  const { user } = (await response.clone().json()) as { user: { id: string } }
  await db.command(
    system,
    (tx) => tx`
      update people.person set auth_user_id = ${user.id}
       where id = ${person_id} and auth_user_id is distinct from ${user.id}`,
  )
  return relay(response, reply)
}

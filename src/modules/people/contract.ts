// What crosses the walls of people: who is signed in, addresses, keys, roles, and a person's own data.
import { z } from 'zod'
import { type Permission, permissions, type Role, roles } from '../../platform/access.ts'
import { endpoint } from '../../platform/endpoint.ts'
import { DistrictCode, Id, Instant, PageInput, page, text } from '../../platform/types.ts'

export const RoleName = z.enum(Object.keys(roles) as [Role, ...Role[]])
const PermissionName = z.enum(Object.keys(permissions) as [Permission, ...Permission[]])
export const PartyKind = z.enum([
  'consumer',
  'retailer',
  'store_owner',
  'warehouse_operator',
  'brand',
  'installer_company',
  'enterprise',
  'creator',
  'decorator',
  'regional_chain',
  'supplier',
])

/** What a company that installs may do; the goods above name what they ask for with the same words. */
export const Skill = z.enum(['general', 'gas_certified', 'refrigerant_certified', 'electrician'])
export type Skill = z.infer<typeof Skill>

const Scope = z.object({
  nodes: z.array(Id).nullable(),
  cities: z.array(z.string()).nullable(),
  brands: z.array(Id).nullable(),
})
export const Me = z.object({
  person_id: Id,
  party_id: Id,
  name: z.string(),
  party_name_zh: z.string(),
  party_name_en: z.string(),
  roles: z.array(RoleName),
  permissions: z.array(PermissionName),
  scope: Scope,
  demo: z.boolean(),
})
export type Me = z.infer<typeof Me>

export const getMe = endpoint('GET /me', {
  summary: 'Who you are, what you may do and where',
  permission: 'account.own',
  input: z.strictObject({}),
  reply: Me,
})
export const getSession = endpoint('GET /session', {
  summary: 'Whether somebody is signed in; asks nothing and refuses nobody',
  permission: 'public.read',
  input: z.strictObject({}),
  reply: z.object({ me: Me.nullable() }),
})

const DemoPerson = z.object({
  key: z.string(),
  name: z.string(),
  role: RoleName,
  console_path: z.string(),
  party_name_zh: z.string(),
  party_name_en: z.string(),
})
export const listDemoPeople = endpoint('GET /demo-people', {
  summary: 'Demo people one may sign in as here: on this machine, or where DEMO=1',
  permission: 'public.read',
  input: z.strictObject({}),
  reply: z.object({ items: z.array(DemoPerson) }),
})

export const Phone = z.string().regex(/^1[3-9]\d{9}$/)
export const TownCode = z.string().regex(/^[1-9]\d{8}$/)
export const Address = z.object({
  id: Id,
  recipient: z.string(),
  phone: z.string(),
  county_code: DistrictCode,
  town_code: TownCode.nullable(),
  line: z.string(),
  is_default: z.boolean(),
})
export type Address = z.infer<typeof Address>
const AddressFields = {
  recipient: text(40),
  phone: Phone.meta({ examples: ['13800000000'] }),
  county_code: DistrictCode,
  town_code: TownCode.nullable().default(null),
  line: text(200),
  is_default: z.boolean().default(false),
}
export const listAddresses = endpoint('GET /addresses', {
  summary: 'Your delivery addresses',
  permission: 'account.own',
  input: z.strictObject({}),
  reply: z.object({ items: z.array(Address) }),
})
export const addAddress = endpoint('POST /addresses', {
  summary: 'Add a delivery address',
  permission: 'account.own',
  input: z.strictObject(AddressFields),
  reply: Address,
  refusals: ['too_many_addresses', 'unknown_place'],
})
export const changeAddress = endpoint('PUT /addresses/:address_id', {
  summary: 'Replace a delivery address',
  permission: 'account.own',
  input: z.strictObject({ address_id: Id, ...AddressFields }),
  reply: Address,
  refusals: ['unknown_place'],
})
export const removeAddress = endpoint('DELETE /addresses/:address_id', {
  summary: 'Forget a delivery address; orders keep what they were sent to',
  permission: 'account.own',
  input: z.strictObject({ address_id: Id }),
  reply: z.object({ id: Id }),
})

const ApiKey = z.object({
  id: Id,
  name: z.string(),
  prefix: z.string(),
  created_at: Instant,
  revoked_at: Instant.nullable(),
})
export const listKeys = endpoint('GET /api-keys', {
  summary: 'Your API keys, without the keys',
  permission: 'account.own',
  input: z.strictObject({}),
  reply: z.object({ items: z.array(ApiKey) }),
})
export const createKey = endpoint('POST /api-keys', {
  summary: 'A new API key with your own rights; it is shown this once',
  permission: 'account.own',
  unfuzzed: true,
  secret: true,
  input: z.strictObject({ name: text(60) }),
  reply: ApiKey.extend({ key: z.string() }),
  refusals: ['too_many_keys', 'told_once'],
})
export const revokeKey = endpoint('DELETE /api-keys/:key_id', {
  summary: 'End an API key at once',
  permission: 'account.own',
  unfuzzed: true,
  input: z.strictObject({ key_id: Id }),
  reply: ApiKey,
})

export const exportMe = endpoint('GET /me/export', {
  summary: 'Everything this house holds about you',
  permission: 'account.own',
  input: z.strictObject({}),
  reply: z.record(z.string(), z.unknown()),
})
export const eraseMe = endpoint('POST /me/erasure', {
  summary: 'Erase your identity: names, phones, addresses, account. Sums and ledgers stay without you',
  permission: 'account.own',
  unfuzzed: true,
  input: z.strictObject({ confirm: z.literal('erase') }),
  reply: z.object({ erased_at: Instant }),
  refusals: ['order_open', 'staff_account'],
})

export const RoleGrant = z.object({
  id: Id,
  role: RoleName,
  nodes: z.array(Id).nullable(),
  cities: z.array(z.string()).nullable(),
  brands: z.array(Id).nullable(),
  starts_at: Instant,
  ends_at: Instant.nullable(),
  revoked_at: Instant.nullable(),
})
export const Person = z.object({
  id: Id,
  name: z.string(),
  party_kind: PartyKind,
  party_name_zh: z.string(),
  party_name_en: z.string(),
  phone_masked: z.string().nullable(),
  email_masked: z.string().nullable(),
  demo: z.boolean(),
  grants: z.array(RoleGrant),
})
export type Person = z.infer<typeof Person>
export const listPeople = endpoint('GET /people', {
  summary: 'Colleagues: people of a party or with a role, with their grants; contact data masked',
  permission: 'control.people',
  input: PageInput.extend({ role: RoleName.optional(), q: text(40).optional() }),
  reply: page(Person),
})
export const getPerson = endpoint('GET /people/:person_id', {
  summary: 'One person with grants',
  permission: 'control.people',
  id: 'get_person',
  input: z.strictObject({ person_id: Id }),
  reply: Person,
})
export const Party = z.object({ id: Id, kind: PartyKind, name_zh: z.string(), name_en: z.string() })
export const listParties = endpoint('GET /parties', {
  summary: 'Parties that somebody can work for: every one but the customers',
  permission: 'control.people',
  input: PageInput.extend({ q: text(40).optional() }),
  reply: page(Party),
})
export const addPerson = endpoint('POST /people', {
  summary: 'Open an account for a colleague, with a first password to be changed; it carries no role yet',
  permission: 'control.people',
  unfuzzed: true,
  input: z.strictObject({
    name: text(40),
    email: z.email().max(254),
    password: z.string().min(8).max(128),
    party_id: Id,
  }),
  reply: Person,
  refusals: ['email_taken', 'bad_email', 'common_password', 'unknown_party'],
})
export const WantedGrant = z.strictObject({
  person_id: Id,
  role: RoleName,
  nodes: z.array(Id).max(500).nullable().default(null),
  cities: z.array(DistrictCode).max(400).nullable().default(null),
  brands: z.array(Id).max(100).nullable().default(null),
  ends_at: Instant.nullable().default(null),
})
export type WantedGrant = z.infer<typeof WantedGrant>
export const revokeGrant = endpoint('DELETE /people/:person_id/grants/:grant_id', {
  summary: 'End a role at once; taking a right away needs one person, giving it needs two',
  permission: 'control.people',
  id: 'revoke_grant',
  unfuzzed: true,
  input: z.strictObject({ person_id: Id, grant_id: Id }),
  reply: Person,
  refusals: ['own_grant', 'already_revoked'],
})

export const listCrews = endpoint('GET /crews', {
  summary: 'Companies that install, to give work to',
  permission: 'installation.dispatch',
  input: z.strictObject({}),
  reply: z.object({
    items: z.array(
      z.object({ id: Id, name_zh: z.string(), name_en: z.string(), skills: z.array(Skill).max(4) }),
    ),
  }),
})

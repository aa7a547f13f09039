// What crosses the walls of places: districts, nodes and addresses.
import { z } from 'zod'
import { endpoint } from '../../platform/endpoint.ts'
import { CityCode, DistrictCode, Id, PageInput, page, text } from '../../platform/types.ts'
import { formatCodes } from './formats.ts'

export const TownCode = z.string().regex(/^[1-9]\d{8}$/)
export const TradeMode = z.enum(['own_stock', 'agency', 'display_loan'])
export const NodeState = z.enum(['open', 'paused', 'closed'])
export const Service = z.enum(['pickup', 'delivery', 'install', 'display', 'trade_in'])

const StorePerson = z.object({
  name_zh: z.string(),
  name_en: z.string(),
  role_zh: z.string(),
  role_en: z.string(),
})

export const Node = z.object({
  id: Id,
  kind: z.enum(['warehouse', 'store']),
  format: z.enum(formatCodes),
  name_zh: z.string(),
  name_en: z.string(),
  owner_party_id: Id,
  city_code: CityCode,
  county_code: DistrictCode,
  town_code: TownCode.nullable(),
  lon: z.number(),
  lat: z.number(),
  address_zh: z.string(),
  address_en: z.string(),
  phone: z.string(),
  opens_minute: z.int(),
  closes_minute: z.int(),
  capacity_per_day: z.int(),
  trade_mode: TradeMode,
  warehouse_id: Id.nullable(),
  sells_online: z.boolean(),
  service_radius_m: z.int(),
  services: z.array(Service),
  people: z.array(StorePerson),
  protected_default: z.int(),
  state: NodeState,
  demo: z.boolean(),
})
export type Node = z.infer<typeof Node>

export const District = z.object({
  code: z.string(),
  level: z.enum(['province', 'city', 'county', 'town']),
  name_zh: z.string(),
  name_en: z.string(),
  full_name_zh: z.string(),
  full_name_en: z.string(),
  parent_code: z.string().nullable(),
  delivered: z.boolean(),
  centre: z.object({ lon: z.number(), lat: z.number(), approximate: z.boolean() }).nullable(),
})
export type District = z.infer<typeof District>
const AnyCode = z.string().regex(/^[1-9]\d{5}(\d{3})?$/)

export const listDistricts = endpoint('GET /districts', {
  summary: 'Districts below a district; the provinces when no parent is named',
  permission: 'public.read',
  shared: true,
  input: z.object({ parent: AnyCode.optional().meta({ examples: ['510100'] }) }),
  reply: z.object({ items: z.array(District) }),
})

export const getDistrict = endpoint('GET /districts/:code', {
  summary: 'One district: province, city, county or town',
  permission: 'public.read',
  shared: true,
  id: 'get_district',
  input: z.object({ code: AnyCode.meta({ examples: ['510107'] }) }),
  reply: District,
})

export const resolveText = endpoint('GET /address-resolution', {
  summary: 'A free-text Chinese address as a district, with what is missing or ambiguous',
  permission: 'public.read',
  shared: true,
  input: z.object({ text: text(500).meta({ examples: ['成都市武侯区桂溪街道天府二街'] }) }),
  reply: z.object({
    code: DistrictCode.nullable(),
    town_code: TownCode.nullable(),
    candidates: z.array(z.object({ code: DistrictCode, name_zh: z.string(), name_en: z.string() })),
    missing: z.array(z.string()),
    reason: z.string(),
    rest: z.string(),
  }),
})

export const listNodes = endpoint('GET /nodes', {
  summary: 'Stores and warehouses by place, format and name',
  permission: 'public.read',
  shared: true,
  input: PageInput.extend({
    city_code: CityCode.optional(),
    county_code: DistrictCode.optional(),
    kind: z.enum(['warehouse', 'store']).optional(),
    format: z.enum(formatCodes).optional(),
    state: NodeState.optional(),
    q: text(60).optional(),
  }),
  reply: page(Node),
})

export const getNode = endpoint('GET /nodes/:node_id', {
  summary: 'One store or warehouse',
  permission: 'public.read',
  shared: true,
  id: 'get_node',
  input: z.object({ node_id: Id }),
  reply: Node,
})

export const nodeDots = endpoint('GET /node-dots', {
  summary: 'Every node as a dot for a map: parallel arrays, in one order',
  permission: 'public.read',
  shared: true,
  input: z.object({}),
  reply: z.object({
    version: z.int(),
    id: z.array(Id),
    lon: z.array(z.number()),
    lat: z.array(z.number()),
    format: z.array(z.string()),
    county_code: z.array(z.string()),
    open: z.array(z.boolean()),
  }),
})

export const NodeName = z.object({
  id: Id,
  name_zh: z.string(),
  name_en: z.string(),
  city_code: CityCode,
  state: NodeState,
})
export type NodeName = z.infer<typeof NodeName>
export const nodeNames = endpoint('GET /node-names', {
  summary: 'What some nodes are called, for lists that hold ids; unknown ones are left out',
  permission: 'public.read',
  shared: true,
  input: z.object({
    ids: z
      .string()
      .max(3_700)
      .regex(/^[0-9a-f-]{36}(,[0-9a-f-]{36}){0,99}$/)
      .meta({ examples: ['0197a1b2-0000-7000-8000-000000000000'] })
      .describe('Up to 100 ids with commas between them'),
  }),
  reply: z.object({ items: z.array(NodeName) }),
})

export const countNodes = endpoint('GET /node-counts', {
  summary: 'How many nodes there are, by format and state',
  permission: 'public.read',
  shared: true,
  input: z.strictObject({}),
  reply: z.object({
    items: z.array(z.object({ format: z.string(), state: NodeState, online: z.int(), count: z.int() })),
  }),
})

export const listCities = endpoint('GET /cities', {
  summary: 'All cities with their province, to choose from and to name codes',
  permission: 'public.read',
  shared: true,
  input: z.strictObject({}),
  reply: z.object({
    items: z.array(
      z.object({
        code: DistrictCode,
        name_zh: z.string(),
        name_en: z.string(),
        province_zh: z.string(),
        province_en: z.string(),
      }),
    ),
  }),
})

const Settings = {
  opens_minute: z
    .int()
    .min(0)
    .max(1439)
    .meta({ examples: [540] }),
  closes_minute: z
    .int()
    .min(1)
    .max(1440)
    .meta({ examples: [1260] }),
  capacity_per_day: z.int().min(0).max(100_000),
  service_radius_m: z.int().min(0).max(500_000),
  sells_online: z.boolean(),
  protected_default: z.int().min(0).max(1_000),
  state: NodeState,
}

export const changeOwnStore = endpoint('PUT /nodes/:node_id/settings', {
  summary: "The owner's own decisions: hours, capacity, reach, consent to sell online, protected quantity",
  permission: 'places.own_store',
  refusals: ['closes_before_opening'],
  input: z.strictObject({ node_id: Id, ...Settings }),
  reply: Node,
})

export const editNode = endpoint('PATCH /nodes/:node_id', {
  summary: 'The network planner changes a node; consent to sell online stays with the owner',
  permission: 'places.edit',
  refusals: ['closes_before_opening'],
  input: z.strictObject({
    node_id: Id,
    name_zh: text(80).optional(),
    name_en: text(80).optional(),
    address_zh: text(200).optional(),
    address_en: text(200).optional(),
    phone: z
      .string()
      .regex(/^[\d+ -]{5,20}$/)
      .optional(),
    opens_minute: Settings.opens_minute.optional(),
    closes_minute: Settings.closes_minute.optional(),
    capacity_per_day: Settings.capacity_per_day.optional(),
    service_radius_m: Settings.service_radius_m.optional(),
    state: NodeState.optional(),
  }),
  reply: Node,
})

// The demo network: stores of seven formats over the real counties and towns of China, in believable density,
// and the warehouses behind them. Positions are drawn around county centres; nothing here is a real shop.
import { type Format, type Node, cities, counties, formats, townsOf } from '../modules/places/index.ts'
import { type Random, seeded } from './random.ts'

type County = ReturnType<typeof counties> extends Iterable<infer T> ? T : never
type Town = ReturnType<typeof townsOf>[number]

/** Cities that carry warehouses: the hubs of a national network. */
const hubs = [
  '110100',
  '120100',
  '130100',
  '130200',
  '140100',
  '150100',
  '210100',
  '210200',
  '220100',
  '230100',
  '310100',
  '320100',
  '320200',
  '320300',
  '320500',
  '330100',
  '330200',
  '330300',
  '340100',
  '340300',
  '350100',
  '350200',
  '360100',
  '360700',
  '370100',
  '370200',
  '371300',
  '410100',
  '410300',
  '411300',
  '420100',
  '420500',
  '420600',
  '430100',
  '430400',
  '440100',
  '440300',
  '440600',
  '440800',
  '450100',
  '450300',
  '460100',
  '500100',
  '510100',
  '510700',
  '511300',
  '520100',
  '520300',
  '530100',
  '530300',
  '540100',
  '610100',
  '610800',
  '620100',
  '630100',
  '640100',
  '650100',
  '653100',
]
const great = new Set([
  '110100',
  '310100',
  '440100',
  '440300',
  '510100',
  '500100',
  '330100',
  '420100',
  '610100',
  '320500',
])
const large = new Set(hubs)

/** Share of each format in the network (assumption). */
const shares: readonly [Format, number][] = [
  ['exclusive_store', 0.52],
  ['town_store', 0.285],
  ['county_landmark', 0.1],
  ['kitchen_store', 0.065],
  ['city_flagship', 0.018],
  ['super_store', 0.009],
  ['mall', 0.003],
]
const urban = new Set<Format>(['mall', 'super_store', 'city_flagship', 'kitchen_store'])

export type Network = { warehouses: Node[]; stores: Node[] }
export type Parties = { retailer: string; owners: readonly string[]; operator: string }

const family = [
  '陈',
  '李',
  '王',
  '张',
  '刘',
  '杨',
  '赵',
  '黄',
  '周',
  '吴',
  '徐',
  '孙',
  '胡',
  '朱',
  '高',
  '林',
  '何',
  '郭',
  '马',
  '罗',
]
const familyEn = 'Chen Li Wang Zhang Liu Yang Zhao Huang Zhou Wu Xu Sun Hu Zhu Gao Lin He Guo Ma Luo'.split(
  ' ',
)
const roads = [
  '人民路',
  '解放路',
  '建设路',
  '中山路',
  '和平路',
  '新华路',
  '文化路',
  '振兴路',
  '迎宾路',
  '滨河路',
]
const roadsEn = [
  'Renmin Road',
  'Jiefang Road',
  'Jianshe Road',
  'Zhongshan Road',
  'Heping Road',
  'Xinhua Road',
  'Wenhua Road',
  'Zhenxing Road',
  'Yingbin Road',
  'Binhe Road',
]

/** A weight for how many stores a county carries: its towns, and how great its city is. */
function weightOf(county: County): number {
  const boost = great.has(county.city_code) ? 4 : large.has(county.city_code) ? 2 : 1
  return (3 + townsOf(county.code).length * 0.35) * boost
}

/** Largest remainder: how many of `total` each weight gets. */
function spread(total: number, weights: number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0)
  const exact = weights.map((weight) => (total * weight) / sum)
  const whole = exact.map(Math.floor)
  let left = total - whole.reduce((a, b) => a + b, 0)
  const order = exact
    .map((value, at) => ({ at, rest: value - whole[at]! }))
    .sort((a, b) => b.rest - a.rest || a.at - b.at)
  for (const { at } of order) {
    if (left-- <= 0) break
    whole[at]! += 1
  }
  return whole
}

export function makeNetwork(seed: string, stores: number, parties: Parties): Network {
  const random = seeded(`network ${seed}`)
  const delivered = [...counties()].filter((county) => county.delivered)
  const warehouses = makeWarehouses(random, parties, stores)
  const nearest = nearestOf(warehouses)
  const made: Node[] = []
  let left = stores
  shares.forEach(([format, share], at) => {
    const count = at === shares.length - 1 ? left : Math.min(left, Math.round(stores * share))
    left -= count
    const where = urban.has(format) ? delivered.filter((c) => large.has(c.city_code)) : delivered
    const counts = spread(count, where.map(weightOf))
    where.forEach((county, n) => {
      const towns = counts[n]! > 0 ? townsOf(county.code) : []
      for (let k = 0; k < counts[n]!; k++) {
        made.push(makeStore(random, format, county, towns, parties, nearest))
      }
    })
  })
  return { warehouses, stores: made }
}

function makeWarehouses(random: Random, parties: Parties, stores: number): Node[] {
  const all = new Map([...cities()].map((city) => [city.code, city]))
  const wanted = stores >= 2_000 ? hubs : hubs.filter((code) => great.has(code))
  return wanted.flatMap((code) => {
    const city = all.get(code)
    const county = [...counties()].find((each) => each.city_code === code)
    if (!city || !county) return []
    const name = city.name_zh.replace(/市$/, '')
    return [
      {
        ...base(random, 'warehouse', county, null, parties.operator),
        kind: 'warehouse' as const,
        lon: rounded(city.centre.lon + (random.next() - 0.5) * 0.2),
        lat: rounded(city.centre.lat + (random.next() - 0.5) * 0.2),
        name_zh: `${name}仓`,
        name_en: `${city.name_en} Warehouse`,
        trade_mode: 'own_stock' as const,
        warehouse_id: null,
        sells_online: true,
        services: ['delivery', 'install'] as Node['services'],
        opens_minute: 7 * 60,
        closes_minute: 22 * 60,
      },
    ]
  })
}

const rounded = (degrees: number) => Math.round(degrees * 1e5) / 1e5

function nearestOf(warehouses: Node[]) {
  return (lon: number, lat: number) =>
    warehouses.reduce((best, one) =>
      (one.lon - lon) ** 2 + (one.lat - lat) ** 2 < (best.lon - lon) ** 2 + (best.lat - lat) ** 2
        ? one
        : best,
    ).id
}

function base(random: Random, format: Format, county: County, town: Town | null, owner: string): Node {
  const size = formats[format]
  const road = random.int(0, roads.length - 1)
  const number = random.int(1, 399)
  return {
    id: random.uuid() as Node['id'],
    kind: 'store',
    format,
    name_zh: '',
    name_en: '',
    owner_party_id: owner as Node['owner_party_id'],
    city_code: county.city_code,
    county_code: county.code,
    town_code: town?.code ?? null,
    lon: 0,
    lat: 0,
    address_zh: `${county.name_zh}${town?.name_zh ?? ''}${roads[road]}${number}号（示例）`,
    address_en: `${number} ${roadsEn[road]}, ${town ? `${town.name_en}, ` : ''}${county.name_en} (demo)`,
    phone: `400-000-${String(random.int(0, 9999)).padStart(4, '0')}`,
    opens_minute: 9 * 60,
    closes_minute: 20 * 60 + 30,
    capacity_per_day: size.capacity_per_day,
    trade_mode: 'own_stock',
    warehouse_id: null,
    sells_online: true,
    service_radius_m: size.service_radius_m,
    services: ['pickup', 'delivery', 'install', 'display'],
    people: [],
    protected_default: 0,
    state: 'open',
    demo: true,
  }
}

const short = (name: string) =>
  name.replace(/(自治县|自治旗|街道办事处|街道|地区|区|县|市|镇|乡|旗)$/u, '') || name

function makeStore(
  random: Random,
  format: Format,
  county: County,
  towns: Town[],
  parties: Parties,
  nearest: (lon: number, lat: number) => string,
): Node {
  const suits = format === 'town_store' ? towns.filter((town) => /[镇乡]$/.test(town.name_zh)) : towns
  const town = suits.length > 0 ? random.pick(suits) : null
  const who = random.int(0, family.length - 1)
  const owned = random.next() < 0.82
  const node = base(random, format, county, town, owned ? random.pick(parties.owners) : parties.retailer)
  const wide = format === 'town_store' ? 0.24 : urban.has(format) ? 0.06 : 0.1
  node.lon = rounded(county.centre.lon + (random.next() + random.next() - 1) * wide)
  node.lat = rounded(county.centre.lat + (random.next() + random.next() - 1) * wide)
  const label = formats[format]
  node.name_zh = `${short(county.name_zh)}${town ? short(town.name_zh) : ''}${label.zh}`
  node.name_en = `${town ? `${town.name_en}, ` : ''}${county.name_en} ${label.en}`
  node.people = [
    {
      name_zh: `${family[who]}师傅`,
      name_en: `Mr ${familyEn[who]}`,
      role_zh: '店主（示例）',
      role_en: 'Owner (demo)',
    },
  ]
  const mode = random.next()
  node.trade_mode =
    format === 'town_store' && mode < 0.35 ? 'agency' : mode > 0.95 ? 'display_loan' : 'own_stock'
  node.warehouse_id = nearest(node.lon, node.lat) as Node['warehouse_id']
  node.sells_online = random.next() < 0.9
  node.protected_default = format === 'town_store' ? 0 : random.int(0, 1)
  return node
}

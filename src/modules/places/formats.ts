// Store formats. Sizes, capacities and radii are demo assumptions a retailer edits, never facts about anyone.
export const formats = {
  warehouse: { zh: '仓库', en: 'Warehouse', capacity_per_day: 2000, service_radius_m: 300_000 },
  exclusive_store: { zh: '专卖店', en: 'Exclusive store', capacity_per_day: 20, service_radius_m: 25_000 },
  kitchen_store: {
    zh: '智慧厨房店',
    en: 'Smart kitchen store',
    capacity_per_day: 16,
    service_radius_m: 30_000,
  },
  county_landmark: {
    zh: '县域地标体验店',
    en: 'County landmark store',
    capacity_per_day: 40,
    service_radius_m: 60_000,
  },
  mall: { zh: 'MALL', en: 'Mall', capacity_per_day: 200, service_radius_m: 60_000 },
  super_store: {
    zh: '超级体验店',
    en: 'Super experience store',
    capacity_per_day: 150,
    service_radius_m: 50_000,
  },
  city_flagship: {
    zh: '城市旗舰店',
    en: 'City flagship store',
    capacity_per_day: 100,
    service_radius_m: 40_000,
  },
  town_store: { zh: '万镇通', en: 'Town store', capacity_per_day: 8, service_radius_m: 20_000 },
} as const
export type Format = keyof typeof formats
export const formatCodes = Object.keys(formats) as [Format, ...Format[]]

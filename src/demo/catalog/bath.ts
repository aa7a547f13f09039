// The bath: hot water, toilets, warmth, mirrors, a small washer on the wall.
import { type Recipe, recipe, sized } from './recipe.ts'

/** From 15 to 60 °C: 4.19 kJ a litre and degree. */
function timeTo60(tank_l: number, power_w: number): string {
  const minutes = Math.round((tank_l * 4.19 * 45 * 1000) / power_w / 60)
  return `烧到 60 °C 约 ${minutes} 分钟|60 °C in about ${minutes} minutes`
}

const tank = recipe(
  {
    category: 'electric_water_heater',
    brands: 'zhinuan xuxiu zhuopu',
    letters: 'DR',
    rounds: 2,
    warranty_months: 72,
    standard: 'GB 21519-2008',
    use: '三口之家，每天 120 升 40 °C 热水|Three people, 120 litres of 40 °C water a day',
    needs: 's16 water',
    gaps: [150, 300, 100, 0, 600],
  },
  [
    ['flat', 60, 3000, '868 446 300', 1699, 'white graphite champagne'],
    ['round', 80, 2200, '920 470 480', 1199, 'white'],
    ['flat', 50, 3000, '800 420 270', 1399, 'white jade'],
  ],
  ([tank_kind, tank_l, power_w, size, yuan, finishes], near) => ({
    name: `电热水器 ${tank_l} 升${tank_kind === 'flat' ? ' 扁桶' : ''}|Electric water heater ${tank_l} L${
      tank_kind === 'flat' ? ', flat' : ''
    }`,
    number: tank_l,
    size: sized(size, near, 0.015),
    kg: 24,
    yuan,
    finishes,
    attributes: { tank_l, power_w, tank_kind },
    year: { kwh: Math.round(1270 + tank_l * 2.4), grade: tank_kind === 'flat' ? 1 : 2 },
    points: [`${tank_l} 升，${power_w} 瓦|${tank_l} L, ${power_w} W`, timeTo60(tank_l, power_w)],
  }),
)

const PITS = [
  { name: '坑距 305|rough-in 305', attributes: { pit_mm: 305 } },
  { name: '坑距 400|rough-in 400', attributes: { pit_mm: 400 } },
] as const
const toilet = recipe(
  {
    category: 'smart_toilet',
    brands: 'boting zhuopu yansong',
    letters: 'ZB',
    rounds: 2,
    warranty_months: 36,
    standard: 'GB 38448-2019',
    use: '三口之家，每天 15 次|Three people, 15 times a day',
    needs: 's10 water soil',
    gaps: [200, 200, 600, 0, 600],
  },
  [
    [4, true, '390 500 680', 2999, 'white grey'],
    [4.5, false, '380 460 670', 1999, 'white'],
  ],
  ([flush_l, tankless, size, yuan, finishes], near) => ({
    name: tankless
      ? '智能马桶 无水压要求|Smart toilet, any water pressure'
      : '智能马桶 即热|Smart toilet, instant heating',
    number: `${flush_l * 10}`,
    size: sized(size, near, 0.015),
    kg: 41,
    yuan,
    finishes,
    variants: PITS,
    attributes: { flush_l, seat_heating: true, tankless },
    year: { kwh: 170, water_l: Math.round(flush_l * 15 * 365), grade: flush_l <= 4 ? 1 : 2 },
    points: [
      `冲一次 ${flush_l} 升|${flush_l} litres a flush`,
      tankless ? '水压低也冲得净|Flushes at low pressure too' : '即热式，不存水|Heats as it flows',
    ],
  }),
)

const bathHeater = recipe(
  {
    category: 'bath_heater',
    brands: 'yingpu xuxiu',
    letters: 'YB',
    rounds: 2,
    warranty_months: 36,
    use: '每年 120 天，每天 20 分钟|120 days a year, 20 minutes a day',
    needs: 'wired vent',
    gaps: [100, 100, 0, 0, 0],
  },
  [
    ['warm_air', 2800, 260, '600 140 300', 899, 'white graphite'],
    ['lamp', 1100, 120, '300 130 300', 299, 'white champagne'],
  ],
  ([heater_kind, power_w, airflow_m3_h, size, yuan, finishes], near) => ({
    name: `${heater_kind === 'lamp' ? '灯暖' : '风暖'}浴霸 ${power_w} 瓦|${
      heater_kind === 'lamp' ? 'Infrared' : 'Warm-air'
    } bath heater ${power_w} W`,
    number: power_w / 100,
    size: sized(size),
    kg: 7,
    yuan,
    finishes,
    attributes: { heater_kind, power_w, airflow_m3_h: near(airflow_m3_h, 0.08, 10) },
    year: { kwh: Math.round((power_w / 1000) * 40) },
    noise_db: 50,
    points: [`${power_w} 瓦|${power_w} W`, '取暖、换气、照明|Warmth, ventilation and light'],
  }),
)

const towel = recipe(
  {
    category: 'towel_rack',
    brands: 'boting yingpu',
    letters: 'MJ',
    rounds: 2,
    warranty_months: 36,
    use: '每天 4 小时|Four hours a day',
    needs: 'wired',
    gaps: [50, 50, 100, 0, 300],
  },
  [
    [110, 8, '500 850 120', 1299, 'white graphite champagne'],
    [80, 6, '480 650 110', 799, 'white black'],
  ],
  ([power_w, rails, size, yuan, finishes], near) => ({
    name: `电热毛巾架 ${rails} 杆|Heated towel rack, ${rails} rails`,
    number: `${power_w}${rails}`,
    size: sized(size, near, 0.02),
    kg: 6,
    yuan,
    finishes,
    attributes: { power_w, rails },
    year: { kwh: Math.round((power_w / 1000) * 4 * 365) },
    points: [`${power_w} 瓦|${power_w} W`, `${rails} 根横杆|${rails} rails`],
  }),
)

const mirror = recipe(
  {
    category: 'mirror_cabinet',
    brands: 'boting yingpu',
    letters: 'JG',
    rounds: 2,
    warranty_months: 24,
    use: '每天 2 小时|Two hours a day',
    needs: 'wired',
    gaps: [20, 20, 100, 0, 400],
  },
  [
    [true, 1800, '800 700 140', 1699, 'white oak'],
    [false, 1500, '700 800 40', 899, 'graphite champagne'],
  ],
  ([storage, lumens, size, yuan, finishes], near) => ({
    name: `智能${storage ? '镜柜' : '浴镜'} ${size.split(' ')[0]}|Smart mirror${storage ? ' cabinet' : ''} ${
      size.split(' ')[0]
    }`,
    number: size.split(' ')[0]!,
    size: sized(size, near, 0.008),
    kg: storage ? 22 : 11,
    yuan,
    finishes,
    attributes: { defog: true, storage, lumens },
    year: { kwh: Math.round(0.06 * 2 * 365) },
    points: [
      `${lumens} 流明|${lumens} lumens`,
      storage ? `柜深 ${size.split(' ')[2]} 毫米|${size.split(' ')[2]} mm deep` : '除雾|Stays clear of steam',
    ],
  }),
)

const mini = recipe(
  {
    category: 'mini_washer',
    brands: 'dixiu weilan',
    letters: 'XBM',
    rounds: 2,
    warranty_months: 36,
    use: '每周 5 次|Five times a week',
    needs: 's10own tap drain',
    gaps: [30, 30, 30, 0, 500],
  },
  [
    [3, 800, '550 600 330', 2299, 'white rose mint'],
    [2, 700, '500 540 300', 1699, 'white cream'],
  ],
  ([wash_kg, spin_rpm, size, yuan, finishes], near) => ({
    name: `壁挂洗衣机 ${wash_kg} 公斤|Wall washer ${wash_kg} kg`,
    number: `${wash_kg}0`,
    size: sized(size, near, 0.02),
    kg: 21.5,
    yuan,
    finishes,
    attributes: { wash_kg, spin_rpm },
    year: { kwh: Math.round(260 * 0.35), water_l: 260 * 26 },
    noise_db: 56,
    points: [
      `洗 ${wash_kg} 公斤小件|${wash_kg} kg of small things`,
      '挂墙，不占地|On the wall, off the floor',
    ],
  }),
)

export const bath: readonly Recipe[] = [tank, toilet, bathHeater, towel, mirror, mini]

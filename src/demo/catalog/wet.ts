// Laundry and bath: washing, drying, airing, hot water, toilets, warmth and mirrors.
import { type Recipe, litres, recipe, sized } from './recipe.ts'

const washYear = (kg: number) => ({ kwh: Math.round(kg * 0.056 * 220), water_l: Math.round(kg * 6.1 * 220) })
const WASH_USE = '每周 4 次，常温标准程序|Four times a week, cold standard programme'

const washer = recipe(
  {
    category: 'washer',
    brands: 'chengmu huanli dixiu weilan',
    letters: 'XQG',
    rounds: 2,
    warranty_months: 36,
    standard: 'GB 12021.4-2013',
    use: WASH_USE,
    needs: 's10own tap drain',
    gaps: [10, 10, 10, 60, 550],
  },
  [
    ['washer', 10, 0, 1200, 510, '598 850 600', 3299, 'white graphite cream'],
    ['washer', 12, 0, 1400, 540, '598 850 650', 4599, 'graphite champagne'],
    ['washer_dryer', 10, 7, 1400, 525, '598 850 620', 4999, 'white navy graphite'],
    ['washer', 8, 0, 1200, 470, '595 850 470', 1999, 'white mint'],
  ],
  ([layout, load, dry, spin_rpm, drum_mm, size, yuan, finishes], near) => {
    const wash_kg = near(load, 0.06)
    const dries = layout === 'washer_dryer'
    const year = washYear(wash_kg)
    return {
      name: `滚筒${dries ? '洗烘一体机' : '洗衣机'} ${wash_kg} 公斤|${
        dries ? 'Washer-dryer' : 'Front-load washer'
      } ${wash_kg} kg`,
      number: `${wash_kg}0${dries ? 'H' : ''}`,
      size: sized(size),
      kg: Math.round(48 + wash_kg * 2.2),
      yuan,
      finishes,
      layout,
      attributes: { wash_kg, ...(dries && { dry_kg: dry }), spin_rpm, drum_mm, wash_ratio: 1.1 },
      year: { kwh: year.kwh + (dries ? 190 : 0), water_l: year.water_l, grade: 1 },
      noise_db: 52,
      points: [
        `洗 ${wash_kg} 公斤${dries ? `，烘 ${dry} 公斤` : ''}|Washes ${wash_kg} kg${dries ? `, dries ${dry} kg` : ''}`,
        `筒径 ${drum_mm} 毫米|A drum of ${drum_mm} mm`,
        `脱水 ${spin_rpm} 转|Spins at ${spin_rpm} rpm`,
      ],
    }
  },
)

const topWasher = recipe(
  {
    category: 'top_washer',
    brands: 'huanli shuohe heqing',
    letters: 'XQB',
    rounds: 2,
    warranty_months: 36,
    standard: 'GB 12021.4-2013',
    use: WASH_USE,
    needs: 's10own tap drain',
    gaps: [20, 20, 450, 50, 400],
  },
  [
    [10, 780, '580 1000 600', 1299, 'white grey'],
    [8, 750, '540 950 560', 899, 'white mint'],
  ],
  ([load, spin_rpm, size, yuan, finishes], near) => {
    const wash_kg = near(load, 0.08)
    const body = sized(size, near)
    return {
      name: `波轮洗衣机 ${wash_kg} 公斤|Top-load washer ${wash_kg} kg`,
      number: `${wash_kg}0`,
      size: body,
      kg: Math.round(12 + litres(body) * 0.07),
      yuan,
      finishes,
      attributes: { wash_kg, spin_rpm, wash_ratio: 0.8 },
      year: { kwh: Math.round(wash_kg * 0.012 * 220), water_l: wash_kg * 11 * 220, grade: 2 },
      noise_db: 60,
      points: [`洗 ${wash_kg} 公斤|Washes ${wash_kg} kg`, `脱水 ${spin_rpm} 转|Spins at ${spin_rpm} rpm`],
    }
  },
)

const dryer = recipe(
  {
    category: 'dryer',
    brands: 'chengmu dixiu',
    letters: 'GYJ',
    rounds: 2,
    warranty_months: 36,
    use: '每周 3 次|Three times a week',
    needs: 's10own',
    gaps: [10, 10, 10, 60, 550],
  },
  [
    [10, 'heat_pump', '598 850 620', 4299, 'white graphite champagne'],
    [9, 'heat_pump', '598 845 600', 3299, 'white grey'],
  ],
  ([load, drying, size, yuan, finishes], near) => {
    const dry_kg = near(load, 0.06)
    return {
      name: `热泵干衣机 ${dry_kg} 公斤|Heat-pump dryer ${dry_kg} kg`,
      number: `${dry_kg}0`,
      size: sized(size),
      kg: 52,
      yuan,
      finishes,
      attributes: { dry_kg, drying },
      year: { kwh: Math.round(dry_kg * 0.16 * 156) },
      noise_db: 62,
      points: [`烘 ${dry_kg} 公斤|Dries ${dry_kg} kg`, '热泵，不接排水也行|Heat pump, runs without a drain'],
    }
  },
)

const tower = recipe(
  {
    category: 'laundry_tower',
    brands: 'chengmu dixiu',
    letters: 'XT',
    rounds: 2,
    warranty_months: 36,
    use: '每周洗 4 次、烘 3 次|Four washes and three dryings a week',
    needs: 's10own tap drain',
    gaps: [10, 10, 20, 80, 600],
  },
  [
    [10, 10, 1400, '598 1704 640', 7899, 'champagne white graphite'],
    [12, 12, 1400, '690 1890 780', 11999, 'graphite white'],
  ],
  ([wash, dry, spin_rpm, size, yuan, finishes], near) => {
    const wash_kg = near(wash, 0.06)
    const year = washYear(wash_kg)
    return {
      name: `叠放洗烘 ${wash_kg} 公斤|Laundry tower ${wash_kg} kg`,
      number: `${wash_kg}${dry}`,
      size: sized(size, near, 0.006),
      kg: 128,
      yuan,
      finishes,
      attributes: { wash_kg, dry_kg: dry, spin_rpm, drying: 'heat_pump' },
      year: { kwh: year.kwh + Math.round(dry * 0.16 * 156), water_l: year.water_l },
      noise_db: 62,
      points: [
        `洗 ${wash_kg} 公斤，烘 ${dry} 公斤|Washes ${wash_kg} kg, dries ${dry} kg`,
        '一个面板管两台|One panel for both',
      ],
    }
  },
)

const airer = recipe(
  {
    category: 'clothes_airer',
    brands: 'yingpu shuohe',
    letters: 'LY',
    rounds: 2,
    warranty_months: 36,
    use: '每天照明 1 小时|Its lamp an hour a day',
    needs: 'wired net',
    gaps: [100, 100, 0, 100, 100],
  },
  [
    [35, true, false, '1300 180 400', 999, 'white graphite'],
    [40, true, true, '1450 200 430', 1899, 'champagne black'],
  ],
  ([load_kg, lamp, warm_dry, size, yuan, finishes], near) => ({
    name: `电动晾衣机 ${load_kg} 公斤${warm_dry ? ' 烘干' : ''}|Clothes airer ${load_kg} kg${warm_dry ? ', warm air' : ''}`,
    number: load_kg,
    size: sized(size, near, 0.02),
    kg: 15,
    yuan,
    finishes,
    layout: 'up',
    options: { lamp },
    attributes: { load_kg, lamp, warm_dry },
    year: { kwh: 8 + (warm_dry ? 60 : 0) },
    points: [
      `承重 ${load_kg} 公斤|Carries ${load_kg} kg`,
      warm_dry ? '暖风烘干|Dries with warm air' : '碰到东西就停|Stops when it meets something',
    ],
  }),
)

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
    points: [
      `${tank_l} 升，${power_w} 瓦|${tank_l} L, ${power_w} W`,
      `从 15 °C 烧到 60 °C 约 ${Math.round((tank_l * 4.19 * 45 * 1000) / power_w / 60)} 分钟|15 °C to 60 °C in about ${Math.round((tank_l * 4.19 * 45 * 1000) / power_w / 60)} minutes`,
    ],
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
    name: `智能马桶 ${tankless ? '无水压要求' : '即热'}|Smart toilet${tankless ? ', any water pressure' : ', instant heating'}`,
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

export const wet: readonly Recipe[] = [
  washer,
  topWasher,
  dryer,
  tower,
  airer,
  tank,
  toilet,
  bathHeater,
  towel,
  mirror,
  mini,
]

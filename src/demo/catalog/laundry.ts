// Laundry: washing, drying, airing.
import { type Recipe, litres, recipe, sized } from './recipe.ts'

const washYear = (kg: number) => ({ kwh: Math.round(kg * 0.056 * 220), water_l: Math.round(kg * 6.1 * 220) })
/** Litres of a drum: about 6.5 a kilogram to wash, twice that to dry (assumption). */
const drumOf = (kg: number, share = 6.5) => Math.round(kg * share)
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
      attributes: {
        wash_kg,
        ...(dries && { dry_kg: dry }),
        spin_rpm,
        drum_l: drumOf(wash_kg),
        drum_mm,
        wash_ratio: 1.1,
      },
      year: { kwh: year.kwh + (dries ? 190 : 0), water_l: year.water_l, grade: 1 },
      noise_db: 52,
      points: [
        dries
          ? `洗 ${wash_kg} 公斤，烘 ${dry} 公斤|Washes ${wash_kg} kg, dries ${dry} kg`
          : `洗 ${wash_kg} 公斤|Washes ${wash_kg} kg`,
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
      attributes: { wash_kg, spin_rpm, drum_l: drumOf(wash_kg), wash_ratio: 0.8 },
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
      attributes: { dry_kg, drum_l: drumOf(dry_kg, 12), drying },
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
    name: warm_dry
      ? `烘干晾衣机 ${load_kg} 公斤|Warm-air clothes airer ${load_kg} kg`
      : `电动晾衣机 ${load_kg} 公斤|Clothes airer ${load_kg} kg`,
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

export const laundry: readonly Recipe[] = [washer, topWasher, dryer, tower, airer]

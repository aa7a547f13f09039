// What is built into a kitchen beside the fire: ovens, dishwashers, disinfection, water.
import { type Made, type Recipe, recipe, sized, tenth } from './recipe.ts'

const OVENS: Record<string, [string, string]> = {
  oven: ['嵌入式烤箱', 'Built-in oven'],
  steam: ['嵌入式蒸箱', 'Built-in steamer'],
  combi: ['蒸烤一体机', 'Built-in combi oven'],
}
const oven = recipe(
  {
    category: 'built_in_oven',
    brands: 'chenyan boting lanxu lulan',
    letters: 'KQ',
    rounds: 2,
    warranty_months: 36,
    use: '每周 3 次|Three times a week',
    needs: 's16',
    gaps: [3, 3, 5, 20, 500],
  },
  [
    ['combi', 58, '595 455 550', 230, 5499, 'black jade graphite'],
    ['oven', 72, '595 595 560', 250, 4299, 'black steel'],
    ['steam', 45, '595 455 540', 110, 3899, 'steel black'],
  ],
  ([layout, litre, size, max_c, yuan, finishes], near) => {
    const cavity_l = near(litre, 0.05)
    const [zh, en] = OVENS[layout]!
    const body = sized(size)
    return {
      name: `${zh} ${cavity_l} 升|${en} ${cavity_l} L`,
      number: `${cavity_l}${layout.slice(0, 1).toUpperCase()}`,
      size: body,
      kg: 33,
      yuan,
      finishes,
      layout,
      attributes: { oven_kind: layout, cavity_l, max_c, power_w: layout === 'steam' ? 2100 : 2900 },
      year: { kwh: Math.round(3 * 52 * 0.9) },
      points: [`腔体 ${cavity_l} 升|${cavity_l} L cavity`, `最高 ${max_c} °C|Up to ${max_c} °C`],
      cavity: opening(body),
      opens_mm: body[1] - 40,
    }
  },
)

/** An opening a little wider and higher than the body, with air behind. */
const opening = ([w, h, d]: readonly [number, number, number]): NonNullable<Made['cavity']> => ({
  width_mm_min: w + 2,
  width_mm_max: w + 10,
  height_mm_min: h + 3,
  height_mm_max: h + 15,
  depth_mm_min: d + 10,
})

const DRYING: Record<string, [string, string]> = {
  hot_air: ['热风烘干', 'dries with hot air'],
  residual: ['余热烘干', 'dries with its own heat'],
}
const dishwasher = recipe(
  {
    category: 'dishwasher',
    brands: 'chenyan weilan boting shengpu',
    letters: 'W',
    rounds: 2,
    warranty_months: 36,
    standard: 'GB 38383-2019',
    use: '每周 5 次，标准程序|Five times a week, standard programme',
    needs: 's10own tap drain',
    gaps: [1, 1, 5, 20, 636],
  },
  [
    ['built_in', 15, 'hot_air', '598 815 560', 5699, 'steel black oak', 44, true],
    ['hidden', 16, 'hot_air', '598 815 570', 6299, 'oak walnut white', 42, true],
    ['slim', 10, 'residual', '448 815 550', 2899, 'white steel', 48, false],
    ['counter', 6, 'hot_air', '520 480 500', 1899, 'white mint', 50, false],
  ],
  ([fit, settings, drying, size, yuan, finishes, noise_db, wide], near) => {
    const place_settings = near(settings, 0.07)
    const water_l_wash = tenth(4 + place_settings * 0.48)
    const kwh = Math.round((0.3 + place_settings * 0.0287) * 260)
    const wash = (kwh / 260).toFixed(2)
    const [dry_zh, dry_en] = DRYING[drying]!
    const body = sized(size)
    const kind = { built_in: '嵌入式', hidden: '全嵌', slim: '窄体', counter: '台面' }[fit]
    const kind_en = { built_in: 'Built-in', hidden: 'Fully hidden', slim: 'Slim', counter: 'Countertop' }[fit]
    return {
      name: `${kind}洗碗机 ${place_settings} 套|${kind_en} dishwasher, ${place_settings} settings`,
      number: place_settings,
      size: body,
      kg: wide ? 46 : fit === 'slim' ? 36 : 21,
      yuan,
      finishes,
      layout: fit,
      attributes: { place_settings, fit, drying, water_l_wash, water_grade: 1 },
      year: { kwh, water_l: Math.round(water_l_wash * 260), grade: 1 },
      noise_db,
      points: [
        `洗一次 ${water_l_wash} 升水、${wash} 度电|${water_l_wash} L and ${wash} kWh a wash`,
        `${dry_zh}|It ${dry_en}`,
        `${noise_db} 分贝|${noise_db} dB`,
      ],
      ...(fit !== 'counter' && {
        cavity: {
          width_mm_min: body[0] + 2,
          width_mm_max: body[0] + 12,
          height_mm_min: 815,
          height_mm_max: 875,
          depth_mm_min: body[2],
        },
      }),
    }
  },
)

const disinfection = recipe(
  {
    category: 'disinfection_cabinet',
    brands: 'huanli lulan',
    letters: 'ZTD',
    rounds: 2,
    warranty_months: 36,
    use: '每天 1 次|Once a day',
    needs: 's10',
    gaps: [2, 2, 3, 20, 450],
  },
  [
    [108, 2, 600, '595 595 460', 1999, 'black jade'],
    [90, 1, 400, '595 455 460', 1299, 'black steel'],
  ],
  ([litre, disinfect_star, power_w, size, yuan, finishes], near) => {
    const capacity_l = near(litre, 0.04)
    const body = sized(size)
    return {
      name: `嵌入式消毒柜 ${capacity_l} 升|Built-in disinfection cabinet ${capacity_l} L`,
      number: capacity_l,
      size: body,
      kg: 25,
      yuan,
      finishes,
      attributes: { capacity_l, disinfect_star, power_w },
      year: { kwh: Math.round(365 * 0.35) },
      points: [
        `${disinfect_star === 2 ? '二' : '一'}星级消毒|${disinfect_star}-star disinfection`,
        `${capacity_l} 升|${capacity_l} litres`,
      ],
      cavity: opening(body),
    }
  },
)

const purifier = recipe(
  {
    category: 'water_purifier',
    brands: 'qingli zhuopu chengmu checen',
    letters: 'RO',
    rounds: 2,
    warranty_months: 12,
    standard: 'GB 34914-2021',
    use: '每天 10 升净水|10 litres of pure water a day',
    needs: 's10 water drain',
    gaps: [30, 30, 50, 30, 100],
  },
  [
    ['under_sink', 1200, 3.2, 66, '145 440 420', 2999, 'white graphite'],
    ['under_sink', 800, 2.1, 60, '130 400 410', 1799, 'white navy'],
    ['counter', 100, 0.3, 75, '230 420 430', 1599, 'white cream mint'],
  ],
  ([fit, flux_gpd, flow_l_min, drain_ratio, size, yuan, finishes], near) => ({
    name:
      fit === 'counter'
        ? '台面净饮机|Countertop water purifier'
        : `厨下净水器 ${flux_gpd} 加仑|Under-sink water purifier ${flux_gpd} GPD`,
    number: flux_gpd,
    size: sized(size, near, 0.02),
    kg: 11,
    yuan,
    finishes,
    layout: fit,
    attributes: { fit, flux_gpd, flow_l_min, drain_ratio },
    year: {
      kwh: fit === 'counter' ? 150 : 22,
      water_l: Math.round((3650 / drain_ratio) * 100),
      grade: drain_ratio >= 65 ? 1 : 2,
    },
    points: [
      `每分钟 ${flow_l_min} 升|${flow_l_min} L a minute`,
      `进 100 升水，得 ${drain_ratio} 升净水|${drain_ratio} of 100 litres come out pure`,
    ],
  }),
)

const disposer = recipe(
  {
    category: 'waste_disposer',
    brands: 'zhuopu taicen',
    letters: 'LJ',
    rounds: 2,
    warranty_months: 60,
    use: '每天 2 次，每次 30 秒|Twice a day for 30 seconds',
    needs: 's10 sink',
    gaps: [30, 30, 0, 30, 0],
  },
  [
    [380, 1, 3800, '180 330 180', 899, 'steel'],
    [560, 1.2, 4200, '200 360 200', 1499, 'steel graphite'],
  ],
  ([power_w, capacity_l, rpm, size, yuan, finishes], near) => ({
    name: `垃圾处理器 ${power_w} 瓦|Waste disposer ${power_w} W`,
    number: power_w,
    size: sized(size, near, 0.02),
    kg: 6,
    yuan,
    finishes,
    attributes: { power_w, capacity_l, rpm },
    year: { kwh: Math.ceil((power_w / 1000) * (1 / 60) * 365) },
    noise_db: 55,
    points: [`研磨腔 ${capacity_l} 升|Grinds in ${capacity_l} L`, `每分钟 ${rpm} 转|${rpm} turns a minute`],
  }),
)

export const kitchen: readonly Recipe[] = [oven, dishwasher, disinfection, purifier, disposer]

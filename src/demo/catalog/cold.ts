// Refrigerators, freezers, and what stands on the dining side: water, tea, coffee.
import { type Recipe, litres, recipe, sized, tenth } from './recipe.ts'

const DOORS: Record<string, [string, string, string]> = {
  single: ['单门', 'Single-door', 'direct'],
  double: ['两门', 'Two-door', 'direct'],
  three: ['三门', 'Three-door', 'frost_free'],
  cross: ['十字四门', 'Cross four-door', 'frost_free'],
  french: ['法式四门', 'French-door', 'frost_free'],
  side: ['对开门', 'Side-by-side', 'frost_free'],
}

const refrigerator = recipe(
  {
    category: 'refrigerator',
    brands: 'chenyan kuoye heqing boyan shuangli jipu yansong',
    letters: 'BCD',
    rounds: 2,
    warranty_months: 36,
    standard: 'GB 12021.2-2015',
    use: '全年通电，环境 25 °C|On all year at 25 °C',
    needs: 's10own',
    gaps: [20, 20, 50, 20, 700],
  },
  [
    ['french', 520, '833 1905 700', 6999, 'cream jade graphite champagne', 1],
    ['cross', 501, '905 1900 610', 5799, 'jade graphite cream navy', 1],
    ['side', 610, '912 1790 700', 8999, 'graphite steel black', 1],
    ['french', 456, '830 1960 598', 8799, 'black jade oak', 1],
    ['cross', 418, '795 1780 620', 3999, 'champagne graphite mint', 1],
    ['three', 258, '555 1850 600', 2399, 'champagne jade rose', 1],
    ['double', 218, '545 1725 580', 1699, 'sage cream grey', 2],
    ['single', 93, '472 860 450', 799, 'clay mint white', 2],
  ],
  ([doors, litre, size, yuan, finishes, grade], near) => {
    const capacity_l = near(litre, 0.05)
    const [zh, en, cooling] = DOORS[doors]!
    const flush_fit = litre === 456
    const freezer_l = Math.round(capacity_l * (doors === 'single' ? 0.1 : 0.36))
    const body = sized(size, near)
    const kwh = Math.round((0.38 + capacity_l * 0.0009) * (grade === 1 ? 1 : 1.12) * 365)
    return {
      name: `${flush_fit ? '零嵌' : ''}${zh}冰箱 ${capacity_l} 升|${en} refrigerator ${capacity_l} L${
        flush_fit ? ', flush fit' : ''
      }`,
      number: capacity_l,
      size: body,
      kg: Math.round(16 + litres(body) * 0.085),
      yuan,
      finishes,
      layout: doors,
      options: {
        ...(litre > 400 && { display: true }),
        ...(doors === 'side' && { dispenser: true, bar_handle: true }),
        ...(doors === 'single' && { bar_handle: true }),
        ...(flush_fit && { built_in: true }),
      },
      attributes: {
        capacity_l,
        freezer_l,
        door_layout: doors,
        cooling,
        freezing_kg_day: tenth(2 + freezer_l * 0.04),
        inverter: cooling === 'frost_free',
        flush_fit,
      },
      year: { kwh, grade },
      noise_db: cooling === 'frost_free' ? 36 : 38,
      points: [
        `${capacity_l} 升里冷冻 ${freezer_l} 升|${freezer_l} of its ${capacity_l} litres freeze`,
        `一天约 ${(kwh / 365).toFixed(2)} 度电|About ${(kwh / 365).toFixed(2)} kWh a day`,
        cooling === 'frost_free'
          ? '风冷，不用除霜|No defrosting'
          : '直冷，结构简单|Direct cooling, few parts',
      ],
      opens_mm: Math.round(body[0] * (doors === 'single' || doors === 'double' ? 1 : 0.5)),
      ...(flush_fit && {
        cavity: {
          width_mm_min: body[0] + 8,
          width_mm_max: null,
          height_mm_min: body[1] + 20,
          height_mm_max: null,
          depth_mm_min: 600,
        },
      }),
    }
  },
)

const freezer = recipe(
  {
    category: 'freezer',
    brands: 'shuangli heqing kuanglan',
    letters: 'BD',
    rounds: 2,
    warranty_months: 36,
    standard: 'GB 12021.2-2015',
    use: '全年通电，环境 25 °C|On all year at 25 °C',
    needs: 's10own',
    gaps: [50, 50, 100, 50, 600],
  },
  [
    ['upright', 188, '556 1430 590', 1899, 'white champagne grey', -25],
    ['chest', 142, '730 850 520', 999, 'white mint', -26],
    ['chest', 305, '1065 850 660', 1699, 'white grey', -40],
  ],
  ([freezer_kind, litre, size, yuan, finishes, lowest_c], near) => {
    const capacity_l = near(litre, 0.05)
    const body = sized(size, near)
    const [zh, en] =
      freezer_kind === 'chest' ? ['卧式冷柜', 'Chest freezer'] : ['立式冷柜', 'Upright freezer']
    const kwh = Math.round((0.42 + capacity_l * 0.0017) * 365)
    return {
      name: `${zh} ${capacity_l} 升|${en} ${capacity_l} L`,
      number: capacity_l,
      size: body,
      kg: Math.round(14 + litres(body) * 0.062),
      yuan,
      finishes,
      layout: freezer_kind,
      options: freezer_kind === 'upright' ? { display: true } : {},
      attributes: {
        capacity_l,
        freezer_kind,
        cooling: freezer_kind === 'upright' ? 'frost_free' : 'direct',
        lowest_c,
      },
      year: { kwh, grade: 1 },
      noise_db: 39,
      points: [
        `最低 ${lowest_c} °C|Down to ${lowest_c} °C`,
        `一天约 ${(kwh / 365).toFixed(2)} 度电|About ${(kwh / 365).toFixed(2)} kWh a day`,
      ],
    }
  },
)

const wine = recipe(
  {
    category: 'wine_cabinet',
    brands: 'yansong lanxu shuangli qiongpu',
    letters: 'JC',
    rounds: 2,
    warranty_months: 24,
    use: '全年通电，酒温 12 °C|On all year, wine at 12 °C',
    needs: 's10own',
    gaps: [30, 30, 50, 50, 500],
  },
  [
    [28, 1, '400 840 480', 1899, 'black walnut'],
    [54, 2, '480 1250 520', 3299, 'black steel'],
    [128, 2, '595 1780 620', 6299, 'black walnut steel'],
  ],
  ([bottle, zones, size, yuan, finishes], near) => {
    const bottles = near(bottle, 0.06, 2)
    const body = sized(size, near)
    const kwh = Math.round(95 + bottles * 0.9)
    return {
      name: `恒温酒柜 ${bottles} 瓶|Wine cabinet for ${bottles} bottles`,
      number: bottles,
      size: body,
      kg: Math.round(12 + litres(body) * 0.095),
      yuan,
      finishes,
      options: { display: true },
      attributes: { bottles, zones, cooling: 'frost_free' },
      year: { kwh },
      noise_db: 36,
      points: [
        `放下 ${bottles} 瓶标准酒|Holds ${bottles} standard bottles`,
        zones === 2 ? '上下两个温区|Two temperature zones' : '一个温区|One temperature zone',
      ],
      opens_mm: body[0],
    }
  },
)

const water = recipe(
  {
    category: 'water_dispenser',
    brands: 'qingli weilan chengmu',
    letters: 'JR',
    rounds: 2,
    warranty_months: 12,
    standard: 'GB 30978-2014',
    use: '每天 4 升热水|4 litres of hot water a day',
    needs: 's10',
    gaps: [20, 20, 60, 20, 150],
  },
  [
    [2.2, 2200, 5, '170 370 300', 399, 'white navy cream'],
    [3, 2200, 8, '200 400 320', 699, 'white black mint'],
  ],
  ([tank_l, power_w, temperatures, size, yuan, finishes], near) => ({
    name: `即热饮水机 ${tank_l} 升|Instant hot water ${tank_l} L`,
    number: `${tank_l * 10}${temperatures}`,
    size: sized(size, near, 0.02),
    kg: tenth(1.6 + tank_l * 0.6),
    yuan,
    finishes,
    attributes: { tank_l, power_w, temperatures: near(temperatures, 0.2) },
    year: { kwh: Math.round(4 * 0.093 * 365), grade: 1 },
    points: [
      `${tank_l} 升水箱，抽出来洗|A ${tank_l} L tank that lifts out`,
      `${power_w} 瓦，不存热水|${power_w} W, keeps no hot water`,
    ],
  }),
)

const tea = recipe(
  {
    category: 'tea_bar',
    brands: 'qingli ligu taicen',
    letters: 'CB',
    rounds: 2,
    warranty_months: 12,
    use: '每天 5 升热水|5 litres of hot water a day',
    needs: 's10',
    gaps: [50, 50, 100, 50, 300],
  },
  [
    [1350, 6, '320 1020 340', 499, 'champagne graphite walnut'],
    [1550, 8, '350 1080 360', 899, 'black walnut jade'],
  ],
  ([power_w, temperatures, size, yuan, finishes], near) => ({
    name: `茶吧机 ${temperatures} 档温度|Tea bar, ${temperatures} temperatures`,
    number: `${power_w}`.slice(0, 3),
    size: sized(size, near, 0.02),
    kg: 13,
    yuan,
    finishes,
    attributes: { power_w, temperatures, keep_warm: true },
    year: { kwh: Math.round(5 * 0.11 * 365) },
    points: [
      `${temperatures} 档温度，水桶在下柜|${temperatures} temperatures, bottle below`,
      '自动上水到壶|Fills the pot by itself',
    ],
  }),
)

const COFFEE: Record<string, [string, string]> = {
  espresso: ['意式咖啡机', 'Espresso machine'],
  bean_to_cup: ['全自动咖啡机', 'Bean-to-cup coffee machine'],
  capsule: ['胶囊咖啡机', 'Capsule coffee machine'],
}
const coffee = recipe(
  {
    category: 'coffee_machine',
    brands: 'lanxu boting xuli',
    letters: 'CF',
    rounds: 2,
    warranty_months: 24,
    use: '每天 3 杯|Three cups a day',
    needs: 's10',
    gaps: [30, 30, 150, 30, 200],
  },
  [
    ['espresso', 15, 1.8, 1450, '300 330 320', 1299, 'steel cream black'],
    ['bean_to_cup', 19, 1.8, 1500, '260 370 420', 3299, 'black steel'],
    ['capsule', 19, 0.7, 1260, '130 270 370', 699, 'white mint clay'],
  ],
  ([coffee_kind, pressure_bar, tank_l, power_w, size, yuan, finishes], near) => {
    const [zh, en] = COFFEE[coffee_kind]!
    return {
      name: `${zh} ${pressure_bar} 巴|${en} ${pressure_bar} bar`,
      number: `${pressure_bar}${tank_l * 10}`,
      size: sized(size, near, 0.02),
      kg: coffee_kind === 'capsule' ? 3 : 8.5,
      yuan,
      finishes,
      layout: coffee_kind === 'capsule' ? 'capsule' : 'espresso',
      attributes: { coffee_kind, pressure_bar, tank_l, power_w },
      year: { kwh: Math.round(3 * 0.035 * 365) },
      points: [
        `${pressure_bar} 巴泵压|${pressure_bar} bar pump`,
        `水箱 ${tank_l} 升|Water tank of ${tank_l} L`,
      ],
    }
  },
)

const kettle = recipe(
  {
    category: 'kettle',
    brands: 'heqing yuting xuli',
    letters: 'SH',
    rounds: 2,
    warranty_months: 12,
    use: '每天烧 3 升水|3 litres boiled a day',
    needs: 's10',
    gaps: [0, 0, 200, 0, 0],
  },
  [
    [1.7, 1800, false, '220 240 160', 169, 'steel white mint clay'],
    [1.5, 1500, true, '215 235 155', 239, 'cream navy rose'],
  ],
  ([capacity_l, power_w, keep_warm, size, yuan, finishes], near) => {
    const [zh, en] = keep_warm ? [' 保温', ', keeps warm'] : ['', '']
    const minutes = Math.round((capacity_l * 4.19 * 80 * 1000) / power_w / 60)
    return {
      name: `电水壶 ${capacity_l} 升${zh}|Kettle ${capacity_l} L${en}`,
      number: `${capacity_l * 10}`,
      size: sized(size, near, 0.02),
      kg: 1.1,
      yuan,
      finishes,
      attributes: { capacity_l, power_w, keep_warm },
      year: { kwh: Math.round(3 * 0.11 * 365) },
      points: [
        `烧开一壶约 ${minutes} 分钟|A full kettle boils in about ${minutes} minutes`,
        keep_warm ? '可保温|Keeps warm' : `${power_w} 瓦|${power_w} W`,
      ],
    }
  },
)

export const cold: readonly Recipe[] = [refrigerator, freezer, wine, water, tea, coffee, kettle]

// Every attribute a product may have, with its unit, its kind and the way it is compared. Categories pick
// from this list, so that one thing has one name in all of them.

export type AttributeKind = 'number' | 'choice' | 'flag'
export type Choice = { code: string; zh: string; en: string }
export type Attribute = {
  code: string
  label_zh: string
  label_en: string
  unit_zh: string
  unit_en: string
  kind: AttributeKind
  /** Offered as a filter beside a list. */
  facet: boolean
  /** Which way is better when products are compared; null where it is a matter of need. */
  better: 'more' | 'less' | null
  /** Bounds of a number, both allowed. */
  min: number
  max: number
  choices: readonly Choice[]
}

type Hint = 'more' | 'less' | 'facet' | 'facet more' | 'facet less' | ''
const hintOf = (hint: Hint) => ({
  facet: hint.startsWith('facet'),
  better: hint.endsWith('more') ? ('more' as const) : hint.endsWith('less') ? ('less' as const) : null,
})
const pair = (text: string) => text.split('|') as [string, string]

/** `label` and `unit` as `中文|English`; the range is of real goods, so that a slip of the hand is refused. */
function number(label: string, unit: string, range: [number, number], hint: Hint = '') {
  const [label_zh, label_en] = pair(label)
  const [unit_zh, unit_en = unit_zh] = pair(unit)
  const [min, max] = range
  const kind = 'number' as const
  return { label_zh, label_en, unit_zh, unit_en, kind, min, max, choices: [], ...hintOf(hint) }
}

function choice(label: string, choices: Record<string, string>) {
  const [label_zh, label_en] = pair(label)
  const all = Object.entries(choices).map(([code, name]) => ({ code, zh: pair(name)[0], en: pair(name)[1] }))
  const none = { unit_zh: '', unit_en: '', min: 0, max: 0 }
  return { label_zh, label_en, ...none, kind: 'choice' as const, choices: all, ...hintOf('facet') }
}

function flag(label: string, hint: Hint = 'facet') {
  const [label_zh, label_en] = pair(label)
  const none = { unit_zh: '', unit_en: '', min: 0, max: 0 }
  return { label_zh, label_en, ...none, kind: 'flag' as const, choices: [], ...hintOf(hint) }
}

const COLD = {
  capacity_l: number('容量|Capacity', '升|L', [0.3, 1200], 'facet more'),
  freezer_l: number('冷冻容积|Freezer capacity', '升|L', [5, 600], 'more'),
  freezing_kg_day: number('冷冻能力|Freezing capacity', '公斤/天|kg/day', [0.5, 60], 'more'),
  door_layout: choice('门式|Doors', {
    single: '单门|Single door',
    double: '两门|Two doors',
    three: '三门|Three doors',
    cross: '十字四门|Cross four-door',
    french: '法式多门|French door',
    side: '对开门|Side by side',
  }),
  cooling: choice('制冷方式|Cooling', { frost_free: '风冷无霜|Frost-free', direct: '直冷|Direct cooling' }),
  flush_fit: flag('可零嵌|Flush fit'),
  inverter: flag('变频|Inverter'),
  freezer_kind: choice('柜式|Type', { chest: '卧式|Chest', upright: '立式|Upright' }),
  lowest_c: number('最低温度|Lowest temperature', '°C|°C', [-60, 10], 'less'),
  bottles: number('存酒|Bottles', '瓶|bottles', [6, 200], 'facet more'),
  zones: number('温区|Temperature zones', '个|zones', [1, 4], 'more'),
} as const

const COOK = {
  power_w: number('额定功率|Rated power', '瓦|W', [3, 9000]),
  burner_kw: number('单灶火力|Burner power', '千瓦|kW', [2, 8], 'facet more'),
  burners: number('灶眼|Burners', '个|burners', [1, 6], 'facet'),
  gas_type: choice('气源|Gas', { natural: '天然气 12T|Natural gas 12T', lpg: '液化气 20Y|LPG 20Y' }),
  heat_efficiency_pct: number('热效率|Thermal efficiency', '%|%', [40, 120], 'more'),
  airflow_m3_min: number('风量|Airflow', '立方米/分|m³/min', [5, 80], 'facet more'),
  pressure_pa: number('最大静压|Maximum pressure', '帕|Pa', [100, 1500], 'more'),
  hood_kind: choice('烟机类型|Hood type', {
    side: '侧吸|Side draft',
    t: '顶吸|Top draft',
    island: '岛式|Island',
  }),
  self_clean: flag('自清洁|Self-cleaning'),
  cavity_l: number('腔体容积|Cavity', '升|L', [10, 120], 'facet more'),
  oven_kind: choice('功能|Functions', {
    oven: '烤|Oven',
    steam: '蒸|Steam',
    combi: '蒸烤|Steam and bake',
  }),
  max_c: number('最高温度|Top temperature', '°C|°C', [60, 300], 'more'),
  grill: flag('带烧烤|With grill'),
  place_settings: number('餐具套数|Place settings', '套|settings', [4, 20], 'facet more'),
  fit: choice('安装方式|Fit', {
    built_in: '嵌入|Built-in',
    slim: '窄体嵌入|Slim built-in',
    hidden: '全嵌|Fully hidden',
    counter: '台面|Countertop',
    under_sink: '厨下|Under sink',
    free: '独立|Free-standing',
  }),
  drying: choice('烘干|Drying', {
    hot_air: '热风|Hot air',
    heat_pump: '热泵|Heat pump',
    condenser: '冷凝|Condenser',
    residual: '余热|Residual heat',
  }),
  water_l_wash: number('每次用水|Water a wash', '升|L', [5, 30], 'less'),
  water_grade: number('水效等级|Water grade', '级|grade', [1, 5], 'facet less'),
  disinfect_star: number('消毒星级|Disinfection stars', '星|stars', [1, 2], 'facet more'),
  flow_l_min: number('出水量|Flow', '升/分|L/min', [0.3, 30], 'facet more'),
  flux_gpd: number('膜通量|Membrane flux', '加仑/天|GPD', [50, 2000], 'facet more'),
  drain_ratio: number('净水占比|Pure water share', '%|%', [30, 90], 'more'),
  heating: choice('加热方式|Heating', { ih: '电磁 IH|Induction IH', plate: '底盘|Heating plate' }),
  window: flag('可视窗|Viewing window'),
  rpm: number('转速|Speed', '转/分|rpm', [200, 200000], 'more'),
  tank_l: number('水箱|Tank', '升|L', [0.1, 500], 'facet more'),
  temperatures: number('温度档|Temperature settings', '档|steps', [1, 20], 'more'),
  coffee_kind: choice('类型|Type', {
    espresso: '意式|Espresso',
    bean_to_cup: '全自动|Bean to cup',
    capsule: '胶囊|Capsule',
  }),
  pressure_bar: number('泵压|Pump pressure', '巴|bar', [1, 25], 'more'),
  keep_warm: flag('保温|Keeps warm'),
  zero_cold: flag('零冷水|No cold start'),
  heater_kind: choice('类型|Type', {
    instant: '即热|Instant',
    boiler: '采暖两用|Combi boiler',
    panel: '对流|Convector',
    oil: '油汀|Oil-filled',
    warm_air: '风暖|Warm air',
    lamp: '灯暖|Infrared lamps',
  }),
  tank_kind: choice('内胆|Tank shape', { flat: '扁桶双胆|Flat twin tank', round: '圆桶|Round tank' }),
} as const

const WASH = {
  wash_kg: number('洗涤容量|Wash load', '公斤|kg', [1, 20], 'facet more'),
  dry_kg: number('烘干容量|Drying load', '公斤|kg', [1, 16], 'facet more'),
  spin_rpm: number('脱水转速|Spin', '转/分|rpm', [500, 1800], 'more'),
  drum_l: number('筒容积|Drum volume', '升|L', [10, 300], 'more'),
  drum_mm: number('筒径|Drum diameter', '毫米|mm', [250, 620], 'more'),
  wash_ratio: number('洗净比|Washing ratio', '|', [0.7, 1.5], 'more'),
  load_kg: number('承重|Load', '公斤|kg', [5, 80], 'facet more'),
  lamp: flag('照明|Lamp'),
  warm_dry: flag('烘干|Warm drying'),
  steam_g_min: number('蒸汽量|Steam', '克/分|g/min', [10, 120], 'facet more'),
  pairs: number('鞋|Shoes', '双|pairs', [1, 6], 'more'),
} as const

const AIR = {
  cooling_w: number('制冷量|Cooling capacity', '瓦|W', [1500, 9000], 'more'),
  heating_w: number('制热量|Heating capacity', '瓦|W', [1500, 12000], 'more'),
  horsepower: number('匹数|Horsepower', '匹|HP', [0.5, 4], 'facet'),
  apf: number('能效比|APF', '|', [2, 7], 'more'),
  area_m2: number('适用面积|Suits rooms up to', '平方米|m²', [3, 200], 'facet more'),
  cadr_m3_h: number('颗粒物净化|Particle CADR', '立方米/时|m³/h', [50, 1500], 'facet more'),
  formaldehyde_m3_h: number('甲醛净化|Formaldehyde CADR', '立方米/时|m³/h', [10, 900], 'more'),
  airflow_m3_h: number('风量|Airflow', '立方米/时|m³/h', [30, 2500], 'facet more'),
  heat_recovery: flag('热交换|Heat recovery'),
  mist_ml_h: number('加湿量|Humidification', '毫升/时|mL/h', [50, 2000], 'facet more'),
  humidifier_kind: choice('类型|Type', {
    evaporative: '无雾蒸发|Evaporative',
    ultrasonic: '超声波|Ultrasonic',
  }),
  litres_day: number('除湿量|Dehumidification', '升/天|L/day', [5, 120], 'facet more'),
  fan_kind: choice('类型|Type', { stand: '落地|Stand', tower: '塔式|Tower' }),
  speeds: number('风速|Speeds', '档|steps', [1, 120], 'more'),
  dc_motor: flag('直流电机|DC motor'),
} as const

const SCREEN = {
  screen_in: number('屏幕|Screen', '英寸|in', [15, 110], 'facet more'),
  resolution: choice('分辨率|Resolution', {
    full_hd: '1920×1080|1920×1080',
    quad_hd: '2560×1440|2560×1440',
    ultra_wide: '3440×1440|3440×1440',
    ultra_hd: '3840×2160|3840×2160',
  }),
  refresh_hz: number('刷新率|Refresh rate', '赫兹|Hz', [50, 480], 'facet more'),
  backlight: choice('背光|Backlight', {
    led: '直下式|Direct LED',
    mini_led: '迷你背光|Mini LED',
    oled: '自发光|OLED',
  }),
  brightness_nit: number('峰值亮度|Peak brightness', '尼特|nit', [200, 5000], 'more'),
  lumens: number('光通量|Luminous flux', '流明|lm', [100, 5000], 'facet more'),
  throw_kind: choice('投射|Throw', {
    short: '超短焦|Ultra short throw',
    portable: '便携|Portable',
  }),
  channels: choice('声道|Channels', {
    stereo: '2.0|2.0',
    two_one: '2.1|2.1',
    three_one_two: '3.1.2|3.1.2',
    five_one_two: '5.1.2|5.1.2',
  }),
  curved: flag('曲面|Curved'),
  cri: number('显色指数|Colour rendering', 'Ra|Ra', [70, 100], 'more'),
  print_kind: choice('打印方式|Printing', {
    laser: '激光|Laser',
    ink_tank: '墨仓|Ink tank',
  }),
  colour: flag('彩色|Colour'),
  pages_min: number('速度|Speed', '页/分|pages/min', [3, 60], 'more'),
  duplex: flag('自动双面|Automatic duplex'),
  wifi: choice('无线|Wi-Fi', { wifi6: 'Wi-Fi 6|Wi-Fi 6', wifi7: 'Wi-Fi 7|Wi-Fi 7' }),
  mbps: number('无线速率|Wireless speed', 'Mbps|Mbps', [300, 20000], 'facet more'),
} as const

const SMALL = {
  suction_pa: number('吸力|Suction', '帕|Pa', [1000, 40000], 'facet more'),
  battery_min: number('续航|Run time', '分钟|min', [10, 300], 'facet more'),
  washing_base: flag('自洗基站|Self-washing base'),
  climb_mm: number('越障|Climbs', '毫米|mm', [5, 80], 'more'),
  dust_l: number('尘杯|Dust cup', '升|L', [0.1, 4], 'more'),
  hot_dry: flag('热风烘干|Hot-air drying'),
  unlocking: choice('开锁|Unlocking', {
    fingerprint: '指纹|Fingerprint',
    face: '人脸|Face',
    palm: '掌静脉|Palm vein',
  }),
  camera: flag('可视猫眼|Door camera'),
  battery_months: number('续航|Battery', '个月|months', [1, 36], 'facet more'),
  flush_l: number('冲水量|Flush', '升|L', [3, 8], 'less'),
  pit_mm: number('坑距|Rough-in', '毫米|mm', [200, 500], 'facet'),
  tankless: flag('无水压要求|Any water pressure'),
  seat_heating: flag('座圈加热|Heated seat'),
  rails: number('横杆|Rails', '根|rails', [1, 20], 'more'),
  defog: flag('除雾|Defogging'),
  storage: flag('带储物|With storage'),
} as const

const ALL = { ...COLD, ...COOK, ...WASH, ...AIR, ...SCREEN, ...SMALL }
export type AttributeCode = keyof typeof ALL
export const attributes = Object.fromEntries(
  Object.entries(ALL).map(([code, attribute]) => [code, { code, ...attribute }]),
) as unknown as Readonly<Record<AttributeCode, Attribute>>

export const attributeOf = (code: string): Attribute | null =>
  Object.hasOwn(attributes, code) ? attributes[code as AttributeCode] : null

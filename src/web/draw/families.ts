// Every product family the hand can draw: names, real size range, where it lives, its layouts and options.
import type { Desc } from './contract.ts'

export const SPACES = ['entry', 'living', 'dining', 'kitchen', 'bedroom', 'study', 'bath', 'balcony'] as const
export type Space = (typeof SPACES)[number]

/** How a product stands in a home; built-in bodies throw no shadow on the wall. */
export type Stand = 'floor' | 'counter' | 'desk' | 'wall' | 'ceiling' | 'built_in'
export type Range = readonly [min_mm: number, max_mm: number]

export type FamilyFacts = {
  name_zh: string
  name_en: string
  space: Space
  stand: Stand
  /** Height of the underside above the floor; ceiling products hang from 2,700. */
  mount_mm: number
  width_mm: Range
  height_mm: Range
  depth_mm: Range
  layouts: readonly string[]
  options: readonly string[]
}

const ROOM_MM = 2700
const MOUNT: Record<Stand, number> = {
  floor: 0,
  counter: 850,
  desk: 740,
  wall: 1500,
  ceiling: ROOM_MM,
  built_in: 0,
}

type Size = readonly [width: Range, height: Range, depth: Range]

const size = (spec: string): Size => {
  const part = (text: string): Range => {
    const [min = 0, max = 0] = text.split('-').map(Number)
    return [min, max]
  }
  const [w = '', h = '', dp = ''] = spec.split(' ')
  return [part(w), part(h), part(dp)]
}

/** names `中文 English`, home `space stand [mount]`, sizes `w-w h-h d-d`, layouts and options by space. */
function family(names: string, home: string, sizes: string, layouts = 'plain', options = ''): FamilyFacts {
  const [name_zh = '', name_en = ''] = names.split('|')
  const [space, stand, mount] = home.split(' ') as [Space, Stand, string | undefined]
  const [width_mm, height_mm, depth_mm] = size(sizes)
  return {
    name_zh,
    name_en,
    space,
    stand,
    mount_mm: mount === undefined ? MOUNT[stand] : Number(mount),
    width_mm,
    height_mm,
    depth_mm,
    layouts: layouts.split(' '),
    options: options ? options.split(' ') : [],
  }
}

const COOLING = {
  refrigerator: family(
    '冰箱|Refrigerator',
    'dining floor',
    '440-930 800-1980 440-760',
    'double single three cross french side',
    'display dispenser bar_handle built_in',
  ),
  freezer: family('冷柜|Freezer', 'dining floor', '420-1100 800-1850 450-760', 'chest upright', 'display'),
  wine_cabinet: family('酒柜|Wine cabinet', 'dining floor', '295-620 480-1850 450-700', 'plain', 'display'),
  ice_maker: family('制冰机|Ice maker', 'dining counter', '220-420 280-480 280-480'),
  tea_bar: family('茶吧机|Tea bar', 'dining floor', '280-420 900-1200 280-420'),
  water_dispenser: family('即热饮水机|Instant hot water', 'dining counter', '140-300 280-460 280-460'),
} as const

const KITCHEN = {
  range_hood: family('油烟机|Range hood', 'kitchen wall 1550', '600-1200 380-1050 300-620', 'side t island'),
  integrated_stove: family(
    '集成灶|Integrated stove',
    'kitchen floor',
    '800-1000 1150-1450 560-660',
    'steam oven',
  ),
  hob: family('灶具|Hob', 'kitchen counter 836', '280-920 60-160 350-560', 'gas induction', 'burners lit'),
  oven: family(
    '嵌入式烤箱与蒸箱|Built-in oven',
    'kitchen built_in 700',
    '540-600 380-600 450-580',
    'oven steam combi',
    'off',
  ),
  microwave: family('微波炉|Microwave', 'kitchen counter', '420-600 240-400 320-500', 'counter built_in'),
  dishwasher: family(
    '洗碗机|Dishwasher',
    'kitchen built_in',
    '440-600 440-900 450-640',
    'built_in slim hidden counter',
    'toe_mm bar_handle',
  ),
  disinfection_cabinet: family(
    '消毒柜|Disinfection cabinet',
    'kitchen built_in 130',
    '560-620 420-680 380-520',
  ),
  water_purifier: family(
    '净水器|Water purifier',
    'kitchen floor',
    '110-300 350-520 300-500',
    'under_sink counter',
  ),
  waste_disposer: family('垃圾处理器|Waste disposer', 'kitchen floor 380', '150-240 280-420 150-240'),
} as const

const COUNTER = {
  rice_cooker: family('电饭煲|Rice cooker', 'kitchen counter', '200-320 180-280 240-420'),
  pressure_cooker: family('电压力锅|Pressure cooker', 'kitchen counter', '260-360 250-360 260-380'),
  air_fryer: family('空气炸锅|Air fryer', 'kitchen counter', '230-420 260-420 280-460'),
  blender: family('破壁机|Blender', 'kitchen counter', '150-260 340-500 160-280'),
  kettle: family('电水壶|Kettle', 'dining counter', '180-260 200-300 130-220'),
  coffee_machine: family(
    '咖啡机|Coffee machine',
    'dining counter',
    '120-400 260-460 280-480',
    'espresso capsule',
  ),
  toaster: family('多士炉|Toaster', 'dining counter', '240-420 160-240 150-280'),
} as const

const LAUNDRY = {
  washer: family(
    '滚筒洗衣机|Front-load washer',
    'balcony floor',
    '590-620 820-900 420-700',
    'washer washer_dryer',
  ),
  top_washer: family('波轮洗衣机|Top-load washer', 'balcony floor', '480-680 850-1150 500-720'),
  mini_washer: family('壁挂小洗衣机|Wall mini washer', 'bath wall 900', '480-620 520-700 280-420'),
  dryer: family('干衣机|Dryer', 'balcony floor', '590-620 820-900 480-700'),
  laundry_tower: family('叠放洗烘|Laundry tower', 'balcony floor', '590-720 1600-1950 580-820'),
  clothes_airer: family(
    '晾衣机|Clothes airer',
    'balcony ceiling',
    '1000-2600 140-1300 320-560',
    'down up',
    'lamp',
  ),
  garment_steamer: family('挂烫机|Garment steamer', 'balcony floor', '260-520 1300-1750 260-450'),
  iron: family('电熨斗|Iron', 'balcony counter', '240-320 110-180 100-150'),
} as const

const HEAT = {
  electric_water_heater: family(
    '电热水器|Electric water heater',
    'bath wall 1750',
    '560-1050 300-560 250-560',
  ),
  gas_water_heater: family(
    '燃气热水器|Gas water heater',
    'kitchen wall 1250',
    '300-480 480-760 110-260',
    'plain zero_cold boiler',
  ),
  heat_pump_water_heater: family(
    '空气能热水器|Heat-pump water heater',
    'balcony floor',
    '450-720 1450-2050 450-720',
  ),
  heater: family('取暖器|Heater', 'bedroom floor', '300-1000 350-750 120-320', 'panel oil'),
} as const

const AIR = {
  wall_ac: family(
    '壁挂空调|Wall air conditioner',
    'bedroom wall 2150',
    '700-1150 260-360 180-300',
    'plain',
    'display',
  ),
  floor_ac: family(
    '立柜空调|Floor-standing air conditioner',
    'living floor',
    '330-560 1600-1950 300-560',
    'cylinder cabinet',
  ),
  outdoor_unit: family('空调外机|Outdoor unit', 'balcony floor', '650-1100 450-1400 250-450'),
  ceiling_ac: family('中央空调风管机|Ducted air conditioner', 'living ceiling', '650-1400 180-300 380-760'),
  portable_ac: family('移动空调|Portable air conditioner', 'study floor', '300-480 600-900 300-450'),
  fresh_air: family('新风机|Fresh-air unit', 'bedroom wall 1700', '280-700 400-1100 120-320'),
  air_purifier: family('空气净化器|Air purifier', 'bedroom floor', '220-480 380-1000 200-480'),
  dehumidifier: family('除湿机|Dehumidifier', 'bedroom floor', '220-450 420-720 200-400'),
  humidifier: family('加湿器|Humidifier', 'bedroom floor', '160-380 240-900 160-380'),
  fan: family('落地扇|Stand fan', 'living floor', '320-480 800-1350 300-480'),
  tower_fan: family('塔扇|Tower fan', 'living floor', '180-380 750-1250 180-380'),
} as const

const SCREEN = {
  tv: family('电视|TV', 'living desk 430', '700-2300 420-1420 30-420', 'stand wall', 'off'),
  monitor: family('显示器|Monitor', 'study desk', '480-1250 360-650 140-320', 'plain', 'off'),
  projector: family('投影仪|Projector', 'living desk 430', '120-400 90-420 120-420', 'short portable'),
  soundbar: family('回音壁|Soundbar', 'living desk 430', '600-1300 50-160 70-180', 'bar set'),
  desk_lamp: family('台灯|Desk lamp', 'study desk', '260-520 350-700 150-320', 'plain', 'off'),
  printer: family('打印机|Printer', 'study desk', '340-520 150-420 260-480'),
  router: family('路由器|Router', 'study desk', '140-360 120-280 120-280'),
} as const

const CLEAN = {
  robot_vacuum: family('扫地机器人|Robot vacuum', 'entry floor', '320-480 280-680 380-560'),
  stick_vacuum: family('吸尘器|Stick vacuum', 'entry floor', '210-300 1000-1300 200-320'),
  floor_washer: family('洗地机|Floor washer', 'entry floor', '230-330 1000-1250 230-340'),
  mite_remover: family('除螨仪|Mite remover', 'bedroom counter 480', '220-340 120-260 240-420'),
  smart_lock: family('智能门锁|Smart lock', 'entry wall 860', '62-110 280-460 50-90', 'plain', 'face'),
  shoe_dryer: family('鞋柜烘干器|Shoe dryer', 'entry floor', '160-480 140-420 120-360', 'fold cabinet'),
} as const

const BATH = {
  smart_toilet: family('智能马桶|Smart toilet', 'bath floor', '370-450 380-560 620-740'),
  bath_heater: family('浴霸|Bath heater', 'bath ceiling', '280-640 80-220 280-640'),
  towel_rack: family('电热毛巾架|Heated towel rack', 'bath wall 800', '380-680 500-1200 80-160'),
  hair_dryer: family('吹风机|Hair dryer', 'bath counter', '120-280 200-320 60-120'),
  mirror_cabinet: family(
    '智能镜柜|Smart mirror',
    'bath wall 1100',
    '500-1200 600-900 30-180',
    'plain',
    'off',
  ),
} as const

export const FAMILIES = {
  ...COOLING,
  ...KITCHEN,
  ...COUNTER,
  ...LAUNDRY,
  ...HEAT,
  ...AIR,
  ...SCREEN,
  ...CLEAN,
  ...BATH,
} as const

export type Family = keyof typeof FAMILIES
export const familyKeys = Object.keys(FAMILIES) as Family[]

/** The layout to draw: the asked one when the family has it, otherwise the family's usual one. */
export function layoutOf(desc: Pick<Desc, 'family' | 'layout'>): string {
  const { layouts } = FAMILIES[desc.family]
  return desc.layout !== undefined && layouts.includes(desc.layout) ? desc.layout : (layouts[0] ?? 'plain')
}

/** Height of a product's underside above the floor, in mm, when it stands where such products stand. */
export function mountOf(desc: Desc): number {
  const facts = FAMILIES[desc.family]
  if (facts.stand === 'ceiling') return ROOM_MM - desc.height_mm
  const layout = layoutOf(desc)
  if (desc.family === 'tv' && layout === 'wall') return 900
  if ((desc.family === 'dishwasher' || desc.family === 'water_purifier') && layout === 'counter')
    return MOUNT.counter
  return facts.mount_mm
}

// The leaf categories of the shop: where a product lives, how it is drawn, what is said of it, who fits it.
import type { AttributeCode } from './attributes.ts'
import type { DrawingFamily, Space } from './drawing.ts'

export type InstallKind = 'none' | 'place' | 'install'
export type Skill = 'general' | 'gas_certified' | 'refrigerant_certified' | 'electrician'
export type Category = {
  code: string
  name_zh: string
  name_en: string
  space: Space
  /** Families it may be drawn with; the first is the usual one. */
  families: readonly DrawingFamily[]
  install_kind: InstallKind
  skills: readonly Skill[]
  attributes: readonly AttributeCode[]
}

const kinds = {
  none: ['none', []],
  place: ['place', ['general']],
  fix: ['install', ['general']],
  wire: ['install', ['general', 'electrician']],
  gas: ['install', ['general', 'gas_certified']],
  cool: ['install', ['general', 'refrigerant_certified', 'electrician']],
} as const satisfies Record<string, readonly [InstallKind, readonly Skill[]]>

type Spec = readonly [names: string, families: string, kind: keyof typeof kinds, attributes: string]

function inSpace(space: Space, specs: Record<string, Spec>): Category[] {
  return Object.entries(specs).map(([code, [names, families, kind, attributes]]) => {
    const [name_zh = '', name_en = ''] = names.split('|')
    const [install_kind, skills] = kinds[kind]
    return {
      code,
      name_zh,
      name_en,
      space,
      families: families.split(' ') as DrawingFamily[],
      install_kind,
      skills,
      attributes: attributes.split(' ') as AttributeCode[],
    }
  })
}

const AC = 'horsepower cooling_w heating_w apf area_m2 inverter'

export const categories: readonly Category[] = [
  ...inSpace('entry', {
    smart_lock: ['智能门锁|Smart locks', 'smart_lock', 'fix', 'unlocking camera battery_months'],
    robot_vacuum: [
      '扫地机器人|Robot vacuums',
      'robot_vacuum',
      'none',
      'suction_pa battery_min washing_base climb_mm',
    ],
    stick_vacuum: ['吸尘器|Stick vacuums', 'stick_vacuum', 'none', 'suction_pa battery_min dust_l'],
    floor_washer: ['洗地机|Floor washers', 'floor_washer', 'none', 'suction_pa battery_min tank_l hot_dry'],
    shoe_dryer: ['鞋柜烘干器|Shoe dryers', 'shoe_dryer', 'none', 'pairs power_w'],
  }),
  ...inSpace('living', {
    tv: ['电视|TVs', 'tv', 'fix', 'screen_in resolution refresh_hz backlight brightness_nit'],
    floor_ac: ['立柜空调|Floor-standing air conditioners', 'floor_ac', 'cool', AC],
    soundbar: ['回音壁|Soundbars', 'soundbar', 'none', 'channels power_w'],
    projector: ['投影仪|Projectors', 'projector', 'none', 'lumens resolution throw_kind'],
    fan: ['电风扇|Fans', 'fan tower_fan', 'none', 'fan_kind airflow_m3_min speeds dc_motor power_w'],
  }),
  ...inSpace('dining', {
    refrigerator: [
      '冰箱|Refrigerators',
      'refrigerator',
      'place',
      'capacity_l freezer_l door_layout cooling freezing_kg_day inverter flush_fit',
    ],
    freezer: ['冷柜|Freezers', 'freezer', 'place', 'capacity_l freezer_kind cooling lowest_c'],
    wine_cabinet: ['酒柜|Wine cabinets', 'wine_cabinet', 'place', 'bottles zones cooling'],
    water_dispenser: [
      '即热饮水机|Instant hot water',
      'water_dispenser',
      'none',
      'tank_l power_w temperatures',
    ],
    tea_bar: ['茶吧机|Tea bars', 'tea_bar', 'none', 'power_w temperatures keep_warm'],
    coffee_machine: [
      '咖啡机|Coffee machines',
      'coffee_machine',
      'none',
      'coffee_kind pressure_bar tank_l power_w',
    ],
    kettle: ['电水壶|Kettles', 'kettle', 'none', 'capacity_l power_w keep_warm'],
  }),
  ...inSpace('kitchen', {
    range_hood: [
      '油烟机|Range hoods',
      'range_hood',
      'wire',
      'hood_kind airflow_m3_min pressure_pa self_clean',
    ],
    gas_hob: ['燃气灶|Gas hobs', 'hob', 'gas', 'burners burner_kw gas_type heat_efficiency_pct'],
    induction_hob: ['电磁灶|Induction hobs', 'hob', 'wire', 'burners power_w'],
    integrated_stove: [
      '集成灶|Integrated stoves',
      'integrated_stove',
      'gas',
      'oven_kind airflow_m3_min burner_kw cavity_l gas_type',
    ],
    built_in_oven: ['蒸烤箱|Ovens and steamers', 'oven', 'wire', 'oven_kind cavity_l max_c power_w'],
    microwave: ['微波炉|Microwaves', 'microwave', 'none', 'cavity_l power_w grill fit'],
    dishwasher: [
      '洗碗机|Dishwashers',
      'dishwasher',
      'fix',
      'place_settings fit drying water_l_wash water_grade',
    ],
    disinfection_cabinet: [
      '消毒柜|Disinfection cabinets',
      'disinfection_cabinet',
      'fix',
      'capacity_l disinfect_star power_w',
    ],
    water_purifier: [
      '净水器|Water purifiers',
      'water_purifier',
      'fix',
      'fit flux_gpd flow_l_min drain_ratio',
    ],
    waste_disposer: ['垃圾处理器|Waste disposers', 'waste_disposer', 'wire', 'power_w capacity_l rpm'],
    rice_cooker: ['电饭煲|Rice cookers', 'rice_cooker', 'none', 'capacity_l heating power_w'],
    pressure_cooker: ['电压力锅|Pressure cookers', 'pressure_cooker', 'none', 'capacity_l power_w'],
    air_fryer: ['空气炸锅|Air fryers', 'air_fryer', 'none', 'capacity_l power_w window'],
    blender: ['破壁机|Blenders', 'blender', 'none', 'capacity_l power_w rpm'],
    gas_water_heater: [
      '燃气热水器|Gas water heaters',
      'gas_water_heater',
      'gas',
      'flow_l_min heater_kind gas_type zero_cold',
    ],
  }),
  ...inSpace('bedroom', {
    wall_ac: ['壁挂空调|Wall air conditioners', 'wall_ac', 'cool', AC],
    air_purifier: ['空气净化器|Air purifiers', 'air_purifier', 'none', 'cadr_m3_h formaldehyde_m3_h area_m2'],
    humidifier: ['加湿器|Humidifiers', 'humidifier', 'none', 'mist_ml_h tank_l humidifier_kind'],
    dehumidifier: ['除湿机|Dehumidifiers', 'dehumidifier', 'none', 'litres_day tank_l area_m2'],
    heater: ['取暖器|Heaters', 'heater', 'none', 'heater_kind power_w area_m2'],
    fresh_air: ['新风机|Fresh-air units', 'fresh_air', 'wire', 'airflow_m3_h area_m2 heat_recovery'],
  }),
  ...inSpace('study', {
    monitor: ['显示器|Monitors', 'monitor', 'none', 'screen_in resolution refresh_hz curved'],
    printer: ['打印机|Printers', 'printer', 'none', 'print_kind colour pages_min duplex'],
    router: ['路由器|Routers', 'router', 'none', 'wifi mbps area_m2'],
    desk_lamp: ['台灯|Desk lamps', 'desk_lamp', 'none', 'lumens cri power_w'],
    portable_ac: [
      '移动空调|Portable air conditioners',
      'portable_ac',
      'none',
      'horsepower cooling_w area_m2',
    ],
  }),
  ...inSpace('bath', {
    electric_water_heater: [
      '电热水器|Electric water heaters',
      'electric_water_heater',
      'wire',
      'tank_l power_w tank_kind',
    ],
    smart_toilet: ['智能马桶|Smart toilets', 'smart_toilet', 'fix', 'pit_mm flush_l seat_heating tankless'],
    bath_heater: ['浴霸|Bath heaters', 'bath_heater', 'wire', 'heater_kind power_w airflow_m3_h'],
    towel_rack: ['电热毛巾架|Heated towel racks', 'towel_rack', 'wire', 'power_w rails'],
    mirror_cabinet: ['智能镜柜|Smart mirrors', 'mirror_cabinet', 'wire', 'defog storage lumens'],
    hair_dryer: ['吹风机|Hair dryers', 'hair_dryer', 'none', 'power_w rpm'],
    mini_washer: ['壁挂小洗衣机|Wall mini washers', 'mini_washer', 'fix', 'wash_kg spin_rpm'],
  }),
  ...inSpace('balcony', {
    washer: [
      '滚筒洗衣机|Front-load washers',
      'washer',
      'place',
      'wash_kg dry_kg spin_rpm drum_l drum_mm wash_ratio',
    ],
    top_washer: ['波轮洗衣机|Top-load washers', 'top_washer', 'place', 'wash_kg spin_rpm drum_l wash_ratio'],
    dryer: ['干衣机|Dryers', 'dryer', 'place', 'dry_kg drum_l drying'],
    laundry_tower: ['叠放洗烘|Laundry towers', 'laundry_tower', 'place', 'wash_kg dry_kg spin_rpm drying'],
    clothes_airer: ['晾衣机|Clothes airers', 'clothes_airer', 'fix', 'load_kg lamp warm_dry'],
    garment_steamer: ['挂烫机|Garment steamers', 'garment_steamer', 'none', 'steam_g_min tank_l power_w'],
  }),
]

const byCode = new Map(categories.map((category) => [category.code, category]))
export const categoryOf = (code: string): Category | null => byCode.get(code) ?? null

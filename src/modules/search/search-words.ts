// Other words people use: for categories, for values of attributes. They go into the
// index beside the names, so that 雪柜 and fridge find what is called 冰箱.
import { simplified } from '../../platform/traditional.ts'

const CATEGORY_WORDS = `
smart_lock: 智能锁 指纹锁 密码锁 电子锁 门锁 door lock
robot_vacuum: 扫地机 扫拖机器人 扫拖一体机 扫拖一体 拖地机器人 robot vacuum cleaner robovac
stick_vacuum: 吸尘器 无线吸尘器 手持吸尘器 stick vacuum cleaner hoover
floor_washer: 洗地机 吸拖一体 吸拖洗一体机 floor washer wet dry vacuum
shoe_dryer: 烘鞋器 干鞋器 暖鞋器 鞋柜 shoe dryer
tv: 电视机 液晶电视 平板电视 智能电视 彩电 television telly
floor_ac: 空调 柜机 立式 立柜 立式空调 客厅空调 aircon ac
soundbar: 音响 音箱 家庭影院 条形音箱 speaker
projector: 投影机 投影 激光电视 beamer
fan: 风扇 落地扇 塔扇 循环扇 空气循环扇
refrigerator: 电冰箱 雪柜 fridge
freezer: 冰柜 冷冻柜 卧式冷柜 立式冷柜 deep freezer
wine_cabinet: 红酒柜 恒温酒柜 wine cooler fridge
water_dispenser: 饮水机 即热 即热式 管线机 water dispenser cooler
tea_bar: 饮水机 下置式 下置水桶 water dispenser
coffee_machine: 胶囊咖啡机 全自动咖啡机 espresso coffee maker
kettle: 热水壶 烧水壶 电热水壶 电热壶 electric kettle
toaster: 烤面包机 吐司机 面包机
ice_maker: 制冰机
range_hood: 抽油烟机 吸油烟机 烟机 排烟机 抽烟机 cooker hood extractor exhaust
gas_hob: 煤气灶 灶具 灶台 炉具 燃气灶具 双眼灶 双灶 gas stove cooktop burner
induction_hob: 电磁炉 电陶炉 灶具 灶台 induction cooker cooktop stove
integrated_stove: 集成烹饪中心 集成环保灶 stove cooker
built_in_oven: 烤箱 蒸箱 蒸烤一体 蒸烤一体机 嵌入式烤箱 嵌入式蒸箱 嵌入式蒸烤箱 嵌入式蒸烤一体机 电烤箱 电蒸箱 combi steam oven
microwave: 光波炉 微蒸烤 microwave oven
dishwasher: 洗碗柜 dish washer
disinfection_cabinet: 消毒碗柜 碗柜 sterilizer sterilising
water_purifier: 净水机 纯水机 直饮机 反渗透 反渗透净水器 净饮机 ro water filter
waste_disposer: 厨余处理器 食物垃圾处理器 厨余 garbage food disposal
rice_cooker: 电饭锅 饭煲
pressure_cooker: 高压锅 压力锅 电压力煲
air_fryer: 炸锅 airfryer
blender: 料理机 豆浆机 榨汁机 搅拌机 juicer soymilk mixer
gas_water_heater: 热水器 煤气热水器 geyser boiler
wall_ac: 空调 挂机 卧室空调 挂式空调 split aircon ac
air_purifier: 净化器 空净 净化 cleaner
humidifier: 加湿机 无雾加湿器
dehumidifier: 抽湿机 除湿器 抽湿器
heater: 电暖器 电暖气 油汀 电暖炉 暖风机 暖气片 radiator space
fresh_air: 新风 壁挂新风 新风系统 ventilation erv
monitor: 显示屏 电脑显示器 带鱼屏 display computer screen
printer: 家用打印机 激光打印机 一体机
router: 路由 无线路由器 wifi wireless
desk_lamp: 护眼灯 护眼台灯 学习灯 reading light
portable_ac: 空调 移动空调 aircon ac
electric_water_heater: 热水器 储水式 储水式热水器 geyser boiler
smart_toilet: 马桶 坐便器 智能坐便器 智能座便器 bidet
bath_heater: 风暖浴霸 暖风浴霸 浴室暖风机 bathroom
towel_rack: 毛巾架 浴巾架 towel warmer rail
mirror_cabinet: 镜柜 浴室镜 浴室镜柜 智能镜 bathroom
hair_dryer: 电吹风 高速吹风机 风筒 hairdryer blow
mini_washer: 洗衣机 壁挂洗衣机 内衣洗衣机 迷你洗衣机 小洗衣机 washing machine
washer: 洗衣机 滚筒 全自动洗衣机 washing machine laundry
top_washer: 洗衣机 波轮 全自动洗衣机 washing machine laundry
dryer: 烘干机 烘衣机 干衣 烘衣 热泵烘干机 热泵干衣机 clothes tumble laundry
laundry_tower: 洗烘套装 洗烘 洗烘塔 洗衣机 烘干机 washer dryer laundry
clothes_airer: 晾衣架 电动晾衣架 电动晾衣机 智能晾衣机 drying rack
garment_steamer: 蒸汽挂烫机 熨烫机 手持挂烫机 clothes steamer
iron: 熨斗 蒸汽熨斗 烫斗
heat_pump_water_heater: 热水器 空气能 空气源 热泵热水器 air source
mite_remover: 除螨机 除螨 mattress cleaner
`

const VALUE_WORDS = `
ultra_hd: 4k uhd 超高清
full_hd: 1080p fhd 高清
quad_hd: 2k qhd
ultra_wide: 带鱼屏 ultrawide
mini_led: miniled
french: 法式 法式多门 法式四门 多门
cross: 十字对开门 十字门 十字四门 四门
side: 对开门 双开门
double: 双门 两门
three: 三开门
frost_free: 无霜 风冷 frostfree
flush_fit: 零嵌 零嵌入 平嵌 底部散热
built_in: 嵌入 嵌入式 builtin
hidden: 全嵌 全嵌入
counter: 台式 台面
under_sink: 厨下 厨下式
combi: 蒸烤一体 蒸烤一体机
boiler: 壁挂炉 采暖 采暖炉 燃气壁挂炉 地暖
oil: 油汀
warm_air: 风暖 暖风
heat_pump: 热泵
hot_air: 热风 热风烘干
natural: 天然气
lpg: 液化气 液化石油气
ih: 电磁加热
evaporative: 无雾 蒸发式 无雾加湿器
tower: 塔扇
stand: 落地扇
washing_base: 基站 全能基站 自清洁基站
self_clean: 自清洗 自清洁 自动清洗
zero_cold: 零冷水
inverter: 变频
fingerprint: 指纹 指纹锁
face: 人脸 人脸识别
palm: 掌静脉
camera: 猫眼
short: 超短焦
side_draft: 侧吸
dc_motor: 直流 直流变频
flat: 扁桶 双胆
ink_tank: 喷墨 墨仓 墨仓式 inkjet
laser: 激光
colour: 彩色
curved: 曲面屏
defog: 防雾
`

/** A room's name in both languages, then other words for it. */
const ROOMS: Readonly<Record<string, string>> = {
  entry: '玄关|Entrance|门厅 hall',
  living: '客厅|Living room|',
  dining: '餐厅|Dining room|',
  kitchen: '厨房|Kitchen|',
  bedroom: '卧室|Bedroom|',
  study: '书房|Study|office',
  bath: '卫浴|Bathroom|卫生间 浴室',
  balcony: '阳台|Balcony|',
}
export function roomNames(space: string) {
  const [name_zh = space, name_en = space, others = ''] = (ROOMS[space] ?? '').split('|')
  return { name_zh, name_en, words: `${name_zh} ${name_en} ${others}` }
}

const FINISHES = `white 雪白|Snow white,cream 米雾|Cream,mint 薄荷|Mint,sage 苔青|Sage,navy 夜蓝|Navy,clay 陶土|Clay
rose 豆沙|Dusty rose,grey 云灰|Cloud grey,graphite 星岩灰|Graphite,steel 拉丝钢|Brushed steel
champagne 香槟金|Champagne,black 曜黑玻璃|Black glass,jade 白玉玻璃|White glass,oak 橡木面板|Oak panel
walnut 胡桃面板|Walnut panel`
const finishes = new Map(
  FINISHES.split(/[,\n]/).map((row) => {
    const [code = '', ...rest] = row.split(' ')
    const [name_zh = code, name_en = code] = rest.join(' ').split('|')
    return [code, { name_zh, name_en }] as const
  }),
)
/** The names that the drawings carry too: search.test.ts holds the two lists against each other. */
export const finishNames = (code: string) => finishes.get(code) ?? { name_zh: code, name_en: code }
export const finishCodes = [...finishes.keys()]

/** Colour words → finishes of the catalog. */
const COLOURS = `白色 white jade|黑色 black graphite|灰色 grey graphite|银色 steel|不锈钢 steel|金色 champagne
香槟色 champagne|蓝色 navy|绿色 sage mint|粉色 rose|米色 cream
奶油色 cream|奶油风 cream|奶油白 cream|米白 cream white|奶白 cream white|象牙白 cream white
曜石黑 black|星空灰 graphite grey|深空灰 graphite|深灰 graphite|浅灰 grey|深蓝 navy|墨绿 sage|红色 clay rose
木纹 oak walnut|木色 oak walnut|原木 oak walnut|white white jade|black black graphite|grey grey graphite
gray grey graphite|silver steel|stainless steel|gold champagne|champagne champagne|blue navy|green sage mint
pink rose|beige cream|cream cream|wood oak walnut|wooden oak walnut`

function table(text: string): ReadonlyMap<string, readonly string[]> {
  const rows = text.trim().split('\n')
  return new Map(
    rows.map((row) => {
      const [key = '', words = ''] = row.split(': ')
      return [key, words.split(' ')] as const
    }),
  )
}

export const categoryWords = table(CATEGORY_WORDS)
export const valueWords = table(VALUE_WORDS)
export const colours: ReadonlyMap<string, readonly string[]> = new Map(
  COLOURS.split(/[|\n]/).map((row) => {
    const [word = '', ...finishes] = row.split(' ')
    return [word, finishes] as const
  }),
)

/** Full width → half width, capitals → small, traditional → simplified, one space between words. */
export function normalise(text: string): string {
  return simplified(text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim())
}

// By the door: what keeps floors clean, what opens the door, what dries the shoes.
import { type Recipe, recipe, sized } from './recipe.ts'

const robot = recipe(
  {
    category: 'robot_vacuum',
    brands: 'weilan dulan yunli',
    letters: 'SD',
    rounds: 2,
    warranty_months: 24,
    use: '每周 5 次|Five times a week',
    needs: 's10 net',
    gaps: [100, 100, 50, 0, 800],
  },
  [
    [12000, 180, true, 20, '426 520 420', 3999, 'white graphite'],
    [8000, 150, true, 20, '400 450 400', 2499, 'white black'],
    [6000, 150, false, 18, '340 300 390', 1299, 'white black mint'],
  ],
  ([suction, battery_min, washing_base, climb_mm, size, yuan, finishes], near) => {
    const suction_pa = near(suction, 0.1, 500)
    return {
      name: `${washing_base ? '扫拖一体 全能基站' : '扫地机器人'} ${suction_pa} 帕|${
        washing_base ? 'Robot vacuum and mop with base' : 'Robot vacuum'
      } ${suction_pa} Pa`,
      number: `${suction_pa / 500}`,
      size: sized(size, near, 0.015),
      kg: washing_base ? 13.5 : 5.5,
      yuan,
      finishes,
      attributes: { suction_pa, battery_min, washing_base, climb_mm },
      year: { kwh: washing_base ? 72 : 26, water_l: washing_base ? 1040 : 0 },
      noise_db: 65,
      points: [
        `吸力 ${suction_pa} 帕|${suction_pa} Pa of suction`,
        washing_base
          ? '基站洗拖布、烘干|The base washes and dries the mop'
          : '自己回去充电|Returns to charge',
        `跨 ${climb_mm} 毫米门槛|Climbs ${climb_mm} mm`,
      ],
    }
  },
)

const stick = recipe(
  {
    category: 'stick_vacuum',
    brands: 'dulan feipu yunli',
    letters: 'VC',
    rounds: 2,
    warranty_months: 24,
    use: '每周 4 次，每次 20 分钟|Four times a week for 20 minutes',
    needs: 's10',
    gaps: [0, 0, 0, 0, 0],
  },
  [
    [26000, 60, 0.6, '250 1130 240', 1699, 'graphite navy champagne'],
    [20000, 45, 0.5, '240 1100 220', 899, 'white clay'],
  ],
  ([suction, battery_min, dust_l, size, yuan, finishes], near) => {
    const suction_pa = near(suction, 0.06, 500)
    return {
      name: `无线吸尘器 ${battery_min} 分钟|Cordless vacuum ${battery_min} minutes`,
      number: `${suction_pa / 1000}`.replace('.', ''),
      size: sized(size, near, 0.02),
      kg: 2.6,
      yuan,
      finishes,
      attributes: { suction_pa, battery_min, dust_l },
      year: { kwh: 31 },
      noise_db: 74,
      points: [
        `标准档 ${battery_min} 分钟|${battery_min} minutes at standard power`,
        `吸力 ${suction_pa} 帕|${suction_pa} Pa of suction`,
      ],
    }
  },
)

const floor = recipe(
  {
    category: 'floor_washer',
    brands: 'weilan dulan yunli',
    letters: 'XD',
    rounds: 2,
    warranty_months: 24,
    use: '每周 4 次|Four times a week',
    needs: 's10',
    gaps: [50, 50, 0, 50, 300],
  },
  [
    [16000, 40, 0.85, true, '268 1120 260', 2399, 'navy white graphite'],
    [12000, 35, 0.7, false, '255 1090 250', 1399, 'white sage'],
  ],
  ([suction, battery_min, tank_l, hot_dry, size, yuan, finishes], near) => {
    const suction_pa = near(suction, 0.08, 500)
    const [zh, en] = hot_dry ? [' 热风烘干', ', hot-air drying'] : ['', '']
    return {
      name: `洗地机${zh} ${suction_pa} 帕|Floor washer${en} ${suction_pa} Pa`,
      number: `${suction_pa / 500}${hot_dry ? 'H' : ''}`,
      size: sized(size, near, 0.015),
      kg: 5,
      yuan,
      finishes,
      attributes: { suction_pa, battery_min, tank_l, hot_dry },
      year: { kwh: hot_dry ? 55 : 38, water_l: Math.round(208 * tank_l) },
      noise_db: 75,
      points: [
        `清水箱 ${tank_l} 升，续航 ${battery_min} 分钟|${tank_l} L of clean water, ${battery_min} minutes`,
        hot_dry ? '滚刷热风烘干|Dries its roller with hot air' : '滚刷自己洗|Washes its own roller',
      ],
    }
  },
)

const shoes = recipe(
  {
    category: 'shoe_dryer',
    brands: 'xipu shuohe',
    letters: 'HX',
    rounds: 2,
    warranty_months: 12,
    use: '每周 3 次，每次 1 小时|Three times a week for an hour',
    needs: 's10',
    gaps: [50, 50, 50, 50, 200],
  },
  [
    [1, 200, 'fold', '200 300 160', 139, 'white mint rose'],
    [2, 320, 'cabinet', '420 380 330', 699, 'white champagne'],
  ],
  ([pairs, power_w, layout, size, yuan, finishes], near) => {
    const [zh, en] = layout === 'cabinet' ? ['护鞋柜', 'Shoe cabinet'] : ['烘鞋机', 'Shoe dryer']
    const holds = pairs === 1 ? 'one pair' : `${pairs} pairs`
    return {
      name: `${zh} ${pairs} 双|${en}, ${holds}`,
      number: power_w,
      size: sized(size, near, 0.03),
      kg: layout === 'cabinet' ? 9 : 1.3,
      yuan,
      finishes,
      layout,
      attributes: { pairs, power_w },
      year: { kwh: Math.round((power_w / 1000) * 156) },
      points: [`一次 ${pairs} 双|Dries ${holds} at a time`, `${power_w} 瓦|${power_w} W`],
    }
  },
)

const lock = recipe(
  {
    category: 'smart_lock',
    brands: 'yueli pingxiu yuyan',
    letters: 'ZS',
    rounds: 2,
    warranty_months: 36,
    needs: 'net',
    gaps: [0, 0, 0, 0, 0],
  },
  [
    ['face', true, 8, '78 420 72', 1999, 'graphite champagne black'],
    ['fingerprint', false, 12, '72 390 66', 899, 'graphite champagne'],
    ['palm', true, 9, '80 430 74', 2599, 'black graphite'],
  ],
  ([unlocking, camera, battery_months, size, yuan, finishes], near) => {
    const kind = { face: '人脸', fingerprint: '指纹', palm: '掌静脉' }[unlocking]
    const kind_en = { face: 'face', fingerprint: 'fingerprint', palm: 'palm vein' }[unlocking]
    return {
      name: `智能门锁 ${kind}|Smart lock, ${kind_en}`,
      number: `${unlocking.slice(0, 1).toUpperCase()}${battery_months}`,
      size: sized(size, near, 0.01),
      kg: 4.2,
      yuan,
      finishes,
      options: { face: camera },
      attributes: { unlocking, camera, battery_months: near(battery_months, 0.15) },
      points: [
        `${kind}、密码、机械钥匙都能开|Opens by ${kind_en}, code or key`,
        camera
          ? '带猫眼屏|With a door camera'
          : `电池约 ${battery_months} 个月|Batteries for about ${battery_months} months`,
        '适合 40–110 毫米厚的门|For doors of 40–110 mm',
      ],
    }
  },
)

export const clean: readonly Recipe[] = [robot, stick, floor, shoes, lock]

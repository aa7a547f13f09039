// The climate of a home: air conditioners, fresh, clean, moist and moving air, and warmth.
import { type Recipe, recipe, sized, tenth } from './recipe.ts'

const AC_USE =
  '每年制冷 720 小时、制热 433 小时，平均六成负荷|720 hours of cooling and 433 of heating a year at 60 %'
const acYear = (cooling_w: number, heating_w: number, apf: number) =>
  Math.round((0.6 * (cooling_w * 720 + heating_w * 433)) / 1_000 / apf)

const GRADES = { 1: '一级', 3: '三级' }
const wallAc = recipe(
  {
    category: 'wall_ac',
    brands: 'shiyue kuanglan muchi jipu',
    letters: 'KFR',
    rounds: 2,
    warranty_months: 72,
    standard: 'GB 21455-2019',
    use: AC_USE,
    needs: 's16 pipe drain',
    gaps: [120, 120, 150, 0, 1500],
  },
  [
    [1.5, 3500, 5000, 5.3, '890 300 220', 2899, 'white champagne jade', 1],
    [1, 2600, 3700, 5.2, '835 290 205', 2299, 'white rose', 1],
    [1.5, 3500, 4600, 4.5, '850 285 200', 1999, 'white', 3],
    [2, 5000, 6800, 4.8, '1020 320 230', 3999, 'white grey', 1],
  ],
  ([horsepower, cooling_w, heating_w, ratio, size, yuan, finishes, grade], near) => {
    const apf = near(ratio, 0.02, 0.01)
    const kwh = acYear(cooling_w, heating_w, apf)
    const area_m2 = Math.round(cooling_w / 175)
    return {
      name: `${horsepower} 匹挂机 ${GRADES[grade]}能效|${horsepower} HP wall air conditioner, grade ${grade}`,
      number: `${cooling_w / 100}G${grade}`,
      size: sized(size, near, 0.012),
      kg: Math.round(9 + cooling_w / 900),
      yuan,
      finishes,
      options: { display: true },
      attributes: { horsepower, cooling_w, heating_w, apf, area_m2, inverter: true },
      year: { kwh, grade },
      noise_db: horsepower > 1.5 ? 44 : 40,
      points: [
        `制冷 ${cooling_w} 瓦，够 ${area_m2} 平方米|${cooling_w} W of cooling for ${area_m2} m²`,
        `全年能效比 ${apf}|Annual performance factor ${apf}`,
      ],
    }
  },
)

const floorAc = recipe(
  {
    category: 'floor_ac',
    brands: 'shiyue kuanglan muchi',
    letters: 'KFL',
    rounds: 2,
    warranty_months: 72,
    standard: 'GB 21455-2019',
    use: AC_USE,
    needs: 's16 pipe drain',
    gaps: [150, 150, 300, 50, 1000],
  },
  [
    [3, 7200, 9600, 4.4, 'cylinder', '400 1840 400', 6999, 'white champagne graphite', 1],
    [2, 5100, 7200, 4.5, 'cylinder', '360 1760 360', 5599, 'champagne white', 1],
    [3, 7200, 9200, 3.8, 'cabinet', '500 1750 320', 4999, 'white grey', 3],
  ],
  ([horsepower, cooling_w, heating_w, ratio, layout, size, yuan, finishes, grade], near) => {
    const apf = near(ratio, 0.02, 0.01)
    const area_m2 = Math.round(cooling_w / 170)
    return {
      name: `${horsepower} 匹${layout === 'cylinder' ? '圆柱' : ''}柜机|${horsepower} HP floor air conditioner${
        layout === 'cylinder' ? ', round' : ''
      }`,
      number: `${cooling_w / 100}${layout === 'cylinder' ? 'Y' : 'F'}${grade}`,
      size: sized(size, near, 0.012),
      kg: Math.round(28 + cooling_w / 800),
      yuan,
      finishes,
      layout,
      attributes: { horsepower, cooling_w, heating_w, apf, area_m2, inverter: true },
      year: { kwh: acYear(cooling_w, heating_w, apf), grade },
      noise_db: 45,
      points: [
        `制冷 ${cooling_w} 瓦，够 ${area_m2} 平方米|${cooling_w} W of cooling for ${area_m2} m²`,
        `制热 ${heating_w} 瓦|${heating_w} W of heating`,
      ],
    }
  },
)

const portableAc = recipe(
  {
    category: 'portable_ac',
    brands: 'muchi jipu',
    letters: 'KY',
    rounds: 2,
    warranty_months: 36,
    use: '每年制冷 400 小时|400 hours of cooling a year',
    needs: 's10 vent',
    gaps: [200, 200, 200, 300, 500],
  },
  [
    [1, 2600, '360 700 340', 1599, 'white grey'],
    [1.5, 3500, '440 780 400', 2199, 'white navy'],
  ],
  ([horsepower, cooling_w, size, yuan, finishes], near) => ({
    name: `移动空调 ${horsepower} 匹|Portable air conditioner ${horsepower} HP`,
    number: cooling_w / 100,
    size: sized(size, near, 0.02),
    kg: Math.round(cooling_w / 120),
    yuan,
    finishes,
    attributes: { horsepower, cooling_w, area_m2: Math.round(cooling_w / 190) },
    year: { kwh: Math.round((cooling_w / 2.7 / 1000) * 400), grade: 3 },
    noise_db: 54,
    points: [
      `制冷 ${cooling_w} 瓦|${cooling_w} W of cooling`,
      '排风管接窗，不用打孔|A hose through the window, no drilling',
    ],
  }),
)

const freshAir = recipe(
  {
    category: 'fresh_air',
    brands: 'muchi qingli',
    letters: 'XF',
    rounds: 2,
    warranty_months: 36,
    use: '每天 12 小时|12 hours a day',
    needs: 'wired vent',
    gaps: [100, 100, 150, 0, 500],
  },
  [
    [150, 38, true, '420 640 180', 3299, 'white champagne'],
    [100, 25, false, '360 520 150', 1999, 'white'],
  ],
  ([airflow, area_m2, heat_recovery, size, yuan, finishes], near) => {
    const airflow_m3_h = near(airflow, 0.06, 5)
    return {
      name: `壁挂新风机 ${airflow_m3_h} 立方|Wall fresh-air unit ${airflow_m3_h} m³/h`,
      number: airflow_m3_h,
      size: sized(size, near, 0.02),
      kg: 14,
      yuan,
      finishes,
      attributes: { airflow_m3_h, area_m2, heat_recovery },
      year: { kwh: Math.round(airflow_m3_h * 0.3 * 0.012 * 365) },
      noise_db: 36,
      points: [
        `每小时 ${airflow_m3_h} 立方米新风|${airflow_m3_h} m³ of fresh air an hour`,
        heat_recovery ? '带热交换|Keeps the warmth of what leaves' : '两个风孔，一天装好|Fitted in a day',
      ],
    }
  },
)

const purifier = recipe(
  {
    category: 'air_purifier',
    brands: 'muchi qingli mianyan checen',
    letters: 'KJ',
    rounds: 2,
    warranty_months: 24,
    standard: 'GB 36893-2018',
    use: '每天 10 小时中档|Ten hours a day at middle speed',
    needs: 's10 net',
    gaps: [300, 300, 300, 300, 300],
  },
  [
    [500, 300, '380 720 380', 2199, 'white graphite cream'],
    [300, 130, '300 560 300', 1099, 'white mint'],
    [800, 450, '420 860 420', 3699, 'white champagne'],
  ],
  ([cadr, formaldehyde_m3_h, size, yuan, finishes], near) => {
    const cadr_m3_h = near(cadr, 0.06, 10)
    const area_m2 = Math.round(cadr_m3_h * 0.12)
    return {
      name: `空气净化器 ${area_m2} 平|Air purifier for ${area_m2} m²`,
      number: cadr_m3_h,
      size: sized(size, near, 0.02),
      kg: tenth(cadr_m3_h / 60 + 2),
      yuan,
      finishes,
      attributes: { cadr_m3_h, formaldehyde_m3_h, area_m2 },
      year: { kwh: Math.round(cadr_m3_h * 0.06 * 0.4 * 3.65), grade: 1 },
      noise_db: 55,
      points: [
        `颗粒物每小时 ${cadr_m3_h} 立方米|${cadr_m3_h} m³ of particles cleaned an hour`,
        `甲醛每小时 ${formaldehyde_m3_h} 立方米|${formaldehyde_m3_h} m³ of formaldehyde an hour`,
      ],
    }
  },
)

const humidifier = recipe(
  {
    category: 'humidifier',
    brands: 'mianyan weilan taicen',
    letters: 'JS',
    rounds: 2,
    warranty_months: 12,
    use: '每年 120 天，每天 8 小时|120 days a year, 8 hours a day',
    needs: 's10',
    gaps: [200, 200, 500, 200, 200],
  },
  [
    ['evaporative', 400, 4, 18, '300 420 300', 799, 'white grey'],
    ['ultrasonic', 300, 5, 28, '230 360 230', 259, 'white mint rose'],
  ],
  ([humidifier_kind, mist, tank_l, watt, size, yuan, finishes], near) => {
    const mist_ml_h = near(mist, 0.08, 10)
    const hours = Math.round((tank_l * 1000) / mist_ml_h)
    return {
      name: `${humidifier_kind === 'evaporative' ? '无雾' : ''}加湿器 ${tank_l} 升|${
        humidifier_kind === 'evaporative' ? 'Mist-free humidifier' : 'Humidifier'
      } ${tank_l} L`,
      number: mist_ml_h,
      size: sized(size, near, 0.03),
      kg: 3,
      yuan,
      finishes,
      attributes: { humidifier_kind, mist_ml_h, tank_l },
      year: { kwh: Math.round(watt * 0.96), water_l: Math.round(mist_ml_h * 0.96) },
      noise_db: 38,
      points: [
        `每小时 ${mist_ml_h} 毫升|${mist_ml_h} mL an hour`,
        `一箱水约 ${hours} 小时|A tank lasts ${hours} hours`,
      ],
    }
  },
)

const dehumidifier = recipe(
  {
    category: 'dehumidifier',
    brands: 'muchi mianyan',
    letters: 'CS',
    rounds: 2,
    warranty_months: 24,
    use: '每年 120 天，每天 6 小时|120 days a year, 6 hours a day',
    needs: 's10',
    gaps: [200, 200, 300, 200, 300],
  },
  [
    [22, 3, 260, '340 560 230', 1299, 'white grey'],
    [16, 2.5, 220, '300 500 220', 899, 'white mint'],
  ],
  ([litre, tank_l, watt, size, yuan, finishes], near) => {
    const litres_day = near(litre, 0.08)
    return {
      name: `除湿机 每天 ${litres_day} 升|Dehumidifier ${litres_day} L a day`,
      number: litres_day,
      size: sized(size, near, 0.03),
      kg: 12.5,
      yuan,
      finishes,
      attributes: { litres_day, tank_l, area_m2: litres_day * 2 },
      year: { kwh: Math.round(watt * 0.72) },
      noise_db: 42,
      points: [
        `30 °C、湿度 80% 时每天 ${litres_day} 升|${litres_day} L a day at 30 °C and 80 %`,
        `水箱 ${tank_l} 升|Tank of ${tank_l} L`,
      ],
    }
  },
)

const heater = recipe(
  {
    category: 'heater',
    brands: 'xuxiu zhinuan',
    letters: 'NS',
    rounds: 2,
    warranty_months: 12,
    use: '每年 60 天，每天 3 小时，半功率|60 days a year, 3 hours a day at half power',
    needs: 's10own',
    gaps: [150, 150, 500, 150, 500],
  },
  [
    ['panel', 2200, '780 460 200', 499, 'white grey'],
    ['oil', 2400, '620 640 260', 599, 'white graphite'],
  ],
  ([heater_kind, power_w, size, yuan, finishes], near) => ({
    name: `${heater_kind === 'oil' ? '油汀' : '对流'}取暖器 ${power_w} 瓦|${
      heater_kind === 'oil' ? 'Oil-filled heater' : 'Convector heater'
    } ${power_w} W`,
    number: power_w / 10,
    size: sized(size, near, 0.03),
    kg: heater_kind === 'oil' ? 14 : 6,
    yuan,
    finishes,
    layout: heater_kind,
    attributes: { heater_kind, power_w, area_m2: Math.round(power_w / 120) },
    year: { kwh: Math.round((power_w / 1000) * 0.5 * 180) },
    points: [
      `${power_w} 瓦，够 ${Math.round(power_w / 120)} 平方米|${power_w} W for ${Math.round(power_w / 120)} m²`,
      heater_kind === 'oil'
        ? '关了还热一阵|Stays warm after it is off'
        : '倾倒断电|Switches off when it tips over',
    ],
  }),
)

const fan = recipe(
  {
    category: 'fan',
    brands: 'jipu weilan shuohe',
    letters: 'FS',
    rounds: 2,
    warranty_months: 12,
    standard: 'GB 12021.9-2021',
    use: '每年 100 天，每天 8 小时|100 days a year, 8 hours a day',
    needs: 's10',
    gaps: [200, 200, 0, 200, 500],
  },
  [
    ['stand', 78, 24, true, 26, '360 1050 360', 399, 'white mint grey'],
    ['stand', 65, 3, false, 55, '400 1180 400', 159, 'white navy'],
    ['tower', 22, 12, true, 32, '260 980 260', 459, 'white graphite'],
  ],
  ([fan_kind, airflow, speeds, dc_motor, power_w, size, yuan, finishes], near) => ({
    name: `${fan_kind === 'tower' ? '塔扇' : '落地扇'} ${dc_motor ? '直流 ' : ''}${speeds} 档|${
      fan_kind === 'tower' ? 'Tower fan' : 'Stand fan'
    }, ${speeds} speeds`,
    number: `${airflow}${speeds}`,
    family: fan_kind === 'tower' ? 'tower_fan' : 'fan',
    size: sized(size, near, 0.03),
    kg: 5.5,
    yuan,
    finishes,
    attributes: { fan_kind, airflow_m3_min: near(airflow, 0.05), speeds, dc_motor, power_w },
    year: { kwh: Math.round(power_w * 0.8 * 0.5), grade: dc_motor ? 1 : 3 },
    noise_db: dc_motor ? 50 : 60,
    points: [
      `${power_w} 瓦|${power_w} W`,
      dc_motor ? '直流电机，低档更静|A DC motor, quiet at low speed' : `${speeds} 档风|${speeds} speeds`,
    ],
  }),
)

export const air: readonly Recipe[] = [
  wallAc,
  floorAc,
  portableAc,
  freshAir,
  purifier,
  humidifier,
  dehumidifier,
  heater,
  fan,
]

// What burns and what draws the smoke away: hoods, hobs, integrated stoves, gas water heaters.
import { type Recipe, recipe, sized } from './recipe.ts'

const GAS = [
  { name: '天然气|natural gas', attributes: { gas_type: 'natural' } },
  { name: '液化气|LPG', attributes: { gas_type: 'lpg' } },
] as const

const HOODS: Record<string, [string, string]> = {
  side: ['侧吸油烟机', 'Side-draft hood'],
  t: ['顶吸油烟机', 'Top-draft hood'],
  island: ['岛式油烟机', 'Island hood'],
}
const hood = recipe(
  {
    category: 'range_hood',
    brands: 'chenyan lulan huanli boting',
    letters: 'CXW',
    rounds: 2,
    warranty_months: 60,
    standard: 'GB 29539-2013',
    use: '每天 1.5 小时|1.5 hours a day',
    needs: 's10 duct',
    gaps: [0, 0, 50, 0, 0],
  },
  [
    ['side', 25, 800, '895 780 390', 3299, 'black graphite jade'],
    ['t', 23, 900, '900 760 520', 3499, 'steel black'],
    ['t', 19, 500, '750 620 480', 1599, 'steel black'],
    ['island', 21, 700, '900 980 600', 5999, 'steel black'],
  ],
  ([hood_kind, airflow, pressure_pa, size, yuan, finishes], near) => {
    const airflow_m3_min = near(airflow, 0.05)
    const [zh, en] = HOODS[hood_kind]!
    return {
      name: `${zh} ${airflow_m3_min} 立方|${en} ${airflow_m3_min} m³/min`,
      number: `${airflow_m3_min}${hood_kind.slice(0, 1).toUpperCase()}`,
      size: sized(size, near, 0.008),
      kg: hood_kind === 'island' ? 34 : 25,
      yuan,
      finishes,
      layout: hood_kind,
      attributes: {
        hood_kind,
        airflow_m3_min,
        pressure_pa: near(pressure_pa, 0.1, 10),
        self_clean: yuan > 2000,
      },
      year: { kwh: Math.round((120 + airflow_m3_min * 4) * 0.001 * 1.5 * 365), grade: 1 },
      noise_db: 53 + (airflow_m3_min > 22 ? 2 : 0),
      points: [
        `每分钟抽 ${airflow_m3_min} 立方米|Takes ${airflow_m3_min} m³ a minute`,
        `静压 ${pressure_pa} 帕，高层也排得出|${pressure_pa} Pa against the duct`,
      ],
    }
  },
)

const gasHob = recipe(
  {
    category: 'gas_hob',
    brands: 'chenyan lulan huanli',
    letters: 'JZT',
    rounds: 2,
    warranty_months: 60,
    standard: 'GB 30720-2014',
    use: '每天 1.2 小时，一灶大火|1.2 hours a day on one full burner',
    needs: 'gas',
    gaps: [150, 150, 700, 50, 0],
  },
  [
    [2, 5.2, 63, '750 110 430', 1599, 'black steel'],
    [2, 4.5, 60, '720 120 410', 899, 'black'],
    [3, 5, 63, '880 120 500', 2299, 'black steel'],
  ],
  ([burners, burner_kw, heat_efficiency_pct, size, yuan, finishes], near) => ({
    name: `${burners === 3 ? '三眼' : '双眼'}燃气灶 ${burner_kw} 千瓦|${
      burners === 3 ? 'Three' : 'Two'
    }-burner gas hob ${burner_kw} kW`,
    number: `${burners}${Math.round(burner_kw * 10)}`,
    size: sized(size, near, 0.008),
    kg: 9 + burners * 2,
    yuan,
    finishes,
    layout: 'gas',
    options: { burners },
    variants: GAS,
    attributes: { burners, burner_kw, heat_efficiency_pct },
    year: { kwh: 0, gas_m3: Math.round((burner_kw * 0.5 * 1.2 * 365) / 10), grade: 1 },
    points: [
      `单灶 ${burner_kw} 千瓦|${burner_kw} kW on a burner`,
      `热效率 ${heat_efficiency_pct}%|${heat_efficiency_pct}% of the heat reaches the pot`,
      '熄火保护|Closes the gas when the flame goes out',
    ],
    cavity: {
      width_mm_min: sized(size)[0] - 70,
      width_mm_max: sized(size)[0] - 20,
      height_mm_min: 100,
      height_mm_max: null,
      depth_mm_min: 340,
    },
  }),
)

const induction = recipe(
  {
    category: 'induction_hob',
    brands: 'lanxu weilan',
    letters: 'DC',
    rounds: 2,
    warranty_months: 36,
    standard: 'GB 21456-2014',
    use: '每天 1 小时，2 千瓦|An hour a day at 2 kW',
    needs: 's16',
    gaps: [100, 100, 600, 50, 0],
  },
  [
    [1, 2200, '290 65 370', 499, 'black jade'],
    [2, 4200, '720 65 420', 2199, 'black jade'],
  ],
  ([burners, power_w, size, yuan, finishes], near) => ({
    name: `${burners === 1 ? '单' : '双'}头电磁灶 ${power_w} 瓦|${
      burners === 1 ? 'Single' : 'Two'
    }-zone induction hob ${power_w} W`,
    number: `${power_w / 100}`,
    size: sized(size, near, 0.008),
    kg: burners * 5,
    yuan,
    finishes,
    layout: 'induction',
    options: { burners },
    attributes: { burners, power_w },
    year: { kwh: 2 * 365, grade: 1 },
    points: [`最大 ${power_w} 瓦|Up to ${power_w} W`, '没有明火|No open flame'],
  }),
)

const stove = recipe(
  {
    category: 'integrated_stove',
    brands: 'lulan huanli',
    letters: 'JJZ',
    rounds: 2,
    warranty_months: 60,
    use: '每天 1.5 小时|1.5 hours a day',
    needs: 's16 gas duct',
    gaps: [0, 0, 900, 0, 600],
  },
  [
    ['steam', 17, 5, 65, '895 1250 600', 8999, 'black graphite'],
    ['oven', 16, 4.5, 70, '900 1230 600', 6999, 'black steel'],
  ],
  ([layout, airflow_m3_min, burner_kw, cavity_l, size, yuan, finishes], near) => ({
    name: `集成灶 ${layout === 'steam' ? '蒸烤' : '烤箱'} ${cavity_l} 升|Integrated stove with ${
      layout === 'steam' ? 'steam oven' : 'oven'
    } ${cavity_l} L`,
    number: `${cavity_l}`,
    size: sized(size, near, 0.006),
    kg: 78,
    yuan,
    finishes,
    layout,
    variants: GAS,
    attributes: {
      oven_kind: layout === 'steam' ? 'combi' : 'oven',
      airflow_m3_min: near(airflow_m3_min, 0.05),
      burner_kw,
      cavity_l,
    },
    year: { kwh: 190, gas_m3: Math.round((burner_kw * 0.5 * 1.2 * 365) / 10) },
    noise_db: 58,
    points: [
      '烟机、灶具、烤箱同一机身|Hood, hob and oven in one body',
      `腔体 ${cavity_l} 升|${cavity_l} L cavity`,
    ],
  }),
)

const gasHeater = recipe(
  {
    category: 'gas_water_heater',
    brands: 'zhinuan chenyan xuxiu',
    letters: 'JSQ',
    rounds: 2,
    warranty_months: 36,
    standard: 'GB 20665-2015',
    use: '三口之家，每天 120 升 40 °C 热水|Three people, 120 litres of 40 °C water a day',
    needs: 's10 water gas flue',
    gaps: [50, 50, 200, 0, 600],
  },
  [
    ['instant', 16, true, '370 670 180', 3199, 'white graphite', 88, 1],
    ['instant', 13, false, '340 620 150', 1899, 'white graphite', 88, 2],
    ['boiler', 12, false, '400 720 250', 7999, 'white', 103, 1],
  ],
  ([heater_kind, flow, zero_cold, size, yuan, finishes, efficiency, grade], near) => {
    const flow_l_min = near(flow, 0.06)
    const boiler = heater_kind === 'boiler'
    const name = boiler
      ? ['采暖两用燃气炉', 'Combi gas boiler']
      : [
          `${zero_cold ? '零冷水' : ''}燃气热水器`,
          `Gas water heater${zero_cold ? ' without cold start' : ''}`,
        ]
    return {
      name: `${name[0]} ${flow_l_min} 升|${name[1]} ${flow_l_min} L/min`,
      number: `${flow_l_min * 2}`,
      size: sized(size, near, 0.015),
      kg: boiler ? 36 : 16,
      yuan,
      finishes,
      layout: boiler ? 'boiler' : zero_cold ? 'zero_cold' : 'plain',
      variants: boiler ? GAS.slice(0, 1) : GAS,
      attributes: { heater_kind, flow_l_min, zero_cold },
      year: {
        kwh: zero_cold ? 60 : boiler ? 140 : 18,
        gas_m3: Math.round(12_800 / efficiency) + (boiler ? 620 : 0),
        grade,
      },
      noise_db: 45,
      points: [
        `每分钟 ${flow_l_min} 升热水|${flow_l_min} litres of hot water a minute`,
        `热效率 ${efficiency}%|${efficiency}% efficient`,
        ...(zero_cold ? ['管道里先循环，开了就热|Circulates first, so no cold start'] : []),
      ],
    }
  },
)

export const fire: readonly Recipe[] = [hood, gasHob, induction, stove, gasHeater]

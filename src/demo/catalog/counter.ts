// Small things on the worktop and in the hand: cookers, fryers, blenders, steamers, hair dryers.
import { type Recipe, recipe, sized, tenth } from './recipe.ts'

const rice = recipe(
  {
    category: 'rice_cooker',
    brands: 'heqing yuting cenye',
    letters: 'FB',
    rounds: 2,
    warranty_months: 12,
    standard: 'GB 12021.6-2017',
    use: '每天 1 锅饭|One pot of rice a day',
    needs: 's10',
    gaps: [20, 20, 250, 30, 0],
  },
  [
    [4, 'ih', 1250, '262 226 340', 599, 'white graphite mint'],
    [3, 'plate', 650, '240 210 300', 239, 'white rose cream'],
    [5, 'ih', 1350, '280 245 370', 899, 'black champagne'],
  ],
  ([capacity_l, heating, power_w, size, yuan, finishes], near) => ({
    name: `${heating === 'ih' ? 'IH ' : ''}电饭煲 ${capacity_l} 升|${
      heating === 'ih' ? 'Induction rice' : 'Rice'
    } cooker ${capacity_l} L`,
    number: `${capacity_l}0${heating === 'ih' ? 'H' : 'B'}`,
    size: sized(size, near, 0.02),
    kg: heating === 'ih' ? 5.2 : 2.9,
    yuan,
    finishes,
    attributes: { capacity_l, heating, power_w },
    year: { kwh: Math.round(capacity_l * 0.06 * 365), grade: heating === 'ih' ? 1 : 3 },
    points: [
      `${capacity_l} 升，够 ${capacity_l + 1} 人吃|${capacity_l} L, rice for ${capacity_l + 1}`,
      heating === 'ih' ? '整个内锅一起热|Heats the whole pot' : '底盘加热|Heats from below',
    ],
  }),
)

const pressure = recipe(
  {
    category: 'pressure_cooker',
    brands: 'heqing cenye',
    letters: 'YL',
    rounds: 2,
    warranty_months: 12,
    use: '每周 4 次|Four times a week',
    needs: 's10',
    gaps: [20, 20, 300, 30, 0],
  },
  [
    [5, 1000, '310 310 320', 499, 'graphite champagne'],
    [6, 1100, '330 330 340', 699, 'black steel clay'],
  ],
  ([capacity_l, power_w, size, yuan, finishes], near) => ({
    name: `电压力锅 ${capacity_l} 升|Pressure cooker ${capacity_l} L`,
    number: `${capacity_l}0`,
    size: sized(size, near, 0.02),
    kg: 5,
    yuan,
    finishes,
    attributes: { capacity_l, power_w },
    year: { kwh: Math.round(4 * 52 * 0.35) },
    points: [`${capacity_l} 升|${capacity_l} litres`, `${power_w} 瓦|${power_w} W`],
  }),
)

const fryer = recipe(
  {
    category: 'air_fryer',
    brands: 'heqing feipu yuting',
    letters: 'KZ',
    rounds: 2,
    warranty_months: 12,
    use: '每周 4 次，每次半小时|Four times a week for half an hour',
    needs: 's10',
    gaps: [100, 100, 200, 100, 200],
  },
  [
    [6, 1700, true, '284 322 360', 429, 'sage cream black'],
    [4.5, 1500, false, '262 305 330', 269, 'white mint rose'],
  ],
  ([capacity_l, power_w, window, size, yuan, finishes], near) => ({
    name: `空气炸锅 ${capacity_l} 升${window ? ' 可视' : ''}|Air fryer ${capacity_l} L${window ? ', window' : ''}`,
    number: `${capacity_l * 10}`,
    size: sized(size, near, 0.02),
    kg: 4.8,
    yuan,
    finishes,
    attributes: { capacity_l, power_w, window },
    year: { kwh: Math.round((power_w / 1000) * 0.6 * 0.5 * 208) },
    points: [
      `${capacity_l} 升炸篮|A basket of ${capacity_l} L`,
      window ? '开窗看得见里面|See inside while it cooks' : `${power_w} 瓦|${power_w} W`,
    ],
  }),
)

const blender = recipe(
  {
    category: 'blender',
    brands: 'heqing feipu',
    letters: 'PB',
    rounds: 2,
    warranty_months: 12,
    use: '每天 1 杯|One jug a day',
    needs: 's10',
    gaps: [0, 0, 100, 0, 0],
  },
  [
    [1.5, 900, 32000, '190 430 200', 699, 'cream graphite sage'],
    [1.75, 1300, 38000, '200 460 210', 999, 'white navy'],
  ],
  ([capacity_l, power_w, rpm, size, yuan, finishes], near) => ({
    name: `破壁机 ${capacity_l} 升|Blender ${capacity_l} L`,
    number: `${capacity_l * 100}`,
    size: sized(size, near, 0.02),
    kg: 4.6,
    yuan,
    finishes,
    attributes: { capacity_l, power_w, rpm: near(rpm, 0.08, 1000) },
    year: { kwh: Math.round((power_w / 1000) * 0.25 * 365) },
    noise_db: 76,
    points: [
      `热饮杯 ${capacity_l} 升|A hot jug of ${capacity_l} L`,
      `加热 ${power_w} 瓦|Heats with ${power_w} W`,
    ],
  }),
)

const microwave = recipe(
  {
    category: 'microwave',
    brands: 'cenye weilan lanxu',
    letters: 'MW',
    rounds: 2,
    warranty_months: 12,
    standard: 'GB 24849-2017',
    use: '每天 10 分钟|Ten minutes a day',
    needs: 's10',
    gaps: [50, 50, 200, 50, 400],
  },
  [
    ['free', 20, 700, false, '450 265 360', 399, 'white mint cream'],
    ['free', 25, 900, true, '510 305 430', 799, 'black jade'],
    ['built_in', 32, 900, true, '595 390 470', 2299, 'black steel'],
  ],
  ([fit, litre, power_w, grill, size, yuan, finishes], near) => {
    const cavity_l = near(litre, 0.05)
    const [w, h, d] = sized(size)
    const built_in = fit === 'built_in'
    return {
      name: built_in
        ? `嵌入式微波炉 ${cavity_l} 升|Built-in microwave ${cavity_l} L`
        : `微波炉 ${cavity_l} 升|Microwave ${cavity_l} L`,
      number: `${cavity_l}${grill ? 'K' : ''}`,
      size: [w, h, d],
      kg: tenth(cavity_l * 0.55),
      yuan,
      finishes,
      layout: built_in ? 'built_in' : 'counter',
      attributes: { cavity_l, power_w, grill, fit },
      year: { kwh: Math.round((power_w / 1000 / 0.6) * (365 / 6)), grade: 2 },
      points: [
        `${cavity_l} 升炉腔|${cavity_l} litres inside`,
        grill ? '微波加烧烤|Microwave and grill' : `${power_w} 瓦|${power_w} W`,
      ],
      opens_mm: w - 60,
      ...(built_in && {
        cavity: {
          width_mm_min: 560,
          width_mm_max: 568,
          height_mm_min: 380,
          height_mm_max: 382,
          depth_mm_min: 500,
        },
      }),
    }
  },
)

const steamer = recipe(
  {
    category: 'garment_steamer',
    brands: 'feipu xipu',
    letters: 'GT',
    rounds: 2,
    warranty_months: 12,
    use: '每周 3 次，每次 10 分钟|Three times a week for ten minutes',
    needs: 's10',
    gaps: [100, 100, 50, 50, 300],
  },
  [
    [40, 1.8, 2000, '340 1560 300', 399, 'white rose mint'],
    [52, 2.2, 2200, '380 1620 330', 699, 'navy champagne'],
  ],
  ([steam_g_min, tank_l, power_w, size, yuan, finishes], near) => ({
    name: `挂烫机 ${steam_g_min} 克蒸汽|Garment steamer ${steam_g_min} g/min`,
    number: `${steam_g_min}${tank_l * 10}`,
    size: sized(size, near, 0.02),
    kg: 6.5,
    yuan,
    finishes,
    attributes: { steam_g_min, tank_l, power_w },
    year: { kwh: Math.round(((power_w / 1000) * 156) / 6), water_l: 156 * 0.4 },
    points: [
      `每分钟 ${steam_g_min} 克蒸汽|${steam_g_min} g of steam a minute`,
      `水箱 ${tank_l} 升|Tank of ${tank_l} L`,
    ],
  }),
)

const hair = recipe(
  {
    category: 'hair_dryer',
    brands: 'feipu mianyan xipu',
    letters: 'CF',
    rounds: 2,
    warranty_months: 12,
    use: '每天 10 分钟|Ten minutes a day',
    needs: 's10',
    gaps: [0, 0, 0, 0, 0],
  },
  [
    [1600, 110000, '150 260 80', 399, 'white rose navy clay'],
    [1800, 22000, '230 280 95', 139, 'white mint'],
  ],
  ([power_w, rpm, size, yuan, finishes], near) => ({
    name:
      rpm > 50_000
        ? `高速吹风机 ${power_w} 瓦|High-speed hair dryer ${power_w} W`
        : `吹风机 ${power_w} 瓦|Hair dryer ${power_w} W`,
    number: power_w / 10,
    size: sized(size, near, 0.02),
    kg: rpm > 50_000 ? 0.5 : 0.7,
    yuan,
    finishes,
    attributes: { power_w, rpm: near(rpm, 0.05, 1000) },
    year: { kwh: Math.round((power_w / 1000) * (365 / 6)) },
    noise_db: rpm > 50_000 ? 72 : 80,
    points: [
      `每分钟 ${Math.round(rpm / 1000)} 千转|${Math.round(rpm / 1000)} thousand turns a minute`,
      `${power_w} 瓦|${power_w} W`,
    ],
  }),
)

export const counter: readonly Recipe[] = [rice, pressure, fryer, blender, microwave, steamer, hair]

// Living room and study: televisions, sound, projection, monitors, printing, network and light.
import { type Recipe, recipe, sized, tenth } from './recipe.ts'

const MM_AN_INCH = 25.4
/** Width and height of a 16:9 panel with its frame, from the diagonal. */
const panel = (inch: number): [number, number] => [
  Math.round(inch * MM_AN_INCH * 0.8716 + 8),
  Math.round(inch * MM_AN_INCH * 0.4903 + 14),
]

const tv = recipe(
  {
    category: 'tv',
    brands: 'kuoye cenye heming qiongpu',
    letters: 'TV',
    rounds: 2,
    warranty_months: 12,
    standard: 'GB 24850-2020',
    use: '每天 4 小时|Four hours a day',
    needs: 's10 net',
    gaps: [50, 50, 50, 30, 0],
  },
  [
    [75, 'mini_led', 144, 1600, 72, 5999],
    [55, 'led', 120, 450, 60, 2799],
    [65, 'led', 120, 600, 65, 3699],
    [85, 'mini_led', 144, 2000, 75, 8999],
    [65, 'oled', 120, 1000, 45, 9999],
  ],
  ([screen_in, backlight, refresh_hz, nit, deep, yuan], near) => {
    const [w, h] = panel(screen_in)
    const away = (screen_in * MM_AN_INCH * 0.0012).toFixed(1)
    const brightness_nit = near(nit, 0.1, 50)
    const kind = { mini_led: '迷你背光', led: '直下背光', oled: '自发光' }[backlight]
    const kind_en = { mini_led: 'Mini LED', led: 'direct LED', oled: 'OLED' }[backlight]
    return {
      name: `${screen_in} 英寸电视 ${kind}|${screen_in}-inch TV, ${kind_en}`,
      number: `${screen_in}${backlight.slice(0, 1).toUpperCase()}`,
      size: [w, h, deep],
      kg: tenth(screen_in ** 2 * 0.0046),
      yuan,
      finishes: 'black',
      variants: [
        { name: '桌面底座|table stand', layout: 'stand' },
        { name: '挂墙支架|wall mount', layout: 'wall' },
      ],
      attributes: { screen_in, resolution: 'ultra_hd', refresh_hz, backlight, brightness_nit },
      year: { kwh: Math.round(screen_in ** 2 * 0.021 * 1.46), grade: screen_in > 70 ? 2 : 1 },
      points: [
        `看 ${away} 米以外合适|Right from ${away} m away`,
        `峰值 ${brightness_nit} 尼特|${brightness_nit} nit at its brightest`,
        `${refresh_hz} 赫兹|${refresh_hz} Hz`,
      ],
    }
  },
)

const soundbar = recipe(
  {
    category: 'soundbar',
    brands: 'heming kuoye',
    letters: 'SB',
    rounds: 2,
    warranty_months: 12,
    use: '每天 2 小时|Two hours a day',
    needs: 's10',
    gaps: [20, 20, 20, 20, 0],
  },
  [
    ['three_one_two', '3.1.2', 360, '1000 65 110', 1999, 'black grey', 'set'],
    ['stereo', '2.0', 60, '800 62 95', 499, 'black grey', 'bar'],
    ['five_one_two', '5.1.2', 520, '1180 70 130', 3999, 'black graphite', 'set'],
  ],
  ([channels, label, power_w, size, yuan, finishes, layout], near) => ({
    name: `回音壁 ${label} 声道|Soundbar ${label}`,
    number: `${label.replaceAll('.', '')}`,
    size: sized(size, near, 0.02),
    kg: layout === 'set' ? 9 : 2.4,
    yuan,
    finishes,
    layout,
    attributes: { channels, power_w: near(power_w, 0.06, 10) },
    year: { kwh: Math.round(power_w * 0.08 * 0.73) },
    points: [
      `${label} 声道|${label} channels`,
      layout === 'set' ? '带低音炮|With a subwoofer' : '一根就够小客厅|One bar for a small room',
    ],
  }),
)

const projector = recipe(
  {
    category: 'projector',
    brands: 'heming cenye',
    letters: 'PJ',
    rounds: 2,
    warranty_months: 12,
    standard: 'GB 32028-2015',
    use: '每天 1 小时|An hour a day',
    needs: 's10 net',
    gaps: [100, 100, 50, 100, 200],
  },
  [
    ['short', 2400, 'ultra_hd', 240, '385 120 340', 7999, 'white graphite'],
    ['portable', 800, 'full_hd', 95, '170 200 160', 1999, 'white mint navy'],
  ],
  ([throw_kind, flux, resolution, watt, size, yuan, finishes], near) => {
    const lumens = near(flux, 0.06, 50)
    return {
      name: `${throw_kind === 'short' ? '超短焦' : '便携'}投影仪 ${lumens} 流明|${
        throw_kind === 'short' ? 'Ultra-short-throw' : 'Portable'
      } projector ${lumens} lm`,
      number: lumens / 50,
      size: sized(size, near, 0.02),
      kg: throw_kind === 'short' ? 8.6 : 1.9,
      yuan,
      finishes,
      layout: throw_kind,
      attributes: { lumens, resolution, throw_kind },
      year: { kwh: Math.round(watt * 0.365), grade: 2 },
      noise_db: 30,
      points: [
        `${lumens} 流明|${lumens} lumens`,
        throw_kind === 'short'
          ? '离墙 25 厘米出 100 英寸|100 inches from 25 cm'
          : '一只手拿得走|Fits in one hand',
      ],
    }
  },
)

const monitor = recipe(
  {
    category: 'monitor',
    brands: 'yuyan kuoye heming',
    letters: 'MD',
    rounds: 2,
    warranty_months: 36,
    standard: 'GB 21520-2015',
    use: '每天 6 小时|Six hours a day',
    needs: 's10',
    gaps: [20, 20, 50, 30, 0],
  },
  [
    [27, 'quad_hd', 165, false, '614 500 200', 1299, 'black white'],
    [34, 'ultra_wide', 144, true, '810 480 240', 2299, 'black graphite'],
    [24, 'full_hd', 100, false, '540 440 190', 599, 'black white'],
  ],
  ([screen_in, resolution, refresh_hz, curved, size, yuan, finishes], near) => ({
    name: `${screen_in} 英寸显示器 ${refresh_hz} 赫兹|${screen_in}-inch monitor ${refresh_hz} Hz`,
    number: `${screen_in}${refresh_hz}`,
    size: sized(size, near, 0.006),
    kg: tenth(screen_in * 0.2),
    yuan,
    finishes,
    attributes: { screen_in, resolution, refresh_hz, curved },
    year: { kwh: Math.round(screen_in ** 2 * 0.033 * 2.19), grade: 1 },
    points: [
      `刷新 ${refresh_hz} 赫兹|${refresh_hz} Hz`,
      curved ? '曲面|Curved' : '底座升降 110 毫米|The stand rises by 110 mm',
    ],
  }),
)

const printer = recipe(
  {
    category: 'printer',
    brands: 'yuyan xuli',
    letters: 'PR',
    rounds: 2,
    warranty_months: 12,
    use: '每月 200 页|200 pages a month',
    needs: 's10 net',
    gaps: [100, 100, 200, 100, 300],
  },
  [
    ['laser', false, 28, true, '370 280 380', 1299, 'white graphite'],
    ['ink_tank', true, 11, false, '420 190 350', 999, 'white black'],
  ],
  ([print_kind, colour, pages, duplex, size, yuan, finishes], near) => {
    const pages_min = near(pages, 0.1)
    return {
      name: `${colour ? '彩色墨仓' : '黑白激光'}打印机 每分钟 ${pages_min} 页|${
        colour ? 'Colour ink-tank' : 'Mono laser'
      } printer, ${pages_min} pages a minute`,
      number: `${pages_min}${colour ? 'C' : 'M'}`,
      size: sized(size, near, 0.02),
      kg: print_kind === 'laser' ? 9.5 : 6.2,
      yuan,
      finishes,
      attributes: { print_kind, colour, pages_min, duplex },
      year: { kwh: print_kind === 'laser' ? 24 : 9 },
      noise_db: 50,
      points: [
        `每分钟 ${pages_min} 页|${pages_min} pages a minute`,
        duplex ? '自动双面|Prints both sides' : '加墨不用换盒|Refills without cartridges',
      ],
    }
  },
)

const WIFI = { wifi6: 'Wi-Fi 6', wifi7: 'Wi-Fi 7' }
const router = recipe(
  {
    category: 'router',
    brands: 'yuyan xuli',
    letters: 'RT',
    rounds: 2,
    warranty_months: 24,
    use: '全年通电|On all year',
    needs: 's10 lan',
    gaps: [100, 100, 100, 50, 0],
  },
  [
    ['wifi7', 5000, 120, '220 220 150', 499, 'white black'],
    ['wifi6', 3000, 90, '240 180 150', 219, 'white mint'],
    ['wifi7', 9200, 160, '280 240 180', 999, 'black grey'],
  ],
  ([wifi, mbps, area_m2, size, yuan, finishes], near) => ({
    name: `${WIFI[wifi]} 路由器 ${mbps} 兆|${WIFI[wifi]} router ${mbps} Mbps`,
    number: mbps / 100,
    size: sized(size, near, 0.03),
    kg: 0.8,
    yuan,
    finishes,
    attributes: { wifi, mbps, area_m2 },
    year: { kwh: 70 + Math.round(mbps / 200) },
    points: [
      `无线合计 ${mbps} 兆|${mbps} Mbps over all bands`,
      `空旷处约 ${area_m2} 平方米|About ${area_m2} m² without walls`,
    ],
  }),
)

const lamp = recipe(
  {
    category: 'desk_lamp',
    brands: 'yuyan yingpu mianyan',
    letters: 'TD',
    rounds: 2,
    warranty_months: 24,
    use: '每天 3 小时|Three hours a day',
    needs: 's10',
    gaps: [0, 0, 0, 0, 0],
  },
  [
    [1100, 97, 16, '420 480 200', 399, 'white graphite mint'],
    [700, 95, 10, '360 420 180', 199, 'white rose navy'],
  ],
  ([lumens, cri, power_w, size, yuan, finishes], near) => ({
    name: `护眼台灯 ${lumens} 流明|Desk lamp ${lumens} lm`,
    number: lumens / 10,
    size: sized(size, near, 0.03),
    kg: 2.1,
    yuan,
    finishes,
    attributes: { lumens, cri, power_w },
    year: { kwh: Math.round(power_w * 1.095) },
    points: [`显色指数 ${cri}|Colour rendering ${cri}`, `${power_w} 瓦|${power_w} W`],
  }),
)

export const screen: readonly Recipe[] = [tv, soundbar, projector, monitor, printer, router, lamp]

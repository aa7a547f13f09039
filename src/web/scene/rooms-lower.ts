// The busy rooms: entry, living room, dining room, kitchen.
import { circle, d, ellipse, line, path, rect, see } from '../draw/svg.ts'
import {
  ROOM_MM as H,
  chair,
  cupboard,
  curtain,
  framed,
  glow,
  mirror,
  pendant,
  plant,
  shaft,
  sofa,
  table,
  tap,
  tiles,
  windowPane,
  worktop,
} from './furniture.ts'
import { put } from './goods.ts'
import type { RoomArt } from './rooms.ts'

const ownLock = (x: number): string =>
  rect(x, H - 1220, 76, 360, '#1B1D21', 22) + circle(x + 38, H - 1150, 20, '#F6BE5C')

export const entry: RoomArt = ({ w, goods, prefix, lamp }) => {
  const x = w - 1130
  const bench = x - 180
  const lock = goods.take(['smart_lock'], 110)
  const robot = goods.take(['robot_vacuum'], 480)
  const stick = goods.take(['floor_washer', 'stick_vacuum'], 340)
  return [
    glow(lamp, w * 0.3, 700, 1500),
    rect(x - 60, H - 2160, 1020, 2160, 'var(--f3)') + rect(x, H - 2100, 900, 2100, 'var(--door)'),
    rect(x + 160, H - 1900, 620, 1700, 'none', 0, {
      stroke: '#000',
      'stroke-opacity': 0.1,
      'stroke-width': 12,
    }),
    lock ? put(lock, x + 50, prefix, 860) : ownLock(x + 50),
    rect(x + 120, H - 960, 150, 30, '#B4B7B8', 14),
    cupboard(60, H - 1000, bench, 360, 2, '') + worktop(60, H - 1040, bench),
    mirror(60 + bench / 2, H - 1640, 262),
    put(robot, 90, prefix, 0),
    put(stick, x - 70 - (stick?.width_mm ?? 0) - 60, prefix, 0),
    goods.rest([
      { on: 'floor', x: 90, lift_mm: 0, width_mm: 480, height_mm: 600 },
      { on: 'top', x: 120, lift_mm: 1040, width_mm: 480, height_mm: 420 },
    ]),
    pendant(w * 0.34, 430, 120),
  ].join('')
}

export const living: RoomArt = ({ w, goods, prefix, lamp }) => {
  const tv = goods.take(['tv'], 2300, 1420)
  const board = Math.max(2000, (tv?.width_mm ?? 0) + 240)
  const t = w - 960 - board
  const middle = t + board / 2
  const ac = goods.take(['floor_ac'], 560)
  const low = H - 420
  const bar = goods.take(['soundbar'], board - 300)
  const shelf = (x: number) => rect(x, low + 20, 640, 290, '#000', 6, see(0.06))
  const tvX = middle - (tv?.width_mm ?? 0) / 2
  return [
    windowPane(360, 620, 1250, 1180) + curtain(200, 560, 210, 2080) + curtain(1560, 560, 140, 2080),
    shaft(360, 620, 1250, 1180) + glow(lamp, middle, 620, 1900),
    line(middle, 0, middle, 520, 'var(--f4)', 8) + ellipse(middle, 590, 230, 110, 'var(--bulb)'),
    sofa(230, Math.min(2100, t - 420)),
    rect(t, low, board, 330, 'var(--wood)', 10) + shelf(t + 20) + shelf(t + board - 660),
    rect(t + 60, H - 90, 44, 90, 'var(--wood2)') + rect(t + board - 110, H - 90, 44, 90, 'var(--wood2)'),
    put(tv, tvX, prefix, tv?.layout === 'wall' ? 700 : 420),
    put(bar, middle - (bar?.width_mm ?? 0) / 2, prefix, 420),
    put(ac, w - 120 - (ac?.width_mm ?? 0), prefix, 0),
    plant(w - 780, 820),
    goods.rest([
      { on: 'floor', x: w - 600, lift_mm: 0, width_mm: 480, height_mm: 1950 },
      {
        on: 'top',
        x: t + 40,
        lift_mm: 420,
        width_mm: tv ? Math.max(160, tvX - t - 40) : 1300,
        height_mm: 500,
      },
      { on: 'wall', x: middle - 600, lift_mm: 2150, width_mm: 1200, height_mm: 380 },
      { on: 'floor', x: t - 400, lift_mm: 0, width_mm: 400, height_mm: 1950 },
    ]),
  ].join('')
}

export const dining: RoomArt = ({ w, goods, prefix, lamp }) => {
  const cold = goods.take(['refrigerator', 'freezer', 'wine_cabinet'], 940, 1990)
  const fx = w - 1060
  const m = (fx - 40) / 2 + 40
  const high = cold?.height_mm ?? 0
  const over = Math.max(0, H - 420 - high - 20)
  const bowl = path(d`M${m - 320} ${H - 760}h260q-6 -90 -130 -90t-130 90Z`, 'var(--f0)')
  const fruit = circle(m - 230, H - 830, 40, 'var(--amber)') + circle(m - 150, H - 826, 38, '#C96F4A')
  return [
    glow(lamp, m, 900, 1500) + framed(m - 700, 620, 460, 600, true),
    cupboard(fx - 40, 420, 1000, cold ? over : H - 510, 2, ''),
    rect(fx - 40, 420, 40, H - 420, 'var(--f1)') + rect(fx + 920, 420, 40, H - 420, 'var(--f1)'),
    put(cold, fx + (920 - (cold?.width_mm ?? 0)) / 2, prefix, 0),
    chair(m - 830) + chair(m + 830, -1) + fruit + bowl + table(m - 620, 1240),
    pendant(m, 1060, 250),
    goods.rest([
      { on: 'top', x: m + 40, lift_mm: 740, width_mm: 460, height_mm: 520 },
      { on: 'floor', x: m - 400, lift_mm: 0, width_mm: 620, height_mm: 660 },
      { on: 'top', x: m - 620, lift_mm: 740, width_mm: 280, height_mm: 460 },
      { on: 'floor', x: 20, lift_mm: 0, width_mm: 330, height_mm: 1250 },
    ]),
  ].join('')
}

const Y = H - 850 - 42

/** The high cabinet at the right end with up to two built-in ovens. */
function tower({ goods, prefix }: Parameters<RoomArt>[0], x: number): string {
  const upper = goods.take(['oven', 'microwave'], 600, 610)
  const lower = goods.take(['oven', 'disinfection_cabinet'], 640, 680)
  const from = 700
  const between = from + (lower?.height_mm ?? -20) + 20
  const top = between + (upper?.height_mm ?? 0)
  const head = H - 380 - top - 12
  return [
    rect(x, 380, 660, H - 470, 'var(--f1)') + rect(x, H - 90, 660, 90, 'var(--f4)'),
    rect(x + 14, 392, 632, Math.max(0, head), 'var(--cab)', 3),
    put(lower, x + 330 - (lower?.width_mm ?? 0) / 2, prefix, from) +
      put(upper, x + 330 - (upper?.width_mm ?? 0) / 2, prefix, between),
    rect(x + 14, H - from + 14, 632, from - 120, 'var(--cab)', 3) +
      rect(x + 200, H - from + 50, 260, 14, 'var(--f4)', 6),
  ].join('')
}

export const kitchen: RoomArt = (room) => {
  const { w, goods, prefix, lamp } = room
  const x = w - 720
  const hood = goods.take(['range_hood'], 930, 1000)
  const hob = goods.take(['hob'], 900)
  const wash = goods.take(['dishwasher'], 640, 880)
  const washed = wash ? 1640 + wash.width_mm : 1640
  const low = (from: number, to: number, doors: number) => cupboard(from, Y + 42, to - from, 760, doors)
  const upper = Math.max(2, Math.round((x - 1640) / 460))
  return [
    glow(lamp, 1400, 900, 1900) + tiles(0, 1060, x, Y - 1060, 380, 190),
    cupboard(0, 380, 700, 680, 2, 'low') +
      cupboard(1640, 380, x - 1640, 680, upper, 'low') +
      rect(700, 380, 940, 60, 'var(--f1)'),
    put(hood, 1170 - (hood?.width_mm ?? 0) / 2, prefix, 1500),
    low(0, 710, 2) + low(710, 1640, 2) + put(wash, 1640, prefix, 0),
    low(washed, x, Math.max(1, Math.round((x - washed) / 450))),
    rect(0, H - 90, 1640, 90, 'var(--f4)') + rect(washed, H - 90, x - washed, 90, 'var(--f4)'),
    worktop(0, Y, x) + put(hob, 1170 - (hob?.width_mm ?? 0) / 2, prefix, 850 + 42 - 46),
    tap(2420 < x - 200 ? 2380 : 2300, Y),
    tower(room, x),
    goods.rest([
      { on: 'top', x: 120, lift_mm: 892, width_mm: 500, height_mm: 560 },
      { on: 'top', x: x - 560, lift_mm: 892, width_mm: 420, height_mm: 560 },
      { on: 'wall', x: 160, lift_mm: 1180, width_mm: 440, height_mm: 460 },
    ]),
  ].join('')
}

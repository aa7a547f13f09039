// The quiet rooms: bedroom, study, bath, balcony.
import { circle, d, line, path, rect, see, times } from '../draw/svg.ts'
import {
  ROOM_MM as H,
  bed,
  bookcase,
  chair,
  cupboard,
  curtain,
  framed,
  glow,
  mirror,
  plant,
  shaft,
  table,
  tap,
  tiles,
  windowPane,
  worktop,
} from './furniture.ts'
import { put } from './goods.ts'
import type { RoomArt } from './rooms.ts'

export const bedroom: RoomArt = ({ w, goods, prefix, lamp }) => {
  const ac = goods.take(['wall_ac'], 1150)
  const right = w - 500
  const floor = goods.take(
    ['air_purifier', 'humidifier', 'dehumidifier', 'heater', 'fan', 'tower_fan', 'floor_ac'],
    480,
  )
  const lampStand =
    rect(386, H - 700, 28, 220, 'var(--f4)') +
    path(d`M290 ${H - 690}L340 ${H - 940}H460L510 ${H - 690}Z`, 'var(--bulb)')
  return [
    windowPane(w - 1420, 640, 980, 1120) +
      curtain(w - 1580, 580, 210, 2060) +
      curtain(w - 470, 580, 140, 2060),
    glow(lamp, 470, H - 1000, 1500) + framed(1180, 900, 620, 460),
    rect(180, H - 480, 440, 480, 'var(--wood)', 10) +
      rect(200, H - 300, 400, 8, '#000', 0, see(0.15)) +
      lampStand,
    bed(700),
    put(ac, 980, prefix, 2180),
    put(floor, right - (floor?.width_mm ?? 0) / 2 + 220, prefix, 0),
    goods.rest([
      { on: 'floor', x: 2860, lift_mm: 0, width_mm: 480, height_mm: 1300 },
      { on: 'wall', x: 2000, lift_mm: 1500, width_mm: 640, height_mm: 900 },
      { on: 'top', x: 190, lift_mm: 480, width_mm: 190, height_mm: 420 },
    ]),
  ].join('')
}

export const study: RoomArt = ({ w, goods, prefix, lamp }) => {
  const desk = Math.min(1750, w - 1450)
  const x = w - desk - 200
  const screen = goods.take(['monitor', 'tv'], desk - 520, 900)
  const light = goods.take(['desk_lamp'], 460)
  const own = screen
    ? put(screen, x + 540, prefix, 740)
    : rect(x + 500, H - 1010, 470, 270, '#22252A', 10) + rect(x + 516, H - 996, 438, 240, '#2F4A75')
  const arm = x + desk - 140
  const ownLamp =
    line(arm, H - 740, arm, H - 1080, 'var(--f4)', 16) +
    line(arm, H - 1080, arm - 190, H - 1240, 'var(--f4)', 16) +
    path(d`M${arm - 310} ${H - 1190}L${arm - 230} ${H - 1310}L${arm - 120} ${H - 1230}Z`, 'var(--bulb)')
  return [
    glow(lamp, w - 900, 1300, 1500),
    bookcase(90, 950, 2150, 5),
    put(goods.take(['wall_ac'], 1150), w - 1750, prefix, 2180),
    framed(x + 300, 760, 700, 520),
    table(x, desk) + chair(Math.max(1540, x + 560)),
    own,
    light ? put(light, arm - light.width_mm + 60, prefix, 740) : ownLamp,
    goods.rest([
      { on: 'top', x: x + 30, lift_mm: 740, width_mm: 500, height_mm: 420 },
      { on: 'top', x: x + desk - 470, lift_mm: 740, width_mm: 450, height_mm: 420 },
      { on: 'floor', x: 1050, lift_mm: 0, width_mm: 490, height_mm: 1300 },
    ]),
  ].join('')
}

const toiletBowl = (x: number): string =>
  path(d`M${x + 60} ${H - 400}h470q0 210 -150 260l10 140h-240l10 -150q-100 -60 -100 -250Z`, 'var(--f0)') +
  rect(x + 20, H - 430, 520, 40, 'var(--linen)', 20) +
  rect(x, H - 860, 180, 450, 'var(--f0)', 30)

export const bath: RoomArt = ({ w, goods, prefix, lamp }) => {
  const gx = w - 1250
  const toilet = goods.take(['smart_toilet'], 450)
  const heater = goods.take(['electric_water_heater', 'gas_water_heater'], 1150)
  const warm = goods.take(['bath_heater'], 640)
  const wall = goods.take(['towel_rack', 'mini_washer'], 680)
  const cabinet = goods.take(['mirror_cabinet'], 1000)
  const sink = path(d`M420 ${H - 850}h440q0 -90 -60 -90h-320q-60 0 -60 90Z`, 'var(--f0)')
  const shine = d`M${gx + 300} 420H${gx + 620}L${gx + 160} ${H}H${gx + 22}V${H - 700}Z`
  return [
    tiles(0, 0, w, H, 600, 400) + glow(lamp, w * 0.3, 800, 1500),
    cabinet ? put(cabinet, 640 - cabinet.width_mm / 2, prefix, 1150) : mirror(640, H - 1620, 356),
    cupboard(160, H - 800, 960, 460, 2, '') + worktop(140, H - 842, 1000) + sink + tap(560, H - 900),
    toilet ? put(toilet, 1480, prefix, 0) : toiletBowl(1300),
    put(heater, gx + 60, prefix, 1900),
    put(warm, warm ? 1560 - warm.width_mm / 2 : 0, prefix),
    put(wall, 1340, prefix, wall?.family === 'mini_washer' ? 1000 : 950),
    rect(gx, 420, 22, H - 420, '#B4B7B8') + rect(gx + 22, 420, 1230, H - 420, 'var(--shower)'),
    path(shine, '#fff', see(0.13)) + rect(gx, 400, 1250, 26, '#B4B7B8'),
    line(w - 180, H - 1100, w - 180, 1250, '#A8ACAE', 16) + rect(w - 420, 1230, 260, 24, '#A8ACAE', 12),
    goods.rest([
      { on: 'top', x: 860, lift_mm: 842, width_mm: 280, height_mm: 480 },
      { on: 'floor', x: 1300, lift_mm: 0, width_mm: 620, height_mm: 900 },
    ]),
  ].join('')
}

const laundryLine = (from: number, to: number): string => {
  const cloth = (fill: string, x: number, cw: number, ch: number) => rect(x, 266, cw, ch, fill, 16)
  return [
    line(from + 200, 0, from + 200, 240, 'var(--f4)', 8) + line(to - 160, 0, to - 160, 240, 'var(--f4)', 8),
    rect(from, 236, to - from, 30, '#B4B7B8', 12),
    cloth('var(--linen)', from + 130, 330, 620) +
      cloth('var(--sofa2)', from + 540, 300, 540) +
      cloth('var(--amber)', from + 950, 230, 380),
  ].join('')
}

export const balcony: RoomArt = ({ w, goods, prefix, lamp }) => {
  const washing = goods.take(['laundry_tower', 'washer', 'top_washer', 'dryer'], 720)
  const second = goods.take(['dryer', 'washer', 'top_washer'], 700)
  const stacked = second !== undefined && (washing?.height_mm ?? 2000) < 950
  const airer = goods.take(['clothes_airer'], w - 1400, 1300)
  const wide = washing?.width_mm ?? 640
  const bay = Math.max(660, wide + 60)
  return [
    windowPane(900, 420, w - 1080, 1500, 3) + shaft(900, 420, w - 1080, 1500),
    cupboard(130, 320, bay, 320, 2, '') + glow(lamp, 800, 800, 1500),
    rect(90, 640, 40, H - 640, 'var(--f1)') + rect(130 + bay, 640, 40, H - 640, 'var(--f1)'),
    put(washing, 130 + (bay - wide) / 2, prefix, 0),
    stacked
      ? put(second, 130 + (bay - (second?.width_mm ?? 0)) / 2, prefix, washing?.height_mm ?? 0)
      : put(second, 1000, prefix, 0),
    airer ? put(airer, w - 300 - airer.width_mm, prefix) : laundryLine(1050, w - 350),
    plant(w - 330, 900),
    second && !stacked ? '' : stool(1000),
    goods.rest([
      { on: 'floor', x: 1800, lift_mm: 0, width_mm: 720, height_mm: 2050 },
      { on: 'top', x: 1120, lift_mm: 420, width_mm: 360, height_mm: 320 },
    ]),
  ].join('')
}

const stool = (x: number): string =>
  rect(x, H - 420, 620, 40, 'var(--wood)', 8) +
  times(2, (i) => rect(x + 40 + i * 500, H - 380, 36, 380, 'var(--wood2)')) +
  circle(x + 310, H - 445, 24, 'var(--linen2)')

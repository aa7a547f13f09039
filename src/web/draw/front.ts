// The front view: the family's hand, its shadow, and a whole picture around it.
import * as air from './air.ts'
import * as bath from './bath.ts'
import * as clean from './clean.ts'
import * as climate from './climate.ts'
import type { Bleed, Desc, Drawing, DrawOptions } from './contract.ts'
import * as counter from './counter.ts'
import { FAMILIES, layoutOf, type Family } from './families.ts'
import * as cold from './fridge.ts'
import * as heat from './heat.ts'
import * as kitchen from './kitchen.ts'
import * as laundry from './laundry.ts'
import * as screen from './screen.ts'
import { sheetOf, type Sheet } from './sheet.ts'
import * as sink from './sink.ts'
import { d, escapeText, group, num, path, rect } from './svg.ts'

const HAND: Record<Family, (s: Sheet) => string> = {
  refrigerator: cold.refrigerator,
  freezer: cold.freezer,
  wine_cabinet: cold.wineCabinet,
  ice_maker: cold.iceMaker,
  tea_bar: cold.teaBar,
  water_dispenser: cold.waterDispenser,
  range_hood: kitchen.rangeHood,
  integrated_stove: kitchen.integratedStove,
  hob: kitchen.hob,
  oven: kitchen.oven,
  microwave: kitchen.microwave,
  dishwasher: sink.dishwasher,
  disinfection_cabinet: sink.disinfectionCabinet,
  water_purifier: sink.waterPurifier,
  waste_disposer: sink.wasteDisposer,
  rice_cooker: counter.riceCooker,
  pressure_cooker: counter.pressureCooker,
  air_fryer: counter.airFryer,
  blender: counter.blender,
  kettle: counter.kettle,
  coffee_machine: counter.coffeeMachine,
  toaster: counter.toaster,
  washer: laundry.washer,
  top_washer: laundry.topWasher,
  mini_washer: laundry.miniWasher,
  dryer: laundry.dryer,
  laundry_tower: laundry.laundryTower,
  clothes_airer: bath.clothesAirer,
  garment_steamer: bath.garmentSteamer,
  iron: bath.iron,
  electric_water_heater: heat.electricWaterHeater,
  gas_water_heater: heat.gasWaterHeater,
  heat_pump_water_heater: heat.heatPumpWaterHeater,
  heater: heat.heater,
  wall_ac: climate.wallAc,
  floor_ac: climate.floorAc,
  outdoor_unit: climate.outdoorUnit,
  ceiling_ac: climate.ceilingAc,
  portable_ac: climate.portableAc,
  fresh_air: air.freshAir,
  air_purifier: air.airPurifier,
  dehumidifier: air.dehumidifier,
  humidifier: air.humidifier,
  fan: air.fan,
  tower_fan: air.towerFan,
  tv: screen.tv,
  monitor: screen.monitor,
  projector: screen.projector,
  soundbar: screen.soundbar,
  desk_lamp: screen.deskLamp,
  printer: screen.printer,
  router: screen.router,
  mirror_cabinet: screen.mirrorCabinet,
  robot_vacuum: clean.robotVacuum,
  stick_vacuum: clean.stickVacuum,
  floor_washer: clean.floorWasher,
  mite_remover: clean.miteRemover,
  smart_lock: clean.smartLock,
  shoe_dryer: clean.shoeDryer,
  smart_toilet: bath.smartToilet,
  bath_heater: bath.bathHeater,
  towel_rack: bath.towelRack,
  hair_dryer: bath.hairDryer,
}

/** What stands out of the body in the front view, shadow aside. */
export const bleedOf = (desc: Desc): Bleed => ({
  top_mm: desc.family === 'gas_water_heater' ? heat.FLUE_MM : 0,
  right_mm: 0,
  bottom_mm: 0,
  left_mm: 0,
})

const SHADE = 'var(--draw-shadow)'
/** Corner radius of bodies whose shadow is not a plain box, and how much of the height is body. */
const ROUND: Partial<Record<Family, readonly [corner: number, low: number]>> = {
  wall_ac: [34, 0],
  electric_water_heater: [110, 46],
  gas_water_heater: [14, 70],
  mini_washer: [80, 0],
}
/** Thin or pierced things throw a shadow nobody would draw. */
const AIRY = new Set<Family>([
  'range_hood',
  'fan',
  'garment_steamer',
  'towel_rack',
  'clothes_airer',
  'desk_lamp',
  'kettle',
  'hob',
])

/** Floor-standing bodies throw it along the wall to the right; hung ones right and down. */
function shadowOf(desc: Desc, s: Sheet): string {
  const { stand } = FAMILIES[desc.family]
  const far = Math.min(110, s.depth * 0.13)
  const hidden = stand === 'built_in' || s.on('built_in') || layoutOf(desc) === 'built_in'
  if (hidden || AIRY.has(desc.family)) return ''
  if (stand === 'wall' || (desc.family === 'tv' && s.layout === 'wall')) {
    const [corner, low] = ROUND[desc.family] ?? [12, 0]
    const k = Math.min(44, far)
    return rect(k, k, s.w, s.h - low, SHADE, corner)
  }
  const thin = desc.family === 'floor_washer' || desc.family === 'stick_vacuum'
  if (thin) return rect(s.w / 2 + 14, s.h * 0.4, 60, s.h * 0.6 - 18, SHADE, 20)
  if (stand !== 'floor') return ''
  const r = s.layout === 'cylinder' ? 46 : 10
  return path(d`M${s.w - r} ${r}L${s.w + far} ${far + r}V${s.h - 4}H${s.w - 40}Z`, SHADE)
}

/** The front view of a product, to scale: body at 0,0 … width,height. */
export function front(desc: Desc, options: DrawOptions = {}): Drawing {
  const s = sheetOf(desc, options)
  const shadow = options.shadow === false ? '' : shadowOf(desc, s)
  return { width_mm: s.w, height_mm: s.h, bleed: bleedOf(desc), svg: shadow + HAND[desc.family](s) }
}

/** The drawing at a place in a larger picture: x of its left edge, y of its underside. */
export const place = (drawing: Drawing, x: number, base_y: number): string =>
  group(x, base_y - drawing.height_mm, drawing.svg, { class: 'zg' })

export type PictureOptions = {
  /** What the picture shows, for those who cannot see it; without it the picture is decoration. */
  title?: string
  /** Empty room around body and bleed, in mm. Default 40. */
  pad_mm?: number
  /** Width in mm for one scale a list: all pictures then share the same millimetre. */
  frame?: { width_mm: number; height_mm: number }
}

/** A whole `<svg>` around a drawing: framed tightly, or standing centred on the floor of a frame. */
export function picture(drawing: Drawing, options: PictureOptions = {}): string {
  const pad = options.pad_mm ?? 40
  const { bleed, width_mm, height_mm } = drawing
  const [w, h] = options.frame
    ? [options.frame.width_mm, options.frame.height_mm]
    : [
        width_mm + bleed.left_mm + bleed.right_mm + 2 * pad,
        height_mm + bleed.top_mm + bleed.bottom_mm + 2 * pad,
      ]
  const x = options.frame ? (w - width_mm) / 2 : pad + bleed.left_mm
  const y = options.frame ? h - pad - height_mm - bleed.bottom_mm : pad + bleed.top_mm
  const role = options.title ? `role="img" aria-label="${escapeText(options.title)}"` : 'aria-hidden="true"'
  const box = `viewBox="0 0 ${num(w)} ${num(h)}" ${role} focusable="false"`
  return `<svg xmlns="http://www.w3.org/2000/svg" ${box}>${group(x, y, drawing.svg, { class: 'zg' })}</svg>`
}

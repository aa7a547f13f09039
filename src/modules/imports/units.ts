// Foreign units as ours: millimetres, litres, watts, kilowatt-hours a year. Exact factors (NIST SP 811) but
// for gas, which is sold by heat there and by volume here: 38.7 MJ a cubic metre is assumed.

export const units = {
  mm: { names: ['mm', 'millimeters', 'millimetres', '毫米'], factor: 1 },
  cm: { names: ['cm', 'centimeters', 'centimetres', '厘米'], factor: 10 },
  m: { names: ['m', 'meters', 'metres', '米'], factor: 1_000 },
  in: { names: ['in', 'in.', 'inch', 'inches', '"', '英寸'], factor: 25.4 },
  ft: { names: ['ft', 'feet'], factor: 304.8 },
  l: { names: ['l', 'liter', 'liters', 'litre', 'litres', '升'], factor: 1 },
  ml: { names: ['ml'], factor: 0.001 },
  cu_ft: {
    names: ['cu. ft.', 'cu-ft', 'cu ft', 'cu.ft.', 'cuft', 'ft3', 'ft³', 'cubic feet'],
    factor: 28.316846592,
  },
  gal: {
    names: ['gal', 'gallons', 'gallon', 'gallons/yr', 'gallons/cycle', 'gallons per cycle', 'gal/yr'],
    factor: 3.785411784,
  },
  gal_min: { names: ['gpm', 'gallons/min'], factor: 3.785411784 },
  kwh: { names: ['kwh', 'kwh/yr', 'kwh/year', 'kwh per year'], factor: 1 },
  w: { names: ['w', 'watts', '瓦'], factor: 1 },
  kw: { names: ['kw', '千瓦'], factor: 1_000 },
  btu_h: { names: ['btu/h', 'btu/hr', 'btuh'], factor: 0.29307107 },
  kbtu_h: { names: ['kbtu/h', 'kbtu/hr'], factor: 293.07107 },
  cfm: { names: ['cfm'], factor: 1.69901082 },
  therm: { names: ['therms', 'therms/yr'], factor: 105.4804 / 38.7 },
  g: { names: ['g', '克'], factor: 1 },
  kg: { names: ['kg', '公斤', '千克'], factor: 1_000 },
  lb: { names: ['lb', 'lbs', 'pounds'], factor: 453.59237 },
} as const
export type Unit = keyof typeof units

/** What may stand for each other in one column: inches for millimetres, never litres for watts. */
const families: readonly (readonly Unit[])[] = [
  ['mm', 'cm', 'm', 'in', 'ft'],
  ['l', 'ml', 'cu_ft', 'gal'],
  ['w', 'kw', 'btu_h', 'kbtu_h'],
  ['g', 'kg', 'lb'],
]

const byName = new Map(
  Object.entries(units).flatMap(([unit, { names }]) => names.map((name) => [name as string, unit as Unit])),
)
export const unitNamed = (name: string): Unit | null => byName.get(name.trim().toLowerCase()) ?? null
export const isUnit = (name: string): name is Unit => Object.hasOwn(units, name)
export const sameKind = (a: Unit, b: Unit) =>
  a === b || families.some((some) => some.includes(a) && some.includes(b))

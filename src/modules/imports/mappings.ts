// The mappings that come with the product: one for each list of ENERGY STAR, and our own files.
import airCleaners from './mappings/energy-star-room-air-cleaners.json' with { type: 'json' }
import airConditioners from './mappings/energy-star-room-air-conditioners.json' with { type: 'json' }
import commercialHeaters from './mappings/energy-star-commercial-water-heaters.json' with { type: 'json' }
import commercialHvac from './mappings/energy-star-light-commercial-hvac.json' with { type: 'json' }
import dishwashers from './mappings/energy-star-dishwashers.json' with { type: 'json' }
import dryers from './mappings/energy-star-dryers.json' with { type: 'json' }
import freezers from './mappings/energy-star-freezers.json' with { type: 'json' }
import refrigerators from './mappings/energy-star-refrigerators.json' with { type: 'json' }
import televisions from './mappings/energy-star-televisions.json' with { type: 'json' }
import thermostats from './mappings/energy-star-connected-thermostats.json' with { type: 'json' }
import washers from './mappings/energy-star-washers.json' with { type: 'json' }
import waterHeaters from './mappings/energy-star-water-heaters.json' with { type: 'json' }
import { fileKinds } from './fields.ts'
import { Mapping, ownMapping } from './mapping.ts'

const files: readonly unknown[] = [
  airCleaners,
  airConditioners,
  commercialHeaters,
  commercialHvac,
  dishwashers,
  dryers,
  freezers,
  refrigerators,
  televisions,
  thermostats,
  washers,
  waterHeaters,
]

export const mappings: readonly Mapping[] = [
  ...fileKinds.map(ownMapping),
  ...files.map((file) => Mapping.parse(file)),
]
export const mappingNamed = (name: string): Mapping | null =>
  mappings.find((mapping) => mapping.name === name) ?? null

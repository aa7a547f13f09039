// The door of places' screens: what screens of rooms above show of places.
export { useCities, useCityOptions, useNodeNames, usePlaceNames } from './desk-names.ts'
export { NodePicker } from './node-picker.tsx'
export { formatWords } from './places-words.ts'

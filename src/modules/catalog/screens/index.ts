// The door of catalog's screens: the drawing that stands beside a name in a list.
export { Thumb } from './thumb.tsx'

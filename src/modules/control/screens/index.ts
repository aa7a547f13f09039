// The door of control's screens: what screens of rooms above show of checks.
export { checkText } from './change-values.tsx'

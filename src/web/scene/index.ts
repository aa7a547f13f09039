// The door of the front door: one string function, its stylesheet is scene.css.
export { homeScene, isNight } from './scene.ts'
export type { SceneOptions, SceneRoom } from './scene.ts'

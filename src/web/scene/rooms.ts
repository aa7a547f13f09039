// The eight rooms by space, and what a room needs to be drawn.
import type { Space } from '../draw/index.ts'
import type { Goods } from './goods.ts'
import { dining, entry, kitchen, living } from './rooms-lower.ts'
import { balcony, bath, bedroom, study } from './rooms-upper.ts'

/** A room w mm wide; `lamp` is the paint of its lamplight, `prefix` that of the product paints. */
export type RoomArt = (room: { w: number; goods: Goods; prefix: string; lamp: string }) => string

export const ROOMS: Record<Space, RoomArt> = { entry, living, dining, kitchen, bedroom, study, bath, balcony }

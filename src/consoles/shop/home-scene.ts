// Draws the front door from the home's data, on the server and, for a window of the other shape, in the
// browser.
import { homeScene } from '../../web/scene/index.ts'
import type { HomeData } from './data.ts'

export const drawHome = (data: HomeData, layout: 'wide' | 'tall', lang: 'zh' | 'en'): string =>
  homeScene({ layout, lang, night: false, rooms: data.rooms })

// Refusals of the room places.
import { words } from '../words.ts'

export const placesRefusals = words('refusals_places', {
  'zh-CN': {
    closes_before_opening: '打烊时间早于开门时间',
    closes_before_opening_next: '把打烊时间改到开门之后',
    unknown_place: '没有这个地方',
    unknown_place_next: '从列表里重新选一个县区',
    not_delivered_there: '这里现在送不到',
    not_delivered_there_next: '换一个大陆地区的收货地址',
  },
  en: {
    closes_before_opening: 'It would close before it opens',
    closes_before_opening_next: 'Set the closing time after the opening time',
    unknown_place: 'There is no such place',
    unknown_place_next: 'Choose a county from the list again',
    not_delivered_there: 'We do not deliver there yet',
    not_delivered_there_next: 'Choose an address in mainland China',
  },
})

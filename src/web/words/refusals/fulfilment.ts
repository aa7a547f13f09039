// Refusals of the store's work on an order.
import { words } from '../words.ts'

export const fulfilmentRefusals = words('refusals_fulfilment', {
  'zh-CN': {
    task_moved_on: '这张单已经到了别的状态',
    task_moved_on_next: '刷新看看它现在该做什么',
    other_product: '扫到的不是这张单里的商品',
    other_product_next: '放回货架，按单上的型号再找',
    enough_picked: '这件已经拣够了，还差 {{left}} 件',
    enough_picked_next: '多拿的放回货架',
    serial_one_unit: '一个序列号只对应一件',
    serial_one_unit_next: '一件一件地扫',
    serial_scanned: '这个序列号已经扫过了',
    serial_scanned_next: '换一件扫，或者核对铭牌',
    not_all_picked: '还没有拣齐',
    not_all_picked_next: '把没拣的商品扫完再交接',
    no_crew_needed: '这张单不用安装',
    no_crew_needed_next: '交给配送员，或者交给顾客',
  },
  en: {
    task_moved_on: 'This task is in another state by now',
    task_moved_on_next: 'Reload to see what it needs',
    other_product: 'This product is not in the order',
    other_product_next: 'Put it back and look for the model on the list',
    enough_picked: 'Enough of it is picked; {{left}} still missing',
    enough_picked_next: 'Put the rest back on the shelf',
    serial_one_unit: 'A serial number is of one unit',
    serial_one_unit_next: 'Scan the units one by one',
    serial_scanned: 'This serial number was scanned already',
    serial_scanned_next: 'Scan another unit, or check the type plate',
    not_all_picked: 'Not everything is picked yet',
    not_all_picked_next: 'Scan what is missing, then hand over',
    no_crew_needed: 'Nothing of this order needs a crew',
    no_crew_needed_next: 'Hand it to the courier or to the customer',
  },
})

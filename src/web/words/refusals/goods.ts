// Refusals of stock and pricing: units that are not there, prices that cannot begin.
import { words } from '../words.ts'

export const goodsRefusals = words('refusals_goods', {
  'zh-CN': {
    starts_in_past: '生效时间已经过了',
    starts_in_past_next: '选一个还没到的时间',
    ends_before_start: '截止早于生效',
    ends_before_start_next: '把截止时间往后挪，或者留空',
    below_held: '这样会少于已经卖出、等着交的数',
    below_held_next: '先把等着交的单处理完，或者少减一些',
    too_many_returned: '退回的比这单卖出的多',
    too_many_returned_next: '核对一下件数和商品',
    same_node: '调出和调入是同一个地方',
    same_node_next: '换一个调入的地方',
  },
  en: {
    starts_in_past: 'The moment it would begin has passed',
    starts_in_past_next: 'Choose a moment that is still to come',
    ends_before_start: 'It would end before it begins',
    ends_before_start_next: 'Move the end later, or leave it open',
    below_held: 'That is fewer than what is sold and waits to be handed over',
    below_held_next: 'Deal with those orders first, or take away less',
    too_many_returned: 'More would come back than this order bought',
    too_many_returned_next: 'Check the articles and how many there are',
    same_node: 'Both ends of the transfer are the same place',
    same_node_next: 'Choose another place to send it to',
  },
})

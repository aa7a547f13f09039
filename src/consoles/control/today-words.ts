// Words of the first page of the control console.
import { words } from '../../web/words/words.ts'

export const controlTodayWords = words('control_today', {
  'zh-CN': {
    title: '今天',
    lead: '等着你看的，点数字进去',
    waiting: '等第二人',
    kinds: '分类',
    jobs: '失败的任务',
    given_up_other: '{{count}} 个不再自己试',
    choice: '订单等顾客决定',
    resourcing: '订单换店中',
    returning: '退货中',
    placed: '今天的订单',
    changed: '刚刚发生',
    all_audit: '看全部审计',
    nothing: '还没有记录',
  },
  en: {
    title: 'Today',
    lead: 'What waits for you; each number opens',
    waiting: 'Waiting for a second person',
    kinds: 'By kind',
    jobs: 'Failed jobs',
    given_up_one: '{{count}} has given up',
    given_up_other: '{{count}} have given up',
    choice: 'Customer decides',
    resourcing: 'Finding a store',
    returning: 'Returning',
    placed: 'Orders today',
    changed: 'Just now',
    all_audit: 'The whole audit',
    nothing: 'Nothing yet',
  },
})

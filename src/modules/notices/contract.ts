// What crosses the walls of the notices room: what customers were told of their orders, and in which
// language.
import { z } from 'zod'
import { endpoint } from '../../platform/endpoint.ts'
import { Id, Instant, Lang, PageInput, page } from '../../platform/types.ts'

/** What of an order its customer is told. */
export const told = [
  'orders.placed',
  'orders.paid',
  'orders.handed_over',
  'orders.departed',
  'orders.delivered',
  'orders.choice_offered',
  'orders.expired',
  'orders.cancelled',
  'orders.returned',
  'orders.refunded',
] as const
export const ToldEvent = z.enum(told)
export type ToldEvent = z.infer<typeof ToldEvent>

export const Channel = z.enum(['sms', 'email'])
export type Channel = z.infer<typeof Channel>
/** waiting: not yet with the provider · failed: it cannot be delivered there */
export const NoticeState = z.enum(['waiting', 'sent', 'failed'])

export const Notice = z.object({
  id: Id,
  order_id: Id,
  number: z.string(),
  event: ToldEvent,
  channel: Channel,
  lang: Lang,
  /** In full for whose it is, masked for everybody else, empty once erased. */
  to: z.string(),
  subject: z.string(),
  body: z.string(),
  state: NoticeState,
  provider: z.string().nullable(),
  last_error: z.string().nullable(),
  made_at: Instant,
  sent_at: Instant.nullable(),
})
export type Notice = z.infer<typeof Notice>

export const listNotices = endpoint('GET /notices', {
  summary: 'What customers were told of their orders, newest first: your own, or for control all, masked',
  permission: 'account.own',
  input: PageInput.extend({
    channel: Channel.optional(),
    state: NoticeState.optional(),
    order_id: Id.optional(),
  }),
  reply: page(Notice),
})

const Preference = z.object({ lang: Lang })
export const getNoticePreference = endpoint('GET /notice-preference', {
  summary: 'The language in which you are told of your orders',
  permission: 'orders.own',
  input: z.strictObject({}),
  reply: Preference,
})
export const setNoticePreference = endpoint('PUT /notice-preference', {
  summary: 'Choose the language in which you are told of your orders',
  permission: 'orders.own',
  input: z.strictObject({ lang: Lang }),
  reply: Preference,
})

// What crosses the walls of the webhooks room: endpoints of other houses, what they are told, and the log of
// every telling.
import { z } from 'zod'
import { endpoint } from '../../platform/endpoint.ts'
import { Id, Instant, PageInput, page, text } from '../../platform/types.ts'

/** What of this house another one may be told. */
export const eventNames = [
  'orders.placed',
  'orders.paid',
  'orders.accepted',
  'orders.handed_over',
  'orders.departed',
  'orders.delivered',
  'orders.installed',
  'orders.closed',
  'orders.expired',
  'orders.cancelled',
  'orders.resourced',
  'orders.choice_offered',
  'orders.return_requested',
  'orders.returned',
  'orders.refunded',
  'orders.counter_sold',
  'payment.paid',
  'payment.failed',
  'payment.difference',
  'payment.refunded',
] as const
export const EventName = z.enum(eventNames)
export type EventName = z.infer<typeof EventName>

/** Sent when somebody asks for it; no endpoint has to subscribe to it. */
export const test_event = 'webhook.test'

/** on · paused: by a person · stopped: by the house, after persistent failure · ended: for good */
export const EndpointState = z.enum(['on', 'paused', 'stopped', 'ended'])
export type EndpointState = z.infer<typeof EndpointState>

/** persistent_failure: nothing was taken for days · gone: it answered 410 */
export const StopReason = z.enum(['persistent_failure', 'gone'])
export type StopReason = z.infer<typeof StopReason>

export const HookEndpoint = z.object({
  id: Id,
  name: z.string(),
  url: z.string(),
  events: z.array(EventName),
  state: EndpointState,
  stop_reason: StopReason.nullable(),
  made_at: Instant,
  failing_since: Instant.nullable(),
  failures: z.int(),
  rest_until: Instant.nullable(),
  waiting: z.int(),
  last_delivered_at: Instant.nullable(),
})
export type HookEndpoint = z.infer<typeof HookEndpoint>

export const StoryCode = z.enum([
  'made',
  'changed',
  'secret_rotated',
  'paused',
  'resumed',
  'stopped',
  'ended',
  'tested',
  'replayed',
])
const Story = z.object({
  id: Id,
  at: Instant,
  code: StoryCode,
  by_id: Id.nullable(),
  facts: z.record(z.string(), z.unknown()),
})

const Url = z
  .url({ protocol: /^https?$/ })
  .max(500)
  .meta({ examples: ['https://example.com/hooks'] })
const Events = z
  .array(EventName)
  .min(1)
  .max(eventNames.length)
  .transform((names) => [...new Set(names)])
const OfEndpoint = z.strictObject({ endpoint_id: Id })
const addressRefusals = ['not_https', 'private_address', 'credentials_in_address'] as const

export const listEndpoints = endpoint('GET /webhook-endpoints', {
  summary: 'Who is told of what happens here; for those who manage them and for control',
  permission: 'account.own',
  input: z.strictObject({}),
  reply: z.object({ items: z.array(HookEndpoint) }),
})
export const getEndpoint = endpoint('GET /webhook-endpoints/:endpoint_id', {
  id: 'get_webhook_endpoint',
  summary: 'One endpoint and what has happened to it, newest first',
  permission: 'account.own',
  input: OfEndpoint,
  reply: HookEndpoint.extend({ story: z.array(Story) }),
})
export const addEndpoint = endpoint('POST /webhook-endpoints', {
  summary: 'Tell another house of events; the secret that signs is shown this once',
  permission: 'webhooks.manage',
  secret: true,
  input: z.strictObject({ name: text(60), url: Url, events: Events }),
  reply: HookEndpoint.extend({ secret: z.string() }),
  refusals: ['too_many_endpoints', 'told_once', ...addressRefusals],
})
export const changeEndpoint = endpoint('PATCH /webhook-endpoints/:endpoint_id', {
  summary: 'Another name, address or set of events',
  permission: 'webhooks.manage',
  input: OfEndpoint.extend({
    name: text(60).optional(),
    url: Url.optional(),
    events: Events.optional(),
  }),
  reply: HookEndpoint,
  refusals: ['endpoint_ended', ...addressRefusals],
})
export const rotateSecret = endpoint('POST /webhook-endpoints/:endpoint_id/secrets', {
  summary: 'A new secret, shown this once; for a day the one before signs beside it',
  permission: 'webhooks.manage',
  secret: true,
  input: OfEndpoint,
  reply: z.object({ secret: z.string(), both_until: Instant }),
  refusals: ['endpoint_ended', 'told_once'],
})
export const setEndpointState = endpoint('PUT /webhook-endpoints/:endpoint_id/state', {
  summary: 'Pause an endpoint, turn it on again, or end it for good',
  permission: 'webhooks.manage',
  input: OfEndpoint.extend({ state: z.enum(['on', 'paused', 'ended']) }),
  reply: HookEndpoint,
  refusals: ['endpoint_ended'],
})
export const testEndpoint = endpoint('POST /webhook-endpoints/:endpoint_id/tests', {
  summary: 'Send a test, signed like everything else',
  permission: 'webhooks.manage',
  input: OfEndpoint,
  reply: z.object({ delivery_id: Id }),
  refusals: ['endpoint_not_on'],
})

/** waiting: not yet, or to be tried again · delivered: taken with 2xx · failed: given up */
export const DeliveryState = z.enum(['waiting', 'delivered', 'failed'])
/** Why an attempt was not taken. */
export const AttemptError = z.enum([
  'status',
  'redirected',
  'timeout',
  'private_address',
  'unknown_host',
  'refused_connection',
  'tls',
  'broken',
])
export type AttemptError = z.infer<typeof AttemptError>

export const Delivery = z.object({
  id: Id,
  endpoint_id: Id,
  event_id: Id,
  event: z.string(),
  happened_at: Instant,
  state: DeliveryState,
  tries: z.int(),
  next_at: Instant.nullable(),
  last_at: Instant.nullable(),
  last_status: z.int().nullable(),
  last_error: AttemptError.nullable(),
  endpoint_name: z.string(),
})
export type Delivery = z.infer<typeof Delivery>
const Attempt = z.object({
  id: Id,
  at: Instant,
  status: z.int().nullable(),
  error: AttemptError.nullable(),
  took_ms: z.int(),
})

const OfDelivery = z.strictObject({ delivery_id: Id })
export const listDeliveries = endpoint('GET /webhook-deliveries', {
  summary: 'The delivery log, newest first',
  permission: 'account.own',
  input: PageInput.extend({
    endpoint_id: Id.optional(),
    state: DeliveryState.optional(),
    event: EventName.or(z.literal(test_event)).optional(),
  }),
  reply: page(Delivery),
})
export const getDelivery = endpoint('GET /webhook-deliveries/:delivery_id', {
  id: 'get_webhook_delivery',
  summary: 'One delivery: what is sent, to the letter, and every attempt',
  permission: 'account.own',
  input: OfDelivery,
  reply: Delivery.extend({ webhook_id: z.string(), body: z.string(), attempts: z.array(Attempt) }),
})
export const replayDelivery = endpoint('POST /webhook-deliveries/:delivery_id/replays', {
  summary: 'Send one delivery again, under the same webhook-id',
  permission: 'webhooks.manage',
  input: OfDelivery,
  reply: Delivery,
  refusals: ['endpoint_not_on'],
})
export const replayRange = endpoint('POST /webhook-endpoints/:endpoint_id/replays', {
  summary: 'Send again what happened in a span of time, also what the endpoint was never told',
  permission: 'webhooks.manage',
  input: OfEndpoint.extend({
    from: Instant,
    to: Instant,
    /** true: what was delivered already stays so */
    only_missed: z.boolean().default(true),
  }),
  reply: z.object({ endpoint_id: Id }),
  refusals: ['endpoint_not_on', 'span_backwards', 'span_too_long'],
})

// What crosses the walls of installation: work orders, steps, photos, serials and the customer's acceptance.
import { z } from 'zod'
import { endpoint } from '../../platform/endpoint.ts'
import { Day, CityCode, DistrictCode, Id, Instant, PageInput, page, text } from '../../platform/types.ts'
import { Skill } from '../catalog/contract.ts'
import { LineNo } from '../orders/contract.ts'

export const WorkState = z.enum(['planned', 'started', 'done', 'cancelled'])
export type WorkState = z.infer<typeof WorkState>
export const Window = z.enum(['am', 'pm', 'eve'])
export type Window = z.infer<typeof Window>

export const Step = z.enum([
  'arrive',
  'check_site',
  'unpack',
  'mount',
  'connect',
  'test_run',
  'tidy_up',
  'explain',
])
export type Step = z.infer<typeof Step>
export const SiteCheck = z.enum(['room', 'socket', 'water_in', 'drain', 'gas', 'air', 'network'])
export type SiteCheck = z.infer<typeof SiteCheck>
export const WorkFailure = z.enum([
  'nobody_home',
  'site_not_ready',
  'goods_missing',
  'goods_damaged',
  'crew_late',
  'other',
])
export type WorkFailure = z.infer<typeof WorkFailure>

export const WorkSummary = z.object({
  id: Id,
  city_code: CityCode,
  order_id: Id,
  number: z.string(),
  party_id: Id.nullable(),
  state: WorkState,
  county_code: DistrictCode,
  /** null: no slot was named, the crew arranges a day. */
  day: Day.nullable(),
  window: Window.nullable(),
  starts_at: Instant.nullable(),
  ends_at: Instant.nullable(),
  units: z.int(),
  /** What the crew must be certified for: all lines together. */
  skills: z.array(Skill).max(4),
  first_name_zh: z.string(),
  first_name_en: z.string(),
  /** The goods came along with the crew: delivery and installation in one visit. */
  goods_with_crew: z.boolean(),
  goods_delivered: z.boolean(),
  attempt: z.int(),
  last_failure: WorkFailure.nullable(),
  steps_done: z.int(),
  steps_total: z.int(),
  started_at: Instant.nullable(),
  done_at: Instant.nullable(),
  changed_at: Instant,
})
export type WorkSummary = z.infer<typeof WorkSummary>

export const StepView = z.object({
  step: Step,
  label_zh: z.string(),
  label_en: z.string(),
  after: z.array(Step),
  checks: z.array(z.object({ check: SiteCheck, label_zh: z.string(), label_en: z.string() })),
  needs_photo: z.boolean(),
  /** By the device's clock, as the crew saw it. */
  done_at: Instant.nullable(),
  /** By our clock, when it reached us. */
  heard_at: Instant.nullable(),
  /** Device clock minus ours when it was sent, in seconds. */
  skew_s: z.int().nullable(),
  note: z.string().nullable(),
  findings: z.array(z.object({ check: SiteCheck, ok: z.boolean() })),
})
export type StepView = z.infer<typeof StepView>

export const WorkLine = z.object({
  line_no: z.int(),
  sku_id: Id,
  code: z.string(),
  name_zh: z.string(),
  name_en: z.string(),
  category_code: z.string(),
  quantity: z.int(),
  serials: z.array(z.string()),
})
export type WorkLine = z.infer<typeof WorkLine>

export const PhotoRef = z.object({ id: Id, step: Step, mime: z.string(), taken_at: Instant })
export type PhotoRef = z.infer<typeof PhotoRef>
export const Missing = z.object({
  steps: z.array(Step),
  serials: z.array(z.int()),
  photos: z.array(Step),
})
export type Missing = z.infer<typeof Missing>

export const WorkView = WorkSummary.extend({
  lines: z.array(WorkLine),
  steps: z.array(StepView),
  photos: z.array(PhotoRef),
  /** Only for the crew of this work order, and only until it is done. */
  contact: z.object({ name: z.string(), phone: z.string(), line: z.string() }).nullable(),
  missing: Missing,
})
export type WorkView = z.infer<typeof WorkView>

export const listWork = endpoint('GET /work-orders', {
  summary: 'My crew’s work orders, by slot; unfinished ones unless a day is named',
  permission: 'installation.work',
  input: PageInput.extend({ day: Day.optional(), state: WorkState.optional() }).strict(),
  reply: page(WorkSummary),
})

export const listBoard = endpoint('GET /work-order-board', {
  summary: 'Work orders of all crews for those who dispatch them',
  permission: 'installation.dispatch',
  input: PageInput.extend({
    city_code: CityCode.optional(),
    day: Day.optional(),
    state: WorkState.optional(),
    party_id: Id.optional(),
  }).strict(),
  reply: page(WorkSummary),
})

const OfWork = z.strictObject({ work_order_id: Id })
export const getWork = endpoint('GET /work-orders/:work_order_id', {
  id: 'get_work_order',
  summary: 'One work order with its steps, serials and photos',
  permission: 'installation.work',
  input: OfWork,
  reply: WorkView,
})

/** A device that works without a network says when something was done; its clock may be wrong. */
const DoneAt = Instant.meta({ examples: ['2026-05-01T09:30:00+08:00'] })
const SentAt = Instant.optional().describe('The device clock at sending, to know how far it is off')

export const doStep = endpoint('POST /work-orders/:work_order_id/steps', {
  summary: 'A step is done; a step that is done already stays as it was',
  permission: 'installation.work',
  input: z.strictObject({
    work_order_id: Id,
    step: Step,
    done_at: DoneAt,
    sent_at: SentAt,
    note: text(500).optional(),
    findings: z
      .array(z.strictObject({ check: SiteCheck, ok: z.boolean() }))
      .max(7)
      .default([]),
  }),
  reply: WorkView,
  refusals: ['step_too_early', 'checks_missing', 'work_ended'],
})

/** One grey pixel: a whole picture, for whoever tries the API. */
const dot_png =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAA' + 'AACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=='
export const image_bytes_max = 600_000
export const addPhoto = endpoint('POST /work-orders/:work_order_id/photos', {
  summary: 'A photo of a step: JPEG, PNG or WebP, 600 kB at most, told by its bytes',
  permission: 'installation.work',
  input: z.strictObject({
    work_order_id: Id,
    step: Step,
    taken_at: DoneAt,
    image: z
      .base64()
      .min(16)
      .max(1_000_000)
      .meta({ examples: [dot_png] }),
  }),
  reply: WorkView,
  refusals: ['not_an_image', 'broken_image', 'image_too_large', 'too_many_photos', 'work_ended'],
})

export const PhotoView = PhotoRef.extend({ image: z.string() })
export type PhotoView = z.infer<typeof PhotoView>
export const getPhoto = endpoint('GET /work-orders/:work_order_id/photos/:photo_id', {
  summary: 'One photo, base64',
  permission: 'account.own',
  input: z.strictObject({ work_order_id: Id, photo_id: Id }),
  reply: PhotoView,
})

export const putSerial = endpoint('PUT /work-orders/:work_order_id/serials', {
  summary: 'The serial number of a unit that is installed; a later one replaces it',
  permission: 'installation.work',
  input: z.strictObject({
    work_order_id: Id,
    line_no: LineNo,
    unit_no: z.int().min(1).max(1_000).default(1),
    serial: z
      .string()
      .regex(/^\s*[A-Za-z0-9-]{4,32}\s*$/)
      .trim()
      .toUpperCase(),
  }),
  reply: WorkView,
  refusals: ['unknown_line', 'serial_used', 'work_ended'],
})

export const acceptWork = endpoint('PUT /work-orders/:work_order_id/acceptance', {
  summary: 'The customer’s six digits end the work; five wrong tries lock it for ten minutes',
  permission: 'installation.work',
  input: z.strictObject({ work_order_id: Id, code: z.string().regex(/^\d{6}$/) }),
  reply: z.object({
    accepted: z.boolean(),
    /** A wrong try is counted, so it is an answer and not a refusal that takes everything back. */
    why_not: z.enum(['wrong_code', 'code_locked']).nullable(),
    tries_left: z.int(),
    locked_until: Instant.nullable(),
    work_order: WorkView,
  }),
  refusals: ['not_finished', 'goods_not_delivered', 'work_ended'],
})

export const failWork = endpoint('PUT /work-orders/:work_order_id/failure', {
  summary: 'It could not be done: the visit is planned again',
  permission: 'installation.work',
  input: z.strictObject({
    work_order_id: Id,
    reason: WorkFailure,
    /** What was agreed at the door; else the next day, same window. */
    day: Day.optional(),
    window: Window.optional(),
  }),
  reply: WorkView,
  refusals: ['day_in_the_past', 'slot_gone', 'work_ended'],
})

export const assignWork = endpoint('PUT /work-orders/:work_order_id/assignment', {
  summary: 'Give the work to another crew, or plan another visit',
  permission: 'installation.dispatch',
  input: z.strictObject({
    work_order_id: Id,
    party_id: Id,
    day: Day.optional(),
    window: Window.optional(),
  }),
  reply: WorkSummary,
  refusals: ['not_a_crew', 'crew_lacks_skills', 'day_in_the_past', 'slot_gone', 'work_ended'],
})

export const OrderInstallation = z.object({
  order_id: Id,
  /** null: nothing of this order needs a crew. */
  work_order: WorkSummary.nullable(),
  crew_name_zh: z.string().nullable(),
  crew_name_en: z.string().nullable(),
  steps: z.array(StepView),
  photos: z.array(PhotoRef),
  /** Told to the crew at the end: it says that the work is accepted. null once it is done. */
  code: z.string().nullable(),
})
export type OrderInstallation = z.infer<typeof OrderInstallation>
export const getOrderInstallation = endpoint('GET /orders/:order_id/installation', {
  summary: 'How the installation of your order stands, with the code that accepts it',
  permission: 'account.own',
  input: z.strictObject({ order_id: Id }),
  reply: OrderInstallation,
})

// The steps of an installation by what is installed, in which order, and what is missing. Pure: works
// offline too.
import type { Skill } from '../people/contract.ts'
import type { Missing, SiteCheck, Step } from './contract.ts'

type Words = { label_zh: string; label_en: string }
export const stepWords: Readonly<Record<Step, Words>> = {
  arrive: { label_zh: '到达客户家', label_en: 'Arrive' },
  check_site: { label_zh: '检查现场', label_en: 'Check the site' },
  unpack: { label_zh: '开箱验货', label_en: 'Unpack and inspect' },
  mount: { label_zh: '就位安装', label_en: 'Set in place and mount' },
  connect: { label_zh: '接电接水', label_en: 'Connect' },
  test_run: { label_zh: '试机', label_en: 'Test run' },
  tidy_up: { label_zh: '清理现场', label_en: 'Tidy up' },
  explain: { label_zh: '讲解使用', label_en: 'Explain the use' },
}
export const checkWords: Readonly<Record<SiteCheck, Words>> = {
  room: { label_zh: '尺寸和承重', label_en: 'Room and support' },
  socket: { label_zh: '插座和接地', label_en: 'Socket and earth' },
  water_in: { label_zh: '进水', label_en: 'Water supply' },
  drain: { label_zh: '排水', label_en: 'Drain' },
  gas: { label_zh: '燃气接口', label_en: 'Gas supply' },
  air: { label_zh: '排烟和外机位置', label_en: 'Flue and place of the outdoor unit' },
  network: { label_zh: '家里的网络', label_en: 'Home network' },
}

export type StepRule = {
  step: Step
  after: readonly Step[]
  checks: readonly SiteCheck[]
  needs_photo: boolean
}

// I3: what must come before a step; what is not named may come in any order, as it does in real flats.
const order: readonly Omit<StepRule, 'checks'>[] = [
  { step: 'arrive', after: [], needs_photo: false },
  { step: 'check_site', after: ['arrive'], needs_photo: false },
  { step: 'unpack', after: ['arrive'], needs_photo: false },
  { step: 'mount', after: ['check_site', 'unpack'], needs_photo: false },
  { step: 'connect', after: ['mount'], needs_photo: false },
  { step: 'test_run', after: ['connect'], needs_photo: true },
  { step: 'tidy_up', after: ['unpack'], needs_photo: false },
  { step: 'explain', after: ['test_run'], needs_photo: false },
]

/** What a site must offer a product: its own utilities, and always room to stand or hang. */
export const siteChecks = (utilities: readonly SiteCheck[]): SiteCheck[] => [
  ...new Set(['room' as const, ...utilities]),
]

/** The steps for everything that one visit installs: the site is checked for what any of its lines needs. */
export function stepsFor(checks_of_lines: readonly (readonly SiteCheck[])[]): StepRule[] {
  const checks = [...new Set(checks_of_lines.flat())]
  return order.map((rule) => ({ ...rule, checks: rule.step === 'check_site' ? checks : [] }))
}

/** Steps that must come first and are not done yet. */
export const stepsBefore = (rule: StepRule, done: ReadonlySet<Step>): Step[] =>
  rule.after.filter((step) => !done.has(step))

type Seen = {
  rules: readonly StepRule[]
  done: ReadonlySet<Step>
  photographed: ReadonlySet<Step>
  lines: readonly { line_no: number; quantity: number; serials: readonly string[] }[]
}
/** I4: the customer accepts work that is complete: every step, every serial number, the photos asked for. */
export const missingOf = ({ rules, done, photographed, lines }: Seen): Missing => ({
  steps: rules.filter(({ step }) => !done.has(step)).map(({ step }) => step),
  photos: rules
    .filter(({ step, needs_photo }) => needs_photo && !photographed.has(step))
    .map(({ step }) => step),
  serials: lines.filter((line) => line.serials.length < line.quantity).map(({ line_no }) => line_no),
})
export const isComplete = (missing: Missing) =>
  missing.steps.length + missing.photos.length + missing.serials.length === 0

/** I10: one crew does a whole visit, so it must hold what any of its lines needs. */
export const skillsFor = (of_lines: readonly (readonly Skill[])[]): Skill[] =>
  [...new Set(of_lines.flat())].toSorted()

/** What a crew lacks for a visit; empty when it may go. */
export const lackedSkills = (needed: readonly Skill[], held: readonly Skill[]): Skill[] =>
  needed.filter((skill) => !held.includes(skill))

export const photos_max = 12

/** I7: what a file is, its first bytes say; its name says nothing. null: none of the three kinds. */
export function imageKind(bytes: Uint8Array): 'image/jpeg' | 'image/png' | 'image/webp' | null {
  const starts = (at: number, ...wanted: number[]) => wanted.every((byte, i) => bytes[at + i] === byte)
  if (starts(0, 0xff, 0xd8, 0xff)) return 'image/jpeg'
  if (starts(0, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png'
  if (starts(0, 0x52, 0x49, 0x46, 0x46) && starts(8, 0x57, 0x45, 0x42, 0x50)) return 'image/webp'
  return null
}

/** I7: a picture that was cut on its way lacks its end; nobody can look at it later. */
export function isWholeImage(bytes: Uint8Array): boolean {
  const has = (...mark: number[]) => {
    for (let at = bytes.length - mark.length; at > 8; at--)
      if (mark.every((byte, i) => bytes[at + i] === byte)) return true
    return false
  }
  const kind = imageKind(bytes)
  if (kind === 'image/jpeg') return has(0xff, 0xd9)
  if (kind === 'image/png') return has(0x49, 0x45, 0x4e, 0x44)
  const claimed = [4, 5, 6, 7].reduce((sum, at, i) => sum + (bytes[at] ?? 0) * 256 ** i, 8)
  return kind === 'image/webp' && claimed <= bytes.length
}

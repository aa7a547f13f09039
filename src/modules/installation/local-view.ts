// A job as its crew sees it: what the server last said, with what waits in the outbox already done. Pure.
import type { Missing, Step, WorkView } from './contract.ts'
import type { Item } from './outbox.ts'

export type LocalStep = WorkView['steps'][number] & {
  /** Done here, not yet heard there. */
  pending: boolean
  /** Steps that must come first and are not done, not even here. */
  blocked_by: Step[]
  photos: number
}
export type LocalJob = Omit<WorkView, 'steps'> & {
  steps: LocalStep[]
  pending: number
  /** The customer's code, or the failure, waits to be sent: the crew has nothing left to do here. */
  ending: 'accept' | 'fail' | null
}

type StepBody = { step: Step; done_at: string; findings: WorkView['steps'][number]['findings'] }
type SerialBody = { line_no: number; unit_no: number; serial: string }

const bodiesOf = <T>(items: readonly Item[], deed: Item['deed']) =>
  items.filter((item) => item.deed === deed).map((item) => item.body as unknown as T)

/** `waiting`: items of this job that are neither sent nor refused. */
export function localJob(view: WorkView, queue: readonly Item[]): LocalJob {
  const waiting = queue.filter((item) => item.work_order_id === view.id && item.state === 'waiting')
  const done_here = new Map(bodiesOf<StepBody>(waiting, 'step').map((body) => [body.step, body]))
  const photographed = bodiesOf<{ step: Step }>(waiting, 'photo').map(({ step }) => step)
  const done = new Set<Step>([
    ...view.steps.filter(({ done_at }) => done_at !== null).map(({ step }) => step),
    ...done_here.keys(),
  ])
  const steps = view.steps.map((step): LocalStep => {
    const here = step.done_at === null ? done_here.get(step.step) : undefined
    return {
      ...step,
      ...(here ? { done_at: here.done_at, findings: here.findings } : {}),
      pending: here !== undefined,
      blocked_by: step.after.filter((before) => !done.has(before)),
      photos: [...view.photos.map((photo) => photo.step), ...photographed].filter((one) => one === step.step)
        .length,
    }
  })
  const lines = withSerials(view.lines, bodiesOf<SerialBody>(waiting, 'serial'))
  const missing = missingHere(steps, lines)
  const ending = waiting.find(({ deed }) => deed === 'accept' || deed === 'fail')?.deed ?? null
  return {
    ...view,
    steps,
    lines,
    missing,
    steps_done: done.size,
    pending: waiting.length,
    ending: ending as LocalJob['ending'],
  }
}

// A serial that waits stands at its unit, so that the next field is the next unit's.
function withSerials(lines: WorkView['lines'], waiting: readonly SerialBody[]): WorkView['lines'] {
  return lines.map((line) => {
    const serials = [...line.serials]
    for (const { line_no, unit_no, serial } of waiting) {
      if (line_no === line.line_no) serials[unit_no - 1] = serial
    }
    return { ...line, serials: serials.filter((serial) => serial !== undefined) }
  })
}

const missingHere = (steps: readonly LocalStep[], lines: WorkView['lines']): Missing => ({
  steps: steps.filter(({ done_at }) => done_at === null).map(({ step }) => step),
  photos: steps.filter(({ needs_photo, photos }) => needs_photo && photos === 0).map(({ step }) => step),
  serials: lines.filter((line) => line.serials.length < line.quantity).map(({ line_no }) => line_no),
})

/** What to take along for these checks of the site; beyond the tool box every crew has. */
export const bringFor = {
  socket: { zh: '验电笔、插座检测器', en: 'voltage tester, socket tester' },
  water_in: { zh: '进水管、生料带', en: 'inlet hose, thread tape' },
  drain: { zh: '排水管、卡箍', en: 'drain hose, clamps' },
  gas: { zh: '燃气波纹管、检漏液', en: 'gas hose, leak spray' },
  air: { zh: '开孔机、排烟管', en: 'core drill, flue pipe' },
} as const

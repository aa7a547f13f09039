// The crew's own memory: jobs, drawings and the outbox in IndexedDB, apart for each person; sends when it
// can.
import { createStore, del, get, set, type UseStore, update } from 'idb-keyval'
import { useEffect, useSyncExternalStore } from 'react'
import { call, encode, newKey, Problem, send as sendRequest } from '../../../web/api.ts'
import { useMe } from '../../../web/console/me.tsx'
import { asProblem } from '../../../web/command.ts'
import { listen } from '../../../web/live.ts'
import { listSkuLines, type SkuLine } from '../../search/contract-lines.ts'
import { dayOf } from '../../../web/words/format.ts'
import { getDistrict } from '../../places/contract.ts'
import type { Endpoint } from '../../../platform/endpoint.ts'
import * as api from '../contract.ts'
import { add, type Box, dismiss, drain, type Item, type Outcome, outcomeOf, prune } from '../outbox.ts'

export type Crew = {
  ready: boolean
  jobs: api.WorkView[]
  goods: Record<string, SkuLine>
  districts: Record<string, { name_zh: string; name_en: string }>
  queue: Item[]
  /** When the jobs were last read; null before the first time. */
  kept_at: string | null
  syncing: boolean
  /** Why the last reading or sending stopped; null when all went well. */
  problem: Problem | null
}
const empty: Crew = {
  ready: false,
  jobs: [],
  goods: {},
  districts: {},
  queue: [],
  kept_at: null,
  syncing: false,
  problem: null,
}

let crew = empty
let disk: UseStore | null = null
let owner = ''
const heard = new Set<() => void>()
const follow = (listener: () => void) => {
  heard.add(listener)
  return () => heard.delete(listener)
}
function tell(patch: Partial<Crew>) {
  crew = { ...crew, ...patch }
  for (const listener of heard) listener()
}

const endpoints: Record<Item['deed'], Pick<Endpoint, 'method' | 'path'>> = {
  step: api.doStep,
  photo: api.addPhoto,
  serial: api.putSerial,
  accept: api.acceptWork,
  fail: api.failWork,
}

const box: Box = {
  read: async () => (disk && (await get<Item[]>('queue', disk))) || [],
  change: async (how) => {
    if (!disk) return
    let next: Item[] = []
    await update<Item[]>('queue', (queue) => (next = how(queue ?? [])), disk)
    tell({ queue: next })
  },
}

/** Answers about acceptance come as an answer, not as a refusal: a wrong code was counted. */
async function outcomeOfReply(item: Item, response: Response): Promise<Outcome> {
  const told = (await response.json().catch(() => null)) as unknown
  if (item.deed === 'accept') {
    const { accepted, why_not, work_order } = told as {
      accepted: boolean
      why_not: string
      work_order: api.WorkView
    }
    if (work_order) await keepJob(work_order)
    return accepted ? { kind: 'done' } : { kind: 'refused', reason: why_not, facts: {} }
  }
  if (told) await keepJob(told as api.WorkView)
  return { kind: 'done' }
}

async function sendItem(item: Item): Promise<Outcome> {
  const image = item.deed === 'photo' && disk ? await get<string>(`image:${item.id}`, disk) : undefined
  const input = { ...item.body, work_order_id: item.work_order_id, ...(image ? { image } : {}) }
  const endpoint = endpoints[item.deed]
  const { url, body } = encode(endpoint, input)
  try {
    const response = await sendRequest(endpoint.method, url, body, { idempotency_key: item.id })
    return await outcomeOfReply(item, response)
  } catch (thrown) {
    const problem = asProblem(thrown)
    const outcome = outcomeOf(problem)
    if (outcome.kind === 'later') tell({ problem })
    return outcome
  }
}

/** One at a time, also across tabs of this browser. */
async function alone(work: () => Promise<void>) {
  if (!navigator.locks) return work()
  await navigator.locks.request(`crew-outbox-${owner}`, { ifAvailable: true }, async (lock) => {
    if (lock) await work()
  })
}

let running = false
let asked_again = false
export async function sync() {
  asked_again = running
  if (running || !disk) return
  running = true
  tell({ syncing: true, problem: null })
  try {
    await alone(async () => {
      const all_sent = await drain(box, sendItem, () => new Date().toISOString())
      await forgetImages()
      if (all_sent) await readJobs()
    })
  } catch (thrown) {
    tell({ problem: asProblem(thrown) })
  } finally {
    running = false
    tell({ syncing: false })
  }
  if (asked_again && !crew.problem) void sync()
}

/** A picture that was sent or refused for good need not be kept. */
async function forgetImages() {
  const settled = crew.queue.filter(({ deed, state }) => deed === 'photo' && state === 'sent')
  for (const { id } of settled) await del(`image:${id}`, disk!)
}

const doneToday = ({ state, done_at }: api.WorkView) =>
  state === 'done' && done_at !== null && dayOf(Date.parse(done_at)) === dayOf(Date.now())

async function readJobs() {
  const { items } = await call(api.listWork, { limit: 100 })
  const known = new Map(crew.jobs.map((job) => [job.id, job]))
  // Only what changed is read anew: a list of a hundred visits must not cost a hundred questions a tap.
  const fresh = ({ id, changed_at }: api.WorkSummary) =>
    known.get(id)?.changed_at === changed_at ? known.get(id)! : call(api.getWork, { work_order_id: id })
  const open = await Promise.all(items.map(fresh))
  // What was finished today stays on the device, so that its page does not vanish under the crew's eyes.
  const jobs = [
    ...open,
    ...crew.jobs.filter((job) => doneToday(job) && !open.some(({ id }) => id === job.id)),
  ]
  const ids = [...new Set(jobs.flatMap((job) => job.lines.map((line) => line.sku_id)))].slice(0, 100)
  const lines = ids.length > 0 ? (await call(listSkuLines, { ids: ids.join(',') })).items : []
  const goods = { ...crew.goods, ...Object.fromEntries(lines.map((line) => [line.id, line])) }
  const codes = [...new Set(jobs.map((job) => job.county_code))].filter((code) => !crew.districts[code])
  const read = await Promise.all(codes.map((code) => call(getDistrict, { code })))
  const districts = { ...crew.districts, ...Object.fromEntries(read.map((one) => [one.code, one])) }
  await keep({ jobs, goods, districts, kept_at: new Date().toISOString() })
}

type Kept = Pick<Crew, 'jobs' | 'goods' | 'districts' | 'kept_at'>
async function keep(patch: Partial<Kept>) {
  const { jobs, goods, districts, kept_at } = { ...crew, ...patch }
  if (disk) await update('kept', () => ({ jobs, goods, districts, kept_at }), disk)
  tell(patch)
}
const keepJob = (job: api.WorkView) =>
  keep({ jobs: crew.jobs.map((known) => (known.id === job.id ? job : known)) })

async function open(person_id: string) {
  if (owner === person_id) return
  owner = person_id
  crew = empty
  disk = createStore(`crew-${person_id}`, 'kept')
  void navigator.storage?.persist?.()
  const kept = await get<Kept>('kept', disk)
  const queue = prune(await box.read(), Date.now())
  tell({ ...kept, queue, ready: true })
  await sync()
}

/** Starts the memory of whoever is signed in, and keeps it fresh while mounted. */
export function useCrew(): Crew {
  const me = useMe()
  useEffect(() => {
    void open(me.person_id)
    const again = () => void sync()
    const timer = setInterval(again, 30_000)
    addEventListener('online', again)
    const end = me.party_id ? listen([`crew:${me.party_id}`], again) : () => {}
    return () => {
      clearInterval(timer)
      removeEventListener('online', again)
      end()
    }
  }, [me.person_id, me.party_id])
  return useSyncExternalStore(follow, () => crew)
}

/** Q4: on the disk before anybody is told; only then the try to send it. */
export async function note(
  deed: Item['deed'],
  work_order_id: string,
  what: string,
  body: Item['body'],
  image?: string,
) {
  const id = newKey()
  if (image && disk) await set(`image:${id}`, image, disk)
  const made_at = new Date().toISOString()
  const item: Item = {
    id,
    work_order_id,
    deed,
    what,
    body,
    made_at,
    state: 'waiting',
    settled_at: null,
    reason: null,
    facts: {},
  }
  await box.change((queue) => add(queue, item))
  void sync()
}

export const putAside = (id: string) => box.change((queue) => dismiss(queue, id))

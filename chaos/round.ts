// One round: people walk, things break, everything starts again, whoever does not know asks again, the jobs
// come to rest, and the checker looks.
import { setTimeout as sleep } from 'node:timers/promises'
import { type Violation, check } from './check.ts'
import { type Clients, makeClients, isFinal } from './clients.ts'
import { faults, planFaults } from './faults.ts'
import { type Ask, readJournal } from './journal.ts'
import type { Random } from './random.ts'
import type { Stage } from './stage.ts'
import { type Known, live } from './walks.ts'

const load_ms = 2_500
const clients_max = 14
// Against hanging only: whoever is not answered by then never was.
const again_ms_max = 20_000

export type Round = {
  faults: string[]
  asked: number
  answered: number
  took_ms: number
  violations: Violation[]
}

export async function runRound(stage: Stage, known: Known, random: Random, round: number): Promise<Round> {
  await stage.startAll()
  const began = Date.now()
  const { journal, world } = stage
  const urls = stage.servers.map(({ url }) => url)
  const crowd = Array.from({ length: clients_max }, (_, at) =>
    makeClients({ world, urls, journal, round, random: random.fork(at + 100), name: `r${round}.${at}` }),
  )
  const walking = Promise.all(crowd.map((clients) => live(clients, known)))
  const planned = planFaults(random, load_ms, stage.small)
  const breaking = breakThings(stage, planned)
  await sleep(load_ms)
  for (const clients of crowd) clients.stop()
  await Promise.all([walking, breaking])
  await stage.startAll()
  const never = await askAgain(crowd, openAsks(journal.file))
  await stage.settle()
  const violations = await check({
    url: stage.database.url,
    journal: journal.file,
    log: stage.database.log_file,
  })
  for (const key of never) violations.push({ rule: 'asked again, never answered', subject: key, told: '' })
  const lines = readJournal(journal.file)
  return {
    faults: planned.map(({ name }) => name),
    asked: lines.filter((line) => 'ask' in line).length,
    answered: lines.filter((line) => 'answer' in line).length,
    took_ms: Date.now() - began,
    violations,
  }
}

/** Each client takes its share of what is open; returns the keys that were never answered. */
async function askAgain(crowd: Clients[], open: Ask[]): Promise<string[]> {
  const until = Date.now() + again_ms_max
  const never: string[] = []
  const work = async (clients: Clients) => {
    for (let ask = open.shift(); ask; ask = open.shift())
      if (!(await clients.askAgain(ask, until))) never.push(ask.key)
  }
  await Promise.all(crowd.map(work))
  return never
}

// One after the other where they meet: a machine that is starting again cannot be killed twice at once.
async function breakThings(stage: Stage, planned: ReturnType<typeof planFaults>) {
  const began = Date.now()
  for (const { name, at_ms, random } of planned) {
    await sleep(Math.max(0, at_ms - (Date.now() - began)))
    await faults[name]!(stage, random)
  }
}

/** The newest ask of each intention that nobody has answered in a way that settles it. */
function openAsks(file: string): Ask[] {
  const asks = new Map<number, Ask>()
  const open = new Map<string, Ask>()
  const settled = new Set<string>()
  for (const line of readJournal(file)) {
    if ('ask' in line) {
      asks.set(line.ask.n, line.ask)
      open.set(line.ask.key, line.ask)
    }
    if ('answer' in line && isFinal(line.answer.status)) settled.add(asks.get(line.answer.n)!.key)
  }
  return [...open.values()].filter(({ key }) => !settled.has(key))
}

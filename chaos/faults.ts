// What goes wrong during a round. Each fault is one thing that happens to a machine; which, when and how
// often is drawn from the round's seed.
import { closeSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { signal } from './database.ts'
import type { Random } from './random.ts'
import type { Stage } from './stage.ts'

type Fault = (stage: Stage, random: Random) => Promise<unknown>

const of = (duty: string) => (stage: Stage, random: Random) =>
  random.pick(stage.programs.filter((program) => program.duty === duty))
const [server, worker] = [of('serve'), of('work')]

/** Killed and, a moment later, started again by whoever watches it. */
const killed =
  (which: typeof server): Fault =>
  async (stage, random) => {
    which(stage, random).kill()
    await sleep(random.between(100, 600))
    stage.startDead()
  }

const frozen =
  (which: typeof server): Fault =>
  async (stage, random) => {
    const program = which(stage, random)
    program.freeze()
    await sleep(random.between(300, 1_500))
    program.thaw()
  }

const databaseDies =
  (how: 'killAll' | 'killMaster'): Fault =>
  async (stage, random) => {
    stage.database[how]()
    await sleep(random.between(50, 400))
    await stage.database.start()
  }

/** The whole machine: nothing lives on, nobody is asked. */
const powerCut: Fault = async (stage) => {
  stage.database.killAll()
  for (const program of stage.programs) program.kill()
  await sleep(50)
  await stage.database.start()
  stage.startDead()
}

const backendsFrozen: Fault = async (stage, random) => {
  const chosen = stage.database.backends().filter(() => random.chance(0.3))
  for (const pid of chosen) signal(pid, 'SIGSTOP')
  await sleep(random.between(200, 1_000))
  for (const pid of chosen) signal(pid, 'SIGCONT')
}

const linesCut: Fault = async (stage, random) => {
  for (let times = random.between(1, 4); times > 0; times--) {
    for (const line of stage.lines) line.cut(() => random.chance(0.4))
    await sleep(random.between(50, 400))
  }
}

const backendsEnded: Fault = (stage, random) =>
  stage.admin`
    select pg_terminate_backend(pid) from pg_stat_activity
     where backend_type = 'client backend' and pid <> pg_backend_pid()
       and random() < ${random.between(2, 9) / 10}`.catch(() => {})

/** Fills the file system that holds the data to its last byte, and gives the room back. */
const diskFilled: Fault = async (stage, random) => {
  const disk = join(stage.database.cluster, '..')
  const ballast = join(disk, 'ballast')
  const file = openSync(ballast, 'w')
  try {
    fill(file, disk)
    await sleep(random.between(300, 1_200))
  } finally {
    closeSync(file)
    rmSync(ballast, { force: true })
  }
  if (!stage.database.alive()) await stage.database.start()
}

function fill(file: number, disk: string) {
  const block = Buffer.alloc(4_194_304)
  for (let size = block.length; size >= 4_096; ) {
    const { bavail, bsize } = statfsSync(disk)
    if (bavail * bsize < size) size /= 4
    else if (writes(file, block.subarray(0, size)) === 0) return
  }
}

function writes(file: number, bytes: Buffer): number {
  try {
    return writeSync(file, bytes)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return 0
    throw error
  }
}

export const faults: Record<string, Fault> = {
  'kill a server': killed(server),
  'kill a worker': killed(worker),
  'kill PostgreSQL whole': databaseDies('killAll'),
  'kill the postmaster alone': databaseDies('killMaster'),
  'power cut': powerCut,
  'end connections': backendsEnded,
  'cut lines': linesCut,
  'freeze a server': frozen(server),
  'freeze a worker': frozen(worker),
  'freeze backends': backendsFrozen,
  'fill the disk': diskFilled,
}

/** What this machine cannot do is named, not passed over. */
export const notRun = (small: boolean): string[] =>
  small ? [] : ['fill the disk (needs root and a tmpfs that may be mounted)']

export type Planned = { name: string; at_ms: number; random: Random }

/** Two to four faults of a round; those that end everything come last, so that the others are felt. */
export function planFaults(random: Random, load_ms: number, small: boolean): Planned[] {
  const known = Object.keys(faults).filter((name) => small || name !== 'fill the disk')
  return Array.from({ length: random.between(2, 4) }, (_, at) => ({
    name: random.pick(known),
    at_ms: random.between(200, load_ms - 200),
    random: random.fork(at),
  })).sort((a, b) => a.at_ms - b.at_ms)
}

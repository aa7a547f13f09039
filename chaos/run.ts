// `npm run chaos -- [--rounds N] [--seed S]`: people order, pay, cancel, count and return while everything
// they depend on is killed, cut, frozen and filled; after each round the checker looks. The last line is the
// summary; the exit code is 0 when all held, 1 when something did not, 2 when it could not run. `--faults
// [NAME …]` plants faults in copies of the product and shows that each is caught. `--check URL [--journal
// FILE]` judges a database as it is.
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Violation, check } from './check.ts'
import { notRun } from './faults.ts'
import { runPlanted } from './plant.ts'
import { seeded } from './random.ts'
import { type Round, runRound } from './round.ts'
import { type Stage, clearStage, openStage } from './stage.ts'
import type { Known } from './walks.ts'
import { type World, prepareWorld } from './world.ts'

const options = {
  rounds: { type: 'string' },
  seed: { type: 'string' },
  faults: { type: 'boolean', default: false },
  check: { type: 'string' },
  journal: { type: 'string' },
} as const

/** As many rounds go over one database; then it begins anew, before its slots and goods are used up. */
const rounds_each = 10
const violations_shown = 12

const whole = (text: string, name: string) => {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name} must be a whole number, not ${text}`)
  return Number(text)
}

function say(round: number, { faults, asked, answered, took_ms, violations }: Round) {
  const told = violations.length === 0 ? 'clean' : `${violations.length} violated`
  const work = `${asked} asked, ${answered} answered`
  console.log(`round ${round}  ${(took_ms / 1000).toFixed(1)} s  ${work}  ${told}  (${faults.join(', ')})`)
  for (const { rule, subject, told: what } of violations.slice(0, violations_shown))
    console.log(`    ${rule}: ${subject}: ${what}`)
}

type Outcome = { done: number; asked: number; violated: number | null; small: boolean }

/** Every round from the seed: `seed` and the number of a round say what happens in it. */
async function runRounds(world: World, home: string, rounds: number, seed: number): Promise<Outcome> {
  const random = seeded(seed)
  const outcome: Outcome = { done: 0, asked: 0, violated: null, small: true }
  let stage: Stage | null = null
  const folder = join(home, 'stage')
  process.on('exit', () => stage?.kill())
  try {
    for (let first = 1; first <= rounds && outcome.violated === null; first += rounds_each) {
      const last = Math.min(rounds, first + rounds_each - 1)
      stage = await openStage(world, folder, 1 + (Math.ceil(first / rounds_each) % 2))
      outcome.small = stage.small
      const known: Known = { placed: [], failed: [], delivered: [], returning: [] }
      let asked = 0
      for (let round = first; round <= last && outcome.violated === null; round++) {
        const told = await runRound(stage, known, random.fork(round), round)
        say(round, told)
        outcome.done = round
        asked = told.asked
        if (told.violations.length > 0) outcome.violated = round
      }
      outcome.asked += asked
      await stage.close()
      if (outcome.violated === null) clearStage(folder)
    }
  } finally {
    stage?.kill()
  }
  return outcome
}

/** A small disk ends with its mount: what is to be looked at is copied off it. */
function keep(home: string): string {
  const [from, to] = [join(home, 'stage'), join(home, 'kept')]
  // With its owner, so that its PostgreSQL can be started again.
  if (existsSync(from)) execFileSync('cp', ['-a', from, to])
  clearStage(from)
  return to
}

async function chaos(rounds: number, seed: number): Promise<number> {
  const home = mkdtempSync(join(tmpdir(), 'zhuguang-chaos-'))
  chmodSync(home, 0o755)
  const began = Date.now()
  const world = await prepareWorld(home)
  const outcome = await runRounds(world, home, rounds, seed).catch((error: unknown) => {
    console.error(`chaos: seed ${seed}: kept in ${keep(home)}`)
    throw error
  })
  const missing = notRun(outcome.small)
  const skipped = missing.length > 0 ? `; not run: ${missing.join(', ')}` : ''
  const took = `${Math.round((Date.now() - began) / 1000)} s`
  const { done, asked } = outcome
  const facts = `seed ${seed}, ${done} of ${rounds} rounds, ${asked} requests, ${took}${skipped}`
  if (outcome.violated === null) {
    rmSync(home, { recursive: true, force: true, maxRetries: 5 })
    console.log(`chaos: clean; ${facts}`)
    return 0
  }
  const kept = keep(home)
  console.log(`chaos: VIOLATED in round ${outcome.violated}; ${facts}; journal, logs and database in ${kept}`)
  return 1
}

async function checkOnly(url: string, journal: string | undefined): Promise<number> {
  const violations: Violation[] = await check({ url, ...(journal && { journal }) })
  for (const { rule, subject, told } of violations) console.log(`${rule}: ${subject}: ${told}`)
  console.log(violations.length === 0 ? 'check: clean' : `check: ${violations.length} violations`)
  return violations.length === 0 ? 0 : 1
}

async function main() {
  const { values, positionals } = parseArgs({ options, allowPositionals: true })
  if (values.check) return checkOnly(values.check, values.journal)
  const seed = values.seed ? whole(values.seed, 'seed') : Date.now() % 1_000_000
  const rounds = whole(values.rounds ?? (values.faults ? '20' : '10'), 'rounds')
  if (!values.faults) return chaos(rounds, seed)
  const caught = await runPlanted(positionals, { rounds, seed }, console.log)
  console.log(caught ? 'faults: each was caught' : 'faults: NOT every one was caught')
  return caught ? 0 : 1
}

for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => process.exit(130))
main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error)
    console.log(`chaos: not run: ${error instanceof Error ? error.message : String(error)}`)
    process.exit(2)
  },
)

// A backup taken while people order, pay, cancel, count and return restores to a shop in which the checker of
// the chaos finds nothing, once its workers have done what was left to do.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { check } from '../chaos/check.ts'
import { makeClients } from '../chaos/clients.ts'
import { freePort } from '../src/platform/free-port.ts'
import { makeProgram, run } from '../chaos/program.ts'
import { seeded } from '../chaos/random.ts'
import { type Stage, clearStage, openStage, settleJobs } from '../chaos/stage.ts'
import { type Known, live } from '../chaos/walks.ts'
import { prepareWorld } from '../chaos/world.ts'

const home = mkdtempSync(join(tmpdir(), 'zhuguang-restored-'))
const folder = join(home, 'stage')
let stage: Stage
beforeAll(async () => {
  chmodSync(home, 0o755)
  stage = await openStage(await prepareWorld(home), folder, 2)
}, 180_000)
afterAll(async () => {
  stage?.kill()
  await stage?.close().catch(() => {})
  clearStage(folder)
  rmSync(home, { recursive: true, force: true, maxRetries: 5 })
})

/** Fourteen people go about until told to stop. */
function trade() {
  const { journal, world, servers } = stage
  const urls = servers.map(({ url }) => url)
  const known: Known = { placed: [], failed: [], delivered: [], returning: [] }
  const random = seeded(7)
  const crowd = Array.from({ length: 14 }, (_, at) =>
    makeClients({ world, urls, journal, round: 1, random: random.fork(at), name: `r1.${at}` }),
  )
  const walking = Promise.all(crowd.map((clients) => live(clients, known)))
  return {
    stop: async () => {
      for (const clients of crowd) clients.stop()
      await walking
    },
  }
}

const events = async (sql: postgres.Sql) => {
  const [row] = await sql<{ n: number }[]>`select count(*)::int as n from platform.event`
  return row!.n
}

test('what is restored from a backup under load stands before the checker', {
  timeout: 240_000,
}, async () => {
  await stage.startAll()
  const load = trade()
  while ((await events(stage.admin)) < 40) await sleep(50)
  const before = await events(stage.admin)
  await run(['backup', join(home, 'backup')], { DATABASE_URL: stage.database.url })
  const after = await events(stage.admin)
  await load.stop()
  // Taken while the shop was at it, or it shows nothing.
  expect(after).toBeGreaterThan(before)
  for (const program of stage.programs) program.kill()

  await stage.admin`create database restored`
  const url = Object.assign(new URL(stage.database.url), { pathname: '/restored' }).href
  await run(['restore', join(home, 'backup')], { DATABASE_URL: url })
  const admin = postgres(url, { max: 2, onnotice: () => {} })
  const kept = await events(admin)
  expect(kept).toBeGreaterThanOrEqual(before)
  expect(kept).toBeLessThanOrEqual(after)
  const port = await freePort()
  const programs = (['serve', 'work'] as const).map((duty) =>
    makeProgram({ name: duty, duty, port, log_file: join(folder, `restored-${duty}.log`) }),
  )
  try {
    for (const program of programs) program.start(url)
    for (const program of programs) await program.ready(() => program.start(url))
    await settleJobs(admin)
    expect(await check({ url })).toEqual([])
  } finally {
    for (const program of programs) program.kill()
    await admin.end({ timeout: 0.2 })
  }
})

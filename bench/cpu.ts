// CPU by process and time by function, to say what an order costs at each step.
import { readFileSync, readdirSync } from 'node:fs'
import type { Sql } from '../src/platform/db.ts'

const ticks_per_s = 100

/** Seconds of CPU so far: the server's as it tells itself, the database's over all of its processes. */
export async function cpuNow(base: string, sql: Sql) {
  const told = await fetch(`${base}/metrics`).then((reply) => reply.text())
  const [, server] = /^process_cpu_seconds_total (\S+)/m.exec(told) ?? []
  return { server_s: Number(server ?? 0), database_s: await databaseSeconds(sql) }
}

/** The postmaster and its children, from /proc; 0 where there is none. */
async function databaseSeconds(sql: Sql): Promise<number> {
  const [row] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`
  try {
    const parent = Number(statOf(row!.pid)[1])
    const family = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => ({ pid: Number(name), stat: tryStat(Number(name)) }))
      .filter(({ pid, stat }) => stat && (pid === parent || Number(stat[1]) === parent))
    return family.reduce((all, { stat }) => all + secondsOf(stat!), 0)
  } catch {
    return 0
  }
}

/** Fields of /proc/PID/stat from the state on: state, parent … */
const statOf = (pid: number) => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')
const tryStat = (pid: number) => {
  try {
    return statOf(pid)
  } catch {
    return null
  }
}
// Own time and that of children that ended.
const secondsOf = (stat: string[]) =>
  [11, 12, 13, 14].reduce((all, at) => all + Number(stat[at]), 0) / ticks_per_s

export async function trackFunctions(sql: Sql) {
  await sql.unsafe("alter system set track_functions = 'all'").simple()
  await sql`select pg_reload_conf()`
}

/** Own time of the database's functions since the last look, the longest first. */
export async function functionsOf(sql: Sql): Promise<{ name: string; self_ms: number }[]> {
  const rows = await sql<{ name: string; self_ms: number }[]>`
    select schemaname || '.' || funcname as name, sum(self_time) as self_ms
      from pg_stat_user_functions group by 1 having sum(self_time) > 1 order by 2 desc limit 14`
  await sql`select pg_stat_reset()`
  return [...rows]
}

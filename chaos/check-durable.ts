// Whether what was acknowledged was on the disk. No kill of a process shows a database that does not wait for
// its disk: the machine's memory outlives it. So the settings themselves are asked, of the server as it runs,
// of its files, roles and databases, of its log, and of every connection that wrote (witness.ts).
import { existsSync, readFileSync } from 'node:fs'
import type postgres from 'postgres'

const settings = ['fsync', 'full_page_writes', 'synchronous_commit']
const durable = new Set(['on', 'remote_apply'])

export async function whyNotDurable(sql: postgres.Sql, log_file: string | null): Promise<[string, string][]> {
  const wrong: [string, string][] = []
  const running = await sql<{ name: string; setting: string; source: string }[]>`
    select name, setting, source from pg_settings where name = any(${settings})`
  for (const { name, setting, source } of running)
    if (!durable.has(setting)) wrong.push([`${name} = ${setting}`, `in force, from ${source}`])
  const written = await sql<{ name: string; setting: string; sourcefile: string }[]>`
    select name, setting, sourcefile from pg_file_settings where name = any(${settings})`
  for (const { name, setting, sourcefile } of written)
    if (!durable.has(setting)) wrong.push([`${name} = ${setting}`, `in ${sourcefile}`])
  const given = await sql<{ told: string }[]>`
    select c as told from pg_db_role_setting s cross join unnest(s.setconfig) c
     where split_part(c, '=', 1) = any(${settings}) and split_part(c, '=', 2) not in ('on', 'remote_apply')`
  for (const { told } of given) wrong.push([told, 'for a role or a database'])
  const functions = await sql<{ told: string; name: string }[]>`
    select c as told, p.oid::regprocedure::text as name from pg_proc p cross join unnest(p.proconfig) c
     where split_part(c, '=', 1) = any(${settings})`
  for (const { told, name } of functions) wrong.push([told, `in ${name}`])
  if (log_file && existsSync(log_file)) {
    const said = readFileSync(log_file, 'utf8').match(
      /parameter "(fsync|full_page_writes|synchronous_commit)" .*/g,
    )
    for (const line of new Set(said ?? [])) wrong.push([line, 'in the log of the server'])
  }
  return [...wrong, ...(await witnessed(sql))]
}

async function witnessed(sql: postgres.Sql): Promise<[string, string][]> {
  const [there] = await sql<{ is: boolean }[]>`select to_regclass('chaos.witness') is not null as is`
  if (!there!.is) return []
  const seen = await sql<{ application: string; synchronous_commit: string; n: number }[]>`
    select application, synchronous_commit, count(*)::int as n from chaos.witness group by 1, 2`
  const [events] = await sql<{ n: number }[]>`select count(*)::int as n from platform.event`
  if (seen.length === 0 && events!.n > 0) return [['no witness', 'writes that no connection owned up to']]
  return seen
    .filter(({ synchronous_commit }) => !durable.has(synchronous_commit))
    .map(({ application, synchronous_commit, n }) => [
      `synchronous_commit = ${synchronous_commit}`,
      `as ${n} connections of "${application}" committed`,
    ])
}

// Which workers live. Each holds a lock of its name in a session of its own, which PostgreSQL lets go of when
// the process, the machine or the connection dies; a job whose worker holds none is free again. Without it
// the jobs of a killed worker would wait for hours. A job given away too early is done twice, which every
// task bears.
import pg from 'pg'

/** First half of the locks' key, so that they meet no others. */
const lock_class = 7_209_113
const sweep_ms = 2_000
const reconnect_ms = 500
/** A database that does not answer for so long is taken to be away. */
const answer_ms_max = 5_000
/** A worker just born may take a job before its lock is there. */
const grace = '500 milliseconds'

export type Alive = Awaited<ReturnType<typeof holdAlive>>

const freeOrphans = `
  with dead as (
    select distinct locked_by from graphile_worker._private_jobs j
     where locked_by is not null and locked_at < clock_timestamp() - interval '${grace}'
       and not exists (
         select from pg_locks l
          where l.locktype = 'advisory' and l.granted and l.objsubid = 2 and l.classid = ${lock_class}
            and l.database = (select oid from pg_database where datname = current_database())
            and l.objid::bigint = hashtext(j.locked_by)::bigint & 4294967295))
  select graphile_worker.force_unlock_workers(array(select locked_by from dead)) from dead limit 1`

export async function holdAlive(url: string) {
  const names = new Set<string>()
  let client: pg.Client | null = null
  let ended = false

  // One statement after the other: the session takes no second one meanwhile.
  let last: Promise<unknown> = Promise.resolve()
  const ask = (text: string, values: unknown[] = []) =>
    (last = last.catch(() => {}).then(() => client?.query(text, values)))
  // Shared: two names of one hash do not exclude each other.
  const lock = (name: string) => ask('select pg_advisory_lock_shared($1, hashtext($2))', [lock_class, name])

  async function open() {
    const limits = { connectionTimeoutMillis: answer_ms_max, query_timeout: answer_ms_max }
    const name = 'zhuguang alive'
    const fresh = new pg.Client({ connectionString: url, application_name: name, ...limits })
    fresh.on('error', () => {})
    fresh.once('end', () => {
      if (client === fresh) client = null
    })
    await fresh.connect()
    client = fresh
    for (const name of names) await lock(name)
  }

  const sweep = async () => {
    if (!client) await open()
    await ask(freeOrphans)
  }
  async function watch() {
    while (!ended) {
      const well = await sweep().then(
        () => true,
        () => false,
      )
      await new Promise<void>((done) => {
        wake = done
        setTimeout(done, well ? sweep_ms : reconnect_ms).unref()
      })
    }
  }
  let wake = () => {}
  await open()
  const watching = watch()

  return {
    /** From now on the jobs of this worker are its own. */
    live: (name: string) => {
      names.add(name)
      lock(name).catch(() => {})
    },
    /** What it still holds is anybody's. */
    die: (name: string) => {
      if (!names.delete(name)) return
      ask('select pg_advisory_unlock_shared($1, hashtext($2))', [lock_class, name]).catch(() => {})
    },
    end: async () => {
      ended = true
      wake()
      await watching
      await client?.end().catch(() => {})
    },
  }
}

// The limit to guessing passwords, for all servers together: better-auth asks before every call whether one
// address may make it. The count lives in the database, unlike that of ordinary requests, because a few
// guesses more matter here and a look-up does not.
import type pg from 'pg'

type Rule = { window: number; max: number }
const sweep_every_ms = 600_000

export function countAttempts(pool: pg.Pool) {
  let swept_at = 0
  async function sweep() {
    if (Date.now() - swept_at < sweep_every_ms) return
    swept_at = Date.now()
    await pool.query('delete from auth.attempt where ends_at < now()')
  }
  async function consume(key: string, { window, max }: Rule) {
    const { rows } = await pool.query<{ count: number; wait_s: number }>(
      `insert into auth.attempt as a (key, count, ends_at) values ($1, 1, now() + make_interval(secs => $2))
       on conflict (key) do update
          set count = case when a.ends_at <= now() then 1 else a.count + 1 end,
              ends_at = case when a.ends_at <= now() then excluded.ends_at else a.ends_at end
       returning count, ceil(extract(epoch from ends_at - now()))::int as wait_s`,
      [key, window],
    )
    await sweep()
    const { count, wait_s } = rows[0]!
    return count <= max ? { allowed: true, retryAfter: null } : { allowed: false, retryAfter: wait_s }
  }
  return { consume }
}

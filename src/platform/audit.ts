// Append-only audit. Rows are written in the command's transaction; a job links them into a hash chain
// afterwards, so that commands never queue for the chain's end. `verifyAudit` recomputes the whole of it.
import { createHash } from 'node:crypto'
import type { Actor } from './access.ts'
import type { Tx } from './db.ts'
import { newId } from './types.ts'

/** `detail` says what changed in codes and amounts; personal data does not belong in it. */
export async function audit(
  tx: Tx,
  actor: Actor,
  action: string,
  subject: { kind: string; id: string },
  detail: Record<string, unknown> = {},
) {
  await tx`
    insert into platform.audit (id, at, actor_id, actor_name, action, subject_kind, subject_id, detail)
    values (${newId()}, platform.clock(), ${actor.person_id}, ${actor.roles.join('+') || actor.name},
            ${action},
            ${subject.kind}, ${subject.id}, ${tx.json(detail as never)})`
}

type AuditRow = { id: string; canonical: string }
type Link = { seq: number; prev_hash: Buffer; hash: Buffer; canonical: string | null }

const first = Buffer.alloc(32)
const hashOf = (prev: Buffer, canonical: string) =>
  createHash('sha256').update(prev).update(canonical).digest()

// Text of the row that does not depend on the session's time zone or on JSON spelling: jsonb has one form.
// Two rows never share it, since each field keeps its place and its marks are escaped.
const fields = `a.id, extract(epoch from a.at), a.actor_id, a.actor_name, a.action, a.subject_kind,
                a.subject_id, a.detail`
const canonical = `jsonb_build_array(${fields})::text`
/** Links of the first form stay as they were made. */
const canonicalOf = `case l.form when 1 then concat_ws('|', ${fields}) else ${canonical} end`

/**
 * Links up to `limit` unlinked rows; returns how many. One caller at a time (advisory lock). `lately`
 * looks only at rows
 * around and after the last link, so that it stays cheap however long the audit is; without it all rows
 * are looked at.
 */
export async function linkAudit(tx: Tx, { limit = 2_000, lately = false } = {}): Promise<number> {
  await tx`select pg_advisory_xact_lock(hashtext('audit_link'))`
  const [last] = await tx<{ seq: number; hash: Buffer; at: string }[]>`
    select l.seq, l.hash, a.at from platform.audit_link l join platform.audit a on a.id = l.audit_id
     order by l.seq desc limit 1`
  const since = lately && last ? last.at : null
  const rows = await tx<AuditRow[]>`
    select a.id, ${tx.unsafe(canonical)} as canonical
      from platform.audit a
     where not exists (select 1 from platform.audit_link l where l.audit_id = a.id)
       and (${since}::timestamptz is null or a.at > ${since}::timestamptz - interval '10 minutes')
     order by a.at, a.id
     limit ${limit}`
  let prev: Buffer = last?.hash ?? first
  let seq = last?.seq ?? 0
  const links = rows.map((row) => {
    const hash = hashOf(prev, row.canonical)
    const link = { seq: ++seq, audit_id: row.id, prev_hash: prev, hash }
    prev = hash
    return link
  })
  if (links.length > 0) await tx`insert into platform.audit_link ${tx(links)}`
  return links.length
}

/**
 * Recomputes the chain. `broken_at` is the first link that does not hold, null when all hold. `unlinked`
 * rows wait for the
 * next link; `last_hash` (hex) stands for the whole chain.
 */
export async function verifyAudit(tx: Tx) {
  let prev: Buffer = first
  let checked = 0
  let expected = 1
  for (;;) {
    const links = await tx<Link[]>`
      select l.seq, l.prev_hash, l.hash,
             case when a.id is not null then ${tx.unsafe(canonicalOf)} end as canonical
        from platform.audit_link l left join platform.audit a on a.id = l.audit_id
       where l.seq >= ${expected}
       order by l.seq
       limit 5000`
    for (const link of links) {
      const holds =
        link.seq === expected &&
        link.prev_hash.equals(prev) &&
        link.canonical !== null &&
        hashOf(prev, link.canonical).equals(link.hash)
      if (!holds) return { checked, broken_at: expected, unlinked: 0, last_hash: null }
      prev = link.hash
      expected += 1
      checked += 1
    }
    if (links.length < 5_000) break
  }
  const [rows] = await tx<{ count: number }[]>`select count(*) from platform.audit`
  const last_hash = checked > 0 ? prev.toString('hex') : null
  return { checked, broken_at: null, unlinked: rows!.count - checked, last_hash }
}

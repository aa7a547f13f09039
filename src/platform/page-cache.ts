// Rendered pages of the anonymous tier, in memory: whole bodies with their compressed forms, so that an
// answer from here is a look-up and a write.
import { createHash } from 'node:crypto'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

export type Encoding = 'br' | 'gzip' | 'identity'
export type Kept = {
  etag: string
  expires_at: number
  version: string
  status: number
  /** Whether what it shows still holds. */
  holds: () => boolean
  bodies: Partial<Record<Encoding, Buffer>> & { identity: Buffer }
  /** What it counts against the limit, its compressed forms included. */
  bytes: number
}

const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }

export const etagOf = (body: string | Buffer) =>
  `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`

/** Chosen without parsing weights: every browser that names an encoding takes it. */
export function encodingOf(accepted: string | undefined): Encoding {
  if (!accepted) return 'identity'
  if (accepted.includes('br')) return 'br'
  return accepted.includes('gzip') ? 'gzip' : 'identity'
}

export const compress = (body: Buffer, encoding: Encoding): Buffer =>
  encoding === 'br' ? brotliCompressSync(body, brotli) : encoding === 'gzip' ? gzipSync(body) : body

/** Compressed once, when first asked for. */
export function bodyOf(kept: Kept, encoding: Encoding): Buffer {
  const known = kept.bodies[encoding]
  if (known) return known
  const made = compress(kept.bodies.identity, encoding)
  kept.bodies[encoding] = made
  return made
}

export function keep(html: string, rule: Omit<Kept, 'etag' | 'bodies' | 'bytes'>): Kept {
  const identity = Buffer.from(html)
  // The compressed forms come later but are counted now, so that the limit holds.
  const bytes = Math.ceil(identity.length * 1.5)
  return { ...rule, etag: etagOf(identity), bodies: { identity }, bytes }
}

/** At most `bytes_max`; the longest kept go first. */
export function makePageCache(bytes_max = 32 * 1024 * 1024) {
  const entries = new Map<string, Kept>()
  const rendering = new Map<string, Promise<Kept | null>>()
  let bytes = 0

  function drop(key: string) {
    const gone = entries.get(key)
    if (!gone) return
    entries.delete(key)
    bytes -= gone.bytes
  }
  function find(key: string, version: string, now: number): Kept | null {
    const found = entries.get(key)
    if (!found) return null
    if (found.version === version && found.expires_at > now && found.holds()) return found
    drop(key)
    return null
  }
  function put(key: string, kept: Kept) {
    drop(key)
    if (kept.bytes > bytes_max / 4) return
    entries.set(key, kept)
    bytes += kept.bytes
    for (const oldest of entries.keys()) {
      if (bytes <= bytes_max) break
      drop(oldest)
    }
  }
  /** Many askers of one missing page wait for one rendering. `render` may answer null: not to be kept. */
  async function findOrRender(key: string, render: () => Promise<Kept | null>): Promise<Kept | null> {
    const under_way = rendering.get(key)
    if (under_way) return under_way
    const made = render().finally(() => rendering.delete(key))
    rendering.set(key, made)
    const kept = await made
    if (kept) put(key, kept)
    return kept
  }
  return { find, findOrRender, size: () => ({ entries: entries.size, bytes }) }
}
export type PageCache = ReturnType<typeof makePageCache>

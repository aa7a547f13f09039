// The proof that every surface says one number: reads each as a client does, holds every price against the
// oracle, asks once more where they differ, since a price may begin while the proof runs, and keeps what
// stays different with the traces of both sides.
import { system } from '../../platform/access.ts'
import type { Db } from '../../platform/db.ts'
import type { Fen, Id } from '../../platform/types.ts'
import { catalog } from '../catalog/index.ts'
import { rawRows } from '../pricing/index.ts'
import { type Asker, eachOf } from './ask.ts'
import type { Difference, Surface, SurfaceCount } from './contract.ts'
import { type Oracle, makeOracle } from './oracle.ts'

/** One price that a surface said, between two moments. */
export type Said = {
  surface: Surface
  address: string
  sku_id: string
  places: readonly string[]
  channel: 'shop' | 'counter'
  node_id?: string
  fen: number | null
  from_ms: number
  to_ms: number
  trace?: Difference['shown_trace']
  /** Says it once more; null when it says it no longer. */
  again: () => Promise<Pick<Said, 'fen' | 'from_ms' | 'to_ms'> | null>
}
export type Found = Omit<Difference, 'no'>
export type Proof = { surfaces: SurfaceCount[]; prices: number; differences: number; found: Found[] }
/**
 * One surface: calls `say` for every price and returns how many answers it took. `named` are the places that
 * a row of the tables tells apart.
 */
export type Reading = {
  surface: Surface
  read: (say: (said: Said) => void, named: ReadonlySet<string>) => Promise<number>
}

/** So many are kept with their traces; all are counted. */
const kept_max = 1_000
/** How long a change needs to reach every process, and the tags. */
const settle_ms = 2_500
/** How often whoever waits is told how far it is. */
const tell_ms = 3_000

const oracleNow = (db: Db): Promise<Oracle> =>
  db.read(system, async (tx) => makeOracle(await rawRows(tx), catalog().skus))

/** How far a proof is; the last surface is still being read, and what differs in it not known yet. */
export type SoFar = Pick<Proof, 'surfaces' | 'prices' | 'differences'>
export type Tell = (so_far: SoFar) => Promise<void>

export async function prove(db: Db, ask: Asker, readings: readonly Reading[], tell?: Tell): Promise<Proof> {
  const proof: Proof = { surfaces: [], prices: 0, differences: 0, found: [] }
  for (const reading of readings) {
    const began = performance.now()
    const count: SurfaceCount = { surface: reading.surface, asked: 0, prices: 0, differences: 0, took_ms: 0 }
    const soFar = () => {
      const { surfaces, prices, differences } = proof
      return { surfaces: [...surfaces, count], prices: prices + count.prices, differences }
    }
    const stop = tellOften(async () => tell?.(soFar()))
    try {
      const found = await held(db, reading, count)
      const kept = found.slice(0, Math.max(0, kept_max - proof.found.length))
      for (const one of kept) proof.found.push(await explained(ask, one))
    } finally {
      await stop()
    }
    count.took_ms = Math.round(performance.now() - began)
    proof.surfaces.push(count)
    proof.prices += count.prices
    proof.differences += count.differences
  }
  return proof
}

/** Reads one surface, counts while it does, and returns what stays different. */
async function held(db: Db, { read }: Reading, count: SurfaceCount): Promise<Different[]> {
  const oracle = await oracleNow(db)
  const suspect: Said[] = []
  count.asked = await read((said) => {
    count.prices += 1
    if (!agrees(oracle, said)) suspect.push(said)
  }, oracle.named)
  const found = await askAgain(db, suspect)
  count.differences = found.length
  return found
}

/** At once and every few seconds, one after the other; nothing is told after `stop` has returned. */
function tellOften(tell: () => Promise<void>) {
  let failed: unknown = null
  let last = Promise.resolve()
  const once = () => {
    last = last.then(tell).catch((error: unknown) => {
      failed = error
    })
  }
  once()
  const timer = setInterval(once, tell_ms)
  return async () => {
    clearInterval(timer)
    await last
    if (failed) throw failed
  }
}

const expectedAt = (oracle: Oracle, { sku_id, places, channel }: Said, at_ms: number) =>
  oracle.expected({ sku_id, places, channel, at_ms })

/** Whether it is the price of any moment between the question and the answer. */
function agrees(oracle: Oracle, said: Said): boolean {
  for (let at_ms = said.from_ms; ; ) {
    const { fen, until_ms } = expectedAt(oracle, said, at_ms)
    if (fen === said.fen) return true
    if (until_ms > said.to_ms) return false
    at_ms = until_ms
  }
}

type Different = { said: Said; expected: ReturnType<typeof expectedAt>; at_ms: number }

/** All that differed are asked once more, after what changed meanwhile has arrived everywhere. */
async function askAgain(db: Db, suspect: readonly Said[]): Promise<Different[]> {
  if (suspect.length === 0) return []
  await new Promise((done) => setTimeout(done, settle_ms))
  const oracle = await oracleNow(db)
  const found: (Different | null)[] = suspect.map(() => null)
  await eachOf(suspect.entries(), async ([nth, before]) => {
    const now = await before.again()
    if (!now) return
    const said = { ...before, ...now }
    if (agrees(oracle, said)) return
    found[nth] = { said, expected: expectedAt(oracle, said, said.to_ms), at_ms: said.to_ms }
  })
  return found.filter((one) => one !== null)
}

/** With the three lines of the API beside the steps of the oracle. */
async function explained(ask: Asker, { said, expected, at_ms }: Different): Promise<Found> {
  const { surface, address, sku_id, places, channel, node_id, fen, trace } = said
  const place_code = places[0]!
  return {
    surface,
    address,
    sku_id: sku_id as Id,
    node_id: (node_id ?? null) as Id | null,
    place_code,
    channel,
    at: new Date(at_ms).toISOString(),
    shown_fen: fen as Fen | null,
    expected_fen: expected.fen,
    shown_trace: trace ?? (await traceOf(ask, said)),
    expected_trace: expected.trace,
  }
}

/** A surface that says the number alone is explained by what the API says of it: that is what people tap. */
async function traceOf(ask: Asker, { sku_id, places, channel }: Said): Promise<Difference['shown_trace']> {
  const [county_code] = places
  if (places.length < 4) return []
  const told = await ask(`/api/v1/prices/${sku_id}?county_code=${county_code}&channel=${channel}`)
  return told.status === 200 ? (JSON.parse(told.text) as { trace: Difference['shown_trace'] }).trace : []
}

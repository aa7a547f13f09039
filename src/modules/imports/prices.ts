// Rows of a prices file. What a second person has to see is marked while the file is read.
import { clockOf } from '../../platform/db.ts'
import { readSetting } from '../../platform/setting.ts'
import {
  type GivenPrice,
  bookOf,
  corridor,
  knownPlace,
  pricesChanged,
  stepsOf,
  takePrices,
} from '../pricing/index.ts'
import { findSkus } from './keys.ts'
import { type Applied, type Checked, type Job, type KindWork, plainCheck } from './kind-work.ts'
import { type Entry, note } from './record.ts'

const fenOf = ({ values }: Entry) => values.price ?? values.price_fen

const givenOf = (entry: Entry, sku_id: GivenPrice['sku_id']): GivenPrice => {
  const { place_code, channel, tier, starts_at, ends_at } = entry.values
  return {
    sku_id,
    place_code: String(place_code ?? 'CN'),
    channel: (channel ?? 'all') as GivenPrice['channel'],
    tier: (tier ?? 'retail') as GivenPrice['tier'],
    price_fen: Number(fenOf(entry)),
    starts_at: starts_at === undefined ? null : String(starts_at),
    ends_at: ends_at === undefined ? null : String(ends_at),
  }
}

const skusOf = ({ tx }: Job, entries: readonly Entry[]) =>
  findSkus(
    tx,
    entries.flatMap(({ values }) => (values.sku === undefined ? [] : [String(values.sku)])),
  )

async function check(job: Job, entries: readonly Entry[]): Promise<Checked[]> {
  const { tx, plan } = job
  const skus = await skusOf(job, entries)
  const corridor_bp = await readSetting(tx, corridor)
  const at = await clockOf(tx)
  const book = await bookOf(tx, [...skus.values()])
  return entries.map((entry): Checked => {
    const { values, faults, warnings } = entry
    const sku_id = skus.get(String(values.sku))
    if (values.sku !== undefined && !sku_id) faults.push(note(plan, 'sku', 'unknown_sku', values.sku))
    if (values.place_code !== undefined && !knownPlace(String(values.place_code)))
      faults.push(note(plan, 'place_code', 'unknown_place', values.place_code))
    const { starts_at, ends_at } = values
    if (ends_at !== undefined && String(ends_at) <= String(starts_at ?? at))
      faults.push(note(plan, 'ends_at', 'ends_before_start', ends_at))
    if (fenOf(entry) === undefined && faults.length === 0) faults.push(note(plan, 'price', 'missing', ''))
    if (faults.length > 0 || !sku_id) return plainCheck(entry, null)
    const given = givenOf(entry, sku_id)
    const [step] = stepsOf(book, [given], at)
    if (Math.abs(step!.step_bp) > corridor_bp)
      warnings.push(
        note(plan, values.price === undefined ? 'price_fen' : 'price', 'large_cut', step!.step_bp / 100),
      )
    const key = `${sku_id} ${given.place_code} ${given.channel} ${given.tier} ${given.starts_at ?? ''}`
    return { entry, key, numbers: [], was_fen: step!.was_fen }
  })
}

async function apply(job: Job, entries: readonly Entry[]): Promise<Applied[]> {
  const { tx, actor, plan, agreed } = job
  const skus = await skusOf(job, entries)
  const corridor_bp = await readSetting(tx, corridor)
  const fit = entries.filter(({ values }) => skus.has(String(values.sku)))
  const given = fit.map((entry) => ({
    ...givenOf(entry, skus.get(String(entry.values.sku))!),
    ...(agreed && { was_fen: entry.stored.was_fen }),
  }))
  const taken = await takePrices(tx, actor, given, { agreed, corridor_bp })
  const done = new Map<number, Applied>()
  taken.forEach((one, at) => {
    const told = ({ field, code, value }: { field: string; code: string; value: string }) =>
      note(plan, field === 'price' && !plan.fields.price ? 'price_fen' : field, code, value)
    done.set(
      fit[at]!.row,
      'fault' in one
        ? { outcome: 'rejected', faults: [told(one.fault)] }
        : { outcome: one.outcome, warnings: one.left_out.map(told) },
    )
  })
  return entries.map(({ row, values }) => {
    const gone: Applied = { outcome: 'rejected', faults: [note(plan, 'sku', 'unknown_sku', values.sku)] }
    return done.get(row) ?? gone
  })
}

export const prices: KindWork = {
  key_field: 'sku',
  check,
  apply,
  tell: ({ tx, actor }) => pricesChanged(tx, actor),
}

// npm run import -- products|stores|stock|prices FILE [--mapping NAME] [--dry-run] [--json]: takes in a file
// as the house itself, with or without a running server, into an empty DATA_DIR too. Ends with 0 when every
// row was taken, 2 when some were refused, 1 when nothing was written.
import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { openCatalog } from '../modules/catalog/index.ts'
import * as imports from '../modules/imports/index.ts'
import { openPlaces } from '../modules/places/index.ts'
import { openPrices } from '../modules/pricing/index.ts'
import { system } from '../platform/access.ts'
import type { Config } from '../platform/config.ts'
import { migrate } from '../platform/migrate.ts'
import { Refused } from '../platform/refusal.ts'
import { type Storage, openStorage } from '../storage.ts'

const usage = `usage: npm run import -- ${imports.fileKinds.join('|')} FILE.csv|FILE.xlsx
         [--mapping NAME|FILE.json] [--dry-run] [--json]`
const shown_max = 20

type Wish = { kind: imports.FileKind; path: string; mapping: imports.Mapping | null; dry_run: boolean }

function wishOf(args: string[]): Wish & { json: boolean } {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      mapping: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  })
  const [kind, path, ...more] = positionals
  const known = imports.fileKinds.find((one) => one === kind)
  if (!known || !path || more.length > 0) throw new Error(usage)
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) throw new Error(`there is no file ${path}`)
  return {
    kind: known,
    path,
    mapping: values.mapping === undefined ? null : mappingAt(values.mapping),
    dry_run: values['dry-run'],
    json: values.json,
  }
}

function mappingAt(name: string): imports.Mapping {
  const known = imports.mappingNamed(name)
  if (known) return known
  if (!name.endsWith('.json'))
    throw new Error(`unknown mapping ${name}: ${imports.mappings.map((one) => one.name).join(' | ')}`)
  const read = imports.Mapping.safeParse(JSON.parse(readFileSync(name, 'utf8')))
  if (!read.success) throw new Error(`${name} is no mapping: ${read.error.issues[0]?.message}`)
  return read.data
}

type Say = (line: string) => void

/** Returns the exit code. */
export async function importFile(config: Config, args: string[]): Promise<number> {
  const { json, ...wish } = wishOf(args)
  const say: Say = (line) => process.stderr.write(`${line}\n`)
  const storage = await openStorage({ ...config, STATEMENT_TIMEOUT_MS: 120_000 }, { mode: 'join' })
  try {
    await migrate(storage.url)
    // Goods are known by their numbers when goods are read; what is kept in memory of them serves the others.
    if (wish.kind !== 'products') await openMemory(storage)
    const id = await take(storage, wish, say)
    return await report(storage, id, { json, say })
  } catch (error) {
    throw error instanceof Refused ? new Error(explained(error)) : error
  } finally {
    await storage.close()
  }
}

async function openMemory({ db }: Storage) {
  await openPlaces(db)
  await openCatalog(db)
  await openPrices(db)
}

async function take({ db }: Storage, wish: Wish, say: Say): Promise<string> {
  const { kind, path, dry_run } = wish
  const hash = await imports.hashOf(path)
  const rows = imports.readTable(path)[Symbol.asyncIterator]()
  const first = await rows.next()
  if (first.done) throw new Error('the file is empty')
  const { mapping, plan, headers } = imports.planOf(kind, first.value.cells, wish.mapping)
  say(`mapping: ${mapping.name}`)
  if (plan.unused.length > 0) say(`columns without a place with us: ${plan.unused.join(' · ')}`)
  if (plan.missing.length > 0 && mapping.source !== 'own')
    say(`not in this file: ${plan.missing.join(' · ')}`)
  const open = dry_run
    ? null
    : await db.read(system, (tx) => imports.unfinished(tx, { kind, hash, mapping: mapping.name }))
  if (open) say(`going on at row ${open.last_row} of an import that was cut short`)
  const file = { kind, name: basename(path), bytes: statSync(path).size, hash, mapping: mapping.name, plan }
  const id =
    open?.id ??
    (await db.command(system, (tx) => imports.addFile(tx, system, { ...file, dry_run, state: 'reading' })))
  if (!open || open.state === 'reading') await imports.readInto(db, system, id, { rows, headers, plan })
  await rows.return?.(undefined)
  if (dry_run) await imports.rehearse(db, system, id)
  else await imports.applyAll(db, system, id)
  return id
}

async function report(
  { db }: Storage,
  id: string,
  { json, say }: { json: boolean; say: Say },
): Promise<number> {
  const { file, rows, created, updated, unchanged, rejected } = await imports.summaryOf(db, system, id)
  const totals = { rows, created, updated, unchanged, rejected }
  const faults = await db.read(system, (tx) => imports.faultsOf(tx, id, shown_max))
  for (const { row, column, code, value } of faults)
    say(`row ${row}, ${column}: ${code}${value === '' ? '' : ` (${value})`}`)
  if (file.state === 'held') say(held(file.held_for, rejected, rows))
  if (json) process.stdout.write(`${JSON.stringify(totals)}\n`)
  else
    process.stdout.write(
      `${rows} rows: ${created} created, ${updated} updated, ${unchanged} unchanged, ${rejected} rejected` +
        `${file.dry_run ? ' (dry run: nothing was written)' : ''}\n`,
    )
  if (rejected > 0) return 2
  return file.state === 'done' ? 0 : 1
}

function held(why: string | null, rejected: number, rows: number) {
  return why === 'rejects'
    ? `the file is held: ${rejected} of ${rows} rows are refused, more than 2 %; nothing was written`
    : 'the file is held: it moves a price further than one person may; a second one has to agree in the console'
}

function explained({ reason, facts }: Refused): string {
  const told = Object.entries(facts).map(([name, value]) => `${name}: ${[value].flat().join(' · ')}`)
  return [reason, ...told].join('; ')
}

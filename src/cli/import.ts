// npm run import -- products|stores|stock|prices FILE [--mapping NAME] [--dry-run] [--json]: takes in a file
// as the house itself, with or without a running server, into an empty DATA_DIR too. Ends with 0 when every
// row was taken, 2 when some were refused, 1 when nothing was written. A person's key in ZHUGUANG_KEY makes
// the file that person's, as if it were sent on screen: prices are then proposed, and a second one agrees.
import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { registerKinds } from '../modules/control/index.ts'
import * as imports from '../modules/imports/index.ts'
import { actorByKey, demoKey, demoKeys } from '../modules/people/index.ts'
import { openPlaces } from '../modules/places/index.ts'
import { type Actor, system } from '../platform/access.ts'
import type { Config } from '../platform/config.ts'
import { migrate } from '../platform/migrate.ts'
import { Refused } from '../platform/refusal.ts'
import { type Storage, openStorage } from '../storage.ts'

const usage = `usage: npm run import -- ${imports.fileKinds.join('|')} FILE.csv|FILE.xlsx
         [--mapping NAME|FILE.json] [--dry-run] [--json] [--as ${demoKeys.join('|')}]
Files are the house's own, or of the person whose API key stands in ZHUGUANG_KEY (--as: a demo person).`
const shown_max = 20

type Wish = { kind: imports.FileKind; path: string; mapping: imports.Mapping | null; dry_run: boolean }

function wishOf(args: string[]): Wish & { json: boolean; as: string | null } {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      mapping: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      as: { type: 'string' },
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
    as: values.as ?? null,
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
  const { json, as, ...wish } = wishOf(args)
  const say: Say = (line) => process.stderr.write(`${line}\n`)
  const storage = await openStorage({ ...config, STATEMENT_TIMEOUT_MS: 120_000 }, { mode: 'join' })
  try {
    await migrate(storage.url)
    // Of goods and prices only those a chunk names are read, so that memory does not grow with the house.
    if (wish.kind !== 'products') await openPlaces(storage.db)
    const actor = await actorFor(storage, wish.kind, as)
    const id = await take(storage, actor, wish, say)
    return await report(storage, actor, id, { json, say })
  } catch (error) {
    throw error instanceof Refused ? new Error(explained(error)) : error
  } finally {
    await storage.close()
  }
}

/** The key is proof, so nobody proposes in another's name; it stands where no other process may look. */
async function actorFor({ db }: Storage, kind: imports.FileKind, as: string | null): Promise<Actor> {
  const key = process.env.ZHUGUANG_KEY ?? (as && (await keyOf(db, as)))
  if (!key) return system
  registerKinds(imports.changeKinds)
  const actor = await actorByKey(db, key)
  if (!actor) throw new Error('ZHUGUANG_KEY is no key, or one that was revoked')
  if (!actor.permissions.has(imports.permissionOf[kind]))
    throw new Error(`${actor.name} may not send ${kind}: ${imports.permissionOf[kind]} is not granted`)
  return actor
}

async function keyOf(db: Storage['db'], as: string): Promise<string> {
  if (!demoKeys.includes(as)) throw new Error(usage)
  return db.command(system, (tx) => demoKey(tx, as))
}

async function take({ db }: Storage, actor: Actor, wish: Wish, say: Say): Promise<string> {
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
  const same = { kind, hash, mapping: mapping.name }
  const person = actor.person_id !== null
  const held = person && !dry_run ? await db.read(actor, (tx) => imports.unproposed(tx, same)) : null
  if (held) {
    await rows.return?.(undefined)
    await db.command(actor, (tx) => imports.releaseFile(tx, actor, held.id))
    return held.id
  }
  const open = dry_run ? null : await db.read(actor, (tx) => imports.unfinished(tx, actor, same))
  if (open) say(`going on at row ${open.last_row} of an import that was cut short`)
  const file = { ...same, name: basename(path), bytes: statSync(path).size, plan, dry_run }
  const id =
    open?.id ?? (await db.command(actor, (tx) => imports.addFile(tx, actor, { ...file, state: 'reading' })))
  if (!open || open.state === 'reading') await imports.readInto(db, actor, id, { rows, headers, plan })
  await rows.return?.(undefined)
  if (dry_run) await imports.rehearse(db, actor, id)
  // Prices two people have agreed to are written by the house in their names.
  else await imports.applyAll(db, kind === 'prices' ? system : actor, id)
  return id
}

async function report(
  { db }: Storage,
  actor: Actor,
  id: string,
  { json, say }: { json: boolean; say: Say },
): Promise<number> {
  const { file, rows, created, updated, unchanged, rejected } = await imports.summaryOf(db, actor, id)
  const totals = { rows, created, updated, unchanged, rejected }
  const faults = await db.read(actor, (tx) => imports.faultsOf(tx, id, shown_max))
  for (const { row, column, code, value } of faults)
    say(`row ${row}, ${column}: ${code}${value === '' ? '' : ` (${value})`}`)
  if (file.state === 'held') say(held(file.held_for, rejected, rows))
  if (file.state === 'waiting')
    say(`proposed by ${actor.name}: nothing is written until a second person agrees in the console`)
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
    : 'the file is held: it moves a price further than the house does alone. Propose it: run this again with the\n' +
        'API key of who proposes in ZHUGUANG_KEY, or let it go on in the console; a second person then agrees'
}

function explained({ reason, facts }: Refused): string {
  const told = Object.entries(facts).map(([name, value]) => `${name}: ${[value].flat().join(' · ')}`)
  return [reason, ...told].join('; ')
}

// A mapping turns the columns of a foreign feed into our fields. Columns are found by their headers, wherever
// they stand and however they are spelled; what finds no place is told, never guessed.
import { z } from 'zod'
import { type Field, type FileKind, fieldOf, fieldsOf, fileKinds } from './fields.ts'
import { type Unit, isUnit, sameKind, unitNamed } from './units.ts'

const Source = z.strictObject({
  /** Headers, the best first: a later one is read where the earlier are empty. */
  from: z.array(z.string().min(1).max(200)).max(12).default([]),
  unit: z.string().refine(isUnit).optional(),
  /** Words of the feed → ours; null says nothing, `*` stands for every other word. */
  choices: z.record(z.string(), z.string().nullable()).optional(),
  /** For a field that no column says: the same for every row. */
  value: z.string().max(200).optional(),
  /** Put before what is read. */
  prefix: z.string().max(20).optional(),
})
export const Mapping = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/),
  title: z.string().max(120),
  kind: z.enum(fileKinds),
  /** Whose numbers the keys are: two feeds may use one number for different goods. */
  source: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/),
  /** Headers that only such a file has: one of them at least must be there. */
  signs: z.array(z.string().min(1).max(200)).max(12).default([]),
  fields: z.record(z.string().max(60), Source),
})
export type Mapping = z.infer<typeof Mapping>

export const Column = z.strictObject({ column: z.string(), unit: z.string().refine(isUnit).nullable() })
/** A mapping laid on the headers of one file. */
export const Plan = z.strictObject({
  source: z.string(),
  fields: z.record(
    z.string(),
    z.strictObject({
      columns: z.array(Column),
      choices: z.record(z.string(), z.string().nullable()).nullable(),
      value: z.string().nullable(),
      prefix: z.string(),
    }),
  ),
  /** Headers of the file that feed nothing. */
  unused: z.array(z.string()),
  /** Fields of the mapping that found no column. */
  missing: z.array(z.string()),
})
export type Plan = z.infer<typeof Plan>

/** Our own files: every field by its name and its words. */
export const ownMapping = (kind: FileKind): Mapping => ({
  name: `own-${kind}`,
  title: `逐光 ${kind}`,
  kind,
  source: 'own',
  signs: [],
  fields: Object.fromEntries(
    fieldsOf(kind).map((field) => [field.name, { from: [field.name, ...field.names] }]),
  ),
})

const bracket = /[([（]([^()[\]（）]*)[)\]）]\s*$/

/** The words of a header without its unit: spelling, spaces and signs differ from year to year. */
function wordsOf(header: string): string {
  const rest = unitOf(header) ? header.replace(bracket, '') : header
  return rest
    .toLowerCase()
    .replaceAll(/\bnumbers?\b|\bno\./g, 'number')
    .replaceAll(/[^\p{L}\p{N}%]+/gu, ' ')
    .replaceAll(/\b(at|of|the|for|in|per|on|a)\b/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

function unitOf(header: string): Unit | null {
  const last = bracket.exec(header.trim())
  return last ? unitNamed(last[1]!) : null
}

/** How alike two headers are, 0 to 1: the share of words both have. */
function likeness(a: string, b: string): number {
  if (a === b) return 1
  const [one, two] = [new Set(a.split(' ')), new Set(b.split(' '))]
  const both = [...one].filter((word) => two.has(word)).length
  return both / (one.size + two.size - both)
}

const alike = 0.75

function findColumn(wanted: string, headers: readonly string[], taken: ReadonlySet<string>): string | null {
  const exact = headers.find((header) => header === wanted.trim())
  if (exact) return exact
  const words = wordsOf(wanted)
  const scored = headers
    .filter((header) => !taken.has(header))
    .map((header) => ({ header, score: likeness(wordsOf(header), words) }))
    .filter(({ score }) => score >= alike)
    .sort((a, b) => b.score - a.score)
  // Two that are equally alike decide nothing.
  if (scored.length > 1 && scored[0]!.score < 1 && scored[0]!.score === scored[1]!.score) return null
  return scored[0]?.header ?? null
}

function unitFor(field: Field, header: string, given: Unit | undefined): Unit | null {
  if (field.read !== 'number') return null
  const told = unitOf(header)
  const own = field.unit
  const base = given ?? own
  if (told && base && sameKind(told, base)) return told === own ? null : told
  return given && given !== own ? given : null
}

export function layOn(mapping: Mapping, headers: readonly string[]): Plan {
  const clean = headers.map((header) => header.trim()).filter((header) => header !== '')
  const named = Object.values(mapping.fields).flatMap(({ from }) => from.map((one) => one.trim()))
  const taken = new Set(clean.filter((header) => named.includes(header)))
  const used = new Set<string>()
  const missing: string[] = []
  const fields: Plan['fields'] = {}
  for (const [name, source] of Object.entries(mapping.fields)) {
    const field = fieldOf(mapping.kind, name)
    if (!field) throw new Error(`mapping ${mapping.name} names ${name}, which no row of ${mapping.kind} has`)
    const columns: Plan['fields'][string]['columns'] = []
    for (const wanted of source.from) {
      const column = findColumn(wanted, clean, taken)
      if (column === null || columns.some((one) => one.column === column)) continue
      columns.push({ column, unit: unitFor(field, column, source.unit as Unit | undefined) })
      used.add(column)
    }
    if (columns.length === 0 && source.value === undefined) missing.push(name)
    else
      fields[name] = {
        columns,
        choices: source.choices ?? null,
        value: source.value ?? null,
        prefix: source.prefix ?? '',
      }
  }
  return { source: mapping.source, fields, missing, unused: clean.filter((header) => !used.has(header)) }
}

/** The fields a file of this kind cannot do without that no column or word gives. */
export const lacking = (kind: FileKind, plan: Plan): string[] =>
  fieldsOf(kind)
    .filter((field) => field.must && plan.fields[field.name] === undefined)
    .map((field) => field.name)

export type Detected = { mapping: Mapping; plan: Plan; score: number }

const enough = 0.6
const none: ReadonlySet<string> = new Set()

/**
 * The mapping whose headers the file has. Among those that lack nothing that must be, the one that explains
 * most of the file; null when none explains enough or two explain it equally well.
 */
export function detect(
  kind: FileKind,
  mappings: readonly Mapping[],
  headers: readonly string[],
): Detected | null {
  const clean = [...new Set(headers.map((header) => header.trim()).filter(Boolean))]
  const fitting = mappings
    .filter((mapping) => mapping.kind === kind)
    .filter(({ signs }) => signs.length === 0 || signs.some((sign) => findColumn(sign, clean, none) !== null))
    .map((mapping) => ({ mapping, plan: layOn(mapping, headers) }))
    .filter(({ plan }) => lacking(kind, plan).length === 0)
    .map((one) => ({ ...one, score: scoreOf(one.mapping, one.plan, clean.length) }))
    .sort((a, b) => b.score - a.score)
  const [best, next] = fitting
  if (!best || best.score < enough || (next && next.score === best.score)) return null
  return best
}

// Own files may say few of our many fields, so for them the columns count that found a place. Of feeds the
// one that finds most of what it asks for: a list may be a longer one of another with some columns more.
function scoreOf(mapping: Mapping, plan: Plan, columns: number): number {
  if (mapping.source === 'own') return columns === 0 ? 0 : (columns - plan.unused.length) / columns
  const asked = Object.values(mapping.fields).filter(({ from }) => from.length > 0).length
  const found = Object.values(plan.fields).filter((one) => one.columns.length > 0).length
  return found / asked < enough ? 0 : found + found / asked
}

// Reads what the walls test judges: every source file with its imports and the SQL in its strings, and every
// migration. Nothing is judged here.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { parseSync } from 'vite'

export type Floors = Record<string, Record<string, string[]>>
export type House = { floors: Floors; files: Record<string, string> }
/** `sure` text is SQL as a whole (a tagged template); other strings only count where they name a schema. */
export type SqlText = { text: string; sure: boolean }
export type Source = { imports: string[]; packages: string[]; computed: boolean; sql: SqlText[] }

export function readHouse(root: string): House {
  const files: Record<string, string> = {}
  for (const folder of ['src', 'migrations']) {
    if (!existsSync(join(root, folder))) continue
    for (const path of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      if (!/\.(ts|tsx|mts|mjs|js|jsx|sql)$/.test(path) || path.endsWith('.d.mts')) continue
      files[`${folder}/${path}`] = readFileSync(join(root, folder, path), 'utf8')
    }
  }
  return { floors: JSON.parse(readFileSync(join(root, 'src/house.json'), 'utf8')), files }
}

/** Rooms of the plan that have no folder yet. */
export function emptyPlans({ floors, files }: House): string[] {
  const rooms = Object.values(floors).flatMap((floor) => Object.keys(floor))
  return rooms.filter((room) => !Object.keys(files).some((path) => path.startsWith(`src/modules/${room}/`)))
}

type Node = { type: string; [key: string]: unknown }

/** Imports of every form (types and workers too) relative to the root, packages by name, SQL. */
export function parseSource(path: string, text: string): Source {
  const { program, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`)
  const source: Source = { imports: [], packages: [], computed: false, sql: [] }
  walk(program as unknown as Node, (node) => {
    const target = importedBy(node)
    if (target === null) source.computed = true
    else if (target?.startsWith('.')) source.imports.push(resolveImport(path, target))
    else if (target !== undefined) source.packages.push(target)
    const sql = stringOf(node)
    if (sql) source.sql.push(sql)
  })
  return source
}

// undefined: not an import at all; null: an import of something computed.
function importedBy(node: Node): string | null | undefined {
  if (/^(Import|ExportNamed|ExportAll)Declaration$/.test(node.type)) {
    return node.source ? literal(node.source as Node) : undefined
  }
  if (node.type === 'ImportExpression' || node.type === 'TSImportType') return literal(node.source as Node)
  if (node.type === 'TSExternalModuleReference') return literal(node.expression as Node)
  const callee = node.callee as Node | undefined
  const args = node.arguments as Node[] | undefined
  const required =
    node.type === 'CallExpression' && callee?.type === 'Identifier' && callee.name === 'require'
  if (required && args?.[0]) return literal(args[0])
  // new URL('./worker.ts', import.meta.url) is how workers and files are named; only source files matter.
  if (node.type === 'NewExpression' && callee?.name === 'URL' && args?.[1]?.type === 'MemberExpression') {
    const named = args[0] && literal(args[0])
    return named?.startsWith('.') && /\.(ts|tsx|mjs|js)$/.test(named) ? named : undefined
  }
  return undefined
}

function literal(node: Node): string | null {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value
  if (node.type === 'TSLiteralType') return literal(node.literal as Node)
  const quasis = node.quasis as { value: { cooked: string } }[] | undefined
  return node.type === 'TemplateLiteral' && quasis?.length === 1 ? (quasis[0]?.value.cooked ?? null) : null
}

function stringOf(node: Node): SqlText | null {
  if (node.type === 'TaggedTemplateExpression') return { text: template(node.quasi as Node), sure: true }
  if (node.type === 'TemplateLiteral') return { text: template(node), sure: false }
  if (node.type === 'Literal' && typeof node.value === 'string') return { text: node.value, sure: false }
  // 'insert into ' + 'stock.level' is one text
  if (node.type === 'BinaryExpression' && node.operator === '+') return { text: joined(node), sure: false }
  return null
}

const template = (node: Node) =>
  (node.quasis as { value: { raw: string } }[]).map((quasi) => quasi.value.raw).join(' ${} ')

function joined(node: Node): string {
  if (node.type === 'BinaryExpression') return joined(node.left as Node) + joined(node.right as Node)
  return node.type === 'TemplateLiteral' ? template(node) : (literal(node) ?? ' ${} ')
}

function walk(node: Node, visit: (node: Node) => void): void {
  visit(node)
  for (const child of Object.values(node)) {
    if (Array.isArray(child)) {
      for (const item of child) if (isNode(item)) walk(item, visit)
    } else if (isNode(child)) walk(child, visit)
  }
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'

const resolveImport = (path: string, target: string) =>
  normalize(join(dirname(path), target.replace(/[?#].*$/, '')))

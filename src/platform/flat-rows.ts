// An answer's items as rows of a table: its schema gives the columns, nested fields as `a.b`.
import { z } from 'zod'
import type { Endpoint } from './endpoint.ts'

type Schema = {
  type?: string | string[]
  properties?: Record<string, Schema>
  items?: Schema
  anyOf?: Schema[]
}
export type Flat = { columns: string[]; rowOf: (item: unknown) => Value[] }
export type Value = string | number | boolean | null

const depth_max = 3
const isOpen = (schema: Schema): Schema | null =>
  schema.properties ? schema : (schema.anyOf?.find((one) => one.properties) ?? null)

function columnsIn(schema: Schema, prefix: string, depth: number): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const inner = depth < depth_max ? isOpen(field) : null
    return inner ? columnsIn(inner, `${prefix}${name}.`, depth + 1) : [`${prefix}${name}`]
  })
}

function valueAt(item: unknown, path: readonly string[]): Value {
  let value: unknown = item
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return null
    value = (value as Record<string, unknown>)[name]
  }
  if (value === undefined || value === null) return null
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string') return value
  const simple = Array.isArray(value) && value.every((one) => typeof one !== 'object')
  return simple ? (value as unknown[]).join(' · ') : JSON.stringify(value)
}

/** null: the endpoint answers with no list. */
export function flatOf(endpoint: Pick<Endpoint, 'method' | 'reply'>): Flat | null {
  if (endpoint.method !== 'GET') return null
  const reply = z.toJSONSchema(endpoint.reply, {
    io: 'output',
    unrepresentable: 'any',
    reused: 'inline',
  }) as Schema
  const item = reply.properties?.items?.items
  if (!item?.properties) return null
  const columns = columnsIn(item, '', 1)
  const paths = columns.map((column) => column.split('.'))
  return { columns, rowOf: (row) => paths.map((path) => valueAt(row, path)) }
}

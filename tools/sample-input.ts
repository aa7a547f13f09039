// A valid input for an endpoint, from its own schema: examples first, else the plainest value that fits.
import { z } from 'zod'
import type { Endpoint } from '../src/platform/endpoint.ts'

type Schema = {
  type?: string
  const?: unknown
  enum?: unknown[]
  examples?: unknown[]
  default?: unknown
  anyOf?: Schema[]
  allOf?: Schema[]
  items?: Schema
  prefixItems?: Schema[]
  minItems?: number
  minLength?: number
  minimum?: number
  exclusiveMinimum?: number
  format?: string
  pattern?: string
  properties?: Record<string, Schema>
  required?: string[]
  $ref?: string
}

/** Texts that fit the patterns our contracts use. */
const texts = [
  'x',
  '510107',
  '510107001',
  '13800000000',
  '6901234567892',
  '123456',
  'shop',
  '2026-12-01',
  'a@example.com',
]
const formats: Record<string, string> = {
  uuid: '0198f3a2-7b1c-7d3e-8f45-6789abcdef01',
  date: '2026-12-01',
  'date-time': '2026-12-01T08:00:00Z',
  email: 'a@example.com',
  uri: 'https://example.com/',
}

function textFor({ format, pattern, minLength = 0 }: Schema): string {
  if (format && formats[format]) return formats[format]
  const long = [...texts, 'x'.repeat(Math.max(1, minLength)), '4'.repeat(Math.max(1, minLength))]
  const fits = pattern ? new RegExp(pattern, 'u') : /^/
  return long.find((text) => text.length >= minLength && fits.test(text)) ?? 'x'
}

/** `known` gives values by field name, so that an id in a body can be chosen as one in a path is. */
function valueOf(schema: Schema, name: string, known: Record<string, unknown>): unknown {
  if (name in known && schema.type === 'string') return known[name]
  if (schema.const !== undefined) return schema.const
  if (schema.examples?.length) return schema.examples[0]
  if (schema.enum?.length) return schema.enum[0]
  const option = schema.anyOf?.find((one) => one.type !== 'null') ?? schema.allOf?.[0]
  if (option) return valueOf(option, name, known)
  if (schema.type === 'array')
    return (schema.prefixItems ?? [schema.items ?? {}])
      .flatMap((item) => Array.from({ length: Math.max(1, schema.minItems ?? 1) }, () => item))
      .map((item) => valueOf(item, name.replace(/s$/, ''), known))
  if (schema.type === 'object') {
    const fields = Object.entries(schema.properties ?? {}).filter(([field, { default: given }]) => {
      return field in known || (given === undefined && (schema.required ?? []).includes(field))
    })
    return Object.fromEntries(fields.map(([field, inner]) => [field, valueOf(inner, field, known)]))
  }
  if (schema.type === 'integer' || schema.type === 'number')
    return Math.max(schema.minimum ?? 1, (schema.exclusiveMinimum ?? 0) + 1, 1)
  return schema.type === 'boolean' ? true : textFor(schema)
}

export type Sample = { path: string; body: Record<string, unknown> | undefined; fields: string[] }

/** The request for an endpoint: path with its parameters and query, and the body where there is one. */
export function sampleRequest(endpoint: Endpoint, known: Record<string, unknown> = {}): Sample {
  const schema = z.toJSONSchema(endpoint.input, { io: 'input', unrepresentable: 'any', reused: 'inline' })
  const input = valueOf({ type: 'object', ...(schema as Schema) }, '', known) as Record<string, unknown>
  const names = [...endpoint.path.matchAll(/:(\w+)/g)].map(([, name]) => name!)
  let path = endpoint.path
  for (const name of names)
    path = path.replace(`:${name}`, encodeURIComponent(String(known[name] ?? input[name])))
  const rest = Object.fromEntries(Object.entries(input).filter(([name]) => !names.includes(name)))
  if (endpoint.method !== 'GET' && endpoint.method !== 'DELETE')
    return { path, body: rest, fields: fieldsOf(schema as Schema) }
  const query = new URLSearchParams(Object.entries(rest).map(([name, value]) => [name, String(value)]))
  return {
    path: query.size > 0 ? `${path}?${query}` : path,
    body: undefined,
    fields: fieldsOf(schema as Schema),
  }
}

/** Names of all fields anywhere in a schema. */
function fieldsOf(schema: Schema): string[] {
  const inner = [
    schema.items,
    ...(schema.anyOf ?? []),
    ...(schema.allOf ?? []),
    ...(schema.prefixItems ?? []),
  ]
  const own = Object.entries(schema.properties ?? {})
  return [
    ...own.flatMap(([name, one]) => [name, ...fieldsOf(one)]),
    ...inner.flatMap((one) => (one ? fieldsOf(one) : [])),
  ]
}

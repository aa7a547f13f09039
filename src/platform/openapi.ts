// The route table as an OpenAPI 3.1 document.
import { z } from 'zod'
import type { Endpoint } from './endpoint.ts'

type Json = Record<string, unknown>
const schemaOf = (type: z.ZodType, io: 'input' | 'output') => {
  const { $schema: _, ...schema } = z.toJSONSchema(type, {
    io,
    unrepresentable: 'any',
    reused: 'inline',
  }) as Json
  return schema
}

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'reason'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    reason: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'reason', 'detail'],
        properties: { pointer: { type: 'string' }, reason: { type: 'string' }, detail: { type: 'string' } },
      },
    },
    facts: { type: 'object' },
    request_id: { type: 'string' },
  },
}

const problemAnswer = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
})
const problems = {
  400: problemAnswer('The request could not be read'),
  401: problemAnswer('Sign in first'),
  403: problemAnswer('Not allowed'),
  404: problemAnswer('Not there, or not yours'),
  409: problemAnswer('Not possible in the present state, or the key was used with other input'),
  413: problemAnswer('Too large'),
  415: problemAnswer('This content type is not understood'),
  422: problemAnswer('The input is not valid; `errors` points at what'),
  429: problemAnswer('Too many requests'),
  503: problemAnswer('Not available right now; try again after Retry-After'),
}

// What a partner sends, not what the handler gets: any JSON body, and the three signed headers.
function signedOperation(endpoint: Endpoint): Json {
  const header = (name: string) => ({ name, in: 'header', required: true, schema: { type: 'string' } })
  const inPath = [...endpoint.path.matchAll(/:(\w+)/g)].map(([, name]) => name!)
  const path = schemaOf(endpoint.input, 'input').properties as Record<string, Json>
  return {
    operationId: endpoint.id,
    summary: endpoint.summary,
    tags: [endpoint.path.split('/')[1]],
    'x-permission': endpoint.permission,
    ...(endpoint.refusals && { 'x-refusals': endpoint.refusals }),
    'x-fuzz': 'skip',
    security: [{}],
    parameters: [
      ...inPath.map((name) => ({ name, in: 'path', required: true, schema: path[name] })),
      ...['webhook-id', 'webhook-timestamp', 'webhook-signature'].map(header),
    ],
    requestBody: { required: true, content: { 'application/json': { schema: { type: 'object' } } } },
    responses: {
      200: {
        description: 'Done',
        content: { 'application/json': { schema: schemaOf(endpoint.reply, 'output') } },
      },
      ...problems,
    },
  }
}

function operation(endpoint: Endpoint): Json {
  if (endpoint.signed) return signedOperation(endpoint)
  const {
    properties = {},
    required = [],
    ...rest
  } = schemaOf(endpoint.input, 'input') as Json & {
    properties?: Record<string, Json>
    required?: string[]
  }
  const inPath = [...endpoint.path.matchAll(/:(\w+)/g)].map(([, name]) => name!)
  const others = Object.keys(properties).filter((name) => !inPath.includes(name))
  const inQuery = endpoint.method === 'GET' || endpoint.method === 'DELETE'
  const parameter = (name: string, where: string) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: properties[name] ?? { type: 'string' },
  })
  const parameters = [
    ...inPath.map((name) => parameter(name, 'path')),
    ...(inQuery ? others.map((name) => parameter(name, 'query')) : []),
    ...(inQuery || endpoint.asks ? [] : [{ $ref: '#/components/parameters/IdempotencyKey' }]),
  ]
  const body = {
    ...rest,
    properties: Object.fromEntries(others.map((name) => [name, properties[name]])),
    required: required.filter((name) => others.includes(name)),
  }
  return {
    operationId: endpoint.id,
    summary: endpoint.summary,
    tags: [endpoint.path.split('/')[1]],
    'x-permission': endpoint.permission,
    ...(endpoint.refusals && { 'x-refusals': endpoint.refusals }),
    ...(endpoint.unfuzzed && { 'x-fuzz': 'skip' }),
    ...(endpoint.permission === 'public.read' && { security: [{}, { key: [] }] }),
    ...(parameters.length > 0 && { parameters }),
    ...(!inQuery &&
      others.length > 0 && {
        requestBody: {
          required: body.required.length > 0,
          content: { 'application/json': { schema: body } },
        },
      }),
    responses: {
      200: {
        description: 'Done',
        content: { 'application/json': { schema: schemaOf(endpoint.reply, 'output') } },
      },
      ...problems,
    },
  }
}

export function openapi(endpoints: readonly Endpoint[]): Json {
  const paths: Record<string, Json> = {}
  for (const endpoint of endpoints) {
    const path = `/api/v1${endpoint.path.replace(/:(\w+)/g, '{$1}')}`
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(endpoint) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Zhuguang',
      version: '1',
      description:
        'One API for shop, stores, crews and consoles. Deprecation: an operation is marked `deprecated` at least ' +
        'twelve months before it goes, answers with Deprecation and Sunset headers meanwhile, and breaking ' +
        'changes come only as /api/v2.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ key: [] }],
    paths,
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
      parameters: {
        IdempotencyKey: {
          name: 'Idempotency-Key',
          in: 'header',
          required: false,
          schema: { type: 'string', minLength: 1, maxLength: 200, pattern: '^[!-~]+$' },
        },
      },
      schemas: { Problem: problemSchema },
    },
  }
}

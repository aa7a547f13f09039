// /docs: the OpenAPI document as a page people can read, without scripts; /openapi.json for programs.
import type { Endpoint } from './endpoint.ts'
import type { Http } from './http.ts'
import { openapi } from './openapi.ts'
import { langOf } from './pages.ts'
import type { Lang } from './types.ts'

type Schema = {
  type?: string | string[]
  format?: string
  description?: string
  enum?: unknown[]
  properties?: Record<string, Schema>
  items?: Schema
  required?: string[]
  anyOf?: Schema[]
  minimum?: number
  maximum?: number
  maxLength?: number
}
type Operation = {
  operationId: string
  summary: string
  tags: string[]
  'x-permission': string
  'x-refusals'?: string[]
  parameters?: { name?: string; in?: string; required?: boolean; schema?: Schema }[]
  requestBody?: { content: { 'application/json': { schema: Schema } } }
  responses: Record<string, { content?: { 'application/json'?: { schema: Schema } } }>
}

const safe = (text: unknown) => String(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)

function typeOf(schema: Schema): string {
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' | ')
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  if (schema.type === 'array') return `${schema.items ? typeOf(schema.items) : 'any'}[]`
  const limits = [
    schema.format,
    schema.minimum !== undefined && `≥ ${schema.minimum}`,
    schema.maximum !== undefined && schema.maximum < 9e15 && `≤ ${schema.maximum}`,
    schema.maxLength !== undefined && `≤ ${schema.maxLength} chars`,
  ].filter(Boolean)
  return `${[schema.type ?? 'any'].flat().join(' | ')}${limits.length > 0 ? ` (${limits.join(', ')})` : ''}`
}

/** Rows of a schema's fields, nested ones as `a.b` and `a[].b`, at most four deep. */
function rows(schema: Schema, prefix = '', depth = 0): string {
  const inner = schema.type === 'array' ? schema.items : schema
  if (!inner?.properties || depth > 4) return ''
  return Object.entries(inner.properties)
    .map(([name, field]) => {
      const path = `${prefix}${name}`
      const must = inner.required?.includes(name) ? '' : ' <i>optional</i>'
      const child = rows(field, `${path}${field.type === 'array' ? '[]' : ''}.`, depth + 1)
      return `<tr><td><code>${safe(path)}</code>${must}</td><td>${safe(typeOf(field))}</td></tr>${child}`
    })
    .join('')
}

const table = (caption: string, body: string) =>
  body && `<table><caption>${caption}</caption><tbody>${body}</tbody></table>`

const mayRefuse = (refusals: readonly string[]) =>
  refusals.length > 0 ? `<p>May refuse: ${refusals.map((r) => `<code>${safe(r)}</code>`).join(' ')}</p>` : ''

function section(method: string, path: string, op: Operation): string {
  const parameters = (op.parameters ?? [])
    .filter((p) => p.name)
    .map(
      (p) =>
        `<tr><td><code>${safe(p.name)}</code> <i>${p.in}${p.required ? '' : ', optional'}</i></td>` +
        `<td>${safe(typeOf(p.schema ?? {}))}</td></tr>`,
    )
    .join('')
  const body = op.requestBody?.content['application/json'].schema
  const reply = op.responses['200']?.content?.['application/json']?.schema
  const refusals = op['x-refusals'] ?? []
  return `<section id="${op.operationId}"><h3><b>${method.toUpperCase()}</b> <code>${safe(path)}</code></h3>
<p>${safe(op.summary)} · permission <code>${op['x-permission']}</code></p>
${table('Parameters', parameters)}${table('Body', body ? rows(body) : '')}
${table('Reply', reply ? rows(reply) : '')}
${mayRefuse(refusals)}</section>`
}

const style = `:root{color-scheme:light dark}body{font:16px/1.6 system-ui,sans-serif;max-width:60rem;
margin:0 auto;
padding:1rem}table{border-collapse:collapse;width:100%;margin:.5rem 0;display:block;overflow-x:auto}
td{border-top:1px solid #8886;padding:.25rem .75rem .25rem 0;vertical-align:top}
caption{text-align:left;font-weight:600}
section{border-top:2px solid #8886;padding:.5rem 0}code{overflow-wrap:anywhere}nav a{display:inline-block;
padding:.6rem .8rem .6rem 0;min-width:2.5rem}`

/** The reference itself is English; the page around it says so in the reader's language. */
const around = {
  'zh-CN': { title: '逐光接口', note: '接口说明只有英文。', back: '回商城' },
  en: { title: 'Zhuguang API', note: '', back: 'To the shop' },
} as const

function docsPage(document: Record<string, unknown>, lang: Lang): string {
  const { title, note, back } = around[lang]
  const paths = document.paths as Record<string, Record<string, Operation>>
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, op]) => ({
      tag: op.tags[0] ?? '',
      html: section(method, path, op),
    })),
  )
  const tags = [...new Set(all.map(({ tag }) => tag))].sort()
  const info = document.info as { description: string }
  return `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><style>${style}</style></head><body><main>
<nav><a href="/">${back}</a></nav><h1>${title}</h1><p>${note}</p>
<div lang="en"><p>${safe(info.description)}</p>
<p>Sign in with a session cookie, or send an API key as <code>Authorization: Bearer …</code>. Every
write takes an
<code>Idempotency-Key</code>. Errors are <code>application/problem+json</code>, with
<a href="/docs/problems">a reason each</a>.
<a href="/openapi.json">openapi.json</a></p>
<nav>${tags.map((tag) => `<a href="#tag-${tag}">${safe(tag)}</a>`).join(' ')}</nav>
${tags
  .map((tag) => {
    const sections = all.filter((one) => one.tag === tag).map(({ html }) => html)
    return `<h2 id="tag-${tag}">${safe(tag)}</h2>${sections.join('')}`
  })
  .join('')}</div></main></body></html>`
}

/** A reason the API may refuse with, as people read it. */
export type Explained = { reason: string; sentence: string; next: string }

const reasons = {
  'zh-CN': { title: '拒绝的原因', note: '接口拒绝时给出原因，这里写着发生了什么、接下来怎么办。' },
  en: { title: 'Reasons', note: 'What each reason of a refusal means, and what to do next.' },
} as const

/** Where the `type` of every problem points. */
function reasonsPage(explained: readonly Explained[], lang: Lang): string {
  const { title, note } = reasons[lang]
  const row = ({ reason, sentence, next }: Explained) =>
    `<tr id="${safe(reason)}"><td><code>${safe(reason)}</code></td>` +
    `<td>${safe(sentence)}</td><td>${safe(next)}</td></tr>`
  return `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><style>${style}</style></head><body><main>
<nav><a href="/docs">${around[lang].title}</a></nav><h1>${title}</h1><p>${note}</p>
<table><tbody>${explained.map(row).join('')}</tbody></table></main></body></html>`
}

export function mountDocs(
  app: Http,
  endpoints: readonly Endpoint[],
  explain: (lang: Lang) => readonly Explained[],
) {
  const document = openapi(endpoints)
  const json = JSON.stringify(document)
  const pages = new Map<Lang, string>()
  app.get('/openapi.json', async (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(json),
  )
  app.get('/docs', async (request, reply) => {
    const lang = langOf(request.headers)
    const html = pages.get(lang) ?? docsPage(document, lang)
    pages.set(lang, html)
    return reply.type('text/html; charset=utf-8').send(html)
  })
  app.get('/docs/problems', async (request, reply) => {
    const lang = langOf(request.headers)
    return reply.type('text/html; charset=utf-8').send(reasonsPage(explain(lang), lang))
  })
}

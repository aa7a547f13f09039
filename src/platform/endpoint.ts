// An endpoint is what both sides of the wire know: method, path, permission and shapes. A room declares its
// endpoints in contract.ts; routes.ts puts a function behind each; screens call them through web/api.ts.
import type { z } from 'zod'
import type { Permission } from './access.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export type Endpoint<I extends z.ZodType = z.ZodType, R extends z.ZodType = z.ZodType> = {
  id: string
  method: Method
  /** Path below /api/v1 with `:name` parameters, each a field of `input`. */
  path: string
  permission: Permission
  summary: string
  /** Path, query (GET, DELETE) and body fields in one object. */
  input: I
  reply: R
  /** Reasons this endpoint may refuse with, for the documentation. */
  refusals?: readonly string[]
  /** Everybody may see the same answer: may be cached, not checked for other parties. */
  shared?: boolean
  /**
   * A partner's signed call: `input` gets the body as `raw_body` (a signature covers bytes, not meanings)
   * and the
   * Standard Webhooks headers as webhook_id, webhook_timestamp, webhook_signature.
   */
  signed?: boolean
  /** A question too long for an address: sent as POST, changes nothing, takes no Idempotency-Key. */
  asks?: boolean
  /** The answer holds a secret: it is told once and kept nowhere, also not for a repeated Idempotency-Key. */
  secret?: boolean
  /** Left out of automatic request fuzzing (signs out, rotates keys). */
  unfuzzed?: boolean
}

export function endpoint<I extends z.ZodType, R extends z.ZodType>(
  route: `${Method} /${string}`,
  spec: Omit<Endpoint<I, R>, 'method' | 'path' | 'id'> & { id?: string },
): Endpoint<I, R> {
  const [method, path] = route.split(' ') as [Method, string]
  const words = path.split('/').filter((part) => part && !part.startsWith(':'))
  const id = spec.id ?? `${method.toLowerCase()}_${words.join('_').replaceAll('-', '_')}`
  return { ...spec, method, path, id }
}

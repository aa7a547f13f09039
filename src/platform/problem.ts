// Every error leaves as application/problem+json (RFC 9457): a reason a program can branch on, JSON pointers
// to what is wrong, and never a word of SQL, a path or a stack.
import { z } from 'zod'
import { isAway } from './away.ts'
import { Invalid, Refused } from './refusal.ts'

export type Problem = {
  type: string
  title: string
  status: number
  reason: string
  errors?: { pointer: string; reason: string; detail: string }[]
  facts?: Record<string, unknown>
  request_id?: string
}

/** Constraint name → the reason a person is told. Rooms add theirs at start. */
const constraintReasons = new Map<string, { reason: string; status: number }>()
export function explainConstraints(reasons: Record<string, string>, status = 409) {
  for (const [name, reason] of Object.entries(reasons)) constraintReasons.set(name, { reason, status })
}

const titles: Record<number, string> = {
  400: 'The request could not be read',
  401: 'Sign in first',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Not possible in the present state',
  413: 'Too large',
  415: 'This content type is not understood',
  422: 'The input is not valid',
  429: 'Too many requests',
  500: 'Something broke on our side',
  503: 'Not available right now',
}

/** PostgreSQL error class → what it means when the input caused it. */
const busy = { reason: 'busy', status: 503 }
const sqlStates: Record<string, { reason: string; status: number }> = {
  '22009': { reason: 'unreadable_value', status: 422 },
  '22003': { reason: 'number_out_of_range', status: 422 },
  '22021': { reason: 'unreadable_text', status: 422 },
  '22P05': { reason: 'unreadable_text', status: 422 },
  '22P02': { reason: 'unreadable_value', status: 422 },
  '22007': { reason: 'unreadable_value', status: 422 },
  '22008': { reason: 'unreadable_value', status: 422 },
  '23503': { reason: 'unknown_reference', status: 422 },
  '23505': { reason: 'already_exists', status: 409 },
  '23P01': { reason: 'overlaps', status: 409 },
  '23514': { reason: 'not_allowed_value', status: 422 },
  '42501': { reason: 'forbidden', status: 403 },
  '57014': { reason: 'too_slow', status: 503 },
  '53300': busy,
  // No room on the disk or in memory: nothing was written, and room may be made.
  '53100': busy,
  '53200': busy,
  // Another's transaction stands on the connection, or a part of this one failed with it: nothing was done.
  '25001': busy,
  '25P02': busy,
  '40001': busy,
  '40P01': busy,
}

export const problem = (status: number, reason: string, more: Partial<Problem> = {}): Problem => ({
  type: `/docs/problems#${reason}`,
  title: titles[status] ?? 'Error',
  status,
  reason,
  ...more,
})

export const pointerOf = (path: readonly PropertyKey[]) =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

/** What is wrong with one field. A check of a contract names its own reason and the facts to it. */
export function issueOf(issue: z.core.$ZodIssue) {
  const { reason = issue.code, facts = {} } = ((issue.code === 'custom' && issue.params) || {}) as Told
  return { pointer: pointerOf(issue.path), reason, detail: issue.message.slice(0, 200), facts }
}
type Told = { reason?: string; facts?: Record<string, unknown> }

/** Whoever may have sent something wrong is told where: '' is the request as a whole. */
const pointing = (pointer: string, reason: string, detail = reason) => ({
  errors: [{ pointer, reason, detail }],
})

type HttpError = { statusCode?: number; code?: string; constraint_name?: string }

const httpReasons: Record<number, string> = {
  401: 'sign_in_first',
  404: 'not_found',
  413: 'too_large',
  415: 'unsupported_media_type',
  429: 'too_many_requests',
}

/** Turns anything thrown into a problem; a 500 means a bug and is to be logged by the caller. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Refused)
    return problem(error.status, error.reason, {
      ...(Object.keys(error.facts).length > 0 && { facts: error.facts }),
      ...(error.status === 422 && pointing(error.pointer, error.reason)),
    })
  if (error instanceof Invalid) return problem(422, 'invalid_input', pointing(error.pointer, error.reason))
  if (error instanceof z.ZodError)
    return problem(422, 'invalid_input', {
      errors: error.issues.slice(0, 50).map((issue) => {
        const { pointer, reason, detail } = issueOf(issue)
        return { pointer, reason, detail }
      }),
    })
  const { statusCode, code = '', constraint_name = '' } = (error ?? {}) as HttpError
  const known = constraintReasons.get(constraint_name) ?? sqlStates[code] ?? (isAway(error) ? busy : null)
  if (known)
    return problem(known.status, known.reason, {
      ...(known.status === 422 && pointing('', known.reason)),
    })
  if (statusCode && statusCode >= 400 && statusCode < 500) {
    const status = titles[statusCode] ? statusCode : 400
    const reason = httpReasons[status] ?? 'unreadable_request'
    return problem(status, reason, {
      ...((status === 400 || status === 422) && pointing('', reason, titles[status])),
    })
  }
  return problem(500, 'internal')
}

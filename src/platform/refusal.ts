// A refusal is a "no" the business means. Anything else thrown is a bug.
export class Refused extends Error {
  readonly reason: string
  readonly status: number
  /** Facts a person needs to act on the refusal (what is left, the new price …); never secrets. */
  readonly facts: Record<string, unknown>
  /** For 422: a JSON pointer to the field of the request that is wrong; '' is the request as a whole. */
  readonly pointer: string
  constructor(reason: string, status = 409, facts: Record<string, unknown> = {}, pointer = '') {
    super(reason)
    this.reason = reason
    this.status = status
    this.facts = facts
    this.pointer = pointer
  }
}

/** 404, also for what exists but is not the asker's: the two must look alike. */
export const notFound = () => new Refused('not_found', 404)
export const forbidden = () => new Refused('forbidden', 403)

/** 422: one field, understood but wrong for a reason that a program may branch on. */
export const wrongField = (pointer: string, reason: string, facts: Record<string, unknown> = {}) =>
  new Refused(reason, 422, facts, pointer)

/** Bad input found after parsing; `pointer` is a JSON pointer into the request. */
export class Invalid extends Error {
  readonly pointer: string
  readonly reason: string
  constructor(pointer: string, reason: string) {
    super(reason)
    this.pointer = pointer
    this.reason = reason
  }
}

// A refusal is a "no" the business means. Anything else thrown is a bug.
export class Refused extends Error {
  readonly reason: string
  readonly status: number
  /** Facts a person needs to act on the refusal (what is left, the new price …); never secrets. */
  readonly facts: Record<string, unknown>
  constructor(reason: string, status = 409, facts: Record<string, unknown> = {}) {
    super(reason)
    this.reason = reason
    this.status = status
    this.facts = facts
  }
}

/** 404, also for what exists but is not the asker's: the two must look alike. */
export const notFound = () => new Refused('not_found', 404)
export const forbidden = () => new Refused('forbidden', 403)

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

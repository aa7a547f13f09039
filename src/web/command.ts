// A command behind a button, without a query library: run, pending, problem. Shop pages use it as it is.
import { useCallback, useEffect, useRef, useState } from 'react'
import type { z } from 'zod'
import type { Endpoint } from '../platform/endpoint.ts'
import { call, type Input, intention, Problem, type Reply } from './api.ts'

export type Command<I extends z.ZodType, R extends z.ZodType> = {
  /** Resolves with the reply, or null when refused: the reason is then in `problem`. */
  run: (input: Input<I>) => Promise<Reply<R> | null>
  pending: boolean
  problem: Problem | null
  clear: () => void
}

export const asProblem = (thrown: unknown): Problem =>
  thrown instanceof Problem ? thrown : new Problem({ reason: 'broken', title: String(thrown) })

/** A second press while the first is under way does nothing; a retry of the same input reuses its key. */
export function useCall<I extends z.ZodType, R extends z.ZodType>(
  endpoint: Endpoint<I, R>,
  onDone?: (reply: Reply<R>, input: Input<I>) => void,
): Command<I, R> {
  const [mine] = useState(intention)
  const busy = useRef(false)
  const done = useRef(onDone)
  useEffect(() => {
    done.current = onDone
  })
  const [pending, setPending] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const run = useCallback(
    async (input: Input<I>) => {
      if (busy.current) return null
      busy.current = true
      setPending(true)
      setProblem(null)
      try {
        const reply = await call(endpoint, input, { idempotency_key: mine.keyFor(input) })
        mine.settled(null)
        done.current?.(reply, input)
        return reply
      } catch (thrown) {
        const found = asProblem(thrown)
        mine.settled(found)
        setProblem(found)
        return null
      } finally {
        busy.current = false
        setPending(false)
      }
    },
    [endpoint, mine],
  )
  return { run, pending, problem, clear: () => setProblem(null) }
}

// Reads of the shop's own pages: one call, its problem, and again when something is heard. No query library.
import { useCallback, useEffect, useState } from 'react'
import type { z } from 'zod'
import type { Endpoint } from '../../platform/endpoint.ts'
import { call, type Input, Problem, type Reply } from '../../web/api.ts'
import { asProblem } from '../../web/command.ts'
import { listen } from '../../web/live.ts'

/** A no of the server about the thing itself, unlike a lost connection, a busy hour or a fault. */
export const isAnswer = (thrown: unknown): boolean =>
  thrown instanceof Problem && thrown.status >= 400 && thrown.status < 500 && thrown.status !== 429

export type Read<T> = {
  data: T | null
  problem: Problem | null
  reload: () => void
  /** Shows what a command has just answered, without asking again. */
  put: (data: T) => void
}

/** `input` null: not yet. The last answer stays while a later one is asked for. */
export function useRead<I extends z.ZodType, R extends z.ZodType>(
  endpoint: Endpoint<I, R>,
  input: Input<I> | null,
): Read<Reply<R>> {
  const [data, put] = useState<Reply<R> | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const asked = input === null ? '' : JSON.stringify(input)
  const reload = useCallback(() => {
    if (!asked) return
    call(endpoint, JSON.parse(asked) as Input<I>).then(
      (reply) => {
        put(reply)
        setProblem(null)
      },
      (thrown: unknown) => setProblem(asProblem(thrown)),
    )
  }, [endpoint, asked])
  useEffect(reload, [reload])
  return { data, problem, reload, put }
}

/** Calls back when one of the topics was touched; events close together call once. Ends with the page. */
export function useHeard(topic: string | null, onChange: () => void) {
  useEffect(() => {
    if (!topic) return undefined
    return listen([topic], onChange)
  }, [topic, onChange])
}

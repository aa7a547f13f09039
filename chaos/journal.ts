// What the clients asked and what they were told, on disk: one line before sending, one after the answer. A
// check reads nothing else of them.
import { appendFileSync, closeSync, existsSync, openSync, readFileSync } from 'node:fs'

export type Ask = {
  n: number
  round: number
  at: string
  who: string
  method: string
  path: string
  /** One intention: whoever does not know asks again with the same one. */
  key: string
  kind: string
  body: Record<string, unknown>
  /** Seconds by which the caller's clock is wrong. */
  skew_s?: number
}
export type Answer = { n: number; at: string; status: number; body: Record<string, unknown> }
/** No answer, or one that is none. */
export type Lost = { n: number; at: string; why: string }
export type Line = { ask: Ask } | { answer: Answer } | { lost: Lost }

export type Journal = ReturnType<typeof openJournal>

export function openJournal(file: string) {
  const handle = openSync(file, 'a')
  let n = 0
  const write = (line: Line) => appendFileSync(handle, `${JSON.stringify(line)}\n`)
  return {
    file,
    ask: (ask: Omit<Ask, 'n' | 'at'>) => {
      const at = new Date().toISOString()
      write({ ask: { n: ++n, at, ...ask } })
      return n
    },
    answer: (asked: number, status: number, body: Record<string, unknown>) =>
      write({ answer: { n: asked, at: new Date().toISOString(), status, body } }),
    lost: (asked: number, why: string) => write({ lost: { n: asked, at: new Date().toISOString(), why } }),
    close: () => closeSync(handle),
  }
}

export const readJournal = (file: string): Line[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Line)
    : []

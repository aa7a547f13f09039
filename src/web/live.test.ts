import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { listen } from './live.ts'

/** A line as browsers draw it: it opens, tells, breaks, and is closed for good by any answer but 200. */
class Line extends EventTarget {
  static readonly CLOSED = 2
  static all: Line[] = []
  readyState = 0
  readonly url: string
  constructor(url: string) {
    super()
    this.url = url
    Line.all.push(this)
  }
  close() {
    this.readyState = 2
  }
  says(what: string) {
    this.dispatchEvent(new Event(what))
  }
}

let changes = 0
beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('EventSource', Line)
  Line.all = []
  changes = 0
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})
const start = () => {
  const end = listen(['order:1', 'node:2'], () => (changes += 1))
  return { end, line: Line.all[0]! }
}

test('what happened before the line stood is read when it opens, and again after each break', () => {
  const { line } = start()
  expect(line.url).toBe('/api/v1/live?topics=order%3A1%2Cnode%3A2')
  for (const opened of [1, 2, 3]) {
    line.says('open')
    vi.advanceTimersByTime(200)
    expect(changes).toBe(opened)
  }
})

test('events close together are one, and a stream of them does not put the reading off', () => {
  const { line } = start()
  for (let n = 0; n < 10; n++) line.says('touched')
  vi.advanceTimersByTime(200)
  expect(changes).toBe(1)
  for (let n = 0; n < 20; n++) {
    line.says('touched')
    vi.advanceTimersByTime(50)
  }
  expect(changes).toBeGreaterThan(4)
})

test('a line the browser has given up is asked for again; one it mends itself is not', () => {
  const { line, end } = start()
  line.says('error')
  vi.advanceTimersByTime(60_000)
  expect(Line.all).toHaveLength(1)
  line.readyState = Line.CLOSED
  line.says('error')
  vi.advanceTimersByTime(6_000)
  expect(Line.all).toHaveLength(2)
  Line.all[1]!.says('open')
  vi.advanceTimersByTime(200)
  expect(changes).toBe(1)
  Line.all[1]!.readyState = Line.CLOSED
  Line.all[1]!.says('error')
  end()
  vi.advanceTimersByTime(60_000)
  expect(Line.all).toHaveLength(2)
})

// The demo world is loaded by a process of its own: drawing it takes several times the memory that the shop
// needs, and goes with the process. It begins while the database is still being made.
import { type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { DemoSize } from './load.ts'
import { loadDemo } from './load.ts'

export type Loader = { load: (url: string) => Promise<void>; stop: () => Promise<unknown> }

/** Around a child that runs `loadWhenTold`; what it says is passed on. */
export function loaderIn(child: ChildProcess, say: (line: string) => void): Loader {
  const ended = new Promise<number | string | null>((done) => {
    child.once('error', (error) => done(error.message))
    child.once('exit', (code, signal) => done(signal ?? code))
  })
  child.on('message', (line) => say(String(line)))
  return {
    load: async (url) => {
      // A child that is gone already says so by its end.
      child.send(url, () => {})
      const how = await ended
      if (how !== 0) throw new Error(`the demo world was not loaded (${how})`)
    },
    stop: () => {
      child.kill('SIGKILL')
      return ended
    },
  }
}

/** The child's side: draws at once, loads when it is told where, ends with whoever started it. */
export async function loadWhenTold(size: DemoSize) {
  process.once('disconnect', () => process.exit(1))
  const told = once(process, 'message').then(([url]) => String(url))
  await loadDemo(told, size, (line) => void process.send!(line))
  await new Promise((sent) => process.send!('demo: the shop can open', sent))
  process.exit(0)
}

// One process of the product, as an operator starts it: `serve` or `work` on a database it is given. It can
// be killed, frozen and started again.
import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { signal } from './database.ts'

const main = join(import.meta.dirname, '..', 'dist', 'server', 'main.js')
// Against hanging only: a slow machine is no fault of the product.
const start_ms_max = 90_000

/** What the processes need: nothing of the caller's own settings may leak into them. */
const plain = () => ({ PATH: process.env.PATH ?? '/usr/bin:/bin', HOME: '/nonexistent', TZ: 'Asia/Shanghai' })

export type Program = ReturnType<typeof makeProgram>
type Options = { name: string; duty: 'serve' | 'work'; port: number; log_file: string }

export function makeProgram({ name, duty, port, log_file }: Options) {
  let child: ChildProcess | null = null
  const url = `http://127.0.0.1:${port}`
  const alive = () => child !== null && child.exitCode === null && child.signalCode === null
  return {
    name,
    duty,
    url,
    alive,
    start: (database_url: string) => {
      const file = openSync(log_file, 'a')
      const env = {
        ...plain(),
        NODE_ENV: 'production',
        DATABASE_URL: database_url,
        PORT: String(port),
        LOG_LEVEL: 'warn',
        RATE_LIMIT_PER_MINUTE: '100000000',
        DATABASE_POOL: '8',
      }
      child = spawn(process.execPath, [main, duty], { env, stdio: ['ignore', file, file] })
      child.once('error', () => {})
      closeSync(file)
    },
    kill: () => void signal(child?.pid, 'SIGKILL'),
    freeze: () => void signal(child?.pid, 'SIGSTOP'),
    thaw: () => void signal(child?.pid, 'SIGCONT'),
    /**
     * A worker is ready when it runs: what it does shows in the jobs. Who ends while starting, because the
     * database went away again, is started again by `revive`, as whoever watches over processes does.
     */
    ready: async (revive: () => void) => {
      for (const until = Date.now() + start_ms_max; ; await sleep(40)) {
        if (!alive()) revive()
        else if (duty === 'work' || (await sells(url))) return
        if (Date.now() > until) throw new Error(`${name} does not start: see ${log_file}`)
      }
    },
  }
}

const sells = (url: string) =>
  fetch(`${url}/healthz`, { signal: AbortSignal.timeout(1_000) }).then(
    (reply) => reply.status === 200,
    () => false,
  )

/** Runs one command of the program to its end and gives back what it said. */
export async function run(args: string[], env: Record<string, string>): Promise<string> {
  const child = spawn(process.execPath, [main, ...args], {
    env: { ...plain(), NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [said, wrong] = ['', '']
  child.stdout.on('data', (chunk) => (said += chunk))
  child.stderr.on('data', (chunk) => (wrong += chunk))
  const code = await new Promise((done) => child.once('close', done))
  if (code !== 0) throw new Error(`${args.join(' ')} failed (${code}): ${wrong || said}`)
  return said.trim()
}

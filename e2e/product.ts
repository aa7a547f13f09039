// The product as a person starts it, with a database of its own: built programs, a free port, demo world.
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../src/platform/free-port.ts'

export type Product = { url: string; data_dir: string; log(): string; stop(): Promise<number | null> }
export type Launched = { child: ChildProcess; url: string; log(): string; ended: Promise<number | null> }

/** An empty data folder. Not below the clone: as root it must be open to the account PostgreSQL runs as. */
export function makeDataDir(): string {
  const data_dir = mkdtempSync(join(tmpdir(), 'zhuguang-e2e-'))
  chmodSync(data_dir, 0o755)
  return data_dir
}
export const removeDataDir = (data_dir: string) =>
  rmSync(data_dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })

/** `npm start` without npm, in a process group of its own; nothing is waited for. */
export async function launch(data_dir: string, env: Record<string, string> = {}): Promise<Launched> {
  const port = await freePort()
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', 'tools', 'start.mjs')], {
    env: { ...process.env, NODE_ENV: 'production', PORT: String(port), DATA_DIR: data_dir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let said = ''
  child.stdout.on('data', (chunk) => (said += chunk))
  child.stderr.on('data', (chunk) => (said += chunk))
  const ended = new Promise<number | null>((done) => child.once('exit', done))
  return { child, url: `http://127.0.0.1:${port}`, log: () => said, ended }
}

/** Waits until it sells; fails with the end of its output when it ends before or takes longer. */
export async function untilReady({ child, url, log }: Launched, ready_ms_max = 120_000) {
  for (const until = Date.now() + ready_ms_max; !(await sells(url)); await sleep(50)) {
    if (child.exitCode === null && child.signalCode === null && Date.now() < until) continue
    throw new Error(`the product did not start:\n${log().slice(-2000)}`)
  }
}

/** Asks it to end, as a terminal does, and waits for it. */
export async function end({ child, ended }: Launched): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
  return ended
}

/** Starts it in a folder of its own and waits until it sells. */
export async function startProduct(
  env: Record<string, string> = {},
  ready_ms_max = 120_000,
): Promise<Product> {
  const data_dir = makeDataDir()
  const launched = await launch(data_dir, env)
  const stop = async () => {
    const code = await end(launched)
    removeDataDir(data_dir)
    return code
  }
  await untilReady(launched, ready_ms_max).catch(async (error: unknown) => {
    await stop()
    throw error
  })
  return { url: launched.url, data_dir, log: launched.log, stop }
}

/** Runs one command of the built program to its end. */
export async function command(args: string[], env: Record<string, string>) {
  const program = join(import.meta.dirname, '..', 'dist', 'server', 'main.js')
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, NODE_ENV: 'production', ...env },
  })
  let said = ''
  child.stdout.on('data', (chunk) => (said += chunk))
  child.stderr.on('data', (chunk) => (said += chunk))
  const code = await new Promise((done) => child.once('close', done))
  return { code, said }
}

async function sells(url: string): Promise<boolean> {
  return fetch(`${url}/healthz`).then(
    (reply) => reply.status === 200,
    () => false,
  )
}

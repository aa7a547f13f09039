// The product as a person starts it, with a database of its own: built programs, a free port, demo world.
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export type Product = { url: string; data_dir: string; log(): string; stop(): Promise<number | null> }

/** Starts it and waits until it sells, at most `ready_ms_max`; fails with the end of its output otherwise. */
export async function startProduct(
  env: Record<string, string> = {},
  ready_ms_max = 120_000,
): Promise<Product> {
  // Not below the clone: as root a folder given by DATA_DIR must be open to the account PostgreSQL runs as.
  const data_dir = mkdtempSync(join(tmpdir(), 'zhuguang-e2e-'))
  chmodSync(data_dir, 0o755)
  const port = await freePort()
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', 'tools', 'start.mjs')], {
    env: { ...process.env, NODE_ENV: 'production', PORT: String(port), DATA_DIR: data_dir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stdout.on('data', (chunk) => (said += chunk))
  child.stderr.on('data', (chunk) => (said += chunk))
  const url = `http://127.0.0.1:${port}`
  const stop = () => end(child, data_dir)
  for (const until = Date.now() + ready_ms_max; !(await sells(url)); await sleep(100)) {
    if (child.exitCode === null && Date.now() < until) continue
    await stop()
    throw new Error(`the product did not start:\n${said.slice(-2000)}`)
  }
  return { url, data_dir, log: () => said, stop }
}

async function sells(url: string): Promise<boolean> {
  return fetch(`${url}/healthz`).then(
    (reply) => reply.status === 200,
    () => false,
  )
}

async function end(child: ChildProcess, data_dir: string): Promise<number | null> {
  const gone = new Promise<number | null>((done) => child.once('exit', done))
  if (child.exitCode === null && child.kill('SIGTERM')) await gone
  rmSync(data_dir, { recursive: true, force: true, maxRetries: 5 })
  return child.exitCode
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const bound = server.address()
  await new Promise((done) => server.close(done))
  return typeof bound === 'object' && bound ? bound.port : 0
}

// What stands beside a figure: bare Fastify in a process of its own, with the bytes of the first answers.
import { spawn } from 'node:child_process'
import type { Shot } from './load.ts'

/**
 * Bare Fastify, loaded and waiting for what it has to say; ready before anything is measured, because its
 * start would take a core from that.
 */
export function openEcho() {
  const child = spawn(process.execPath, [...process.execArgv, new URL('echo.ts', import.meta.url).pathname], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  return {
    /** Says the very bytes that the scenario's first answers had. Resolves with its address. */
    async say(answers: Answer[], database: object | null): Promise<string> {
      child.stdin.end(JSON.stringify({ answers, database }))
      const port = await new Promise<string>((done) =>
        child.stdout.once('data', (data) => done(String(data).trim())),
      )
      return `http://127.0.0.1:${port}`
    },
    stop: () => child.kill('SIGKILL'),
  }
}
export type Echo = ReturnType<typeof openEcho>

export type Answer = { status: number; headers: Record<string, string>; body: string }
// What the connection itself writes, or what belongs to one caller.
const own = new Set(['date', 'connection', 'keep-alive', 'content-length', 'transfer-encoding', 'set-cookie'])

export async function answersOf(base: string, shots: readonly Shot[]): Promise<Answer[]> {
  return Promise.all(
    shots.map(async ({ method = 'GET', path, body, headers = {} }) => {
      const reply = await fetch(base + path, {
        method,
        headers: {
          'accept-encoding': 'identity',
          ...headers,
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body }),
      })
      const told = Object.fromEntries([...reply.headers].filter(([name]) => !own.has(name)))
      return { status: reply.status, headers: told, body: await reply.text() }
    }),
  )
}

// What the door says from the first moment to the last.
import { once } from 'node:events'
import { Agent, type ServerResponse, request } from 'node:http'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { makeGate } from './gate.ts'

const gate = makeGate()
beforeAll(async () => {
  gate.server.listen(0, '127.0.0.1')
  await once(gate.server, 'listening')
})
afterAll(() => {
  gate.server.close()
})

const ask = async (path: string, accept = 'application/json') => {
  const reply = await fetch(gate.address() + path, { headers: { accept } })
  return { status: reply.status, text: await reply.text(), after: reply.headers.get('retry-after') }
}

test('while it starts, /healthz is 503 with what it waits for, and everybody else is asked to come again', async () => {
  gate.waitFor('demo world')
  const health = await ask('/healthz')
  expect([health.status, JSON.parse(health.text)]).toEqual([
    503,
    { status: 'starting', waiting_for: 'demo world' },
  ])
  const program = await ask('/api/v1/products')
  expect(program).toMatchObject({ status: 503, after: '2' })
  expect(JSON.parse(program.text)).toMatchObject({ status: 503, reason: 'starting' })
  const person = await ask('/', 'text/html')
  expect(person.status).toBe(503)
  expect(person.text).toMatch(/http-equiv="refresh".*demo world/s)
})

test('open, it hands requests on', async () => {
  gate.open((request, response) => {
    if (request.url === '/slow') return slow.push(response)
    response.end(`shop ${request.method}`)
  })
  expect(await ask('/healthz')).toMatchObject({ status: 200, text: '{"status":"ready"}' })
  expect(await ask('/')).toMatchObject({ status: 200, text: 'shop GET' })
})

const slow: ServerResponse[] = []
const keeping = new Agent({ keepAlive: true, maxSockets: 1 })

/** One request over a connection that is kept; says whether the server ends it. */
const over = (method: string, path: string) =>
  new Promise<{ status: number; ends: boolean; again: boolean; text: string }>((resolve, reject) => {
    const sent = request(gate.address() + path, { method, agent: keeping }, (reply) => {
      let text = ''
      reply.on('data', (chunk) => (text += chunk))
      reply.on('end', () => {
        const { connection } = reply.headers
        resolve({ status: reply.statusCode!, ends: connection === 'close', again: sent.reusedSocket, text })
      })
    })
    sent.on('error', reject)
    sent.end()
  })

test('leaving, it serves all who ask, then turns away what may be asked twice, and resets nobody', async () => {
  expect(await over('GET', '/')).toMatchObject({ status: 200, ends: false })
  const late = fetch(`${gate.address()}/slow`).then((reply) => reply.text())
  await vi.waitUntil(() => slow.length === 1)
  const left = gate.leave(300)
  const health = await ask('/healthz')
  expect([health.status, JSON.parse(health.text)]).toEqual([503, { status: 'draining', waiting_for: 'stop' }])
  expect(await over('POST', '/')).toEqual({ status: 200, ends: true, again: true, text: 'shop POST' })
  expect(await over('GET', '/')).toMatchObject({ status: 200, ends: true, again: false })
  await vi.waitUntil(async () => (await ask('/')).status === 503)
  expect(await ask('/')).toMatchObject({ status: 503, after: '2' })
  expect(await over('POST', '/')).toMatchObject({ status: 200, ends: true, text: 'shop POST' })
  await left
  await expect(fetch(gate.address())).rejects.toThrow()
  const empty = gate.emptied()
  slow[0]!.end('at last')
  expect(await late).toBe('at last')
  await empty
})

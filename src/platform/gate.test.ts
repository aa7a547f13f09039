// What the door says from the first moment to the last.
import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
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

test('open, it hands requests on; draining, a balancer is told while what runs still ends', async () => {
  gate.open((_request, response) => response.end('shop'))
  expect(await ask('/healthz')).toMatchObject({ status: 200, text: '{"status":"ready"}' })
  expect(await ask('/')).toMatchObject({ status: 200, text: 'shop' })
  gate.drain()
  expect(JSON.parse((await ask('/healthz')).text)).toEqual({ status: 'draining', waiting_for: 'stop' })
})

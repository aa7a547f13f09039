import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { expect, it } from 'vitest'
import { freePort } from './free-port.ts'

/** Where this system begins to number connections that go out; Windows and macOS begin at 49152. */
function outgoingFrom(): number {
  if (process.platform !== 'linux') return 49_152
  return Number(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').split(/\s+/)[0])
}

it('a server that starts again finds its port free: no connection that goes out is ever given it', async () => {
  const ports = await Promise.all(Array.from({ length: 200 }, freePort))
  expect(Math.max(...ports)).toBeLessThan(outgoingFrom())
})

it('gives a port on which one can listen', async () => {
  const server = createServer()
  const port = await freePort()
  await new Promise<void>((done, fail) => server.once('error', fail).listen(port, '127.0.0.1', done))
  await new Promise((done) => server.close(done))
})
